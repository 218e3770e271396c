"""Lists as of a day: families of a village, and the names and numbers of then for lists of persons and families."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area
from rangkul.registry import policies
from rangkul.registry.enums import Relation, Source
from rangkul.registry.models import Family, Membership, Person, WelfareStatus
from rangkul.registry.queries import past
from rangkul.registry.queries.areas import area_labels

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyOnDay:
    """A family as it was on a day; `decile` by DTSEN, None when none was in force."""

    id: UUID
    head_name: str
    area_code: str
    area_label: str
    address: str
    members: int
    decile: int | None


@dataclass(frozen=True, slots=True)
class FamilyPage:
    """One page by id; `after` leads on, None at the end."""

    rows: tuple[FamilyOnDay, ...]
    after: UUID | None = None


def list_families(
    actor: Actor, area: str, *, on: date, is_past: bool, after: UUID | None = None, limit: int = PAGE_SIZE
) -> FamilyPage:
    """Families that lived in the area on a day, those that moved away since included where the actor may see them.

    At most seven queries whatever the size. A family counts from its first member on, until it ended.
    """
    lives = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    there = inside_area(area)
    if is_past:
        left, came = past.moved_since(area, on)
        there = (there & ~Q(pk__in=came)) | Q(pk__in=left)
    found = policies.families_visible_to(actor).filter(lives, there)
    found = found.exclude(formed_on__gt=on)
    if after is not None:
        found = found.filter(pk__gt=after)
    rows = list(found.order_by("pk")[: limit + 1])
    more, rows = len(rows) > limit, rows[:limit]
    return FamilyPage(_rows(rows, on, is_past), rows[-1].pk if more else None)


def _rows(families: Collection[Family], on: date, is_past: bool) -> tuple[FamilyOnDay, ...]:
    ids = [family.pk for family in families]
    present = Membership.objects.filter(family__in=ids, period__contains=on)
    counts = dict(present.values_list("family").annotate(n=Count("pk")))
    heads = _heads(ids, on)
    statuses = WelfareStatus.objects.filter(family__in=ids, source=Source.DTSEN, period__contains=on, is_listed=True)
    deciles = dict(statuses.order_by("created_at").values_list("family", "decile"))
    then = past.fields_on([head for head, _name in heads.values()], ids, on) if is_past else past.Past()
    places = {family.pk: then.of(family.pk).get("area_code", family.area_code) for family in families}
    labels = area_labels(places.values())
    return tuple(
        FamilyOnDay(
            id=family.pk,
            head_name=_head_name(heads.get(family.pk), then),
            area_code=places[family.pk],
            area_label=labels.get(places[family.pk], places[family.pk]),
            address=then.of(family.pk).get("address", family.address),
            members=counts.get(family.pk, 0),
            decile=deciles.get(family.pk),
        )
        for family in families
    )


def put_back(persons: Iterable[Person], families: Iterable[Family], day: date) -> None:
    """Give the records (shown, never saved) the names and numbers of an earlier day; five queries whatever their number.

    Where they live stays: a list of a village holds who is of it now.
    """
    people, households = list(persons), list(families)
    heads = _heads([family.pk for family in households], day)
    then = past.fields_on([*(person.pk for person in people), *(head for head, _name in heads.values())], [], day)
    for person in people:
        for name in ("name", "nik_cipher", "nik_status"):
            setattr(person, name, then.of(person.pk).get(name, getattr(person, name)))
    for family in households:
        family.head_name = _head_name(heads.get(family.pk), then)


def _heads(families: Collection[UUID], day: date) -> dict[UUID, tuple[UUID, str]]:
    """{family: (person, name of today)} of who headed them on a day; no query for none."""
    if not families:
        return {}
    rows = Membership.objects.filter(family__in=families, period__contains=day, relation=Relation.HEAD)
    return {family: (person, name) for family, person, name in rows.values_list("family", "person", "person__name")}


def _head_name(head: tuple[UUID, str] | None, then: past.Past) -> str:
    return str(then.of(head[0]).get("name", head[1])) if head else ""
