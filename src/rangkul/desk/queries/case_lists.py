"""Lists of cases: mine, the team's, what waits for a match, what is late, what is in conflict; paged by keyset."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet

from rangkul.desk.enums import CaseKind, Channel, MatchResult, Urgency
from rangkul.desk.models import Case
from rangkul.desk.policies import can_read_story, visible_to
from rangkul.desk.queries.case_filters import CaseFilter
from rangkul.desk.queries.case_order import NEWEST, in_order, mark_of
from rangkul.desk.queries.case_search import like
from rangkul.desk.queries.conflicts import in_conflict, kept_conflicts, open_twins, twins_of
from rangkul.desk.workflow import CASE
from rangkul.kernel import clock
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.prepared import works_in_villages
from rangkul.reference import queries as reference_queries
from rangkul.registry import queries as registry_queries

VIEWS = ("mine", "team", "late", "conflicts", "unmatched", "all")
COUNT_UP_TO = 1000
"""Tabs count so far and then say "more than": counting on costs more than anybody learns from it."""
_SEALED = ("story_cipher", "outcome_note_cipher", "urgency_reason_cipher", "phone_cipher", "phone_tail_index")


class _Line(NamedTuple):
    """What a line needs of a case: plain rows, because a page of model objects costs as much as the rest of the list."""

    pk: UUID
    ticket: str
    concerned_name: str
    reporter_name: str
    area_code: str
    channel: str
    kind: str
    state: str
    match_result: str
    is_urgent: bool
    urgency: str
    classified_at: datetime | None
    due_on: date | None
    assigned_to_name: str
    registered_at: datetime
    contested_at: datetime | None
    person_id: UUID | None
    family_id: UUID | None


_LINES = f"""
SELECT {", ".join(f"c.{each}" for each in ("id", *_Line._fields[1:]))}
FROM unnest(ARRAY({{ids}})) WITH ORDINALITY AS page (id, place) JOIN desk_case AS c ON c.id = page.id ORDER BY page.place
"""  # noqa: S608 - names of our own columns


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A case as one line of a list; nothing of its story. `conflict` says with whom or what it is in conflict."""

    id: UUID
    ticket: str
    concerned_name: str
    reporter_name: str
    area_code: str
    area_label: str
    channel_label: str
    kind_label: str
    state: str
    state_label: str
    match_label: str
    is_urgent: bool
    urgency_label: str
    is_late: bool
    is_classified: bool
    due_on: date | None
    assigned_to_name: str
    registered_at: datetime
    conflict: tuple[str, ...] = ()
    is_contested: bool = False


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of a list; `next_mark` continues after its last row, "" at the end."""

    rows: tuple[CaseRow, ...] = field(default_factory=tuple)
    next_mark: str = ""


def list_cases(
    actor: Actor,
    view: str = "all",
    *,
    state: str = "",
    ticket: str = "",
    chosen: CaseFilter | None = None,
    order: str = "",
    after: str = "",
    limit: int = 25,
    has_twins: bool = True,
) -> CasePage:
    """One page of the cases of a view that the actor may see, in at most five queries whatever the size.

    Without an `order` ("tenggat", "nama", "masuk", "desa", each also with "-") open work comes urgent first and then by
    due day, "all" the newest first. `ticket` is any part of a ticket number or a name; `after` is the `next_mark` of the
    page before (an unreadable one begins anew).
    Without `has_twins` a conflict is not told with whom.
    """
    today = _today()
    seen = visible_to(actor)
    found = _in_view(seen, actor, view, today)
    if state:
        found = found.filter(state=state)
    if chosen is not None:
        found = found.filter(chosen.condition(today))
    text = ticket.strip()
    if text:
        found = found.filter(like(actor, text))
    order = order or (NEWEST if view == "all" else "")
    found = in_order(found, order, after)
    cases = _lines(found.values("pk")[: limit + 1])
    twins = twins_of(seen, cases[:limit]) if view == "conflicts" and has_twins else {}
    rows = _rows(actor, cases[:limit], today, twins)
    return CasePage(rows, mark_of(cases[limit - 1], order) if len(cases) > limit else "")


def _lines(ids: QuerySet[Case, Any]) -> list[_Line]:
    """The lines of a query for ids, in its order: an index finds the page, then a few rows are read."""
    try:
        statement, values = ids.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_LINES.format(ids=statement), values)
        return [_Line(*row) for row in cursor.fetchall()]


def count_views(actor: Actor) -> dict[str, int]:
    """How many cases stand in each view, counted up to `COUNT_UP_TO`; one query."""
    today, seen = _today(), visible_to(actor)
    try:
        base, own = seen.order_by().values(*_COUNTED_BY).query.sql_with_params()
    except EmptyResultSet:
        return dict.fromkeys(VIEWS, 0)
    # Written out but for what the policies say: six queries built anew cost more than the database needs for them.
    kept, of_kept = kept_conflicts(actor).values("pk").query.sql_with_params()
    seen_sql = base % tuple(f"%(own{place})s" for place in range(len(own)))
    kept_sql = kept % tuple(f"%(kept{place})s" for place in range(len(of_kept)))
    values = {"me": actor.user_id, "today": today}
    values |= {f"own{place}": value for place, value in enumerate(own)}
    values |= {f"kept{place}": value for place, value in enumerate(of_kept)}

    def up_to(condition: str) -> str:
        part = f"SELECT FROM ({seen_sql}) AS seen {condition}"
        return f"(SELECT count(*) FROM ({part} LIMIT {COUNT_UP_TO}) AS part)"  # noqa: S608 - values apart

    asked = {"conflicts": up_to(_CONFLICTS.format(seen=seen_sql, kept=kept_sql)), "all": up_to("")}
    source = ""
    if works_in_villages(actor):
        # A village's open cases are looked at once; four looks that each end at a thousand read more of them.
        counts = ", ".join(f"count(*) FILTER (WHERE {condition}) AS {name}" for name, condition in _OF_OPEN.items())
        source = f"FROM (SELECT {counts} FROM ({seen_sql}) AS seen WHERE {_OPEN}) AS open"  # noqa: S608 - values apart
        asked |= {name: f"least({name}, {COUNT_UP_TO})" for name in _OF_OPEN}
    else:
        asked |= {name: up_to(f"WHERE {_OPEN} AND {condition}") for name, condition in _OF_OPEN.items()}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(asked[name] for name in VIEWS)} {source}", values)
        return dict(zip(VIEWS, map(int, cursor.fetchone()), strict=True))


_COUNTED_BY = ("id", "state", "assigned_to", "due_on", "person_id", "family_id", "contested_at")
_CONFLICTS = """
JOIN ({kept}) AS kept ON kept.pk = seen.id WHERE seen.state <> 'CLOSED' AND (
    seen.contested_at IS NOT NULL
    OR EXISTS (SELECT FROM ({seen}) AS t WHERE t.family_id = seen.family_id AND t.state <> 'CLOSED' AND t.id <> seen.id)
    OR EXISTS (SELECT FROM ({seen}) AS t WHERE t.person_id = seen.person_id AND t.state <> 'CLOSED' AND t.id <> seen.id)
    OR EXISTS (SELECT FROM ({seen}) AS t WHERE t.person_id = ANY (desk_records_with(ARRAY[seen.person_id]))
               AND t.state <> 'CLOSED' AND t.id <> seen.id)
)"""
"""As `conflicts.in_conflict` has it."""
_OPEN = "state <> 'CLOSED'"
_OF_OPEN = {
    "mine": "assigned_to = %(me)s",
    "team": "true",
    "late": "due_on < %(today)s",
    "unmatched": "state = 'REGISTERED'",
}
"""What `_conditions` asks of each view of open cases, as SQL; "all" asks nothing."""


def cases_of(actor: Actor, kind: str, subject_id: UUID, *, limit: int = 5) -> tuple[CaseRow, ...]:
    """The newest cases about a "person" (any of their records) or a "family" that the actor may see."""
    if kind not in ("person", "family"):
        return ()
    about = Q(person_id__in=registry_queries.records_with(subject_id)) if kind == "person" else Q(family_id=subject_id)
    found = visible_to(actor).filter(about).order_by("-id")
    return _rows(actor, list(found.defer(*_SEALED)[:limit]), _today(), {})


def open_tickets_of(actor: Actor, persons: Mapping[UUID, UUID | None]) -> dict[UUID, tuple[str, ...]]:
    """Tickets of open cases about each person or their family ({person: family}), for a warning; two queries.

    Cases of records that were merged into a person are about that person.
    """
    families = {family for family in persons.values() if family}
    owner = {each: each for each in persons} | registry_queries.records_of(persons)
    about = Q(person_id__in=list(owner)) | Q(family_id__in=families)
    rows = visible_to(actor).filter(about).exclude(state="CLOSED").order_by("id")
    told = list(rows.values_list("ticket", "person_id", "family_id")[:200])
    return {
        person: tuple(
            ticket
            for ticket, about_person, about_family in told
            if (about_person is not None and owner.get(about_person) == person)
            or (family is not None and about_family == family)
        )
        for person, family in persons.items()
    }


def list_twins(actor: Actor, case_id: UUID, *, limit: int = 20) -> tuple[CaseRow, ...]:
    """Other open cases about the same person or family that the actor may see; none for a case they may not see."""
    case = visible_to(actor).filter(pk=case_id).first()
    if case is None:
        return ()
    return _rows(actor, list(open_twins(visible_to(actor), case).defer(*_SEALED)[:limit]), _today(), {})


def _today() -> date:
    return clock.local_date(clock.now(), settings.TIME_ZONE)


def _conditions(actor: Actor, view: str, today: date) -> Q:
    is_open = ~Q(state="CLOSED")
    return {
        "mine": is_open & Q(assigned_to=actor.user_id),
        "team": is_open,
        "unmatched": Q(state="REGISTERED"),
        "late": is_open & Q(due_on__lt=today),
    }.get(view, Q())


def _in_view(found: QuerySet[Case], actor: Actor, view: str, today: date) -> QuerySet[Case]:
    if view == "conflicts":
        return in_conflict(actor, found)
    return found.filter(_conditions(actor, view, today))


def _rows(actor: Actor, cases: Sequence[Any], today: date, twins: dict[UUID, tuple[str, ...]]) -> tuple[CaseRow, ...]:
    """Lines of cases, or of `_Line`s."""
    worded = cache(lambda kind, code: str(kind(code).label))
    labels = reference_queries.labels_of({case.area_code for case in cases}) if cases else {}
    return tuple(
        CaseRow(
            id=case.pk,
            ticket=case.ticket,
            concerned_name=case.concerned_name,
            reporter_name=case.reporter_name,
            area_code=case.area_code,
            area_label=labels.get(case.area_code, case.area_code),
            channel_label=worded(Channel, case.channel),
            kind_label=worded(CaseKind, case.kind),
            state=case.state,
            state_label=worded(CASE.state, case.state),
            match_label=worded(MatchResult, case.match_result),
            is_urgent=case.is_urgent,
            urgency_label=str(Urgency(case.urgency).label) if case.urgency and can_read_story(actor, case) else "",
            is_late=bool(case.due_on and case.due_on < today and case.state != "CLOSED"),
            is_classified=case.classified_at is not None,
            due_on=case.due_on,
            assigned_to_name=case.assigned_to_name,
            registered_at=case.registered_at,
            conflict=twins.get(case.pk, ()),
            is_contested=case.contested_at is not None,
        )
        for case in cases
    )
