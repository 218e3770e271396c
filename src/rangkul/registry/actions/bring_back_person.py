"""Somebody the registry knows comes to live in a village: back from elsewhere, or from another village of ours."""

from datetime import date, datetime
from uuid import UUID

from rangkul.kernel.clock import format_date
from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies
from rangkul.registry.actions import steps
from rangkul.registry.actions.members import leave
from rangkul.registry.enums import EndReason, Relation
from rangkul.registry.models import Membership, Person

_PLACE = ("area_code", "address", "hamlet", "rt", "rw")


@action("registry.person.bring_back")
def bring_back_person(
    *,
    person_id: UUID,
    area: str,
    by: Actor,
    at: datetime,
    on: date | None = None,
    address: str = "",
    hamlet: str = "",
    rt: str = "",
    rw: str = "",
    reason: str = "",
) -> Person:
    """The person lives in `area` from a day on; a family they are still in is left that day, all history stays.

    Which family they enter is the next step's (`add_member`, `register_family`). The actor works in both places. A head
    whom others of the family stay behind is refused: they need a head first, or move together. Raises Refused, Denied.
    """
    where = steps.read_area(area)
    day = on or steps.day_of(at)
    steps.check_not_future("Tinggal di sini sejak", day, at)
    person = steps.lock_person(person_id)
    policies.check_can_change_person(by, person)
    if not by.covers(where):
        raise Denied(permission=policies.APPLY_CHANGE, message="Desa tujuan berada di luar wilayah tugas Anda.")
    _check_can_come(person, day)
    subjects = [("person", person.pk)]
    row = steps.present_membership(person.pk, day)
    if row is not None:
        old = steps.lock_family(row.family_id)
        policies.check_can_change_family(by, old)
        _check_not_needed(row, person, day)
        leave(old, person.pk, day, EndReason.MOVED)
        if not Membership.objects.filter(family=old, period__contains=day).exists():
            old.ended_on = day
        steps.save_next(old, at, ["ended_on"])
        subjects.append(("family", old.pk))
    before = {name: getattr(person, name) for name in _PLACE}
    place = (str(where), clean(address)[:300], clean(hamlet)[:100], clean(rt)[:5], clean(rw)[:5])
    for name, value in zip(_PLACE, place, strict=True):
        setattr(person, name, value)
    steps.save_next(person, at, _PLACE)
    record(
        "registry.person.bring_back",
        by=by,
        at=at,
        on=person,
        subjects=subjects,
        area=where,
        reason=reason,
        data={"from": before["area_code"], "before": before, "to_area": where, "on": day.isoformat()},
    )
    return person


def _check_can_come(person: Person, day: date) -> None:
    if person.died_on is not None:
        raise Refused(
            field="NIK",
            value=person.name,
            expected="orang yang masih hidup",
            remedy="bila orangnya masih hidup, ajukan dulu pembatalan catatan meninggal",
        )
    last = Membership.objects.filter(person=person, period__endswith__gt=day).order_by("-period").first()
    if last is not None and last.period.lower is not None and last.period.upper is not None:
        raise Refused(
            field="Tinggal di sini sejak",
            value=format_date(day),
            expected=f"{format_date(last.period.upper)} atau sesudahnya, waktu orang ini keluar dari KK lamanya",
            remedy="periksa tanggal pada surat pindah",
        )


def _check_not_needed(row: Membership, person: Person, day: date) -> None:
    if row.relation != Relation.HEAD:
        return
    others = Membership.objects.filter(family_id=row.family_id, period__contains=day).exclude(person=person)
    if others.exists():
        raise Refused(
            field="NIK",
            value=person.name,
            expected="orang yang tidak sedang mengepalai keluarga lain",
            remedy="ajukan “Pindah” untuk sekeluarga dari desa asalnya, atau “Ganti kepala keluarga” di sana lebih dulu",
        )
