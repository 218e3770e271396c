"""Who may decide, work on tasks and read confidential notes of a case; what somebody may do in another's name."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from rangkul.accounts import queries as accounts_queries
from rangkul.desk.enums import DecisionLevel
from rangkul.desk.models import Case, Task
from rangkul.desk.policies.cases import visible_to
from rangkul.kernel.errors import Denied
from rangkul.organisation import queries as organisation_queries
from rangkul.platform.policy.actor import Actor

DECIDE = "desk.case.decide"
DECIDE_OFFICE = "desk.case.decide_office"
CONFIDENTIAL_READ = "desk.confidential.read"
CONFIDENTIAL_WRITE = "desk.confidential.write"


@dataclass(frozen=True, slots=True)
class Authority:
    """By what right somebody decides: one's own, or somebody's who delegated the duty (then `position` is named)."""

    user_id: UUID | None
    delegation_id: UUID | None = None
    giver_id: UUID | None = None
    giver_name: str = ""
    position: str = ""


def permission_to_decide(level: str) -> str:
    """The permission that a decision of this level needs."""
    return DECIDE_OFFICE if level == DecisionLevel.OFFICE else DECIDE


def find_authority(actor: Actor, case: Case, *, on: date) -> Authority | None:
    """By what right the actor decides this case on a day; None when there is none.

    One's own right comes first. A delegation counts only while its giver still holds a duty with that right over the
    case's area, and only inside the receiver's own areas: nobody sees more by it.
    """
    permission = permission_to_decide(case.decision_level)
    if not actor.covers(case.area_code) or not actor.may("desk.case.view"):
        return None
    if actor.may(permission):
        return Authority(actor.user_id)
    for each in organisation_queries.delegations_to(actor.user_id, on=on):
        giver = accounts_queries.find_duty_in_force(each.duty_id, on=on)
        if giver is not None and giver.may(permission) and giver.covers(case.area_code):
            return Authority(actor.user_id, each.pk, each.giver_id, each.giver_name, each.position)
    return None


def check_can_decide(actor: Actor, case: Case, *, on: date) -> Authority:
    """`find_authority`, or `Denied` saying who decides."""
    found = find_authority(actor, case, on=on)
    if found is None:
        who = "kabupaten/kota" if case.decision_level == DecisionLevel.OFFICE else "koordinator Puskesos"
        raise Denied(
            permission=permission_to_decide(case.decision_level),
            message=f"Yang menetapkan kasus ini: {who}, atau petugas yang menerima delegasinya.",
        )
    return found


def tasks_visible_to(actor: Actor) -> QuerySet[Task]:
    """Tasks of the cases the actor may see."""
    return Task.objects.filter(case__in=visible_to(actor))


def check_can_task(actor: Actor, verb: str, task: Task) -> None:
    """Raise `Denied` unless the actor may "assign", "done" or "cancel" this task.

    Whoever it was given to may end it; others need the right to give tasks.
    """
    if not can_task(actor, verb, task):
        raise Denied(
            permission=f"desk.task.{verb}", message="Tugas ini bukan milik Anda, atau di luar wilayah tugas Anda."
        )


def can_task(actor: Actor, verb: str, task: Task) -> bool:
    """Whether `check_can_task` passes."""
    if not actor.may("desk.case.view") or not actor.covers(task.case.area_code):
        return False
    is_own = actor.user_id is not None and task.assigned_to == actor.user_id
    return actor.may("desk.task.create") or (is_own and verb in ("done", "cancel"))


def can_give_task(actor: Actor, case: Case) -> bool:
    """Whether the actor may put a task on this case."""
    return actor.may("desk.task.create") and actor.covers(case.area_code)


def check_can_give_task(actor: Actor, case: Case) -> None:
    """Raise `Denied` unless `can_give_task`."""
    actor.check_may("desk.task.create")
    if not actor.covers(case.area_code):
        raise Denied(permission="desk.task.create", message="Kasus ini di luar wilayah tugas Anda.")


def can_confidential(actor: Actor, verb: str, case: Case) -> bool:
    """Whether the actor may "read" or "write" confidential notes of this case."""
    return actor.may(f"desk.confidential.{verb}") and actor.may("desk.case.view") and actor.covers(case.area_code)


def check_can_confidential(actor: Actor, verb: str, case: Case) -> None:
    """Raise `Denied` unless `can_confidential`."""
    if not can_confidential(actor, verb, case):
        raise Denied(
            permission=f"desk.confidential.{verb}",
            message="Catatan rahasia hanya untuk petugas yang diberi wewenang, di wilayah tugasnya.",
        )
