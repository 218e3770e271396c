"""A person leaves one family for another, and families leave the district."""

from datetime import date, datetime
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies
from rangkul.registry.actions import steps
from rangkul.registry.actions.change_family import settle_those_who_stay
from rangkul.registry.actions.members import join, leave
from rangkul.registry.enums import EndReason
from rangkul.registry.models import Family, Membership

_PLACE = ("area_code", "address", "hamlet", "rt", "rw")


@action("registry.family.transfer_member")
def transfer_member(
    *,
    person_id: UUID,
    to_family_id: UUID,
    relation: str,
    by: Actor,
    at: datetime,
    on: date | None = None,
    new_head_id: UUID | None = None,
    reason: str = "",
) -> Family:
    """The person belongs to another family from a day on, and lives where it lives; returns that family.

    Whoever is in no family just joins. When the head leaves others behind, `new_head_id` says who heads them; the last
    one who leaves ends the old family. Raises Refused, Denied, AlreadyInFamily.
    """
    day = on or steps.day_of(at)
    steps.check_not_future("Tanggal masuk KK", day, at)
    family = steps.lock_family(to_family_id)
    person = steps.lock_person(person_id)
    policies.check_can_change_person(by, person)
    policies.check_can_change_family(by, family)
    if family.ended_on is not None:
        raise Refused(
            field="Keluarga tujuan", value=family.head_name, expected="keluarga yang masih ada", remedy="pilih KK lain"
        )
    row = steps.present_membership(person_id, day)
    if row is not None and row.family_id == family.pk:
        raise Refused(
            field="Keluarga tujuan", value=family.head_name, expected="KK yang lain", remedy="orang ini sudah di KK itu"
        )
    subjects = [("person", person.pk), ("family", family.pk)]
    if row is not None:
        old = steps.lock_family(row.family_id)
        policies.check_can_change_family(by, old)
        leave(old, person_id, day, EndReason.MOVED)
        settle_those_who_stay(old, day, new_head_id)
        steps.save_next(old, at, ["head_name", "ended_on"])
        subjects.append(("family", old.pk))
    place = join(family, person, relation, day)
    before = {name: getattr(person, name) for name in _PLACE}
    for name in _PLACE:
        setattr(person, name, getattr(family, name))
    steps.save_next(person, at, _PLACE)
    steps.save_next(family, at, ["head_name"])
    record(
        "registry.family.transfer_member",
        by=by,
        at=at,
        on=person,
        subjects=subjects,
        area=family.area_code,
        reason=reason,
        data={"name": person.name, "relation": place.relation, "before": before, "on": day.isoformat()},
    )
    return family


@action("registry.family.leave_district")
def leave_district(
    *,
    family_id: UUID,
    destination: str,
    by: Actor,
    at: datetime,
    on: date | None = None,
    reason: str = "",
    person_id: UUID | None = None,
) -> Family:
    """The family and all its members live outside the district from a day on; the card ends here, the history stays.

    With `person_id` only that member leaves, and the family goes on while others are in it. Raises Refused (no destination, a day in the future, a family that ended), Denied.
    """
    day = on or steps.day_of(at)
    steps.check_not_future("Tanggal pindah", day, at)
    where = clean(destination)[:300]
    family = steps.lock_family(family_id)
    policies.check_can_change_family(by, family)
    if family.ended_on is not None or not where:
        raise Refused(
            field="Tujuan pindah" if not where else "Keluarga",
            value=where or family.head_name,
            expected="nama kabupaten/kota tujuan" if not where else "keluarga yang masih ada",
            remedy="salin dari surat pindah",
        )
    subjects = steps.subjects_of_family(family.pk, day)
    present = Membership.objects.select_for_update(of=("self",)).filter(family=family, period__endswith__isnull=True)
    leaving = [row for row in present if person_id in (None, row.person_id)]
    for row in leaving:
        steps.close_at(row, day, what="Tanggal pindah")
        row.end_reason = EndReason.MOVED
        row.save(update_fields=["period", "end_reason"])
    if len(leaving) == len(present):
        family.ended_on = day
        steps.save_next(family, at, ["ended_on"])
    record(
        "registry.family.leave_district",
        by=by,
        at=at,
        on=family,
        subjects=subjects,
        area=family.area_code,
        reason=reason,
        data={"destination": where, "on": day.isoformat(), "persons": [str(row.person_id) for row in leaving]},
    )
    return family
