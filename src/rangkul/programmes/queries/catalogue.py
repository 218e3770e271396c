"""Reading the catalogue: programmes, components, terms in force on a day, versions with what changed, quotas."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rangkul.platform.policy.actor import Actor
from rangkul.programmes.enums import RequiredRegistry, TermsState
from rangkul.programmes.errors import NoSuchComponent, NoTermsInForce
from rangkul.programmes.models import Component, Programme, Quota, Terms
from rangkul.programmes.policies import catalogue as policies
from rangkul.programmes.ranking import DIRECTIONS
from rangkul.programmes.terms_periods import words_of

COMPARED: dict[str, str | Promise] = {
    "rule_text": _("Aturan"),
    "parameters": _("Parameter"),
    "labels": _("Sebutan parameter"),
    "required_registry": _("Registri yang diwajibkan"),
    "quantity": _("Jumlah tiap penyaluran"),
    "tariff": _("Nilai tiap penyaluran"),
    "amount_text": _("Perhitungan nilai"),
    "ranking": _("Urutan prioritas"),
    "parts": _("Komponen tiap anggota"),
    "deliveries_per_year": _("Penyaluran setahun"),
    "legal_basis": _("Dasar hukum"),
    "rule_note": _("Penjelasan"),
}
"""The parts of terms that make a new version when they change, with their names on the page."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One part of the terms before and after."""

    label: str | Promise
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TermsVersion:
    """A version with what changed since the one before it; empty for the first."""

    terms: Terms
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class CatalogueComponent:
    """A component with its terms and quota on the day asked; either may be missing."""

    component: Component
    terms: Terms | None
    quota: Quota | None


@dataclass(frozen=True, slots=True)
class CatalogueProgramme:
    programme: Programme
    components: tuple[CatalogueComponent, ...] = field(default_factory=tuple)


def list_programmes(actor: Actor, *, on: date, area: str = "", is_own: bool | None = None) -> list[CatalogueProgramme]:
    """The catalogue as of a day: own programmes first, each with its components, terms and newest quota until then.

    `area` chooses whose quota (default: the actor's first duty area). Four queries whatever the size. Raises Denied.
    """
    policies.check_can_view(actor)
    programmes = Programme.objects.select_related("division").order_by("-is_own", "order", "code")
    if is_own is not None:
        programmes = programmes.filter(is_own=is_own)
    components = list(Component.objects.order_by("programme_id", "order", "code"))
    terms = {each.component_id: each for each in Terms.objects.filter(state=TermsState.PUBLISHED, valid__contains=on)}
    place = area or (str(actor.areas[0]) if actor.areas else "")
    quotas = {each.component_id: each for each in _quotas_over(place, on.year)}
    of_programme = {
        key: tuple(CatalogueComponent(each, terms.get(each.pk), quotas.get(each.pk)) for each in group)
        for key, group in groupby(components, key=lambda each: each.programme_id)
    }
    return [CatalogueProgramme(each, of_programme.get(each.pk, ())) for each in programmes]


def get_programme(actor: Actor, code: str) -> Programme:
    """The programme with this code. Raises Denied, Programme.DoesNotExist."""
    policies.check_can_view(actor)
    return Programme.objects.select_related("division").get(code=code)


def list_components(
    actor: Actor, *, unit: str | None = None, programme: Programme | None = None
) -> QuerySet[Component]:
    """Components of own programmes, or of one programme whoever owns it, in the catalogue's order; of one unit if asked.

    Only own components are screened for proposals, proposed, given quotas and delivered.
    """
    found = policies.visible_to(actor).select_related("programme", "programme__division")
    if programme is None:
        found = found.filter(programme__is_own=True)
    if unit is not None:
        found = found.filter(unit=unit)
    if programme is not None:
        found = found.filter(programme=programme)
    return found.order_by("programme__order", "order", "code")


def get_component(code: str) -> Component:
    """The component with this code. Raises NoSuchComponent."""
    found = Component.objects.select_related("programme", "programme__division").filter(code=code).first()
    if found is None:
        raise NoSuchComponent(code)
    return found


def find_component(component_id: UUID) -> Component | None:
    """The component with this id, or None."""
    return Component.objects.select_related("programme", "programme__division").filter(pk=component_id).first()


def terms_in_force(component: Component, on: date) -> Terms:
    """The published terms of a component on a day. Raises NoTermsInForce."""
    found = Terms.objects.filter(component=component, state=TermsState.PUBLISHED, valid__contains=on).first()
    if found is None:
        raise NoTermsInForce(component.name, on.isoformat())
    return found


def list_versions(component: Component) -> list[TermsVersion]:
    """Every published version of the terms, newest first, each with what changed since the one before. One query."""
    kept = (TermsState.PUBLISHED, TermsState.SUPERSEDED)
    versions = list(Terms.objects.filter(component=component, state__in=kept).order_by("version"))
    pairs = zip([None, *versions], versions, strict=False)
    return [TermsVersion(new, differences_between(old, new, component.unit)) for old, new in pairs][::-1]


def holes_between(versions: Iterable[TermsVersion]) -> list[tuple[date, date]]:
    """(first day, last day) of each time between published terms when nothing is in force: meant, and told on pages."""
    published = [each.terms.valid for each in versions if each.terms.state == TermsState.PUBLISHED]
    periods = sorted(published, key=lambda period: period.lower)
    return [
        (earlier.upper, later.lower - timedelta(days=1))
        for earlier, later in pairwise(periods)
        if earlier.upper is not None and earlier.upper < later.lower
    ]


def list_quotas(component: Component) -> QuerySet[Quota]:
    """Quotas of a component, newest year first."""
    return Quota.objects.filter(component=component).order_by("-fiscal_year", "area_code")


def differences_between(old: Terms | None, new: Terms, unit: str) -> tuple[Difference, ...]:
    """What changed from one version to the next, part by part in words; empty when there is no older one."""
    if old is None:
        return ()
    changed = [name for name in COMPARED if getattr(old, name) != getattr(new, name)]
    found = [
        Difference(COMPARED[name], in_words(name, getattr(old, name)), in_words(name, getattr(new, name)))
        for name in changed
    ]
    if old.valid != new.valid:
        found.insert(0, Difference(_("Masa berlaku"), period_of(old), period_of(new)))
    return tuple(found)


def in_words(name: str, value: Any) -> str:
    """A part of the terms as text for the comparison; empty becomes a dash."""
    if value is None or value in ("", {}, []):
        return "–"
    if name == "required_registry":
        return str(RequiredRegistry(value).label)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    if name == "ranking":
        return "; ".join(f"{each['value'].replace('_', ' ')} ({DIRECTIONS[each['direction']]})" for each in value)
    if name == "parts":
        return "; ".join(_part(each) for each in value["listed"])
    if isinstance(value, dict):
        return "; ".join(f"{key} = {_plain(item)}" for key, item in sorted(value.items()))
    return str(value).strip()


def _part(part: dict[str, Any]) -> str:
    """A part as it is kept: two versions that ask or count otherwise read otherwise."""
    limit = f", paling banyak {part['at_most']}" if part.get("at_most") else ""
    return f"{part['name']} ({part['when']}: {part['value']}{limit})"


def period_of(terms: Terms) -> str:
    """ "mulai 1 Januari 2022, seterusnya"; an end is the last day in force."""
    return words_of(terms.valid.lower, terms.valid.upper)


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _quotas_over(area: str, year: int) -> list[Quota]:
    """Quotas up to a year for an area or one above it; the newest year, then the nearest area, comes last and wins."""
    above = [area[:end] for end in (2, 5, 8, 13) if len(area) >= end]
    return list(Quota.objects.filter(fiscal_year__lte=year, area_code__in=above).order_by("fiscal_year", "area_code"))
