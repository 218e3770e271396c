"""What a family buys with food aid at an e-warong: refused where the outlet may not serve, marked where the rule is broken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from rangkul.delivery.enums import KnownAid, LineVerdict
from rangkul.delivery.models import Ewarong, Purchase, PurchaseLine
from rangkul.delivery.policies import (
    RECORD_PURCHASE,
    REVIEW_PURCHASE,
    VOID_PURCHASE,
    check_can_record_purchase,
    check_can_settle_purchase,
    ewarongs_visible_to,
)
from rangkul.delivery.workflow import EWARONG
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Missing, Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.queries import commodities as commodity_queries
from rangkul.reference import queries as reference_queries
from rangkul.registry import policies as registry_policies
from rangkul.registry import queries as registry_queries
from rangkul.registry.enums import OutsideProgramme
from rangkul.registry.queries.food_aid import outside_programmes_of

if TYPE_CHECKING:
    from rangkul.registry.models import Family

MOST_LINES = 20
MOST_RUPIAH = 10_000_000
"""More than fifty months of aid in one purchase is a slip of the pen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoughtLine:
    """One commodity: `price` is whole rupiah for one `unit`."""

    commodity_id: UUID
    quantity: Decimal
    unit: str
    price: int

    @property
    def amount(self) -> int:
        """Whole rupiah of the line, rounded half up."""
        return int(self.quantity * self.price + Decimal("0.5"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseForm:
    """A purchase as it was written: `person_id` is who held the card; the family is theirs on that day."""

    key: UUID
    ewarong_id: UUID
    person_id: UUID
    bought_on: date
    lines: tuple[BoughtLine, ...]


@action("delivery.purchase.record")
def record_purchase(*, form: PurchaseForm, by: Actor, at: datetime) -> Purchase:
    """Write down a purchase. A commodity against the rule of that day is kept and marked; nothing is lost.

    The same form sent twice changes nothing. Raises Denied (a family of another village than the actor's), Refused: an
    outlet that was not appointed, suspended or ended on that day, a family of a village it does not serve, a day to come,
    a person without a family, lines that cannot be.
    """
    by.check_may(RECORD_PURCHASE)
    ewarong = _outlet(form.ewarong_id, by)
    person = registry_policies.visible_to(by).filter(pk=form.person_id).first()
    if person is None:
        raise Denied(permission=RECORD_PURCHASE, message="Warga ini tidak ada atau di luar wilayah tugas Anda.")
    family = _family(form.person_id, form.bought_on, by)
    check_can_record_purchase(by, family.area_code)
    known = Purchase.objects.filter(key=form.key).first()
    if known is not None:
        return _same(known, form, by, at)
    _check_day(ewarong, form.bought_on, at)
    _check_covered(ewarong, family.area_code)
    total = _check_lines(form.lines)
    rules = commodity_queries.commodity_rules_on(form.bought_on)
    commodities = commodity_queries.commodities_by_id()
    purchase = Purchase(
        ewarong=ewarong,
        family_id=family.pk,
        person_id=person.pk,
        area_code=family.area_code,
        buyer_name=person.name[:200],
        known_aid=_known_aid(family.pk, form.bought_on),
        bought_on=form.bought_on,
        total=total,
        key=form.key,
        recorded_at=at,
        recorded_by=by.user_id,
        recorded_by_name=by.name[:200],
    )
    lines = []
    for each in form.lines:
        commodity = commodities.get(each.commodity_id)
        if commodity is None:
            raise Refused(field="Komoditas", value="", expected="komoditas dalam daftar", remedy="pilih dari daftar")
        rule = rules.get(each.commodity_id)
        lines.append(
            PurchaseLine(
                purchase=purchase,
                commodity_id=each.commodity_id,
                rule_id=rule.pk if rule else None,
                verdict=LineVerdict(rule.status) if rule else LineVerdict.UNRULED,
                group=commodity.group,
                quantity=each.quantity,
                unit=clean(each.unit)[:20],
                price=each.price,
                amount=each.amount,
            )
        )
    purchase.forbidden = sum(each.verdict == LineVerdict.FORBIDDEN for each in lines)
    purchase.save(force_insert=True)
    PurchaseLine.objects.bulk_create(lines)
    _note("delivery.purchase.record", purchase, by, at)
    return purchase


@action("delivery.purchase.void")
def void_purchase(*, purchase_id: UUID, reason: str, by: Actor, at: datetime) -> Purchase:
    """Declare a purchase void with the reason; it stays readable. Raises Denied, Refused."""
    purchase = _locked(purchase_id)
    check_can_settle_purchase(by, purchase, VOID_PURCHASE)
    said = _said(reason, "Alasan")
    _check_standing(purchase)
    purchase.voided_at, purchase.voided_by_name, purchase.void_reason = at, by.name[:200], said
    purchase.save(update_fields=["voided_at", "voided_by_name", "void_reason"])
    _note("delivery.purchase.void", purchase, by, at, reason=said)
    return purchase


@action("delivery.purchase.review")
def review_purchase(*, purchase_id: UUID, note: str, by: Actor, at: datetime) -> Purchase:
    """Say what the office did about a purchase against the rule; it leaves the open list. Raises Denied, Refused."""
    purchase = _locked(purchase_id)
    check_can_settle_purchase(by, purchase, REVIEW_PURCHASE)
    said = _said(note, "Tindak lanjut")
    _check_standing(purchase)
    if not purchase.forbidden or purchase.reviewed_at is not None:
        raise Refused(
            field="Pembelian",
            value=f"ditindaklanjuti oleh {purchase.reviewed_by_name}" if purchase.reviewed_at else "sesuai ketentuan",
            expected="pembelian tidak sesuai ketentuan yang belum ditindaklanjuti",
            remedy="muat ulang halaman",
        )
    purchase.reviewed_at, purchase.reviewed_by_name, purchase.review_note = at, by.name[:200], said
    purchase.save(update_fields=["reviewed_at", "reviewed_by_name", "review_note"])
    _note("delivery.purchase.review", purchase, by, at, reason=said)
    return purchase


def _outlet(ewarong_id: UUID, by: Actor) -> Ewarong:
    """Locked: the same form sent from two tabs waits here, and nobody suspends the outlet meanwhile."""
    found = ewarongs_visible_to(by).select_for_update(of=("self",)).filter(pk=ewarong_id).first()
    if found is None:
        raise Missing(f"e-warong {ewarong_id}")
    return found


def _family(person_id: UUID, on: date, by: Actor) -> "Family":
    family_id = registry_queries.family_of(person_id, on=on)
    found = registry_policies.families_visible_to(by).filter(pk=family_id).first() if family_id else None
    if found is None:
        raise Refused(
            field="Pemegang kartu", value=clock.format_date(on), expected="anggota sebuah keluarga pada hari itu",
            remedy="periksa kartu keluarganya di registri",
        )  # fmt: skip
    return found


def _same(known: Purchase, form: PurchaseForm, by: Actor, at: datetime) -> Purchase:
    total = sum(each.amount for each in form.lines)
    if (known.ewarong_id, known.person_id, known.bought_on, known.total) != (
        form.ewarong_id, form.person_id, form.bought_on, total,
    ):  # fmt: skip
        raise Refused(
            field="Formulir", value="sudah pernah dikirim dengan isi lain", expected="formulir baru untuk pembelian baru",
            remedy="buka lagi halaman pembelian",
        )  # fmt: skip
    record("delivery.purchase.repeat", by=by, at=at, on=known, area=known.area_code)
    return known


def _check_day(ewarong: Ewarong, on: date, at: datetime) -> None:
    """The outlet was appointed, and neither suspended nor ended, on the day of the purchase."""
    today = clock.local_date(at, settings.TIME_ZONE)
    if on > today:
        raise _day_refused(on, "hari ini atau sebelumnya", "periksa tanggal pada nota")
    if ewarong.valid_from is None:
        raise Refused(
            field="E-warong", value=EWARONG.state(ewarong.state).label, expected="e-warong yang sudah ditetapkan dengan SK",
            remedy="tunggu SK penetapannya",
        )  # fmt: skip
    if on < ewarong.valid_from:
        raise _day_refused(
            on, f"{clock.format_date(ewarong.valid_from)} atau sesudahnya (SK {ewarong.decree_number})",
            "sebelum penetapan tidak ada pembelian di sini",
        )  # fmt: skip
    if ewarong.valid_until is not None and on > ewarong.valid_until:
        raise _day_refused(
            on, f"paling lambat {clock.format_date(ewarong.valid_until)} (SK {ewarong.decree_number})", "perpanjang SK-nya lebih dulu",
        )  # fmt: skip
    if ewarong.ended_on is not None and on >= ewarong.ended_on:
        raise _day_refused(on, f"sebelum {clock.format_date(ewarong.ended_on)}, ketika e-warong ini berakhir", "pilih e-warong lain")  # fmt: skip
    for pause in ewarong.pauses.all():
        if pause.since_on <= on and (pause.until_on is None or on < pause.until_on):
            until = f" sampai sebelum {clock.format_date(pause.until_on)}" if pause.until_on else ""
            raise _day_refused(
                on, f"hari di luar penghentian sementara sejak {clock.format_date(pause.since_on)}{until}", "pilih e-warong lain",
            )  # fmt: skip


def _day_refused(on: date, expected: str, remedy: str) -> Refused:
    return Refused(field="Tanggal pembelian", value=clock.format_date(on), expected=expected, remedy=remedy)


def _check_covered(ewarong: Ewarong, area: str) -> None:
    covers = set(ewarong.covered.values_list("area_code", flat=True))
    if area not in covers:
        names = reference_queries.names_of({area, *covers})
        served = ", ".join(sorted(names.get(each, each) for each in covers))
        raise Refused(
            field="Desa keluarga", value=names.get(area, area), expected=f"desa yang dilayani e-warong ini: {served}",
            remedy="pilih e-warong yang melayani desanya",
        )  # fmt: skip


def _check_lines(lines: Sequence[BoughtLine]) -> int:
    if not 1 <= len(lines) <= MOST_LINES:
        raise Refused(
            field="Barang", value=len(lines), expected=f"1 sampai {MOST_LINES} barang", remedy="isi daftar barang"
        )
    for each in lines:
        if each.quantity <= 0 or each.price <= 0 or not clean(each.unit):
            raise Refused(
                field="Barang", value=f"{each.quantity} {each.unit} Rp{each.price}",
                expected="jumlah, satuan dan harga lebih dari nol", remedy="periksa angkanya",
            )  # fmt: skip
    total = sum(each.amount for each in lines)
    if total > MOST_RUPIAH:
        raise Refused(
            field="Jumlah belanja", value=f"Rp{total}", expected=f"paling banyak Rp{MOST_RUPIAH}", remedy="periksa harga dan jumlahnya",
        )  # fmt: skip
    return total


def _known_aid(family_id: UUID, on: date) -> KnownAid:
    held = outside_programmes_of(family_id, on=on)
    if OutsideProgramme.BPNT in held:
        return KnownAid.FOOD
    return KnownAid.CARD if OutsideProgramme.KKS in held else KnownAid.NONE


def _locked(purchase_id: UUID) -> Purchase:
    found = Purchase.objects.select_for_update(of=("self",)).filter(pk=purchase_id).first()
    if found is None:
        raise Missing(f"purchase {purchase_id}")
    return found


def _check_standing(purchase: Purchase) -> None:
    if purchase.voided_at is not None:
        raise Refused(
            field="Pembelian", value=f"dibatalkan oleh {purchase.voided_by_name}", expected="pembelian yang masih berlaku",
            remedy="muat ulang halaman",
        )  # fmt: skip


def _said(text: str, field: str) -> str:
    said = clean(text)[:300]
    if len(said) < 5:
        raise Refused(
            field=field, value=text, expected="keterangan yang dapat dimengerti auditor", remedy="tulis satu kalimat"
        )
    return said


def _note(name: str, purchase: Purchase, by: Actor, at: datetime, *, reason: str = "") -> None:
    record(
        name,
        by=by,
        at=at,
        on=purchase,
        subjects=[("family", purchase.family_id), ("person", purchase.person_id), ("ewarong", purchase.ewarong_id)],
        area=purchase.area_code,
        reason=reason,
        data={
            "ewarong": purchase.ewarong.name,
            "total": purchase.total,
            "forbidden": purchase.forbidden,
            "on": purchase.bought_on.isoformat(),
        },
    )
