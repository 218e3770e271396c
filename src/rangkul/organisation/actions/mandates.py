"""Giving and ending powers to sign, and saying whose account an official's is."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from psycopg.types.range import DateRange

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.organisation.enums import Capacity
from rangkul.organisation.models import Official, SigningMandate
from rangkul.organisation.policies.mandates import (
    check_can_end_mandate,
    check_can_grant_mandate,
    check_can_link_official,
)
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor


@action("organisation.official.link")
def link_official(*, official_id: UUID, user_id: UUID, user_name: str, by: Actor, at: datetime) -> Official:
    """Say whose account signs as this official. Raises `Denied` (own account), `Refused` (tied to another already)."""
    official = Official.objects.select_for_update(of=("self",)).get(pk=official_id)
    check_can_link_official(by, official, user_id)
    if official.user_id not in (None, user_id):
        raise Refused(
            field="akun pejabat",
            value=official.name,
            expected="pejabat yang belum terhubung dengan akun",
            remedy="pejabat ini sudah terhubung; catat pejabat baru bila jabatannya berganti orang",
        )
    official.user_id = user_id
    official.save(update_fields=["user_id"])
    facts = {"position": official.position, "to": user_name}
    record("organisation.official.link", by=by, at=at, on=official, subjects=[("user", user_id)], data=facts)
    return official


@action("organisation.mandate.grant")
def grant_mandate(
    *, official_id: UUID, position: str, capacity: str, basis: str, since: date, until: date | None, by: Actor,
    at: datetime,
) -> SigningMandate:  # fmt: skip
    """Give an official the power to sign for the office `position`, from `since` to `until` (its last day).

    "a.n." and "Plh." stand in for a holder, "Plt." for an empty seat. Raises `Denied` (role, oneself) and `Refused`
    (no decree, dates, seat empty or filled, a second Plt. at the same time).
    """
    official = Official.objects.select_for_update(of=("self",)).get(pk=official_id)
    check_can_grant_mandate(by, official)
    decree = clean(basis)[:200]
    if len(decree) < 3:
        raise Refused(
            field="Dasar kuasa", value=basis, expected="nomor dan tanggal surat perintah atau keputusan",
            remedy="tulis misalnya SPT Nomor 800/12/DINSOS/2026 tanggal 2 Maret 2026",
        )  # fmt: skip
    if until is not None and until < since:
        raise Refused(
            field="Berlaku sampai", value=clock.format_date(until), expected=f"sesudah {clock.format_date(since)}",
            remedy="periksa tanggal mulai dan selesai",
        )  # fmt: skip
    _check_seat(official, position, capacity, since)
    upper = date.fromordinal(until.toordinal() + 1) if until else None
    mandate = SigningMandate(
        office_id=official.office_id, official=official, position=position, capacity=Capacity(capacity), basis=decree,
        term=DateRange(since, upper), granted_by=by.user_id, granted_by_name=by.name, granted_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            mandate.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(
            field="Kuasa tanda tangan", value=f"{mandate.get_capacity_display()} {position}",
            expected="satu Plt. atau Plh. pada satu waktu", remedy="akhiri kuasa yang masih berlaku lebih dahulu",
        ) from error  # fmt: skip
    facts = {"to": official.name, "capacity": capacity, "position": position, "since": since.isoformat()}
    record("organisation.mandate.grant", by=by, at=at, on=mandate, kind="mandate", reason=decree, data=facts)
    return mandate


@action("organisation.mandate.end")
def end_mandate(*, mandate_id: UUID, last_day: date, by: Actor, at: datetime) -> SigningMandate:
    """End a power to sign after its last day; letters signed before keep their signature block."""
    check_can_end_mandate(by)
    mandate = SigningMandate.objects.select_for_update(of=("self",)).get(pk=mandate_id)
    lower, upper = mandate.term.lower, mandate.term.upper
    ends = date.fromordinal(last_day.toordinal() + 1)
    if ends <= lower or (upper is not None and ends > upper):
        raise Refused(
            field="Hari terakhir", value=clock.format_date(last_day),
            expected=f"hari di dalam masa kuasa, paling awal {clock.format_date(lower)}",
            remedy="pilih hari terakhir kuasa itu berlaku",
        )  # fmt: skip
    mandate.term = DateRange(lower, ends)
    mandate.save(update_fields=["term"])
    facts = {"capacity": mandate.capacity, "position": mandate.position, "last_day": last_day.isoformat()}
    record("organisation.mandate.end", by=by, at=at, on=mandate, kind="mandate", data=facts)
    return mandate


def _check_seat(official: Official, position: str, capacity: str, since: date) -> None:
    if capacity not in Capacity.values:
        raise Refused(field="Jenis kuasa", value=capacity, expected="a.n., Plt. atau Plh.", remedy="pilih dari daftar")
    seats = Official.objects.filter(office_id=official.office_id, position=position)
    if not seats.exists() or official.position == position:
        raise Refused(
            field="Jabatan yang diwakili", value=position, expected="jabatan lain di kantor ini",
            remedy="pilih jabatan dari daftar",
        )  # fmt: skip
    is_filled = seats.filter(term__contains=since).exists()
    if capacity == Capacity.ACTING and is_filled:
        raise Refused(
            field="Jenis kuasa", value="Plt.", expected="jabatan yang kosong pada tanggal itu",
            remedy="pilih a.n. atau Plh., karena jabatan itu masih ada pejabatnya",
        )  # fmt: skip
    if capacity != Capacity.ACTING and not is_filled:
        raise Refused(
            field="Jenis kuasa", value=capacity, expected="jabatan yang ada pejabatnya pada tanggal itu",
            remedy="pilih Plt., karena jabatan itu kosong",
        )  # fmt: skip
