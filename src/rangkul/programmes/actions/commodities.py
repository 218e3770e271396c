"""Rules of what may be bought with food aid: written down by one, put in force by another, with source and basis."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from psycopg.types.range import DateRange

from rangkul.kernel.clock import format_date
from rangkul.kernel.errors import Missing, Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.batch_desk import lock_words, office_day
from rangkul.programmes.commodities import read_commodities
from rangkul.programmes.enums import CommodityStatus, FoodGroup
from rangkul.programmes.models import Commodity, CommodityRule
from rangkul.programmes.policies import commodities as policies
from rangkul.programmes.workflow import COMMODITY


@dataclass(frozen=True, slots=True, kw_only=True)
class CommodityForm:
    """What is written of a commodity. `commodity_id` None makes a new one of `name` and `group`."""

    commodity_id: UUID | None
    name: str
    group: str
    status: str
    note: str
    source: str
    basis: str
    is_verified: bool
    valid_from: date


@action("programmes.commodity.draft")
def draft_commodity_rule(*, form: CommodityForm, by: Actor, at: datetime) -> CommodityRule:
    """Write down what a source says of a commodity; nothing is in force by that. Raises Denied, Refused."""
    policies.check_can_draft(by)
    told = _checked(form)
    rule = CommodityRule.objects.create(
        commodity=_commodity(form), drafted_by=by.user_id, changed_by=by.user_id, changed_by_name=by.name, changed_at=at,
        valid=DateRange(form.valid_from, None), **told,
    )  # fmt: skip
    _note("programmes.commodity.draft", rule, by, at)
    return rule


@action("programmes.commodity.change")
def change_commodity_rule(
    *, rule_id: UUID, revision: int, form: CommodityForm, by: Actor, at: datetime
) -> CommodityRule:
    """Change a rule that is not in force yet. Raises Denied, Refused (also when somebody else changed it meanwhile)."""
    policies.check_can_draft(by)
    rule = _locked(rule_id)
    _check_draft(rule)
    if rule.revision != revision:
        raise Refused(
            field="Rancangan",
            value=f"diubah oleh {rule.changed_by_name}",
            expected="isi yang sama seperti saat halaman dibuka",
            remedy="muat ulang halaman, lalu ulangi perubahan Anda",
        )
    for name, value in _checked(form).items():
        setattr(rule, name, value)
    rule.valid = DateRange(form.valid_from, None)
    rule.changed_by, rule.changed_by_name, rule.changed_at, rule.revision = by.user_id, by.name, at, revision + 1
    rule.save()
    _note("programmes.commodity.change", rule, by, at)
    return rule


@action("programmes.commodity.publish")
def publish_commodity_rule(*, rule_id: UUID, by: Actor, at: datetime) -> CommodityRule:
    """Put a rule in force from its first day; what held before ends on that day and stays readable.

    Raises Denied (also for whoever wrote it), UnableToMove when it is a draft no more, Refused when it begins in the
    past although something was in force then: purchases were judged by that.
    """
    rule = _locked(rule_id)
    policies.check_can_publish(by, rule)
    state = COMMODITY.move(rule.state, "publish")
    lock_words("programmes.commodity", rule.commodity_id)
    start = rule.valid.lower
    old = _in_force(rule.commodity_id).filter(valid__contains=start).first()
    if old is not None and start < office_day(at):
        raise Refused(
            field="Berlaku sejak",
            value=format_date(start),
            expected=f"hari ini ({format_date(office_day(at))}) atau sesudahnya, karena pembelian sudah dinilai dengan ketentuan lama",
            remedy="ubah dulu tanggal mulai rancangan ini",
        )
    if old is not None:
        _end(old, start)
    later = _in_force(rule.commodity_id).filter(valid__fully_gt=DateRange(None, start)).order_by("valid").first()
    rule.valid = DateRange(start, later.valid.lower if later else None)
    rule.state, rule.published_by_name, rule.published_at = state, by.name, at
    rule.save()
    _note("programmes.commodity.publish", rule, by, at, before=old.status if old else "")
    return rule


@action("programmes.commodity.withdraw")
def withdraw_commodity_rule(*, rule_id: UUID, reason: str, by: Actor, at: datetime) -> CommodityRule:
    """Let a draft go, with the reason; it stays readable. Raises Denied, Refused, UnableToMove."""
    policies.check_can_draft(by)
    rule = _locked(rule_id)
    rule.state = COMMODITY.move(rule.state, "withdraw")
    said = clean(reason)[:300]
    if len(said) < 5:
        raise Refused(field="Alasan", value=reason, expected="alasan yang dapat dimengerti auditor", remedy="tulis satu kalimat")  # fmt: skip
    rule.save(update_fields=["state"])
    _note("programmes.commodity.withdraw", rule, by, at, reason=said)
    return rule


def keep_commodities(*, at: datetime) -> int:
    """Add what the catalogue says and the office does not know yet; what the office wrote stays. Returns how many rules.

    Run as part of loading the catalogue. A rule is known by its commodity and source.
    """
    known = {(each.commodity.name, each.source) for each in CommodityRule.objects.select_related("commodity")}
    there = {each.name: each for each in Commodity.objects.all()}
    ruled = set(CommodityRule.objects.filter(state="IN_FORCE").values_list("commodity__name", flat=True))
    entries = [each for each in read_commodities() if (each.name, each.source) not in known]
    new = {each.name: Commodity(name=each.name, group=each.group) for each in entries if each.name not in there}
    there |= {each.name: each for each in Commodity.objects.bulk_create(new.values())}
    CommodityRule.objects.bulk_create(
        CommodityRule(
            commodity=there[entry.name],
            status=entry.status,
            note=entry.note,
            source=entry.source,
            basis=entry.basis,
            is_verified=entry.is_verified,
            valid=DateRange(entry.valid_from, None),
            state="IN_FORCE" if entry.is_in_force and entry.name not in ruled else "DRAFT",
            changed_at=at,
            published_at=at if entry.is_in_force and entry.name not in ruled else None,
        )
        for entry in entries
    )
    return len(entries)


def _locked(rule_id: UUID) -> CommodityRule:
    rule = CommodityRule.objects.select_for_update(of=("self",)).select_related("commodity").filter(pk=rule_id).first()
    if rule is None:
        raise Missing(f"commodity rule {rule_id}")
    return rule


def _in_force(commodity_id: UUID) -> QuerySet[CommodityRule]:
    return CommodityRule.objects.select_for_update(of=("self",)).filter(commodity_id=commodity_id, state="IN_FORCE")


def _end(old: CommodityRule, start: date) -> None:
    if old.valid.lower == start:
        CommodityRule.objects.filter(pk=old.pk).update(state=COMMODITY.move(old.state, "supersede"))
    else:
        CommodityRule.objects.filter(pk=old.pk).update(valid=DateRange(old.valid.lower, start))


def _check_draft(rule: CommodityRule) -> None:
    if rule.state != "DRAFT":
        raise Refused(
            field="Ketentuan",
            value=COMMODITY.state(rule.state).label,
            expected="rancangan yang belum diberlakukan",
            remedy="tulis rancangan baru; yang sudah berlaku tetap dapat dibaca",
        )


def _commodity(form: CommodityForm) -> Commodity:
    if form.commodity_id is not None:
        found = Commodity.objects.filter(pk=form.commodity_id).first()
        if found is None:
            raise Refused(field="Komoditas", value="", expected="komoditas dalam daftar", remedy="pilih dari daftar")
        return found
    name = clean(form.name)[:60]
    if len(name) < 3 or form.group not in FoodGroup.values:
        raise Refused(
            field="Komoditas baru", value=name, expected="nama dan kelompok pangan", remedy="pilih dari daftar atau isi keduanya",
        )  # fmt: skip
    if Commodity.objects.filter(name__iexact=name).exists():
        raise Refused(
            field="Komoditas baru", value=name, expected="nama yang belum ada", remedy="pilih komoditas itu dari daftar",
        )  # fmt: skip
    return Commodity.objects.create(name=name, group=form.group)


def _checked(form: CommodityForm) -> dict[str, object]:
    source, basis, note = clean(form.source)[:200], clean(form.basis)[:300], clean(form.note)[:300]
    if form.status not in CommodityStatus.values:
        raise Refused(field="Status", value=form.status, expected="salah satu status dalam daftar", remedy="pilih satu")
    if not source or not basis:
        raise Refused(
            field="Sumber dan dasar hukum", value=source or basis, expected="keduanya terisi",
            remedy="tulis siapa yang mengatakannya, dan nomor serta tahun peraturannya",
        )  # fmt: skip
    if form.status == CommodityStatus.NOTED and not note:
        raise Refused(
            field="Catatan", value="", expected="catatan untuk yang boleh dengan catatan", remedy="tulis satu kalimat"
        )
    return {"status": form.status, "source": source, "basis": basis, "note": note, "is_verified": form.is_verified}


def _note(name: str, rule: CommodityRule, by: Actor, at: datetime, *, reason: str = "", before: str = "") -> None:
    record(
        name,
        by=by,
        at=at,
        on=rule,
        kind="commodity_rule",
        reason=reason,
        data={
            "commodity": rule.commodity.name,
            "status": rule.status,
            "before": before,
            "source": rule.source,
            "from": rule.valid.lower.isoformat(),
        },
    )
