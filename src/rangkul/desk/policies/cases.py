"""Who may see and do what at the desk, and which cases."""

from django.db.models import QuerySet

from rangkul.desk.models import Case
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas


def visible_to(actor: Actor) -> QuerySet[Case]:
    """Cases of the actor's areas, for roles that work with cases."""
    if not actor.may("desk.case.view"):
        return Case.objects.none()
    return Case.objects.filter(inside_areas(actor))


def can_view(actor: Actor, case: Case) -> bool:
    """Whether the case is among those `visible_to` the actor."""
    return actor.may("desk.case.view") and actor.covers(case.area_code)


def check_can_view(actor: Actor, case: Case) -> None:
    """Raise `Denied` unless the actor may see the case."""
    if not can_view(actor, case):
        raise Denied(permission="desk.case.view", message="Kasus ini di luar wilayah atau tugas Anda.")


def check_can(actor: Actor, verb: str, case: Case) -> None:
    """Raise `Denied` unless the actor may `verb` ("match", "refer", "close" …) this case."""
    permission = f"desk.case.{verb}"
    actor.check_may(permission)
    if not actor.covers(case.area_code):
        raise Denied(permission=permission, message="Kasus ini di luar wilayah tugas Anda.")


def can(actor: Actor, verb: str, case: Case) -> bool:
    """Whether `check_can` passes."""
    return actor.may(f"desk.case.{verb}") and actor.covers(case.area_code)


def can_read_story(actor: Actor, case: Case) -> bool:
    """Whether the actor may read the free text and the phone number: only those who serve the citizen themselves.

    The story often tells of health and quarrels; readers such as the auditor see that there is one, not what it says.
    """
    serves = actor.may("desk.case.note") or actor.may("desk.case.handle")
    return serves and can_view(actor, case)
