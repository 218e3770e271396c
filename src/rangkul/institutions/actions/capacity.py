"""Whether a bed is free: not slept in, and not promised to somebody whose request was accepted."""

from datetime import date, datetime
from uuid import UUID

from rangkul.institutions.actions import steps
from rangkul.institutions.enums import BedSex
from rangkul.institutions.errors import NoFreeBed
from rangkul.institutions.models import BedGroup, Institution
from rangkul.institutions.occupancy import held_beds, occupancy
from rangkul.institutions.policies import check_can_overfill
from rangkul.kernel.errors import Refused
from rangkul.platform.policy.actor import Actor


def room_for(institution: Institution, bed_group_id: UUID | None, since: date, sex: str) -> BedGroup | None:
    """The room asked for; None when none was. Raises `Refused` for one that is not there or takes in the other sex."""
    if bed_group_id is None:
        return None
    group = institution.bed_groups.filter(pk=bed_group_id, period__contains=since).first()
    if group is None:
        raise Refused(
            field="Kamar", value="", expected="kamar lembaga ini pada tanggal masuk", remedy="pilih kamar dari daftar"
        )
    if group.sex and sex and group.sex != sex:
        raise Refused(
            field="Kamar",
            value=group.name,
            expected=f"kamar {BedSex(sex).label}",
            remedy=f"{group.name} untuk {BedSex(group.sex).label}; pilih kamar lain",
        )
    return group


def check_beds(
    institution: Institution,
    group: BedGroup | None,
    since: date,
    overfill_reason: str,
    by: Actor,
    at: datetime,
    *,
    referral_id: UUID | None = None,
) -> str:
    """The cleaned reason for going beyond capacity, "" when a bed is free. Raises `NoFreeBed`, `Denied`.

    A bed that is held for `referral_id` itself counts as free.
    """
    days = {since, steps.day_of(at)}
    full = next((each for day in days if (each := find_full(institution, group, day, referral_id))), None)
    if full is None:
        return ""
    if not overfill_reason.strip():
        raise full
    check_can_overfill(by)
    return steps.said("Alasan melampaui kapasitas", overfill_reason, least=5)


def find_full(
    institution: Institution, group: BedGroup | None, day: date, referral_id: UUID | None = None
) -> NoFreeBed | None:
    """What to say when every bed of the room or the house is slept in or held on the day; None when one is free."""
    living = occupancy([institution.pk], day).get(institution.pk, {})
    held = held_beds([institution.pk], day, but_for=referral_id).get(institution.pk, {})
    rooms = dict(institution.bed_groups.filter(period__contains=day).values_list("pk", "beds"))
    places = [(institution.name, sum(rooms.values()), sum(living.values()), sum(held.values()))]
    if group is not None and group.pk in rooms:
        places.insert(0, (group.name, rooms[group.pk], living.get(group.pk, 0), held.get(group.pk, 0)))
    for where, beds, residents, promised in places:
        if rooms and residents + promised >= beds:
            return NoFreeBed(where=where, beds=beds, residents=residents, held=promised)
    return None
