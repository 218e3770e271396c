"""Lists of cases: mine, the team's, what waits for a match, what is late, everything; paged by keyset."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, DateField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from rangkul.desk.enums import CaseKind, Channel, MatchResult, ReferralState
from rangkul.desk.models import Case, Referral
from rangkul.desk.policies import referrals_visible_to, visible_to
from rangkul.desk.workflow import CASE
from rangkul.kernel import clock
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries

VIEWS = ("mine", "team", "unmatched", "late", "all")
NEVER = date(9999, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A case as one line of a list; nothing of its story."""

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
    is_late: bool
    due_on: date | None
    assigned_to_name: str
    registered_at: datetime


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of a list; `next_mark` continues after its last row, "" at the end."""

    rows: tuple[CaseRow, ...] = field(default_factory=tuple)
    next_mark: str = ""


def list_cases(
    actor: Actor, view: str = "all", *, state: str = "", ticket: str = "", after: str = "", limit: int = 25
) -> CasePage:
    """One page of the cases of a view that the actor may see, in four queries whatever the size.

    Views of open work come with the nearest due date first, "all" with the newest first. `ticket` is any part of a
    ticket number; `after` is the `next_mark` of the page before (an unreadable one begins anew).
    """
    today = clock.local_date(clock.now(), settings.TIME_ZONE)
    found = _in_view(visible_to(actor), actor, view, today)
    if state:
        found = found.filter(state=state)
    if ticket.strip():
        found = found.filter(ticket__icontains=ticket.strip())
    if view == "all":
        found = found.order_by("-id")
        mark = _uuid(after)
        if mark:
            found = found.filter(id__lt=mark)
    else:
        found = found.annotate(due_key=_due_key()).order_by("-is_urgent", "due_key", "id")
        found = _after_due(found, after)
    cases = list(found.defer("story_cipher", "outcome_note_cipher")[: limit + 1])
    rows = _rows(cases[:limit], today)
    return CasePage(rows, _mark(cases[limit - 1], view) if len(cases) > limit else "")


def count_views(actor: Actor) -> dict[str, int]:
    """How many cases stand in each view, in one query."""
    today = clock.local_date(clock.now(), settings.TIME_ZONE)
    return visible_to(actor).aggregate(
        mine=Count("pk", filter=_conditions(actor, "mine", today)),
        team=Count("pk", filter=_conditions(actor, "team", today)),
        unmatched=Count("pk", filter=_conditions(actor, "unmatched", today)),
        late=Count("pk", filter=_conditions(actor, "late", today)),
        all=Count("pk"),
    )


def cases_of(actor: Actor, kind: str, subject_id: UUID, *, limit: int = 5) -> tuple[CaseRow, ...]:
    """The newest cases about a "person" or a "family" that the actor may see."""
    if kind not in ("person", "family"):
        return ()
    found = visible_to(actor).filter(**{f"{kind}_id": subject_id}).order_by("-id")
    return _rows(list(found.defer("story_cipher", "outcome_note_cipher")[:limit]), _today())


def list_late_referrals(actor: Actor, *, limit: int = 5) -> tuple[int, list[Referral]]:
    """How many referrals wait for an answer beyond its day, and the oldest of them with their case and agency."""
    found = (
        referrals_visible_to(actor)
        .filter(state__in=[ReferralState.SENT, ReferralState.ACCEPTED], answer_due_on__lt=_today())
        .select_related("case", "agency")
        .order_by("answer_due_on", "id")
    )
    rows = list(found[:limit])
    return (found.count() if len(rows) == limit else len(rows)), rows


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
    return found.filter(_conditions(actor, view, today))


def _due_key() -> Any:
    return Coalesce(F("due_on"), Value(NEVER), output_field=DateField())


def _mark(case: Case, view: str) -> str:
    if view == "all":
        return str(case.pk)
    return f"{'1' if case.is_urgent else '0'}~{(case.due_on or NEVER).isoformat()}~{case.pk}"


def _after_due(found: QuerySet[Any], after: str) -> QuerySet[Any]:
    """Rows behind the mark in the order urgent first, then due day, then id."""
    parts = after.split("~")
    mark = _uuid(parts[2]) if len(parts) == 3 else None
    if mark is None:
        return found
    try:
        due = date.fromisoformat(parts[1])
    except ValueError:
        return found
    is_urgent = parts[0] == "1"
    behind = Q(is_urgent=is_urgent) & (Q(due_key__gt=due) | Q(due_key=due, id__gt=mark))
    return found.filter(behind | Q(is_urgent=False) if is_urgent else behind)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _rows(cases: list[Case], today: date) -> tuple[CaseRow, ...]:
    labels = reference_queries.labels_of({case.area_code for case in cases}) if cases else {}
    return tuple(
        CaseRow(
            id=case.pk,
            ticket=case.ticket,
            concerned_name=case.concerned_name,
            reporter_name=case.reporter_name,
            area_code=case.area_code,
            area_label=labels.get(case.area_code, case.area_code),
            channel_label=str(Channel(case.channel).label),
            kind_label=str(CaseKind(case.kind).label),
            state=case.state,
            state_label=str(CASE.state(case.state).label),
            match_label=str(MatchResult(case.match_result).label),
            is_urgent=case.is_urgent,
            is_late=bool(case.due_on and case.due_on < today and case.state != "CLOSED"),
            due_on=case.due_on,
            assigned_to_name=case.assigned_to_name,
            registered_at=case.registered_at,
        )
        for case in cases
    )
