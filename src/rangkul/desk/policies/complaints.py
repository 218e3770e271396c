"""Who may see and answer which complaint: nobody whom it is about, and past their level those above them."""

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from rangkul.accounts.role import Role
from rangkul.accounts.roles import BY_CODE
from rangkul.desk.enums import Reach
from rangkul.desk.models import Complaint
from rangkul.kernel.area_code import AreaLevel
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas

VIEW = "desk.complaint.view"
OVERSEE = "desk.complaint.oversee"
INSPECT = "desk.complaint.inspect"
_REACH = {AreaLevel.VILLAGE: Reach.VILLAGE, AreaLevel.DISTRICT: Reach.DISTRICT}


def reach_of(actor: Actor) -> tuple[Reach, Reach]:
    """Between which levels a complaint's reach must lie for the actor to see it."""
    role = BY_CODE.get(actor.role)
    return _span(actor.permissions, role.level if role else AreaLevel.VILLAGE)


def may_reach(role: Role, complaint: Complaint) -> bool:
    """Whether a complaint's reach lets this role see it at all, whoever holds it."""
    least, most = _span(role.permissions, role.level)
    return least <= complaint.reach <= most


def past_named(reach: Reach, roles: Iterable[str]) -> Reach:
    """The reach past officials of these roles who are named: the head answers for the office, nobody in it for the head."""
    heads = any(OVERSEE in BY_CODE[each].permissions for each in roles if each in BY_CODE)
    return Reach.OUTSIDE if heads and reach >= Reach.HEAD else reach


def _span(permissions: Collection[str], level: AreaLevel) -> tuple[Reach, Reach]:
    """The inspectorate sees what is about the office itself and no citizen's other quarrel; the auditor sees that all exist."""
    if INSPECT in permissions:
        return (Reach.VILLAGE if OVERSEE in permissions else Reach.HEAD), Reach.OUTSIDE
    return Reach.VILLAGE, Reach.HEAD if OVERSEE in permissions else _REACH.get(level, Reach.REGENCY)


def complaints_visible_to(actor: Actor) -> QuerySet[Complaint]:
    """Complaints of the actor's areas that do not go past their level and are not about them."""
    if not actor.may(VIEW):
        return Complaint.objects.none()
    found = Complaint.objects.filter(inside_areas(actor), reach__range=reach_of(actor))
    return found.exclude(hidden_from__contains=[actor.user_id]) if actor.user_id else found


def can_view_complaint(actor: Actor, complaint: Complaint) -> bool:
    """Whether the complaint is among those `complaints_visible_to` the actor."""
    least, most = reach_of(actor)
    return (
        actor.may(VIEW)
        and actor.covers(complaint.area_code)
        and least <= complaint.reach <= most
        and (actor.user_id is None or actor.user_id not in complaint.hidden_from)
    )


def check_can_complaint(actor: Actor, verb: str, complaint: Complaint) -> None:
    """Raise `Denied` unless the actor may see the complaint and `verb` it ("take", "answer", "review", "tie", "name")."""
    permission = f"desk.complaint.{verb}"
    actor.check_may(permission)
    if not can_view_complaint(actor, complaint):
        raise Denied(permission=permission, message="Pengaduan ini di luar wilayah atau tugas Anda.")


def can_complaint(actor: Actor, verb: str, complaint: Complaint) -> bool:
    """Whether `check_can_complaint` passes."""
    return actor.may(f"desk.complaint.{verb}") and can_view_complaint(actor, complaint)


def can_read_complaint(actor: Actor, complaint: Complaint) -> bool:
    """Whether the actor may read words, names and phone: only those who answer or review."""
    return can_complaint(actor, "answer", complaint) or can_complaint(actor, "review", complaint)


def check_can_register_complaint(actor: Actor, area: str) -> None:
    """Raise `Denied` unless the actor writes down complaints of that village."""
    actor.check_may("desk.complaint.register")
    if not actor.covers(area):
        raise Denied(permission="desk.complaint.register", message="Desa ini di luar wilayah tugas Anda.")
