"""Recording a disability profile: a new version beside the old one, and the condition that rules ask about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform import crypto
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.registry import numbers, policies, washington
from rangkul.registry.actions import steps
from rangkul.registry.enums import (
    Caregiver,
    Communication,
    ConditionKind,
    DeviceKind,
    DeviceState,
    DisabilityCause,
    DisabilityType,
    Severity,
    Source,
)
from rangkul.registry.errors import StalePage
from rangkul.registry.models import Condition, DisabilityDevice, DisabilityProfile, Membership, Person
from rangkul.registry.queries.profiles import lock_newest, next_version

SINGLE_TYPES = tuple(each for each in DisabilityType if each != DisabilityType.MULTIPLE)


@dataclass(frozen=True, slots=True)
class Device:
    """An assistive device as told: which, in what state, and what distinguishes it (size, side)."""

    kind: str
    state: str
    detail: str = ""

    @property
    def text(self) -> str:
        """ "kursi roda (ukuran anak)"."""
        label = str(DeviceKind(self.kind).label)
        return (f"{label} ({self.detail})" if self.detail else label)[:60]


@action("registry.disability.record")
def record_disability(
    *,
    person_id: UUID,
    types: Sequence[str],
    answers: Mapping[str, int | None],
    by: Actor,
    at: datetime,
    detail: str = "",
    cause: str = "",
    since_on: date | None = None,
    devices: Sequence[Device] = (),
    has_asked_devices: bool = False,
    caregiver: str = "",
    caregiver_person_id: UUID | None = None,
    caregiver_name: str = "",
    communication: str = "",
    source: str = Source.DESK,
    expected_version: int | None = None,
    reason: str = "",
) -> DisabilityProfile:
    """Record what is known of a person's disability; the former version stays, and this one waits for validation.

    `answers` maps the six domains of `washington.DOMAINS` to 1–4 or None. A person may have several `types`. The
    condition that rules ask about follows. `expected_version` is the version the page showed (0: none yet). Raises
    Refused, StalePage, Denied.
    """
    person = steps.lock_person(person_id)
    policies.check_can_record_health(by, person)
    day = steps.day_of(at)
    former = lock_newest(person.pk)
    if expected_version is not None and expected_version != (former.version if former else 0):
        raise StalePage(changed_by=former.recorded_by_name if former else "", changed_at=None)
    chosen = _check_types(types)
    _check_since(since_on, person, at)
    given = {domain: answers.get(domain) for domain in washington.DOMAINS}
    if any(each is not None and each not in (1, 2, 3, 4) for each in given.values()):
        raise Refused(field="Kesulitan", value="", expected="satu dari empat jawaban", remedy="pilih dari daftar")
    keeper = _caregiver(caregiver, caregiver_person_id, person, day)
    told = [_check_device(device) for device in devices]
    profile = DisabilityProfile.objects.create(
        person=person,
        version=next_version(person.pk, former),
        types=chosen,
        detail_cipher=_sealed(detail, 200),
        **given,
        severity=washington.severity_of(given),
        rule=washington.RULE,
        cause=DisabilityCause(cause) if cause else "",
        since_on=since_on,
        has_asked_devices=has_asked_devices or bool(told),
        caregiver=Caregiver(caregiver) if caregiver else "",
        caregiver_person=keeper,
        caregiver_cipher=_sealed(caregiver_name, 200),
        communication=Communication(communication) if communication else "",
        missing=_missing(given, cause, since_on, has_asked_devices or bool(told), caregiver, communication),
        source=source,
        recorded_by=by.user_id,
        recorded_by_name=by.name,
        recorded_at=at,
    )
    DisabilityDevice.objects.bulk_create(
        DisabilityDevice(profile=profile, kind=each.kind, detail=each.detail, state=each.state) for each in told
    )
    _follow(person, profile, told, day=day, at=at)
    record(
        "registry.disability.record",
        by=by,
        at=at,
        on=profile,
        kind="person",
        subjects=steps.subjects_of_person(person.pk, day),
        area=person.area_code,
        reason=reason,
        data={"version": profile.version, "is_sensitive": True},
    )
    return profile


def _check_types(types: Sequence[str]) -> list[str]:
    chosen = [each.value for each in SINGLE_TYPES if each.value in types]
    if not chosen or len(chosen) != len(set(types)):
        raise Refused(
            field="Ragam disabilitas",
            value=", ".join(types),
            expected="paling sedikit satu dari fisik, intelektual, mental, sensorik",
            remedy="centang semua yang ada; lebih dari satu berarti ganda",
        )
    return chosen


def _check_since(since_on: date | None, person: Person, at: datetime) -> None:
    steps.check_not_future("Sejak", since_on, at)
    if since_on and person.birth_date and since_on < person.birth_date:
        raise Refused(
            field="Sejak",
            value=clock.format_date(since_on),
            expected=f"tanggal lahir ({clock.format_date(person.birth_date)}) atau sesudahnya",
            remedy="periksa tanggalnya; bila sejak lahir, isi tanggal lahir",
        )


def _check_device(device: Device) -> Device:
    return Device(DeviceKind(device.kind).value, DeviceState(device.state).value, clean(device.detail)[:40])


def _caregiver(caregiver: str, caregiver_person_id: UUID | None, person: Person, day: date) -> Person | None:
    if caregiver_person_id is None:
        return None
    there = Membership.objects.filter(person_id=person.pk, period__contains=day).values("family_id")
    found = (
        Membership.objects.filter(family_id__in=there, person_id=caregiver_person_id, period__contains=day)
        .exclude(person_id=person.pk)
        .select_related("person")
        .first()
    )
    if caregiver != Caregiver.FAMILY or found is None:
        raise Refused(
            field="Pendamping",
            value="",
            expected="anggota keluarga yang sama, selain orang itu sendiri",
            remedy="pilih anggota KK, atau tulis namanya sebagai orang lain",
        )
    return found.person


def _missing(
    answers: Mapping[str, int | None],
    cause: str,
    since_on: date | None,
    has_asked_devices: bool,
    caregiver: str,
    communication: str,
) -> list[str]:
    parts = {
        "washington": all(answers.values()),
        "cause": bool(cause),
        "since": since_on is not None,
        "devices": has_asked_devices,
        "caregiver": bool(caregiver),
        "communication": bool(communication),
    }
    return [name for name, is_there in parts.items() if not is_there]


def _sealed(text: str, longest: int) -> bytes | None:
    kept = clean(text)[:longest]
    return crypto.seal(kept, context=numbers.NOTE) if kept else None


def _follow(person: Person, profile: DisabilityProfile, devices: Sequence[Device], *, day: date, at: datetime) -> None:
    """Keep the dated conditions, which rules and snapshots read, in step with the profile."""
    kind = profile.types[0] if len(profile.types) == 1 else DisabilityType.MULTIPLE.value
    running = Condition.objects.select_for_update(of=("self",)).filter(person=person, period__endswith__isnull=True)
    now = running.filter(kind=ConditionKind.DISABILITY).first()
    severity = profile.severity
    if now is not None and severity == Severity.UNKNOWN:
        severity = now.severity or severity  # an older finding stays until the questions are answered
    if now is None or (now.disability_type, now.severity) != (kind, severity):
        since = max(filter(None, [profile.since_on or day, now.period.lower if now else None]))
        _replace(person, now, day=day if now else since, at=at, disability_type=kind, severity=severity)
    wanted = {device.text for device in devices if device.state == DeviceState.NEEDED}
    for row in running.filter(kind=ConditionKind.DEVICE_NEEDED):
        if row.device in wanted:
            wanted.discard(row.device)
        elif row.source == Source.SURVEY and row.period.lower < day:
            steps.close_at(row, day, what="Alat bantu")
            row.save(update_fields=["period"])
    for device in sorted(wanted):
        _create(person, ConditionKind.DEVICE_NEEDED, day=day, at=at, device=device)


def _replace(person: Person, now: Condition | None, *, day: date, at: datetime, **values: Any) -> None:
    if now is not None and now.period.lower is not None and now.period.lower >= day:
        for name, value in values.items():
            setattr(now, name, value)
        now.save(update_fields=list(values))
        return
    if now is not None:
        steps.close_at(now, day, what="Sejak")
        now.save(update_fields=["period"])
    _create(person, ConditionKind.DISABILITY, day=day, at=at, **values)


def _create(person: Person, kind: ConditionKind, *, day: date, at: datetime, **values: Any) -> None:
    Condition.objects.create(
        person=person, kind=kind, period=steps.since(day), source=Source.SURVEY, created_at=at, **values
    )
