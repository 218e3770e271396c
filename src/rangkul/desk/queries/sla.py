"""How cases stand with their time: one case, the lists of those at risk, late, paused or escalated, and counts."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from rangkul.desk import sla
from rangkul.desk.enums import Standing
from rangkul.desk.models import Case, Escalation
from rangkul.desk.policies import visible_to
from rangkul.desk.queries.catalogue import find_service
from rangkul.kernel import clock
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries

BOARDS = ("risk", "late", "escalated", "paused", "unknown")


def standing(case: Case, now: datetime) -> Standing:
    """How a case stands at a moment; see `rangkul.desk.sla`."""
    return sla.standing(case, now)


def in_standing(wanted: Standing, now: datetime) -> Q:
    """The condition for open cases of one standing."""
    return sla.in_standing(wanted, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRow:
    """A case as the lists of deadlines show it: nothing of its story."""

    id: UUID
    ticket: str
    concerned_name: str
    area_label: str
    service: str
    standing: Standing
    due_at: datetime | None
    paused_at: datetime | None
    assigned_to_name: str
    level: int
    told: str
    is_urgent: bool
    unknown_years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DeadlinePage:
    """One page; `next_mark` goes on after its last row, "" at the end."""

    rows: tuple[DeadlineRow, ...] = field(default_factory=tuple)
    next_mark: str = ""


def count_boards(actor: Actor, *, now: datetime | None = None) -> dict[str, int]:
    """How many open cases stand on each board, in one query."""
    moment = now or clock.now()
    return visible_to(actor).aggregate(**{name: Count("pk", filter=_board(name, moment)) for name in BOARDS})


def list_board(
    actor: Actor, board: str, *, after: str = "", limit: int = 25, now: datetime | None = None
) -> DeadlinePage:
    """One page of a board, the nearest deadline first; `after` is the mark of the page before."""
    moment = now or clock.now()
    found = _after(visible_to(actor).filter(_board(board, moment)), board, after)
    order = "paused_at" if board == "paused" else "due_at"
    cases = list(found.defer("story_cipher", "outcome_note_cipher").order_by(order, "id")[: limit + 1])
    shown = cases[:limit]
    labels = reference_queries.labels_of({each.area_code for each in shown}) if shown else {}
    told = _told(shown)
    rows = tuple(_row(each, labels, told, moment) for each in shown)
    last = shown[-1] if len(cases) > limit else None
    return DeadlinePage(rows, f"{getattr(last, order).isoformat()}~{last.pk}" if last else "")


def _board(name: str, now: datetime) -> Q:
    return {
        "risk": sla.in_standing(Standing.AT_RISK, now),
        "late": sla.in_standing(Standing.LATE, now),
        "escalated": ~Q(state="CLOSED") & Q(escalation_level__gte=2, due_at__isnull=False),
        "paused": sla.in_standing(Standing.PAUSED, now),
        "unknown": ~Q(state="CLOSED") & ~Q(unknown_years=[]) & Q(due_at__isnull=False),
    }.get(name, Q(pk__in=[]))


def _after(found: QuerySet[Case], board: str, after: str) -> QuerySet[Case]:
    moment, _, row = after.partition("~")
    try:
        at, row_id = datetime.fromisoformat(moment), UUID(row)
    except ValueError:
        return found
    if at.tzinfo is None:
        return found
    key = "paused_at" if board == "paused" else "due_at"
    return found.filter(Q(**{f"{key}__gt": at}) | Q(**{key: at, "id__gt": row_id}))


def _told(cases: list[Case]) -> dict[UUID, str]:
    """The names told last of each case, in one query."""
    rows = Escalation.objects.filter(case__in=[each.pk for each in cases]).order_by("level")
    return {each.case_id: ", ".join(each.told) for each in rows}


def _row(case: Case, labels: dict[str, str], told: dict[UUID, str], now: datetime) -> DeadlineRow:
    service = find_service(case.service_code) if case.service_code else None
    return DeadlineRow(
        id=case.pk,
        ticket=case.ticket,
        concerned_name=case.concerned_name,
        area_label=labels.get(case.area_code, case.area_code),
        service=service.name if service else "",
        standing=sla.standing(case, now),
        due_at=case.due_at,
        paused_at=case.paused_at,
        assigned_to_name=case.assigned_to_name,
        level=case.escalation_level,
        told=told.get(case.pk, ""),
        is_urgent=case.is_urgent,
        unknown_years=tuple(case.unknown_years),
    )
