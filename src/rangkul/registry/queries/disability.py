"""One person's disability profile: the present version, earlier ones, and what each instrument said."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rangkul.kernel import clock
from rangkul.platform import crypto
from rangkul.platform.audit.actions import note_access
from rangkul.platform.policy.actor import Actor
from rangkul.registry import numbers, policies, washington
from rangkul.registry.enums import (
    ConditionKind,
    Difficulty,
    DisabilityType,
    ProfileState,
    Severity,
    Source,
)
from rangkul.registry.errors import NoSuchRecord
from rangkul.registry.models import AnswerSheet, Condition, DisabilityFinding, DisabilityProfile
from rangkul.registry.queries.merged import records_of

DOMAIN_LABELS: dict[str, Any] = {
    "seeing": _("melihat, walau memakai kacamata"),
    "hearing": _("mendengar, walau memakai alat bantu dengar"),
    "walking": _("berjalan atau naik tangga"),
    "remembering": _("mengingat atau berkonsentrasi"),
    "selfcare": _("mengurus diri, seperti mandi atau berpakaian"),
    "communicating": _("berkomunikasi, memahami dan dipahami orang lain"),
}
MISSING_LABELS: dict[str, Any] = {
    "washington": _("enam pertanyaan kesulitan"),
    "cause": _("penyebab"),
    "since": _("sejak kapan"),
    "devices": _("alat bantu"),
    "caregiver": _("pendamping"),
    "communication": _("cara berkomunikasi"),
}

_ABOUT_DISABILITY = re.compile(r"cacat|disab|(?:^|\D)428", re.IGNORECASE)
"""Columns of filled forms that tell of a disability: jenis cacat of PBDT, block 428 of Regsosek."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceView:
    """An assistive device of a profile."""

    kind: str
    label: str
    detail: str
    state: str
    state_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileView:
    """One version of a profile, opened."""

    id: UUID
    version: int
    is_current: bool
    types: tuple[str, ...]
    type_labels: tuple[str, ...]
    is_multiple: bool
    detail: str
    answers: Mapping[str, int | None]
    answer_rows: tuple[tuple[str, str], ...]
    severity: str
    severity_label: str
    is_over_cutoff: bool
    rule: str
    cause: str
    cause_label: str
    since_on: date | None
    devices: tuple[DeviceView, ...]
    has_asked_devices: bool
    caregiver: str
    caregiver_label: str
    caregiver_id: UUID | None
    caregiver_name: str
    communication: str
    communication_label: str
    missing: tuple[str, ...]
    missing_labels: tuple[str, ...]
    source_label: str
    recorded_by: UUID | None
    recorded_by_name: str
    recorded_at: datetime
    state: str
    state_label: str
    validated_by_name: str
    validated_on: date | None
    due_on: date | None
    is_due: bool
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """What one instrument said, in its own codes."""

    instrument: str
    instrument_label: str
    answers: tuple[tuple[str, str], ...]
    found_on: date
    source_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisabilityView:
    """Everything the registry knows of a person's disability; `profile` is None when none was recorded."""

    person_id: UUID
    name: str
    area_code: str
    profile: ProfileView | None
    earlier: tuple[ProfileView, ...]
    findings: tuple[FindingView, ...]


def get_disability(actor: Actor, person_id: UUID, *, on: date | None = None) -> DisabilityView:
    """The profile of a person, after a stated purpose; the look goes into the access log.

    Records merged into the person count as theirs; the latest profile is the present one. With `on`, versions recorded
    after that day are left out. Raises Denied without the permission or the purpose (whether or not there is a
    profile), NoSuchRecord when the actor may not see the person.
    """
    policies.check_can_view_health(actor)
    person = policies.visible_to(actor).filter(pk=person_id).first()
    if person is None:
        raise NoSuchRecord("person", person_id)
    note_access(by=actor, kind="person", subject_id=person_id, fields=["disability"])
    day = on or clock.local_date(clock.now(), settings.TIME_ZONE)
    records = list(records_of([person_id]))
    found = (
        DisabilityProfile.objects.filter(person_id__in=records)
        .select_related("caregiver_person")
        .prefetch_related("devices")
        .order_by("-recorded_at", "-version")
    )
    views = [
        view_of(each, day)
        for each in found
        if on is None or clock.local_date(each.recorded_at, settings.TIME_ZONE) <= on
    ]
    return DisabilityView(
        person_id=person_id,
        name=person.name,
        area_code=person.area_code,
        profile=views[0] if views else None,
        earlier=tuple(views[1:]),
        findings=_findings(records, day),
    )


def view_of(profile: DisabilityProfile, day: date) -> ProfileView:
    """A stored version as a page shows it."""
    answers = {domain: getattr(profile, domain) for domain in washington.DOMAINS}
    caregiver = profile.caregiver_person.name if profile.caregiver_person else _opened(profile.caregiver_cipher)
    return ProfileView(
        id=profile.pk,
        version=profile.version,
        is_current=profile.is_current,
        types=tuple(profile.types),
        type_labels=tuple(str(DisabilityType(each).label) for each in profile.types),
        is_multiple=len(profile.types) > 1,
        detail=_opened(profile.detail_cipher),
        answers=answers,
        answer_rows=tuple(
            (str(DOMAIN_LABELS[domain]), str(Difficulty(value).label) if value else "")
            for domain, value in answers.items()
        ),
        severity=profile.severity,
        severity_label=str(Severity(profile.severity).label),
        is_over_cutoff=washington.is_over_cutoff(answers),
        rule=profile.rule,
        cause=profile.cause,
        cause_label=str(profile.get_cause_display()),
        since_on=profile.since_on,
        devices=tuple(
            DeviceView(
                kind=each.kind,
                label=str(each.get_kind_display()),
                detail=each.detail,
                state=each.state,
                state_label=str(each.get_state_display()),
            )
            for each in sorted(profile.devices.all(), key=lambda device: (device.state, device.kind))
        ),
        has_asked_devices=profile.has_asked_devices,
        caregiver=profile.caregiver,
        caregiver_label=str(profile.get_caregiver_display()),
        caregiver_id=profile.caregiver_person_id,
        caregiver_name=caregiver,
        communication=profile.communication,
        communication_label=str(profile.get_communication_display()),
        missing=tuple(profile.missing),
        missing_labels=tuple(str(MISSING_LABELS[each]) for each in profile.missing),
        source_label=str(Source(profile.source).label),
        recorded_by=profile.recorded_by,
        recorded_by_name=profile.recorded_by_name,
        recorded_at=profile.recorded_at,
        state=profile.state,
        state_label=str(ProfileState(profile.state).label),
        validated_by_name=profile.validated_by_name,
        validated_on=profile.validated_on,
        due_on=profile.due_on,
        is_due=profile.state == ProfileState.VALIDATED and profile.due_on is not None and profile.due_on <= day,
        remark=_opened(profile.remark_cipher),
    )


def _findings(records: Iterable[UUID], day: date) -> tuple[FindingView, ...]:
    rows = DisabilityFinding.objects.filter(person_id__in=list(records), found_on__lte=day).order_by("-found_on", "-pk")
    found = [
        FindingView(
            instrument=row.instrument,
            instrument_label=str(row.get_instrument_display()),
            answers=tuple(sorted((str(key), str(value)) for key, value in row.answers.items())),
            found_on=row.found_on,
            source_label=str(row.get_source_display()),
        )
        for row in rows
    ]
    # Conditions carry the code they were imported with: that is a finding of its source too.
    imported = Condition.objects.filter(person_id__in=list(records), kind="DISABILITAS").exclude(original_code="")
    found += [
        FindingView(
            instrument="",
            instrument_label=str(_("kode asli berkas")),
            answers=((str(_("kode")), row.original_code),),
            found_on=row.period.lower or clock.local_date(row.created_at, settings.TIME_ZONE),
            source_label=str(row.get_source_display()),
        )
        for row in imported
    ]
    sheets = AnswerSheet.objects.filter(person_id__in=list(records), period__startswith__lte=day)
    for sheet in sheets.order_by("-period"):
        told = {key: value for key, value in sheet.answers.items() if _ABOUT_DISABILITY.search(key) and value != ""}
        if told:
            found.append(
                FindingView(
                    instrument=sheet.form,
                    instrument_label=f"{sheet.form} {sheet.version}".strip(),
                    answers=tuple(sorted((str(key), str(value)) for key, value in told.items())),
                    found_on=sheet.period.lower,
                    source_label=str(sheet.get_source_display()),
                )
            )
    return tuple(found)


def _opened(cipher: bytes | memoryview | None) -> str:
    return crypto.unseal(bytes(cipher), context=numbers.NOTE) if cipher else ""


@dataclass(frozen=True, slots=True)
class InForce:
    """What the present profile says, or else the condition in force; empty where nothing is known."""

    types: tuple[str, ...] = ()
    cause: str = ""
    since_on: date | None = None
    caregiver: str = ""
    communication: str = ""


def disability_in_force(person_id: UUID, *, on: date) -> InForce:
    """What is known of a person's disability, for a room that makes a new version of it; the caller checks rights."""
    profiles = DisabilityProfile.objects.filter(person_id__in=list(records_of([person_id])), is_current=True)
    profile = profiles.order_by("-recorded_at", "-version").first()
    if profile is not None:
        keeper = "" if profile.caregiver_person_id else profile.caregiver
        return InForce(tuple(profile.types), profile.cause, profile.since_on, keeper, profile.communication)
    kinds = Condition.objects.filter(
        person_id=person_id, kind=ConditionKind.DISABILITY, period__contains=on
    ).values_list("disability_type", flat=True)
    return InForce(tuple(dict.fromkeys(each for each in kinds if each and each != DisabilityType.MULTIPLE)))
