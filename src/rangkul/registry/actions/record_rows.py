"""Dated rows about a person or a family: numbers in registers, deciles, outside programmes, conditions."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform import crypto
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.registry import numbers, policies
from rangkul.registry.actions import steps
from rangkul.registry.enums import SENSITIVE_CONDITIONS, ConditionKind, IdentityKind, OutsideProgramme, Source
from rangkul.registry.models import Condition, Family, Identity, OutsideMembership, Person, WelfareStatus

RANKING_SOURCES = frozenset({Source.DTKS, Source.DTSEN, Source.PBDT, Source.DEMO})


@action("registry.identity.record")
def record_identity(
    *,
    kind: str,
    value: str,
    by: Actor,
    at: datetime,
    person_id: UUID | None = None,
    family_id: UUID | None = None,
    on: date | None = None,
    until: date | None = None,
    source: str = Source.DESK,
    reason: str = "",
) -> Identity:
    """Record a number in a register (ID DTKS, KKS, JKN, PKH), in force from `on`; the former one of the kind ends then.

    Raises Refused (empty, too long, the same again, an earlier day than the former), Denied.
    """
    subject = _lock(by, person_id, family_id)
    number = clean(value)
    if not number or len(number) > 64:
        raise Refused(field="Nomor", value=value, expected="1 sampai 64 huruf atau angka", remedy="salin dari kartunya")
    start = on or steps.day_of(at)
    identity_kind = IdentityKind(kind)
    same = Identity.objects.select_for_update(of=("self",)).filter(**_about(subject), kind=identity_kind)
    for former in same.filter(period__endswith__isnull=True):
        if former.value == number:
            raise Refused(
                field="Nomor", value=number, expected="nomor yang belum tercatat", remedy="nomor ini sudah berlaku"
            )
        steps.close_at(former, start, what="Mulai berlaku")
        former.save(update_fields=["period"])
    row = Identity.objects.create(
        **_about(subject),
        kind=identity_kind,
        value=number,
        period=steps.since(start, until),
        source=source,
        created_at=at,
    )
    _record("registry.identity.record", subject, by=by, at=at, reason=reason, data={"kind": kind, "source": source})
    return row


@action("registry.status.record")
def record_status(
    *,
    source: str,
    on: date,
    by: Actor,
    at: datetime,
    is_listed: bool = True,
    decile: int | None = None,
    person_id: UUID | None = None,
    family_id: UUID | None = None,
    until: date | None = None,
    evidence: str = "",
    batch_id: UUID | None = None,
    reason: str = "",
) -> WelfareStatus:
    """Record what a poverty registry says from `on`; the former status of the same source ends then.

    A decile comes from the owner of the ranking only, with the file or letter it stands in (decision 6, ADR 0006).
    Raises Refused, Denied.
    """
    subject = _lock(by, person_id, family_id)
    if Source(source) not in RANKING_SOURCES:
        raise Refused(
            field="Sumber",
            value=Source(source).label,
            expected="DTSEN, DTKS, atau PBDT",
            remedy="desil tidak dihitung di sini",
        )
    if decile is not None and not 1 <= decile <= 10:
        raise Refused(field="Desil", value=decile, expected="1 sampai 10", remedy="salin dari berkas sumbernya")
    if batch_id is None and not clean(evidence):
        raise Refused(
            field="Dasar", value="", expected="nama berkas atau nomor surat", remedy="sebutkan dari mana desil ini"
        )
    former = WelfareStatus.objects.select_for_update(of=("self",)).filter(
        **_about(subject), source=source, period__endswith__isnull=True
    )
    for status in former:
        steps.close_at(status, on, what="Mulai berlaku")
        status.save(update_fields=["period"])
    row = WelfareStatus.objects.create(
        **_about(subject),
        source=source,
        is_listed=is_listed,
        decile=decile,
        period=steps.since(on, until),
        batch_id=batch_id,
        created_at=at,
    )
    data = {
        "source": source,
        "decile": decile,
        "is_listed": is_listed,
        "on": on.isoformat(),
        "evidence": evidence[:200],
    }
    _record("registry.status.record", subject, by=by, at=at, reason=reason, data=data)
    return row


@action("registry.outside_membership.record")
def record_outside_membership(
    *,
    programme: str,
    by: Actor,
    at: datetime,
    person_id: UUID | None = None,
    family_id: UUID | None = None,
    number: str = "",
    on: date | None = None,
    until: date | None = None,
    source: str = Source.DESK,
    reason: str = "",
) -> OutsideMembership:
    """Record that somebody is served by a programme of others (PKH, BPNT, PBI-JK, KIP, KKS). Raises Refused, Denied."""
    subject = _lock(by, person_id, family_id)
    kind = OutsideProgramme(programme)
    start = on or steps.day_of(at)
    running = OutsideMembership.objects.filter(**_about(subject), programme=kind, period__endswith__isnull=True)
    if kind != OutsideProgramme.OTHER and running.exists():
        raise Refused(
            field="Program", value=kind.label, expected="program yang belum tercatat", remedy="sudah tercatat"
        )
    row = OutsideMembership.objects.create(
        **_about(subject),
        programme=kind,
        number=clean(number)[:40],
        period=steps.since(start, until),
        source=source,
        created_at=at,
    )
    data = {"programme": kind.value, "on": start.isoformat(), "source": source}
    _record("registry.outside_membership.record", subject, by=by, at=at, reason=reason, data=data)
    return row


@action("registry.condition.record")
def record_condition(
    *,
    kind: str,
    by: Actor,
    at: datetime,
    person_id: UUID | None = None,
    family_id: UUID | None = None,
    disability_type: str = "",
    severity: str = "",
    device: str = "",
    note: str = "",
    on: date | None = None,
    until: date | None = None,
    source: str = Source.DESK,
    reason: str = "",
) -> Condition:
    """Record a dated condition; the note is stored encrypted. Recording needs no permission to view health.

    Raises Refused (recorded already), Denied.
    """
    subject = _lock(by, person_id, family_id)
    condition = ConditionKind(kind)
    start = on or steps.day_of(at)
    running = Condition.objects.filter(**_about(subject), kind=condition, period__endswith__isnull=True)
    if condition != ConditionKind.DEVICE_NEEDED and running.exists():
        raise Refused(
            field="Kondisi", value=condition.label, expected="kondisi baru", remedy="kondisi ini sudah tercatat"
        )
    row = Condition.objects.create(
        **_about(subject),
        kind=condition,
        disability_type=disability_type,
        severity=severity,
        device=clean(device)[:60],
        note_cipher=crypto.seal(clean(note), context=numbers.NOTE) if clean(note) else None,
        period=steps.since(start, until),
        source=source,
        created_at=at,
    )
    # the kind stays out of the trail of sensitive conditions: whoever reads a timeline need not see health
    shown = "" if condition in SENSITIVE_CONDITIONS else condition.value
    data = {"kind": shown, "on": start.isoformat(), "is_sensitive": condition in SENSITIVE_CONDITIONS}
    _record("registry.condition.record", subject, by=by, at=at, reason=reason, data=data)
    return row


def _lock(by: Actor, person_id: UUID | None, family_id: UUID | None) -> Person | Family:
    subject = steps.lock_subject(person_id, family_id)
    if isinstance(subject, Person):
        policies.check_can_record_person(by, subject)
    else:
        policies.check_can_record_family(by, subject)
    return subject


def _about(subject: Person | Family) -> dict[str, Any]:
    return {"person": subject} if isinstance(subject, Person) else {"family": subject}


def _record(
    name: str, subject: Person | Family, *, by: Actor, at: datetime, reason: str, data: Mapping[str, object]
) -> None:
    day = steps.day_of(at)
    if isinstance(subject, Person):
        subjects = steps.subjects_of_person(subject.pk, day)
    else:
        subjects = steps.subjects_of_family(subject.pk, day)
    record(name, by=by, at=at, on=subject, subjects=subjects, area=subject.area_code, reason=reason, data=data)
