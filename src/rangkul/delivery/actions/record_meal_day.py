"""Meals of one day in an institution: who ate is the list of residents of that day, less those who were away."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.conf import settings

from rangkul.delivery.components import is_per_head
from rangkul.delivery.enums import EntitlementState, Proof
from rangkul.delivery.errors import UnableToHandOver
from rangkul.delivery.models import Cycle, Entitlement, MealDay
from rangkul.delivery.policies import check_can_record_meals, check_can_void_meals
from rangkul.institutions import queries as institutions_queries
from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor


@action("delivery.meal.record")
def record_meal_day(
    *,
    entitlement_id: UUID,
    on: date,
    absent_ids: Iterable[UUID],
    absent_reason: str,
    proof: str,
    signed_by: str,
    by: Actor,
    at: datetime,
) -> MealDay:
    """Write down that everybody who lived in the institution on that day was served, but for `absent_ids` (stays).

    Raises `Denied`; `Refused` (a day outside the cycle or to come, nobody in the book, an absence without a reason);
    `UnableToHandOver` when the cycle is not open, the month is signed off, or the day is written down already.
    """
    entitlement = _lock(entitlement_id)
    check_can_record_meals(by, entitlement)
    cycle = _open_cycle(entitlement)
    _check_day(cycle, on, at)
    _check_free(entitlement, on)
    residents = institutions_queries.heads_on(by, _house(entitlement), on=on)
    if not residents:
        raise Refused(
            field="Penghuni",
            value=clock.format_date(on),
            expected="sedikitnya satu penghuni dalam buku pada hari itu",
            remedy="lengkapi dulu buku penghuni",
        )
    away = set(absent_ids)
    reason = _reason(away, residents, absent_reason)
    name = clean(signed_by)[:200]
    if not name or proof not in Proof.values:
        raise Refused(
            field="Bukti", value=name, expected="jenis bukti dan nama penanggung jawab daftar", remedy="isi keduanya"
        )
    row = MealDay.objects.create(
        entitlement=entitlement,
        institution_id=_house(entitlement),
        area_code=entitlement.area_code,
        on=on,
        served_ids=[each for each in residents if each not in away],
        absent_ids=[each for each in residents if each in away],
        absent_reason=reason,
        proof=proof,
        signed_by=name,
        recorded_at=at,
        recorded_by=by.user_id,
        recorded_by_name=by.name[:200],
    )
    _note("delivery.meal.record", row, entitlement, by, at)
    _count_again(entitlement, cycle)
    return row


@action("delivery.meal.void")
def void_meal_day(*, meal_day_id: UUID, reason: str, by: Actor, at: datetime) -> MealDay:
    """Declare a day of meals void with the reason; it can be written down anew. Raises as `record_meal_day`."""
    row = MealDay.objects.select_for_update(of=("self",)).get(pk=meal_day_id)
    entitlement = _lock(row.entitlement_id)
    check_can_void_meals(by, entitlement)
    cycle = _open_cycle(entitlement)
    said = clean(reason)[:300]
    if len(said) < 5:
        raise Refused(field="Alasan", value=reason, expected="alasan yang dapat dimengerti auditor", remedy="tulis satu kalimat")  # fmt: skip
    if row.voided_at is not None:
        raise UnableToHandOver(f"Catatan ini sudah dibatalkan oleh {row.voided_by_name}.")
    row.voided_at, row.voided_by_name, row.void_reason = at, by.name[:200], said
    row.save(update_fields=["voided_at", "voided_by_name", "void_reason"])
    _note("delivery.meal.void", row, entitlement, by, at, reason=said)
    _count_again(entitlement, cycle)
    return row


def _lock(entitlement_id: UUID) -> Entitlement:
    return Entitlement.objects.select_for_update(of=("self",)).get(pk=entitlement_id)


def _house(entitlement: Entitlement) -> UUID:
    if entitlement.institution_id is None:
        raise UnableToHandOver("Makan per penghuni hanya untuk lembaga, bukan untuk orang atau keluarga.")
    return entitlement.institution_id


def _open_cycle(entitlement: Entitlement) -> Cycle:
    cycle = Cycle.objects.get(pk=entitlement.cycle_id)
    if not is_per_head(cycle):
        raise UnableToHandOver(f"{cycle.name} tidak dihitung per penghuni tiap hari.")
    if cycle.state != "OPEN":
        raise UnableToHandOver(f"Siklus {cycle.name} tidak sedang dibuka. Minta bidang membukanya lebih dulu.")
    if entitlement.state != EntitlementState.PENDING:
        raise UnableToHandOver("Bulan ini sudah ditandatangani. Batalkan dulu serah terimanya bila ada yang keliru.")
    return cycle


def _check_day(cycle: Cycle, on: date, at: datetime) -> None:
    last = min(cycle.period_end - timedelta(days=1), clock.local_date(at, settings.TIME_ZONE))
    if not cycle.period_start <= on <= last:
        raise Refused(
            field="Hari makan",
            value=clock.format_date(on),
            expected=f"{clock.format_date(cycle.period_start)} sampai {clock.format_date(last)}",
            remedy="pilih hari di dalam siklus ini, tidak sesudah hari ini",
        )


def _check_free(entitlement: Entitlement, on: date) -> None:
    there = entitlement.meal_days.filter(on=on, voided_at__isnull=True).first()
    if there is not None:
        raise UnableToHandOver(
            f"Makan {clock.format_date(on)} sudah dicatat oleh {there.recorded_by_name} untuk "
            f"{len(there.served_ids)} orang. Batalkan dulu bila keliru."
        )


def _reason(away: set[UUID], residents: list[UUID], told: str) -> str:
    if away - set(residents):
        raise Refused(
            field="Tidak makan", value=len(away - set(residents)), expected="penghuni pada hari itu", remedy="muat ulang halaman; buku penghuni berubah",
        )  # fmt: skip
    if away == set(residents):
        raise Refused(
            field="Tidak makan", value=len(away), expected="sedikitnya satu orang yang makan", remedy="jangan catat hari tanpa makan",
        )  # fmt: skip
    reason = clean(told)[:300]
    if away and len(reason) < 3:
        raise Refused(
            field="Alasan tidak makan", value=told, expected="mengapa tidak di tempat", remedy="misalnya dirawat di rumah sakit",
        )  # fmt: skip
    return reason if away else ""


def _count_again(entitlement: Entitlement, cycle: Cycle) -> None:
    """What the institution is due is what was served until now, so that list, BAST and realisation say the same."""
    days = entitlement.meal_days.filter(voided_at__isnull=True).values_list("served_ids", flat=True)
    entitlement.quantity = cycle.quantity * Decimal(sum(len(each) for each in days))
    entitlement.save(update_fields=["quantity"])


def _note(name: str, row: MealDay, entitlement: Entitlement, by: Actor, at: datetime, *, reason: str = "") -> None:
    record(
        name,
        by=by,
        at=at,
        on=row,
        subjects=[("institution", row.institution_id), ("cycle", entitlement.cycle_id)],
        area=row.area_code,
        reason=reason,
        data={"on": row.on.isoformat(), "served": len(row.served_ids), "absent": len(row.absent_ids)},
    )
