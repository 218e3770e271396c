"""How many persons with disability, how good the data on them is, and who they are for those who may know (R205)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import BoolOr
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils.translation import gettext_lazy as _

from rangkul.platform.audit.actions import note_accesses
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area
from rangkul.registry import numbers, policies
from rangkul.registry.enums import (
    ConditionKind,
    DisabilityType,
    NikStatus,
    OutsideProgramme,
    ProfileState,
    Severity,
    Sex,
)
from rangkul.registry.models import Condition, DisabilityProfile, OutsideMembership, Person
from rangkul.registry.queries.areas import area_labels
from rangkul.registry.queries.away import is_away
from rangkul.registry.queries.past_lists import put_back
from rangkul.registry.queries.profiles import inherited, profiles_on, told
from rangkul.registry.queries.records import nik_status_label, today
from rangkul.registry.small_counts import THRESHOLD, hidden_keys, is_telling

PAGE_SIZE = 25
NO_TYPE = "BELUM_DICATAT"
AGES: tuple[tuple[str, int, int], ...] = (("0-5", 0, 5), ("6-17", 6, 17), ("18-59", 18, 59), ("60+", 60, 200))
UNKNOWN_AGE = "TIDAK_TAHU"

VIEWS = (
    "semua",
    "belum-validasi",
    "jatuh-tempo",
    "perbaikan",
    "belum-lengkap",
    "belum-padan",
    "tanpa-pbi",
    "dalam-pkh",
)
"""The lists one can open: all, waiting, not validated, due again, sent back, incomplete, NIK not matched, without PBI, in PKH."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Counts in persons; None where the count is too small to be told to this reader."""

    total: int | None = 0
    validated: int | None = 0
    complete: int | None = 0
    matched: int | None = 0
    without_pbi: int | None = 0
    in_pkh: int | None = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a breakdown."""

    key: str
    label: str
    measures: Measures


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The whole board. `sees_names`: the reader may open the lists; otherwise counts below `threshold` are hidden."""

    as_of: date
    area: str
    measures: Measures
    by_area: tuple[Line, ...]
    by_type: tuple[Line, ...]
    by_sex: tuple[Line, ...]
    by_age: tuple[Line, ...]
    sees_names: bool
    threshold: int = THRESHOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which persons of the board; empty fields do not narrow. `ids`: only these persons, when there are any."""

    view: str = "semua"
    area: str = ""
    type: str = ""
    sex: str = ""
    age: str = ""
    ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DisabledPerson:
    """One line of a list."""

    id: UUID
    name: str
    masked_nik: str
    nik_status_label: str
    birth_date: date | None
    area_code: str
    area_label: str
    type_label: str
    severity_label: str
    state: str
    state_label: str
    due_on: date | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DisabledPage:
    """One page of a list; `total` counts the whole list."""

    rows: tuple[DisabledPerson, ...]
    total: int
    page: int
    has_more: bool


def disability_board(actor: Actor, *, on: date, area: str = "") -> Board:
    """The board for an area (all of the actor's when empty). Raises Denied for roles that see no persons.

    Counted: living persons, who have not moved away, with a present profile or a disability recorded as a condition in force. Eight queries
    at most, whatever the size. Without the right to health, small counts are hidden (`small_counts`).
    """
    policies.check_can_view_people(actor)
    people = people_on(actor, on, area)
    sees_names = policies.can_view_health(actor)
    totals = people.aggregate(**_sums())
    by_area, by_type, by_sex, by_age = (_grouped(people, field) for field in ("area_code", "kind", "sex", "age"))
    labels = area_labels(by_area)
    order = [key for key, _low, _high in AGES]
    lines = (
        _lines(by_area, labels, sorted(by_area, key=lambda code: labels.get(code, code)), sees_names),
        _lines(by_type, _TYPE_LABELS, [key for key in _TYPE_LABELS if key in by_type], sees_names),
        _lines(by_sex, {"": "", **dict(Sex.choices)}, sorted(by_sex), sees_names),
        _lines(by_age, {}, [key for key in (*order, UNKNOWN_AGE) if key in by_age], sees_names),
    )
    measures = Measures(**totals)
    return Board(
        as_of=on,
        area=area,
        measures=measures if sees_names else _guarded(measures, is_small=0 < totals["total"] < THRESHOLD),
        by_area=lines[0],
        by_type=lines[1],
        by_sex=lines[2],
        by_age=lines[3],
        sees_names=sees_names,
    )


def list_disabled(actor: Actor, wanted: Filter, *, on: date, page: int = 1, limit: int = PAGE_SIZE) -> DisabledPage:
    """A page of the persons behind a count, by area and name; each shown person is logged with the stated purpose.

    On an earlier day names, NIK, conditions, programmes and versions of profiles are those of then; areas those of today.
    Raises Denied without the right to health or a purpose.
    """
    policies.check_can_view_health(actor)
    found = _narrowed(people_on(actor, on, wanted.area), wanted, on)
    total = found.count()
    start = (max(page, 1) - 1) * limit
    rows = list(found.order_by("area_code", "name", "pk")[start : start + limit])
    if on < today():
        put_back(rows, (), on)
    note_accesses(by=actor, kind="person", subject_ids=[row.pk for row in rows], fields=["disability"])
    labels = area_labels(row.area_code for row in rows)
    return DisabledPage(
        tuple(_person(row, labels, on) for row in rows), total, max(page, 1), total > start + len(rows) and bool(rows)
    )


def count_waiting(actor: Actor, *, on: date) -> dict[str, int]:
    """{"tercatat": …, "jatuh-tempo": …, "perbaikan": …}: recorded profiles that wait, for worklists.

    Nothing for a role without the right to health.
    """
    if not policies.can_view_health(actor):
        return {}
    people = policies.visible_to(actor).filter(died_on__isnull=True)
    current = DisabilityProfile.objects.filter(is_current=True)
    own = current.filter(person__in=people).exclude(is_away(on, "person_id"))
    is_any_merged = Exists(current.filter(person__survivor__isnull=False))  # asked along: mostly there is none
    found = _waiting(own, on, has_merged=BoolOr(is_any_merged, default=is_any_merged))
    given = inherited(on) if found["has_merged"] else {}
    if given:
        found = _waiting(own.exclude(person_id__in=list(given)), on)
        theirs = DisabilityProfile.objects.filter(pk__in=given.values(), person__survivor__in=people)
        more = _waiting(theirs.exclude(is_away(on, "person__survivor_id")), on)
        found = {name: found[name] + count for name, count in more.items()}
    return {name: found[name] for name in ("tercatat", "jatuh-tempo", "perbaikan")}


def _waiting(profiles: QuerySet[DisabilityProfile], on: date, **more: Any) -> dict[str, Any]:
    return dict(
        profiles.aggregate(
            **more,
            **{
                "tercatat": Count("pk", filter=Q(state=ProfileState.RECORDED)),
                "jatuh-tempo": Count("pk", filter=Q(state=ProfileState.VALIDATED, due_on__lte=on)),
                "perbaikan": Count("pk", filter=Q(state=ProfileState.RETURNED)),
            },
        )
    )


_TYPE_LABELS: dict[str, Any] = {**dict(DisabilityType.choices), NO_TYPE: _("ragam belum dicatat")}


_OF_PROFILE = {
    "types": "types",
    "state": "state",
    "severity": "severity",
    "due": "due_on",
    "missing": "missing",
    "validated": "validated_on",
}


def people_on(actor: Actor, on: date, area: str) -> QuerySet[Any]:
    """Persons of the board with `kind`, `age`, and what the profile says that counts for them as `profile_…`."""
    in_force = Condition.objects.filter(kind=ConditionKind.DISABILITY, period__contains=on, person__isnull=False)
    profiled, given = profiles_on(on), inherited(on)
    ids = (
        in_force.order_by()
        .values("person_id")
        .union(DisabilityProfile.objects.filter(pk__in=profiled.values("pk")).order_by().values("person_id"))
    )
    if given:
        ids = ids.union(Person.objects.filter(pk__in=list(given)).values("pk"))
    found = policies.visible_to(actor).filter(pk__in=ids).exclude(died_on__lte=on).exclude(is_away(on))
    if area:
        found = found.filter(inside_area(area))
    own = OutsideMembership.objects.filter(person_id=OuterRef("pk"), period__contains=on)
    of_family = OutsideMembership.objects.filter(
        family__memberships__person_id=OuterRef("pk"), family__memberships__period__contains=on, period__contains=on
    )
    latest = in_force.filter(person_id=OuterRef("pk")).order_by("-period")
    return found.annotate(
        profile=FilteredRelation("disability_profiles", condition=_is_profile_on(on)),
    ).annotate(
        **{f"profile_{name}": told(field, given, own=f"profile__{field}") for name, field in _OF_PROFILE.items()},
        told_type=Subquery(latest.values("disability_type")[:1]),
        told_severity=Subquery(latest.values("severity")[:1]),
        kind=Case(
            When(profile_types__len=1, then=F("profile_types__0")),
            When(profile_types__len__gt=1, then=Value(DisabilityType.MULTIPLE.value)),
            When(told_type__gt="", then=F("told_type")),
            default=Value(NO_TYPE),
            output_field=CharField(),
        ),
        age=Case(
            *(
                When(
                    birth_date__gt=_years_before(on, high + 1), birth_date__lte=_years_before(on, low), then=Value(key)
                )
                for key, low, high in AGES
            ),
            default=Value(UNKNOWN_AGE),
            output_field=CharField(),
        ),
        has_pbi=Exists(own.filter(programme=OutsideProgramme.PBI_JK)),
        has_pkh=Exists(own.filter(programme=OutsideProgramme.PKH))
        | Exists(of_family.filter(programme=OutsideProgramme.PKH)),
        is_validated=Case(
            When(
                profile_state=ProfileState.VALIDATED,
                profile_validated__lte=on,
                profile_due__gt=on,
                then=Value(True),
            ),
            default=Value(False),
        ),
        is_complete=Case(
            When(profile_missing=Value([], output_field=ArrayField(CharField())), then=Value(True)),
            default=Value(False),
        ),
    )


def _is_profile_on(on: date) -> Q:
    if on >= today():
        return Q(disability_profiles__is_current=True)
    # a condition of a join takes no subquery: the ids of the day are read first
    known = list(profiles_on(on).values_list("pk", flat=True))
    return Q(disability_profiles__pk__in=known or [UUID(int=0)])  # an empty list would empty the whole board


def _years_before(day: date, years: int) -> date:
    year = max(day.year - years, 1)
    return date(year, day.month, 28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def _sums() -> dict[str, Count]:
    return {
        "total": Count("pk"),
        "validated": Count("pk", filter=Q(is_validated=True)),
        "complete": Count("pk", filter=Q(is_complete=True)),
        "matched": Count("pk", filter=Q(nik_status=NikStatus.MATCHED)),
        "without_pbi": Count("pk", filter=Q(has_pbi=False)),
        "in_pkh": Count("pk", filter=Q(has_pkh=True)),
    }


def _grouped(people: QuerySet[Any], field: str) -> dict[str, Measures]:
    rows = people.order_by().values(field).annotate(**{f"n_{name}": each for name, each in _sums().items()})
    return {row.pop(field): Measures(**{name[2:]: value for name, value in row.items()}) for row in rows}


def _lines(
    found: Mapping[str, Measures], labels: Mapping[str, Any], order: Iterable[str], sees_names: bool
) -> tuple[Line, ...]:
    hidden = frozenset() if sees_names else hidden_keys({key: each.total or 0 for key, each in found.items()})
    return tuple(
        Line(
            key=key,
            label=str(labels.get(key, key)),
            measures=found[key] if sees_names else _guarded(found[key], is_small=key in hidden),
        )
        for key in order
    )


def _guarded(measures: Measures, *, is_small: bool) -> Measures:
    if is_small:
        return Measures(total=None, validated=None, complete=None, matched=None, without_pbi=None, in_pkh=None)
    whole = measures.total or 0
    parts = ("validated", "complete", "matched", "without_pbi", "in_pkh")
    return replace(measures, **{part: None for part in parts if is_telling(getattr(measures, part), whole)})


def _narrowed(people: QuerySet[Any], wanted: Filter, on: date) -> QuerySet[Any]:
    views = {
        "belum-validasi": Q(is_validated=False),
        "tercatat": Q(profile_state=ProfileState.RECORDED),
        "jatuh-tempo": Q(profile_state=ProfileState.VALIDATED, profile_due__lte=on),
        "perbaikan": Q(profile_state=ProfileState.RETURNED),
        "belum-lengkap": Q(is_complete=False),
        "belum-padan": ~Q(nik_status=NikStatus.MATCHED),
        "tanpa-pbi": Q(has_pbi=False),
        "dalam-pkh": Q(has_pkh=True),
    }
    condition = views.get(wanted.view, Q())
    if wanted.type:
        condition &= Q(kind=wanted.type)
    if wanted.sex:
        condition &= Q(sex=wanted.sex)
    if wanted.age:
        condition &= Q(age=wanted.age)
    if wanted.ids:
        condition &= Q(pk__in=wanted.ids)
    narrowed: QuerySet[Any] = people.filter(condition)
    return narrowed


def _person(row: Any, labels: Mapping[str, str], on: date) -> DisabledPerson:
    state = row.profile_state or ""
    if state == ProfileState.VALIDATED and row.profile_validated > on:
        state = ProfileState.RECORDED.value  # validated later
    severity = row.profile_severity or row.told_severity or Severity.UNKNOWN
    return DisabledPerson(
        id=row.pk,
        name=row.name,
        masked_nik=numbers.masked(row.nik_cipher, numbers.NIK),
        nik_status_label=nik_status_label(row),
        birth_date=row.birth_date,
        area_code=row.area_code,
        area_label=labels.get(row.area_code, row.area_code),
        type_label=str(_TYPE_LABELS.get(row.kind, row.kind)),
        severity_label=str(Severity(severity).label),
        state=state,
        state_label=str(ProfileState(state).label) if state else str(_("belum ada profil")),
        due_on=row.profile_due if state == ProfileState.VALIDATED else None,
        missing=tuple(row.profile_missing or ()),
    )
