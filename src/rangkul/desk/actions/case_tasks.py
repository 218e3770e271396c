"""Tasks of a case: given to one of the team by a day, handed to another, done or dropped."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from rangkul.desk.actions import steps
from rangkul.desk.enums import TaskState
from rangkul.desk.models import Case, Task
from rangkul.desk.policies import check_can_give_task, check_can_task
from rangkul.desk.telling import tell_official
from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action, record
from rangkul.platform.once import insert_of_form
from rangkul.platform.policy.actor import Actor


@dataclass(frozen=True, slots=True)
class NewTask:
    """What is to be done. `assigned_to` is checked by the page's list; None leaves it to the team."""

    form_key: UUID
    title: str
    due_on: date
    assigned_to: UUID | None = None
    assigned_to_name: str = ""


@action("desk.task.create")
def create_task(*, case_id: UUID, task: NewTask, by: Actor, at: datetime) -> Task:
    """Put a task on an open case; the same form twice is one task. Raises `Refused` (no words, a day gone), `Denied`."""
    case = steps.lock(case_id)
    check_can_give_task(by, case)
    known = Task.objects.filter(form_key=task.form_key, case_id=case.pk).first()
    if known is not None:
        record("desk.task.repeat", by=by, at=at, on=known, area=case.area_code)
        return known
    if case.state == "CLOSED":
        raise Refused(
            field="Kasus", value=case.ticket, expected="kasus yang belum ditutup", remedy="muat ulang halaman"
        )
    if task.due_on < clock.local_date(at, settings.TIME_ZONE):
        raise Refused(
            field="Tenggat",
            value=clock.format_date(task.due_on),
            expected="hari ini atau sesudahnya",
            remedy="pilih tanggal lain",
        )
    row = Task(
        form_key=task.form_key,
        case=case,
        title=steps.said("Tugas", task.title, least=3)[:200],
        due_on=task.due_on,
        assigned_to=task.assigned_to,
        assigned_to_name=task.assigned_to_name[:200],
        created_by=by.user_id,
        created_by_name=by.name,
        created_at=at,
    )
    insert_of_form(row)
    _tell("desk.task.create", row, case, by=by, at=at)
    _tell_receiver(row, by, at)
    return row


@action("desk.task.assign")
def assign_task(*, task_id: UUID, user_id: UUID, user_name: str, by: Actor, at: datetime) -> Task:
    """Hand an open task to somebody else of the team."""
    row, case = _open_task(task_id, "assign", by)
    row.assigned_to, row.assigned_to_name = user_id, user_name[:200]
    row.save(update_fields=["assigned_to", "assigned_to_name"])
    _tell("desk.task.assign", row, case, by=by, at=at)
    _tell_receiver(row, by, at)
    return row


@action("desk.task.done")
def finish_task(*, task_id: UUID, result: str, by: Actor, at: datetime) -> Task:
    """The task is done, with what came of it."""
    return _end("desk.task.done", task_id, TaskState.DONE, result.strip()[:300], by, at)


@action("desk.task.cancel")
def cancel_task(*, task_id: UUID, reason: str, by: Actor, at: datetime) -> Task:
    """The task is no longer wanted; the reason is kept."""
    why = steps.said("Alasan", reason, least=3, remedy="tulis mengapa tugas ini tidak perlu lagi")
    return _end("desk.task.cancel", task_id, TaskState.CANCELLED, why[:300], by, at)


def _open_task(task_id: UUID, verb: str, by: Actor) -> tuple[Task, Case]:
    row = Task.objects.select_for_update(of=("self",)).select_related("case").get(pk=task_id)
    check_can_task(by, verb, row)
    if row.state != TaskState.OPEN:
        raise Refused(
            field="Tugas",
            value=row.title,
            expected="tugas yang belum selesai",
            remedy=f"{row.ended_by_name or 'petugas lain'} sudah menutupnya",
        )
    return row, row.case


def _end(name: str, task_id: UUID, state: TaskState, result: str, by: Actor, at: datetime) -> Task:
    row, case = _open_task(task_id, name.rpartition(".")[2], by)
    row.state, row.result, row.ended_by_name, row.ended_at = state, result, by.name, at
    row.save(update_fields=["state", "result", "ended_by_name", "ended_at"])
    _tell(name, row, case, by=by, at=at, reason=result)
    return row


def _tell_receiver(row: Task, by: Actor, at: datetime) -> None:
    """Whoever got the task hears of it, unless they gave it to themselves."""
    if row.assigned_to is not None and row.assigned_to != by.user_id:
        values: dict[str, object] = {"ticket": row.case.ticket, "due": clock.format_date(row.due_on)}
        key = f"task/{row.pk}/{at.isoformat()}"
        tell_official("desk.task.assigned", row.assigned_to, values=values, case_id=row.case_id, key=key, at=at)


def _tell(name: str, row: Task, case: Case, *, by: Actor, at: datetime, reason: str = "") -> None:
    record(
        name,
        by=by,
        at=at,
        on=row,
        subjects=[("case", case.pk)],
        area=case.area_code,
        reason=reason,
        data={"ticket": case.ticket, "title": row.title, "to": row.assigned_to_name},
    )
