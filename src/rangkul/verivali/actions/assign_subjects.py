"""Dividing subjects among facilitators: evenly by village, or by hand."""

from collections import defaultdict
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import QuerySet

from rangkul.accounts.queries import OfficerOnDuty, list_officers_on_duty
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area
from rangkul.verivali import policies
from rangkul.verivali.actions import steps
from rangkul.verivali.errors import NobodyOnDuty
from rangkul.verivali.models import Campaign, Subject
from rangkul.verivali.versions import day_of
from rangkul.verivali.workflow import TO_DO


@action("verivali.campaign.assign")
def assign_evenly(*, campaign_id: UUID, by: Actor, at: datetime, area: str = "") -> dict[UUID, int]:
    """Give every subject nobody has yet to the facilitators of its village, in equal shares by RT.

    Returns how many each user was given. Villages without a facilitator stay as they are. Raises Denied,
    NobodyOnDuty, UnableToVerify.
    """
    campaign = steps.lock_campaign(campaign_id)
    place = _place(by, campaign, area)
    steps.check_open(campaign)
    officers = [
        each
        for each in list_officers_on_duty(policies.SUBMIT, within=place, on=day_of(at))
        if each.areas and any(own.level == 4 for own in each.areas)
    ]
    free = _subjects(campaign, place).filter(assigned_to__isnull=True).order_by("area_code", "rw", "rt", "id")
    given: dict[UUID, list[UUID]] = defaultdict(list)
    for village, rows in groupby(free.values_list("area_code", "id"), key=lambda row: row[0]):
        ids = [subject_id for _village, subject_id in rows]
        for officer, share in _shares([each for each in officers if each.covers(village)], ids):
            given[officer.user_id] += share
    if not given:
        raise NobodyOnDuty
    names = {each.user_id: each.name for each in officers}
    for user_id, ids in given.items():
        Subject.objects.filter(pk__in=ids).update(assigned_to=user_id, assigned_to_name=names[user_id])
    total = sum(len(ids) for ids in given.values())
    record(
        "verivali.campaign.assign", by=by, at=at, on=campaign, subjects=[("campaign", campaign.pk)], area=place,
        data={"subjects": total, "people": len(given)},
    )  # fmt: skip
    return {user_id: len(ids) for user_id, ids in given.items()}


@action("verivali.campaign.assign_by_hand")
def assign_by_hand(
    *,
    campaign_id: UUID,
    village: str,
    to: UUID,
    by: Actor,
    at: datetime,
    rt: str = "",
    of: UUID | None = None,
    only_free: bool = False,
) -> int:
    """Give the subjects of a village (of one RT, of one colleague) that are still to visit to a facilitator of it.

    With `only_free` what somebody has already stays there; else it is taken over, drafts included. Returns how many.
    Raises Denied, Refused, UnableToVerify.
    """
    campaign = steps.lock_campaign(campaign_id)
    place = _place(by, campaign, village)
    steps.check_open(campaign)
    officers = list_officers_on_duty(policies.SUBMIT, within=place, on=day_of(at))
    officer = next((each for each in officers if each.user_id == to and each.covers(place)), None)
    if officer is None:
        raise Refused(
            field="Petugas", value="", expected="petugas yang bertugas di desa itu", remedy="pilih petugas dari daftar"
        )
    # A visit by a second enumerator goes to somebody the reviewer chose; it is not taken over with the rest.
    chosen = _subjects(campaign, place).exclude(state="REVISIT").exclude(assigned_to=officer.user_id)
    if rt:
        chosen = chosen.filter(rt=rt)
    if of is not None:
        chosen = chosen.filter(assigned_to=of)
    if only_free:
        chosen = chosen.filter(assigned_to__isnull=True)
    count = chosen.update(assigned_to=officer.user_id, assigned_to_name=officer.name)
    if not count:
        raise Refused(
            field="Sasaran", value=rt, expected="sasaran yang belum selesai dan belum dipegang petugas itu",
            remedy="periksa desa, RT, dan petugas asalnya",
        )  # fmt: skip
    record(
        "verivali.campaign.assign_by_hand", by=by, at=at, on=campaign, subjects=[("campaign", campaign.pk)],
        area=place, data={"subjects": count, "to": officer.name, "rt": rt},
    )  # fmt: skip
    return count


def _place(by: Actor, campaign: Campaign, area: str) -> AreaCode:
    """The area to divide, inside the campaign's. Raises Denied, Refused."""
    place = AreaCode.parse(area or campaign.area_code)
    if not AreaCode.parse(campaign.area_code).contains(place):
        raise Refused(field="Desa", value=place, expected="desa dalam wilayah kegiatan", remedy="pilih dari daftar")
    policies.check_can_assign_in(by, place)
    return place


def _subjects(campaign: Campaign, place: str) -> QuerySet[Subject]:
    return campaign.subjects.filter(inside_area(place), state__in=TO_DO)


def _shares(officers: list[OfficerOnDuty], ids: list[UUID]) -> list[tuple[OfficerOnDuty, list[UUID]]]:
    """Neighbouring subjects to the same officer, shares that differ by at most one."""
    people = list({each.user_id: each for each in officers}.values())
    if not people:
        return []
    size, more = divmod(len(ids), len(people))
    shares, start = [], 0
    for place, officer in enumerate(people):
        end = start + size + (place < more)
        if end > start:
            shares.append((officer, ids[start:end]))
        start = end
    return shares
