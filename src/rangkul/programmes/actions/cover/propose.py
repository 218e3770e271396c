"""Putting persons without PBI-JK on a list that goes to BPJS Kesehatan: the region pays, BPJS decides (R225)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.documents.numbering import next_number
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.batch_desk import lock_words, office_day
from rangkul.programmes.enums import CoverGroup
from rangkul.programmes.models import CoverLine, CoverList
from rangkul.programmes.policies import cover as policies
from rangkul.programmes.queries.cover import MOST, UNCOVERED, open_cover, still_entitled
from rangkul.registry.queries import DisabledPerson, Filter, UncoveredPerson, list_disabled, list_uncovered

SERIES = "PBPU"


@action("programmes.cover.propose")
def propose_cover(
    *,
    area: str,
    person_ids: Sequence[UUID],
    by: Actor,
    at: datetime,
    note: str = "",
    group: CoverGroup = CoverGroup.DISABILITY,
) -> CoverList:
    """Make a list of persons of an area who have no PBI-JK; all of them or none.

    `group`: persons with disability, or anybody who meets the rule of PBI-JK in force today, which is asked again.
    Raises Denied (right, purpose, area) and Refused: nobody, more than MOST, somebody who is not in the area, does not
    belong to the group, has PBI-JK by now, has no NIK (BPJS finds people by it), or stands on a list that is not refused.
    """
    policies.check_can_propose(by, area)
    chosen = tuple(dict.fromkeys(person_ids))
    if not 0 < len(chosen) <= MOST:
        raise Refused(
            field="Nama yang diusulkan",
            value=f"{len(chosen)} orang",
            expected=f"1 sampai {MOST} orang dalam satu daftar",
            remedy="beri tanda centang pada sedikitnya satu nama, atau bagi menurut desa",
        )
    lock_words("programmes.cover.propose")
    today = office_day(at)
    found = _belonging(by, area, chosen, group, today)
    if len(found) < len(chosen):
        raise Refused(
            field="Nama yang diusulkan",
            value=f"{len(chosen) - len(found)} orang",
            expected=f"{group.label}, di wilayah itu",
            remedy="muat ulang halaman: mungkin sudah tercakup, meninggal, pindah, atau desilnya berubah",
        )
    known = open_cover(chosen)
    for each in found:
        if each.id in known:
            raise Refused(
                field=each.name,
                value=f"daftar {known[each.id]}",
                expected="belum diusulkan, atau usulan sebelumnya ditolak",
                remedy="hapus tanda centangnya; statusnya diikuti pada daftar itu",
            )
        if not each.masked_nik:
            raise Refused(
                field=each.name,
                value="",
                expected="NIK yang tercatat, karena BPJS Kesehatan mencari peserta dengan NIK",
                remedy="catat NIK di halaman warga, atau bantu perekaman KTP-el lebih dulu",
            )
    made = CoverList.objects.create(
        number=next_number(SERIES, office_code=area, on=today),
        area_code=area,
        note=clean(note)[:300],
        created_by=by.user_id,
        created_by_name=by.name,
        created_at=at,
    )
    CoverLine.objects.bulk_create(CoverLine(list=made, person_id=each.id, area_code=each.area_code) for each in found)
    record(
        "programmes.cover.propose",
        by=by,
        at=at,
        on=made,
        kind="cover",
        subjects=[("cover", made.pk), *(("person", each.id) for each in found)],
        area=area,
        reason=by.purpose,
        data={"number": made.number, "people": len(found), "is_sensitive": True},
    )
    return made


def _belonging(
    by: Actor, area: str, chosen: tuple[UUID, ...], group: CoverGroup, today: date
) -> Sequence[DisabledPerson | UncoveredPerson]:
    """Those of the chosen who live there, have no PBI-JK, and belong to the group today."""
    if group == CoverGroup.DISABILITY:
        return list_disabled(by, Filter(view=UNCOVERED, area=area, ids=chosen), on=today, limit=MOST).rows
    uncovered = list_uncovered(by, chosen, area=area, on=today)
    entitled = still_entitled([each.id for each in uncovered], on=today)
    return [each for each in uncovered if each.id in entitled]
