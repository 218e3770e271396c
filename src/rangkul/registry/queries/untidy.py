"""What is left to be put in order: families without a head, children alone, the dead in families, persons in none (B03)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rangkul.kernel.clock import age_on, format_date
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area
from rangkul.registry import policies
from rangkul.registry.enums import Relation, Untidy
from rangkul.registry.models import Family, Membership, Person
from rangkul.registry.queries.areas import area_labels
from rangkul.registry.queries.away import is_away
from rangkul.registry.queries.records import today
from rangkul.registry.queries.views import FamilyView

PAGE_SIZE = 50
ADULT = 18
"""Years from which somebody is no child (UU 35/2014 pasal 1)."""
COUNT_UP_TO = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class UntidyRow:
    """One person or family with what is known of the trouble."""

    kind: str
    id: UUID
    name: str
    area_label: str
    detail: str


@dataclass(frozen=True, slots=True)
class UntidyPage:
    """One page by id; `after` leads on, None at the end."""

    rows: tuple[UntidyRow, ...]
    after: UUID | None = None


def list_untidy(
    actor: Actor, what: str, *, area: str = "", after: UUID | None = None, limit: int = PAGE_SIZE
) -> UntidyPage:
    """Persons or families of one kind of trouble, today. Two queries and the names of places."""
    found: QuerySet[Any] = _found(actor, Untidy(what), today())
    if area:
        found = found.filter(inside_area(area))
    if after is not None:
        found = found.filter(pk__gt=after)
    rows = list(found.order_by("pk")[: limit + 1])
    more, rows = len(rows) > limit, rows[:limit]
    places = area_labels({row.area_code for row in rows})
    return UntidyPage(tuple(_row(row, places) for row in rows), rows[-1].pk if more else None)


def count_untidy(actor: Actor, kinds: Iterable[str], *, area: str = "") -> dict[str, int]:
    """{kind: how many}, counted up to COUNT_UP_TO (+1 means more). One query a kind."""
    counts = {}
    for kind in kinds:
        found: QuerySet[Any] = _found(actor, Untidy(kind), today())
        counts[kind] = (found.filter(inside_area(area)) if area else found)[: COUNT_UP_TO + 1].count()
    return counts


def troubles_of(view: FamilyView, on: date | None = None) -> list[str | Promise]:
    """What is wrong with one family, in words for its page; no query."""
    if view.ended_on is not None or not view.members:
        return []
    day = on or today()
    found: list[str | Promise] = []
    if all(member.relation != Relation.HEAD for member in view.members):
        found.append(_("Keluarga ini belum mempunyai kepala keluarga."))
    if all(
        member.birth_date and age_on(member.birth_date, max(day, member.birth_date)) < ADULT for member in view.members
    ):
        found.append(_("Hanya anak-anak yang tersisa di keluarga ini. Tindak lanjuti pengasuhannya."))
    return found


def _found(actor: Actor, what: Untidy, day: date) -> QuerySet[Any]:
    return _persons(actor, what, day) if what in _ABOUT_PERSONS else _families(actor, what, day)


_ABOUT_PERSONS = (Untidy.DEAD_MEMBER, Untidy.LEFT, Untidy.NO_FAMILY)


def _families(actor: Actor, what: Untidy, day: date) -> QuerySet[Family]:
    found = policies.families_visible_to(actor).filter(ended_on__isnull=True)
    present = Membership.objects.filter(family=OuterRef("pk"), period__contains=day)
    if what == Untidy.NO_KK:
        return found.filter(formed_on__isnull=False, kk_index__isnull=True)
    if what == Untidy.EMPTY:
        return found.exclude(Exists(present))
    if what == Untidy.NO_HEAD:
        return found.filter(Exists(present)).exclude(Exists(present.filter(relation=Relation.HEAD)))
    adults = Q(person__birth_date__isnull=True) | Q(person__birth_date__lte=_years_before(day, ADULT))
    return found.filter(Exists(present)).exclude(Exists(present.filter(adults)))


def _persons(actor: Actor, what: Untidy, day: date) -> QuerySet[Person]:
    found = policies.visible_to(actor)
    rows = Membership.objects.filter(person=OuterRef("pk"))
    present = rows.filter(period__contains=day)
    if what == Untidy.DEAD_MEMBER:
        return found.filter(Exists(present), died_on__lt=day)
    found = found.filter(died_on__isnull=True)
    if what == Untidy.NO_FAMILY:
        return found.exclude(Exists(rows))
    # Who moved away, alone or with the whole family, is no trouble of this village any more.
    return found.filter(Exists(rows)).exclude(Exists(present)).exclude(is_away(day))


def _years_before(day: date, years: int) -> date:
    # Born on 29 February: an adult on 1 March.
    return day.replace(year=day.year - years) if (day.month, day.day) != (2, 29) else date(day.year - years, 2, 28)


def _row(record: Person | Family, places: dict[str, str]) -> UntidyRow:
    place = places.get(record.area_code, record.area_code)
    if isinstance(record, Family):
        return UntidyRow(kind="family", id=record.pk, name=record.head_name, area_label=place, detail=record.address)
    detail = format_date(record.died_on) if record.died_on else record.address
    return UntidyRow(kind="person", id=record.pk, name=record.name, area_label=place, detail=detail)
