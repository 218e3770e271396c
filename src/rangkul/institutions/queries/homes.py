"""Institutions from inside: the list with beds, accreditation and what expires soon, and the page of one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from rangkul.institutions import policies
from rangkul.institutions.enums import BedSex, ChangeKind, Serves
from rangkul.institutions.errors import NoSuchInstitution
from rangkul.institutions.models import (
    Accreditation,
    BedGroup,
    BoardMember,
    Institution,
    InstitutionChange,
    Registration,
)
from rangkul.institutions.occupancy import held_beds, occupancy
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area
from rangkul.reference import queries as reference_queries

SOON_DAYS = 90
"""How long before its last day a registration, accreditation or agreement counts as expiring."""
PAGE_SIZE = 25
type Figures = dict[UUID, dict[UUID | None, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeFilter:
    """What is looked for: `grade` a class or "NONE" for none in force; `free_for` a value of `Serves` or "ANY"."""

    text: str = ""
    kind: str = ""
    area: str = ""
    grade: str = ""
    free_for: str = ""
    is_expiring: bool = False
    with_closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A room (ward, house) with its beds, residents, beds held by accepted requests, and free beds on a day."""

    id: UUID
    name: str
    serves: str
    serves_label: str
    sex: str
    sex_label: str
    beds: int
    residents: int
    held: int = 0

    @property
    def free(self) -> int:
        """Free beds, never less than none."""
        return max(0, self.beds - self.residents - self.held)


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeRow:
    """An institution in a list, as of one day. `beds` None: never recorded. `former` are names it had or took over."""

    id: UUID
    name: str
    kind: str
    kind_label: str
    area_code: str
    area_label: str
    is_active: bool
    grade: str
    grade_until: date | None
    registration_number: str
    registered_until: date | None
    beds: int | None
    residents: int | None
    rooms: tuple[Room, ...]
    former: tuple[str, ...] = ()
    expiring: tuple[str, ...] = ()
    held: int = 0

    @property
    def free(self) -> int | None:
        """Free beds, None where no beds are recorded."""
        return None if self.beds is None else max(0, self.beds - (self.residents or 0) - self.held)


@dataclass(frozen=True, slots=True)
class HomePage:
    """A page of institutions; `next_mark` is "" at the end."""

    rows: tuple[HomeRow, ...]
    count: int
    beds: int
    residents: int
    next_mark: str = ""
    held: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """What became of an institution, in the words of its history."""

    id: UUID
    kind: str
    kind_label: str
    on: date
    old_name: str
    new_name: str
    old_kind_label: str
    new_kind_label: str
    decree: str
    reason: str
    has_file: bool
    residents_moved: int
    by_name: str
    other_id: UUID | None
    other_name: str
    is_origin: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    """One institution; `row` as of the day asked about. `allowed`: change, keep, admit, residents, own."""

    institution: Institution
    row: HomeRow
    owner_label: str
    serves_label: str
    registrations: tuple[Registration, ...]
    accreditations: tuple[Accreditation, ...]
    board: tuple[BoardMember, ...]
    former_board: tuple[BoardMember, ...]
    changes: tuple[ChangeView, ...]
    successors: tuple[tuple[UUID, str], ...]
    on: date
    allowed: frozenset[str] = field(default_factory=frozenset)


def list_homes(
    actor: Actor, wanted: HomeFilter, *, on: date, after: str = "", limit: int | None = PAGE_SIZE
) -> HomePage:
    """Institutions the actor may open, by name, as of `on`; a former name finds the one that goes on.

    `limit` None gives them all (for a file). Figures of the page's head count everything that fits the filter.
    """
    found = policies.homes_visible_to(actor)
    if not wanted.with_closed:
        found = found.filter(is_active=True)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.area:
        found = found.filter(inside_area(wanted.area))
    if text := wanted.text.strip():
        renamed = InstitutionChange.objects.filter(Q(old_name__icontains=text) | Q(new_name__icontains=text))
        ids = {each for pair in renamed.values_list("institution_id", "successor_id") for each in pair if each}
        found = found.filter(Q(name__icontains=text) | Q(pk__in=ids))
    rows = [each for each in rows_of(found.order_by("name", "id"), on) if _fits(each, wanted, on)]
    begin = next((place + 1 for place, each in enumerate(rows) if str(each.id) == after), 0)
    shown = rows[begin:] if limit is None else rows[begin : begin + limit]
    more = begin + len(shown) < len(rows)
    return HomePage(
        rows=tuple(shown),
        count=len(rows),
        beds=sum(each.beds or 0 for each in rows),
        residents=sum(each.residents or 0 for each in rows),
        next_mark=str(shown[-1].id) if more and shown else "",
        held=sum(each.held for each in rows),
    )


def get_home(actor: Actor, institution_id: UUID, *, on: date) -> HomeView:
    """One institution, also a closed one. Raises `NoSuchInstitution`."""
    institution = policies.homes_visible_to(actor).filter(pk=institution_id).first()
    if institution is None:
        raise NoSuchInstitution(institution_id)
    row = rows_of([institution], on)[0]
    board = list(institution.board.order_by("-period", "id"))
    present = [
        each for each in board if each.period.lower <= on and (each.period.upper is None or each.period.upper > on)
    ]
    changes = _changes(institution)
    return HomeView(
        institution=institution,
        row=row,
        owner_label=str(institution.get_owner_display()) if institution.owner else "",
        serves_label=reference_queries.area_label(institution.serves_area or institution.area_code),
        registrations=tuple(institution.registrations.order_by("-period")),
        accreditations=tuple(institution.accreditations.order_by("-period")),
        board=tuple(present),
        former_board=tuple(each for each in board if each not in present),
        changes=changes,
        successors=tuple(
            dict.fromkeys(
                (each.other_id, each.other_name)
                for each in changes
                if each.other_id and not each.is_origin and not institution.is_active
            )
        ),
        on=on,
        allowed=_allowed(actor, institution),
    )


def list_expiring(actor: Actor, *, on: date, days: int = SOON_DAYS) -> list[HomeRow]:
    """Institutions whose registration or accreditation ends within `days`, or has ended without a new one."""
    page = list_homes(actor, HomeFilter(is_expiring=True), on=on, limit=None)
    return sorted(page.rows, key=lambda each: min(filter(None, (each.grade_until, each.registered_until)), default=on))


def list_targets(actor: Actor, *, without: UUID | None = None) -> list[tuple[UUID, str]]:
    """Active institutions of the actor's, for choosing one to move or merge into."""
    found = policies.homes_visible_to(actor).filter(is_active=True)
    if without is not None:
        found = found.exclude(pk=without)
    return list(found.order_by("name", "id").values_list("pk", "name"))


def has_file(actor: Actor, change_id: UUID) -> tuple[Institution, UUID]:
    """The institution and the file of a change. Raises `NoSuchInstitution`."""
    change = InstitutionChange.objects.filter(pk=change_id, file_id__isnull=False).select_related("institution").first()
    if change is None or not policies.can_view_home(actor, change.institution):
        raise NoSuchInstitution(change_id)
    assert change.file_id is not None
    return change.institution, change.file_id


def _allowed(actor: Actor, institution: Institution) -> frozenset[str]:
    may = set()
    if policies.can_view_residents(actor, institution):
        may.add("residents")
    if policies.is_own(actor, institution.pk):
        may.add("own")
    if institution.is_active:
        may |= {
            verb
            for verb, can in (
                ("change", policies.can_change_home(actor, institution)),
                ("keep", policies.can_keep_house(actor, institution)),
                ("admit", policies.can_admit(actor, institution) and actor.may("registry.person.search")),
            )
            if can
        }
    return frozenset(may)


def rows_of(institutions: Iterable[Institution], on: date) -> list[HomeRow]:
    """Rows of institutions as of a day, in eight queries however many there are."""
    every = list(institutions)
    ids = [each.pk for each in every]
    living, held = occupancy(ids, on), held_beds(ids, on)
    rooms = _rooms(ids, on, living, held)
    grades = {each.institution_id: each for each in _last(Accreditation, ids, on)}
    numbers = {each.institution_id: each for each in _last(Registration, ids, on)}
    former = _former_names(ids)
    labels = reference_queries.labels_of({each.area_code for each in every}) if every else {}
    return [
        _row(each, rooms, living, held, grades.get(each.pk), numbers.get(each.pk), former.get(each.pk, ()), labels, on)
        for each in every
    ]


def _row(
    each: Institution,
    rooms: dict[UUID, tuple[Room, ...]],
    living: Figures,
    held: Figures,
    grade: Accreditation | None,
    number: Registration | None,
    former: tuple[str, ...],
    labels: dict[str, str],
    on: date,
) -> HomeRow:
    own = rooms.get(each.pk, ())
    graded = grade is not None and (grade.period.upper is None or grade.period.upper > on)
    grade_until = last_day(grade.period) if grade is not None else None
    registered_until = last_day(number.period) if number is not None else each.registered_until
    return HomeRow(
        id=each.pk,
        name=each.name,
        kind=each.kind,
        kind_label=each.get_kind_display(),
        area_code=each.area_code,
        area_label=labels.get(each.area_code, each.area_code),
        is_active=each.is_active,
        grade=grade.grade if grade is not None and graded else "",
        grade_until=grade_until,
        registration_number=number.number if number is not None else each.registration_number,
        registered_until=registered_until,
        beds=sum(room.beds for room in own) if own else None,
        residents=sum(living[each.pk].values()) if each.pk in living else None,
        held=sum(held.get(each.pk, {}).values()),
        rooms=own,
        former=tuple(name for name in former if name != each.name),
        expiring=tuple(
            what
            for what, until in (("registration", registered_until), ("accreditation", grade_until))
            if until is not None and until <= on + timedelta(days=SOON_DAYS)
        )
        if each.is_active
        else (),
    )


def last_day(period: Any) -> date | None:
    """The last day of a half-open period, None when it is open."""
    upper: date | None = period.upper
    return upper - timedelta(days=1) if upper is not None else None


def _last(model: Any, ids: list[UUID], on: date) -> list[Any]:
    """The newest row of each institution that had begun by the day."""
    rows = model.objects.filter(institution__in=ids, period__startswith__lte=on)
    return list(rows.order_by("institution_id", "-period").distinct("institution_id"))


def _rooms(ids: list[UUID], on: date, living: Figures, held: Figures) -> dict[UUID, tuple[Room, ...]]:
    found: dict[UUID, list[Room]] = defaultdict(list)
    for group in BedGroup.objects.filter(institution__in=ids, period__contains=on).order_by("name", "id"):
        found[group.institution_id].append(
            Room(
                id=group.pk,
                name=group.name,
                serves=group.serves,
                serves_label=str(Serves(group.serves).label),
                sex=group.sex,
                sex_label=str(BedSex(group.sex).label) if group.sex else "",
                beds=group.beds,
                residents=living.get(group.institution_id, {}).get(group.pk, 0),
                held=held.get(group.institution_id, {}).get(group.pk, 0),
            )
        )
    return {institution: tuple(rooms) for institution, rooms in found.items()}


def _former_names(ids: list[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Names that each institution had itself, and those of the institutions it took over."""
    found: dict[UUID, dict[str, None]] = defaultdict(dict)
    changes = InstitutionChange.objects.filter(Q(institution__in=ids) | Q(successor__in=ids)).order_by("on", "id")
    for institution, successor, name in changes.values_list("institution_id", "successor_id", "old_name"):
        found[institution][name] = None
        if successor is not None:
            found[successor][name] = None
    return {institution: tuple(names) for institution, names in found.items()}


def _changes(institution: Institution) -> tuple[ChangeView, ...]:
    rows = InstitutionChange.objects.filter(Q(institution=institution) | Q(successor=institution))
    return tuple(
        _change(each, institution)
        for each in rows.select_related("institution", "successor").order_by("-on", "-recorded_at", "-id")
    )


def _change(each: InstitutionChange, institution: Institution) -> ChangeView:
    is_origin = each.successor_id == institution.pk
    other = each.institution if is_origin else each.successor
    return ChangeView(
        id=each.pk,
        kind=each.kind,
        kind_label=str(ChangeKind(each.kind).label),
        on=each.on,
        old_name=each.old_name,
        new_name=each.new_name,
        old_kind_label=each.get_old_kind_display(),
        new_kind_label=each.get_new_kind_display() if each.new_kind else "",
        decree=each.decree,
        reason=each.reason,
        has_file=each.file_id is not None,
        residents_moved=each.residents_moved,
        by_name=each.recorded_by_name,
        other_id=other.pk if other is not None else None,
        other_name=other.name if other is not None else "",
        is_origin=is_origin,
    )


def _fits(row: HomeRow, wanted: HomeFilter, on: date) -> bool:
    if wanted.grade and row.grade != ("" if wanted.grade == "NONE" else wanted.grade):
        return False
    if wanted.is_expiring and not row.expiring:
        return False
    if not wanted.free_for:
        return True
    rooms = row.rooms if wanted.free_for == "ANY" else [each for each in row.rooms if each.serves == wanted.free_for]
    return bool(row.free) and any(room.free for room in rooms)
