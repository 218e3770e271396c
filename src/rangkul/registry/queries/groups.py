"""Marks of PPKS and PSKS: of one family's people, counted by type, and the names behind a count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce

from rangkul.platform.audit.actions import note_access, note_accesses
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area, inside_areas
from rangkul.registry import groups, policies
from rangkul.registry.enums import Source
from rangkul.registry.groups import GroupType
from rangkul.registry.models import Community, GroupMark
from rangkul.registry.queries.areas import area_labels
from rangkul.registry.queries.away import is_away
from rangkul.registry.queries.merged import records_of
from rangkul.registry.queries.past_lists import put_back
from rangkul.registry.queries.records import today
from rangkul.registry.queries.rows import covers, end_of, start_of
from rangkul.registry.small_counts import THRESHOLD

PAGE_SIZE = 25
PLACES = ("lives_in", "family__area_code", "community__area_code")
"""Where persons, families and communities of `by_person_now` live, in this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkView:
    """One mark, with whom it is about: the person whom the record belongs to now."""

    id: UUID
    type: GroupType
    person_id: UUID | None
    family_id: UUID | None
    community_id: UUID | None
    about: str
    area_label: str
    start: date | None
    end: date | None
    is_in_force: bool
    evidence: str
    source_label: str
    marked_by_name: str
    end_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCount:
    """How many are marked with a type, each unit by itself. None: too few to be told to this reader."""

    type: GroupType
    persons: int | None
    families: int | None
    communities: int | None
    sees_names: bool


@dataclass(frozen=True, slots=True)
class MarkPage:
    """One page of marks; `total` counts the whole list."""

    rows: tuple[MarkView, ...]
    total: int
    page: int
    has_more: bool


def marks_of(
    actor: Actor, *, persons: Iterable[UUID] = (), families: Iterable[UUID] = (), on: date
) -> tuple[MarkView, ...]:
    """Marks, past ones too, about some persons and families that the actor sees, the present first; two queries.

    A look at sensitive types is logged.
    """
    records = records_of(persons)
    found = policies.marks_visible_to(actor).filter(Q(person_id__in=list(records)) | Q(family_id__in=list(families)))
    views = _views(found.order_by("-period", "pk")[:200], on)
    for subject in {records.get(each.person_id) for each in views if each.type.is_sensitive and each.person_id}:
        if subject is not None:
            note_access(by=_opening(actor), kind="person", subject_id=subject, fields=["groups"])
    return tuple(sorted(views, key=lambda view: not view.is_in_force))


def get_mark(actor: Actor, mark_id: UUID, *, on: date) -> MarkView | None:
    """One mark the actor may see; None otherwise."""
    return next(iter(_views(policies.marks_visible_to(actor).filter(pk=mark_id), on)), None)


def group_counts(actor: Actor, *, on: date, area: str = "") -> tuple[GroupCount, ...]:
    """Every type in force with its counts in the actor's areas (or a part of them). One query; Denied without persons.

    Sensitive types are counts only for roles without the right to health, and counts below the threshold are hidden.
    """
    policies.check_can_view_people(actor)
    sees_health = policies.can_view_health(actor)
    keys = {"persons": "who", "families": "family_id", "communities": "community_id"}
    # Counting starts from the marks in the actor's areas, of every type: names are left out, not figures.
    units = {name: inside_areas(actor, place) for name, place in zip(keys, PLACES, strict=True)}
    units["persons"] &= _lives_here(on)
    if area:
        units = {
            name: each & inside_area(area, place) for (name, each), place in zip(units.items(), PLACES, strict=True)
        }
    rows = (
        by_person_now(GroupMark.objects.filter(period__contains=on))
        .values("type_code")
        .annotate(**{name: Count(keys[name], filter=each, distinct=True) for name, each in units.items()})
    )
    counted: dict[str, Any] = {row["type_code"]: row for row in rows}
    result = []
    for kind in groups.every_type():
        if not kind.holds_on(on):
            continue
        row = counted.get(kind.code, {})
        sees_names = sees_health or not kind.is_sensitive
        told = {name: _told(row.get(name, 0), sees_names=sees_names) for name in units}
        result.append(GroupCount(type=kind, sees_names=sees_names, **told))
    return tuple(result)


def list_marked(actor: Actor, type_code: str, *, on: date, area: str = "", page: int = 1) -> MarkPage:
    """The names behind a count, by area. A sensitive type needs the right to health and a purpose; looks are logged.

    Raises Denied, Refused (no such type).
    """
    policies.check_can_view_people(actor)
    kind = groups.get_type(type_code, on=on)
    if kind.is_sensitive:
        policies.check_can_view_health(actor)
    marks = GroupMark.objects.filter(type_code=kind.code, period__contains=on)
    found = by_person_now(policies.marks_visible_to(actor)).filter(type_code=kind.code, period__contains=on)
    found = found.filter(Q(person__isnull=True) | _lives_here(on)).exclude(_is_told_twice(marks))
    if area:
        inside = Q()
        for place in PLACES:
            inside |= inside_area(area, place)
        found = found.filter(inside)
    number = max(page, 1)
    start = (number - 1) * PAGE_SIZE
    total = found.count()
    rows = _views(found.order_by(*PLACES, "pk")[start : start + PAGE_SIZE], on)
    if kind.is_sensitive:
        shown = [each.person_id for each in rows if each.person_id is not None]
        note_accesses(by=actor, kind="person", subject_ids=shown, fields=["groups"])
    return MarkPage(tuple(rows), total, number, total > start + len(rows) and bool(rows))


def list_communities(actor: Actor, *, limit: int = 100) -> list[tuple[Community, str]]:
    """Communities the actor sees, by name, each with the name of its area."""
    rows = list(policies.communities_visible_to(actor).order_by("name", "pk")[:limit])
    labels = area_labels(row.area_code for row in rows)
    return [(row, labels.get(row.area_code, row.area_code)) for row in rows]


def by_person_now(marks: QuerySet[GroupMark]) -> QuerySet[Any]:
    """The marks with `who` it is now and `lives_in`, `died`, after however many merges; null for families and communities."""
    annotated: QuerySet[Any] = marks.annotate(
        who=Coalesce("person__survivor_id", "person_id"),
        lives_in=Coalesce("person__survivor__area_code", "person__area_code"),
        died=Case(When(person__survivor__isnull=False, then="person__survivor__died_on"), default="person__died_on"),
    )
    return annotated


def _lives_here(on: date) -> Q:
    return (Q(died__isnull=True) | Q(died__gt=on)) & ~Q(is_away(on, "who"))


def _is_told_twice(marks: QuerySet[GroupMark]) -> Q:
    """A mark of a merged record is left out where the person themselves, or another of their records, has one too."""
    survivor = OuterRef("person__survivor_id")
    others = marks.filter(Q(person_id=survivor) | Q(person__survivor_id=survivor, pk__lt=OuterRef("pk")))
    return Q(person__survivor__isnull=False) & Q(Exists(others))


def _told(count: int, *, sees_names: bool) -> int | None:
    return count if sees_names or not 0 < count < THRESHOLD else None


def _views(found: QuerySet[GroupMark], on: date) -> list[MarkView]:
    rows = list(found.select_related("person__survivor", "family", "community"))
    if on < today():
        persons = (row.person.survivor or row.person for row in rows if row.person)
        put_back(persons, (row.family for row in rows if row.family), on)
    labels = area_labels(_subject(row).area_code for row in rows)
    views = []
    for row in rows:
        kind, subject = groups.find_type(row.type_code), _subject(row)
        if kind is None:
            continue
        about = subject.head_name if row.family else subject.name
        views.append(
            MarkView(
                id=row.pk,
                type=kind,
                person_id=subject.pk if row.person else None,
                family_id=row.family_id,
                community_id=row.community_id,
                about=about,
                area_label=labels.get(subject.area_code, subject.area_code),
                start=start_of(row.period),
                end=end_of(row.period),
                is_in_force=covers(row.period, on) and not row.period.isempty,
                evidence=row.evidence,
                source_label=str(Source(row.source).label),
                marked_by_name=row.marked_by_name,
                end_reason=row.end_reason,
            )
        )
    return views


def _subject(row: GroupMark) -> Any:
    person = row.person and (row.person.survivor or row.person)
    return person or row.family or row.community


def _opening(actor: Actor) -> Actor:
    return actor if actor.purpose.strip() else actor.for_purpose("membuka halaman data")
