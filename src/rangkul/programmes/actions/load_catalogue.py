"""Loading the catalogue's folders: what changed becomes a new version, published terms are never edited."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from psycopg.types.range import DateRange

from rangkul.kernel import clock
from rangkul.organisation import queries as organisation
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.commodities import keep_commodities
from rangkul.programmes.actions.overlap_policy import keep_overlaps
from rangkul.programmes.entries import FOLDER, ComponentEntry, ProgrammeEntry, TermsEntry, read_catalogue
from rangkul.programmes.enums import TermsState
from rangkul.programmes.errors import CatalogueRefused
from rangkul.programmes.models import Component, Programme, Quota, Terms
from rangkul.programmes.policies.catalogue import check_can_change
from rangkul.programmes.queries.catalogue import COMPARED, Difference, differences_between


@dataclass
class CatalogueLoad:
    """What loading did: codes of new programmes and components, new versions with what changed, and warnings."""

    programmes: int = 0
    created: list[str] = field(default_factory=list)
    versions: dict[str, tuple[Difference, ...]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    @property
    def is_unchanged(self) -> bool:
        """True when the tables already said what the folders say."""
        return not self.created and not self.versions


@action("programmes.catalogue.load")
def load_catalogue(*, by: Actor, at: datetime, folder: Path = FOLDER) -> CatalogueLoad:
    """Bring the tables to what the folders say; loading the same folders again changes nothing.

    Changed terms become a new version: the old one is superseded (same start) or ends where the new one begins. Terms
    that somebody published in the browser stay as they are, with a warning; quotas are only added: what the office
    changed stays. Raises Denied and CatalogueRefused (nothing is then kept).
    """
    check_can_change(by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('programmes.catalogue'))")
    entries = read_catalogue(folder)
    office = organisation.find_office()
    divisions = (
        {each.code: each for each in organisation.list_divisions(office, on=clock.local_date(at, settings.TIME_ZONE))}
        if office
        else {}
    )
    done = CatalogueLoad(programmes=len(entries))
    for entry in entries:
        division = divisions.get(entry.division)
        if entry.division and division is None:
            done.warnings.append(f"{entry.code}: bidang {entry.division} belum ada pada organisasi")
        programme = _keep_programme(entry, division, done)
        for order, component in enumerate(entry.components, 1):
            _keep_component(component, programme, order, at, done)
    keep_overlaps(entries, {each.code: each for each in Programme.objects.all()}, at=at)
    keep_commodities(at=at)
    record(
        "programmes.catalogue.load",
        by=by,
        at=at,
        kind="catalogue",
        data={
            "programmes": done.programmes,
            "created": done.created,
            "versions": sorted(done.versions),
            "warnings": done.warnings,
        },
    )
    return done


def _keep_programme(entry: ProgrammeEntry, division: Any, done: CatalogueLoad) -> Programme:
    fields = ("name", "purpose", "is_own", "owner", "fund_source", "legal_basis", "order")
    programme, is_new = Programme.objects.update_or_create(
        code=entry.code, defaults={name: getattr(entry, name) for name in fields} | {"division": division}
    )
    if is_new:
        done.created.append(entry.code)
    return programme


def _keep_component(entry: ComponentEntry, programme: Programme, order: int, at: datetime, done: CatalogueLoad) -> None:
    fields = ("name", "aid_form", "item", "item_unit", "is_sensitive", "tracks_outcome")
    values = {name: getattr(entry, name) for name in fields} | {"order": order}
    component, is_new = Component.objects.get_or_create(
        code=entry.code, defaults=values | {"programme": programme, "unit": entry.unit}
    )
    if is_new:
        done.created.append(f"{programme.code}/{entry.code}")
    elif (component.unit, component.programme_id) != (entry.unit, programme.pk):
        raise CatalogueRefused(
            file=f"{programme.code}/programme.yaml",
            key=f"components {entry.code}",
            value=entry.unit,
            expected=f"satuan {component.unit} dalam program semula: satuan penerima tidak dapat berubah",
            remedy="buat komponen baru dengan kode baru",
        )
    else:
        Component.objects.filter(pk=component.pk).update(**values)
    _keep_terms(component, entry.terms, at, done)
    for quota in entry.quotas:
        Quota.objects.get_or_create(
            component=component,
            fiscal_year=quota.fiscal_year,
            area_code=quota.area,
            defaults={"amount": quota.amount, "budget": quota.budget},
        )


def _keep_terms(component: Component, entries: tuple[TermsEntry, ...], at: datetime, done: CatalogueLoad) -> None:
    """Published terms after loading are those of the entries, and older ones that end before the first entry."""
    published = list(Terms.objects.select_for_update().filter(component=component, state=TermsState.PUBLISHED))
    if any(each.published_by for each in published):
        done.warnings.append(
            f"{component.code}: ketentuan sudah diterbitkan di kantor ini, berkas katalog tidak dipakai"
        )
        return
    wanted = [(entry, _as_terms(component, entry, period)) for entry, period in _periods(entries)]
    kept = {new.valid.lower: old for _, new in wanted for old in published if _is_same(old, new)}
    for old in published:
        if old in kept.values():
            continue
        inside = next((new for _, new in wanted if _overlap(old.valid, new.valid)), None)
        if inside is not None and old.valid.lower < inside.valid.lower:
            Terms.objects.filter(pk=old.pk).update(valid=DateRange(old.valid.lower, inside.valid.lower))
        elif inside is not None:
            Terms.objects.filter(pk=old.pk).update(state=TermsState.SUPERSEDED)
    _fit_periods(kept, wanted)
    last = Terms.objects.filter(component=component).order_by("-version").first()
    for _entry, new in wanted:
        if new.valid.lower in kept:
            continue
        new.version = last.version + 1 if last else 1
        new.published_at = at
        new.save(force_insert=True)
        done.versions[f"{component.code} v{new.version}"] = differences_between(last, new, component.unit)
        last = new


def _fit_periods(kept: dict[date, Terms], wanted: Iterable[tuple[TermsEntry, Terms]]) -> None:
    """Unchanged terms end where the entries now say; those that become shorter first, so that none ever overlap."""
    changes = [(kept[new.valid.lower], new.valid) for _, new in wanted if new.valid.lower in kept]
    for old, period in sorted(changes, key=lambda change: change[1].upper or date.max):
        if old.valid != period:
            Terms.objects.filter(pk=old.pk).update(valid=period)


def _periods(entries: tuple[TermsEntry, ...]) -> list[tuple[TermsEntry, DateRange]]:
    starts = [entry.valid_from for entry in entries[1:]]
    ends = [entry.valid_to or start for entry, start in zip(entries, [*starts, None], strict=True)]
    return [(entry, DateRange(entry.valid_from, end)) for entry, end in zip(entries, ends, strict=True)]


def _as_terms(component: Component, entry: TermsEntry, period: DateRange) -> Terms:
    return Terms(
        component=component,
        valid=period,
        state=TermsState.PUBLISHED,
        rule_text=entry.rule.text.strip(),
        rule_digest=entry.rule.digest,
        amount_text=entry.amount,
        ranking=list(entry.ranking),
        **{name: getattr(entry, name) for name in COMPARED if name not in ("rule_text", "amount_text", "ranking")},
    )


def _is_same(old: Terms, new: Terms) -> bool:
    return old.valid.lower == new.valid.lower and all(getattr(old, name) == getattr(new, name) for name in COMPARED)


def _overlap(one: Any, other: Any) -> bool:
    return (other.upper is None or one.lower < other.upper) and (one.upper is None or other.lower < one.upper)
