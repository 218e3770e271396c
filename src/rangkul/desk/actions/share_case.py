"""A case opened to an official of another division: for a reason, until a day; and taken back."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings

from rangkul.desk.actions import steps
from rangkul.desk.models import Case, Share
from rangkul.desk.policies.shares import check_can_share, may_be_given, shares_in_force
from rangkul.desk.telling import put
from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action
from rangkul.platform.outbox.messages import Recipient
from rangkul.platform.policy.actor import Actor

LONGEST = timedelta(days=180)
"""A share that is forgotten ends by itself: half a year is the longest; it can be given again."""


@action("desk.share.give")
def share_case(*, case_id: UUID, user_id: UUID, reason: str, until_on: date, by: Actor, at: datetime) -> Share:
    """Let an official of another division read the case and its findings, and tell them so.

    Only officials on duty over the case's area, who do not read it yet. Raises `Denied`, `Refused`.
    """
    case = steps.lock(case_id)
    check_can_share(by, case)
    today = clock.local_date(at, settings.TIME_ZONE)
    if case.state == "CLOSED":
        raise Refused(
            field="Kasus", value=case.ticket, expected="kasus yang belum ditutup", remedy="muat ulang halaman"
        )
    why = steps.said("Alasan", reason, remedy="tulis untuk apa petugas itu perlu membaca kasus ini")[:300]
    if not today <= until_on <= today + LONGEST:
        raise Refused(
            field="Sampai tanggal",
            value=clock.format_date(until_on),
            expected=f"antara hari ini dan {clock.format_date(today + LONGEST)}",
            remedy="pilih tanggal lain; akses dapat diberikan lagi",
        )
    to = next((each for each in may_be_given(case, on=today) if each.user_id == user_id), None)
    if to is None:
        known = shares_in_force(today).filter(case_id=case.pk, user_id=user_id).first()
        raise Refused(
            field="Petugas",
            value=known.user_name if known else "",
            expected="petugas bidang lain di wilayah kasus ini yang belum dapat membacanya",
            remedy="cabut dahulu akses yang lama" if known else "pilih dari daftar",
        )
    row = Share.objects.create(
        case=case,
        user_id=to.user_id,
        user_name=to.name,
        role=to.role,
        reason=why,
        until_on=until_on,
        given_by=by.user_id,
        given_by_name=by.name,
        given_at=at,
    )
    until = clock.format_date(until_on)
    steps.note_event("desk.share.give", case, by=by, at=at, reason=why, to=to.name, until=until)
    put(
        "desk.share.given",
        key=f"share:{row.pk}",
        about=("shared", case.pk),
        values={"ticket": case.ticket, "until": until},
        to=Recipient(user_id=to.user_id),
        at=at,
    )
    return row


@action("desk.share.end")
def end_share(*, share_id: UUID, by: Actor, at: datetime) -> Share:
    """Take a share back before its day. Raises `Denied`, `Refused` when it has ended already."""
    case_id = Share.objects.values_list("case_id", flat=True).get(pk=share_id)
    case: Case = steps.lock(case_id)
    row = Share.objects.select_for_update(of=("self",)).get(pk=share_id)
    check_can_share(by, case)
    if row.ended_at is not None:
        raise Refused(
            field="Akses",
            value=row.user_name,
            expected="akses yang masih berlaku",
            remedy=f"akses ini sudah dicabut oleh {row.ended_by_name}; muat ulang halaman",
        )
    row.ended_at, row.ended_by_name = at, by.name
    row.save(update_fields=["ended_at", "ended_by_name"])
    steps.note_event("desk.share.end", case, by=by, at=at, to=row.user_name)
    return row
