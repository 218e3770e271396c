"""Tasks given on cases: one's own, those of a case, one of them."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from rangkul.desk import policies
from rangkul.desk.enums import TaskState
from rangkul.desk.errors import NoSuchCase
from rangkul.desk.models import Case, Task
from rangkul.kernel import clock
from rangkul.platform.policy.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """One task of a case."""

    id: UUID
    case_id: UUID
    ticket: str
    concerned_name: str
    title: str
    due_on: date
    assigned_to: UUID | None
    assigned_to_name: str
    state: str
    state_label: str
    result: str
    created_by_name: str
    is_late: bool
    may_end: bool
    may_assign: bool


def list_my_tasks(actor: Actor, *, after: str = "", limit: int = 25) -> tuple[tuple[TaskView, ...], str]:
    """Open tasks given to the actor, the nearest day first, with the mark of the next page."""
    day = clock.local_date(clock.now(), settings.TIME_ZONE)
    found = _mine(actor).select_related("case").defer("case__story_cipher").order_by("due_on", "id")
    due, _, row = after.partition("~")
    with suppress(ValueError):
        day_of_mark, row_id = date.fromisoformat(due), UUID(row)
        found = found.filter(Q(due_on__gt=day_of_mark) | Q(due_on=day_of_mark, id__gt=row_id))
    rows = list(found[: limit + 1])
    last = rows[limit - 1] if len(rows) > limit else None
    mark = f"{last.due_on.isoformat()}~{last.pk}" if last else ""
    return tuple(_task(actor, each, day) for each in rows[:limit]), mark


def count_my_tasks(actor: Actor) -> tuple[int, int]:
    """How many open tasks the actor has, and how many of them are late."""
    day = clock.local_date(clock.now(), settings.TIME_ZONE)
    due = list(_mine(actor).values_list("due_on", flat=True)[:1000])
    return len(due), sum(each < day for each in due)


def get_task(actor: Actor, task_id: UUID) -> TaskView:
    """One task of a case the actor may see. Raises `NoSuchCase`."""
    row = policies.tasks_visible_to(actor).select_related("case").filter(pk=task_id).first()
    if row is None:
        raise NoSuchCase(task_id)
    return _task(actor, row, clock.local_date(clock.now(), settings.TIME_ZONE))


def _mine(actor: Actor) -> QuerySet[Task]:
    if actor.user_id is None:
        return Task.objects.none()
    return policies.tasks_visible_to(actor).filter(assigned_to=actor.user_id, state=TaskState.OPEN)


def tasks_of(actor: Actor, case: Case, rows: list[Task], day: date) -> tuple[TaskView, ...]:
    """The tasks (`rows`, by day) of a case that the actor may see, open ones first."""
    for each in rows:
        each.case = case
    shown = sorted(rows, key=lambda each: each.state != TaskState.OPEN)
    return tuple(_task(actor, each, day) for each in shown)


def _task(actor: Actor, row: Task, day: date) -> TaskView:
    is_open = row.state == TaskState.OPEN
    return TaskView(
        id=row.pk,
        case_id=row.case_id,
        ticket=row.case.ticket,
        concerned_name=row.case.concerned_name,
        title=row.title,
        due_on=row.due_on,
        assigned_to=row.assigned_to,
        assigned_to_name=row.assigned_to_name,
        state=row.state,
        state_label=str(TaskState(row.state).label),
        result=row.result,
        created_by_name=row.created_by_name,
        is_late=is_open and row.due_on < day,
        may_end=is_open and policies.can_task(actor, "done", row),
        may_assign=is_open and policies.can_task(actor, "assign", row),
    )
