"""Who may see candidates and removal batches, run lists, move a batch on, and take a striking-off back."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.kernel.errors import Denied
from rangkul.platform.audit import queries as audit_queries
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas
from rangkul.programmes.enums import ProposeReason
from rangkul.programmes.models import Candidate, CandidateRun, Component, RemovalBatch, RemovalLine
from rangkul.programmes.policies.catalogue import can_view_health
from rangkul.programmes.policies.proposals import CREATE, FORWARD, RETURN, STEPS, VIEW, VIEW_ENROLMENT, Step

RUN = "programmes.candidate.run"
REINSTATE = "programmes.removal.reinstate"


def runs_visible_to(actor: Actor) -> QuerySet[CandidateRun]:
    """Runs over an area that holds or lies in the actor's areas; the rows name nobody."""
    if not actor.may(VIEW_ENROLMENT):
        return CandidateRun.objects.none()
    above = {str(each) for area in actor.areas for each in (area, *area.ancestors)}
    return CandidateRun.objects.filter(Q(area_code__in=above) | inside_areas(actor))


def candidates_visible_to(actor: Actor) -> QuerySet[Candidate]:
    """Candidates of the actor's areas; what tells of health only with the right to see it (R008)."""
    if not actor.may(VIEW_ENROLMENT):
        return Candidate.objects.none()
    found = Candidate.objects.filter(inside_areas(actor))
    if can_view_health(actor):
        return found
    return found.exclude(enrolment__component__is_sensitive=True).exclude(reason=ProposeReason.NO_PBI)


def can_run(actor: Actor, area: str) -> bool:
    """Whether the actor may have the lists of an area made."""
    return actor.may(RUN) and actor.covers(area)


def check_can_run(actor: Actor, area: str) -> None:
    """Raise `Denied` unless the actor may have the lists of this area made."""
    actor.check_may(RUN)
    if not actor.covers(area):
        raise _outside(RUN)


def visible_to(actor: Actor) -> QuerySet[RemovalBatch]:
    """Removal batches of the actor's areas; those of sensitive components only with the right to see health."""
    if not actor.may(VIEW):
        return RemovalBatch.objects.none()
    found = RemovalBatch.objects.filter(inside_areas(actor))
    return found if can_view_health(actor) else found.exclude(component__is_sensitive=True)


def can_view_batch(actor: Actor, batch: RemovalBatch) -> bool:
    """Whether `batch in visible_to(actor)`."""
    return actor.may(VIEW) and actor.covers(batch.area_code) and _may_know(actor, batch)


def can_create_batch(actor: Actor, area: str) -> bool:
    """Whether the actor may open a removal batch for the village `area`."""
    return actor.may(CREATE) and AreaCode.parse(area).level == AreaLevel.VILLAGE and actor.covers(area)


def check_can_create_batch(actor: Actor, area: str) -> None:
    """Raise `Denied` unless the actor proposes for this village."""
    actor.check_may(CREATE)
    if not can_create_batch(actor, area):
        raise _outside(CREATE)


def can_move(actor: Actor, batch: RemovalBatch, step: str) -> bool:
    """Whether `check_can_move` would let the actor pass; the state is not looked at (but for "return")."""
    return _why_not(actor, batch, step) is None


def check_can_move(actor: Actor, batch: RemovalBatch, step: str) -> None:
    """Raise `Denied` unless the actor may take `step`: the same role, area, division and four eyes as for a proposal.

    A list of an outside programme belongs to no division of the office: any division's officer verifies it.
    """
    denied = _why_not(actor, batch, step)
    if denied is not None:
        raise denied


def can_reinstate(actor: Actor, line: RemovalLine) -> bool:
    """Whether the actor may take a striking-off back: who decides, and had no hand in the batch before the decision."""
    batch = line.batch
    return (
        actor.may(REINSTATE)
        and can_view_batch(actor, batch)
        and _runs(actor, batch.component)
        and actor.user_id not in _hands_on(batch, ("create", "submit", "check", "verify"))
    )


def check_can_reinstate(actor: Actor, line: RemovalLine) -> None:
    """Raise `Denied` unless the actor may take this striking-off back."""
    actor.check_may(REINSTATE)
    if not actor.covers(line.batch.area_code):
        raise _outside(REINSTATE)
    if not can_reinstate(actor, line):
        raise _other(REINSTATE)


def turn_of(actor: Actor) -> Q:
    """Batches that wait for this actor."""
    turn = Q(pk__in=[])
    if actor.may(CREATE):
        turn |= Q(state__in=("DRAFT", "RETURNED"))
    for state, step in FORWARD.items():
        if actor.may(STEPS[step].permission):
            own = Q(component__isnull=True) | Q(component__programme__division_id=actor.division_id)
            turn |= Q(state=state) & (own if _needs_division(actor, STEPS[step]) else Q())
    return turn


def _why_not(actor: Actor, batch: RemovalBatch, step: str) -> Denied | None:
    permission = RETURN if step == "return" else STEPS[step].permission
    if not actor.may(permission):
        return Denied(permission=permission, message=_("Peran Anda tidak berwenang untuk tindakan ini."))
    if not can_view_batch(actor, batch):
        return _outside(permission)
    if step == "return":
        forward = FORWARD.get(batch.state)
        # A state from which nothing returns says so itself (UnableToMove).
        return _why_not(actor, batch, forward) if forward is not None else None
    rule = STEPS[step]
    if _needs_division(actor, rule) and not _runs(actor, batch.component):
        return _other(permission)
    if rule.not_after and actor.user_id in _hands_on(batch, rule.not_after):
        message = _(
            "Anda sudah bertindak pada tahap sebelumnya. Langkah ini harus dilakukan petugas lain (empat mata)."
        )
        return Denied(permission=permission, message=message)
    return None


def _hands_on(batch: RemovalBatch, steps: tuple[str, ...]) -> set[UUID]:
    names = [f"programmes.removal.{step}" for step in steps]
    trail = audit_queries.list_events_about([("removal", batch.pk)]).filter(name__in=names)
    hands = {user for user in trail.values_list("actor_id", flat=True) if user is not None}
    return hands | ({batch.created_by} if "create" in steps and batch.created_by is not None else set())


def _needs_division(actor: Actor, rule: Step) -> bool:
    return rule.own_division and not actor.may("programmes.decree.sign")


def _runs(actor: Actor, component: Component | None) -> bool:
    if component is None or actor.may("programmes.decree.sign"):
        return True
    return component.programme.division_id is not None and actor.division_id == component.programme.division_id


def _may_know(actor: Actor, batch: RemovalBatch) -> bool:
    return batch.component is None or not batch.component.is_sensitive or can_view_health(actor)


def _outside(permission: str) -> Denied:
    return Denied(permission=permission, message=_("Usulan atau peserta ini berada di luar wilayah tugas Anda."))


def _other(permission: str) -> Denied:
    return Denied(
        permission=permission, message=_("Program ini dijalankan bidang lain; hanya petugas bidang itu yang berwenang.")
    )
