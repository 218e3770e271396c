"""Who may plan, visit, review and look at verivali, and which campaigns, subjects and visits."""

from django.db.models import Q, QuerySet

from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas
from rangkul.verivali.models import Campaign, Subject, Visit

VIEW = "verivali.campaign.view"
CREATE = "verivali.campaign.create"
ASSIGN = "verivali.campaign.assign"
SUBMIT = "verivali.subject.submit"
APPROVE = "verivali.subject.approve"

_OUTSIDE = "Sasaran ini di luar wilayah tugas Anda."


def visible_to(actor: Actor) -> QuerySet[Subject]:
    """Subjects in the actor's areas: all for those who watch or review; an enumerator's own for the others."""
    if actor.may(VIEW):
        return Subject.objects.filter(inside_areas(actor), _tellable(actor))
    if actor.may(SUBMIT) and actor.user_id is not None:
        own = Q(assigned_to=actor.user_id) | Q(visits__enumerator=actor.user_id)
        return Subject.objects.filter(inside_areas(actor)).filter(
            pk__in=Subject.objects.filter(own, campaign__state__in=["OPEN", "CLOSED"]).values("pk")
        )
    return Subject.objects.none()


def countable_by(actor: Actor) -> QuerySet[Subject]:
    """Subjects that count in the figures an actor may see: whole areas, nobody named."""
    return Subject.objects.filter(inside_areas(actor)) if actor.may(VIEW) else Subject.objects.none()


def _may_tell(actor: Actor) -> bool:
    """Being in some cohorts tells of health: for those who see that anyway, and for those who review."""
    return actor.may("registry.person.view_health") or actor.may(APPROVE) or actor.may(CREATE)


def _tellable(actor: Actor) -> Q:
    return Q() if _may_tell(actor) else Q(campaign__is_sensitive=False)


def can_view(actor: Actor, subject: Subject) -> bool:
    """Whether the subject is among those `visible_to` the actor."""
    if not actor.covers(subject.area_code):
        return False
    if actor.may(VIEW):
        return not subject.campaign.is_sensitive or _may_tell(actor)
    if not actor.may(SUBMIT) or actor.user_id is None or subject.campaign.state not in ("OPEN", "CLOSED"):
        return False
    return subject.assigned_to == actor.user_id or subject.visits.filter(enumerator=actor.user_id).exists()


def campaigns_visible_to(actor: Actor) -> QuerySet[Campaign]:
    """Campaigns that touch the actor's areas; for an enumerator those in which there is something for them."""
    if actor.may(VIEW):
        covering = Q(pk__in=[])
        for area in actor.areas:
            covering |= Q(area_code__in=[area, *area.ancestors])
        return Campaign.objects.filter(covering | inside_areas(actor))
    if actor.may(SUBMIT):
        return Campaign.objects.filter(pk__in=visible_to(actor).values("campaign"))
    return Campaign.objects.none()


def visits_visible_to(actor: Actor) -> QuerySet[Visit]:
    """Visits an actor may open: all of visible subjects for those who review, else the actor's own."""
    found = Visit.objects.filter(subject__in=visible_to(actor))
    if actor.may(VIEW):
        return found
    return found.filter(enumerator=actor.user_id) if actor.user_id is not None else found.none()


def can_read_answers(actor: Actor, visit: Visit) -> bool:
    """Answers, notes and corrections tell of health and quarrels: for who made the visit and who reviews it."""
    if not actor.covers(visit.subject.area_code):
        return False
    return actor.may(APPROVE) or (actor.user_id is not None and visit.enumerator == actor.user_id)


def check_can_plan(actor: Actor, verb: str, area: str) -> None:
    """Raise `Denied` unless the actor may `verb` ("create", "open", "assign" …) a campaign of that area."""
    permission = f"verivali.campaign.{verb}"
    actor.check_may(permission)
    if not actor.covers(area):
        raise Denied(permission=permission, message="Kegiatan ini mencakup wilayah di luar tugas Anda.")


def can_plan(actor: Actor, verb: str, area: str) -> bool:
    """Whether `check_can_plan` passes."""
    return actor.may(f"verivali.campaign.{verb}") and actor.covers(area)


def can_assign_in(actor: Actor, area: str) -> bool:
    """Whether the actor may divide the subjects of an area among facilitators; narrower than the campaign's is enough."""
    return actor.may(ASSIGN) and actor.covers(area)


def check_can_assign_in(actor: Actor, area: str) -> None:
    """Raise `Denied` unless `can_assign_in`."""
    actor.check_may(ASSIGN)
    if not actor.covers(area):
        raise Denied(permission=ASSIGN, message="Desa ini di luar wilayah tugas Anda.")


def can_visit(actor: Actor, subject: Subject) -> bool:
    """Whether the actor is the enumerator whom the subject is assigned to, in one of their villages."""
    return (
        actor.may(SUBMIT)
        and actor.user_id is not None
        and subject.assigned_to == actor.user_id
        and actor.covers(subject.area_code)
    )


def check_can_visit(actor: Actor, subject: Subject) -> None:
    """Raise `Denied` unless `can_visit`."""
    actor.check_may(SUBMIT)
    if not actor.covers(subject.area_code):
        raise Denied(permission=SUBMIT, message=_OUTSIDE)
    if not can_visit(actor, subject):
        raise Denied(permission=SUBMIT, message="Sasaran ini tidak dibagikan kepada Anda.")


def check_can_review(actor: Actor, verb: str, subject: Subject) -> None:
    """Raise `Denied` unless the actor may `verb` ("approve", "return", "revisit") what was found at this subject."""
    permission = f"verivali.subject.{verb}"
    actor.check_may(permission)
    if not actor.covers(subject.area_code):
        raise Denied(permission=permission, message=_OUTSIDE)


def can_review(actor: Actor, verb: str, subject: Subject) -> bool:
    """Whether `check_can_review` passes."""
    return actor.may(f"verivali.subject.{verb}") and actor.covers(subject.area_code)


def has_visited(actor: Actor, subject: Subject) -> bool:
    """Whether a visit of the actor's own waits for review: nobody reviews that."""
    waiting = subject.visits.filter(state="SUBMITTED").values_list("enumerator", flat=True)
    return actor.user_id in set(waiting)


def check_can_open_questionnaires(actor: Actor) -> None:
    """Raise `Denied` unless the actor plans, visits or watches."""
    if not (actor.may(SUBMIT) or actor.may(VIEW)):
        raise Denied(permission=VIEW, message="Peran Anda tidak bekerja dengan verivali.")
