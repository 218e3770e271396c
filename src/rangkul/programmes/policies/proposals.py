"""Who may see proposals and enrolments, who may move a batch on, and whose eyes are still fresh (four eyes)."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.kernel.errors import Denied
from rangkul.platform.audit import queries as audit_queries
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas
from rangkul.programmes.models import Component, Enrolment, ProposalBatch, ProposalLine

VIEW = "programmes.proposal.view"
VIEW_ENROLMENT = "programmes.enrolment.view"
CREATE = "programmes.proposal.create"
RETURN = "programmes.proposal.return"
END_ENROLMENT = "programmes.enrolment.end"
PROPOSE_CASE = "desk.case.propose"

_LADDER = (CREATE, "programmes.proposal.check", "programmes.proposal.verify", "programmes.proposal.decide")
_SEES_SENSITIVE = ("registry.person.view_health", "audit.trail.view", *_LADDER)


@dataclass(frozen=True, slots=True)
class Step:
    """What a step asks of the actor: a permission, the programme's own division, fresh eyes against earlier steps."""

    permission: str
    own_division: bool = False
    not_after: tuple[str, ...] = ()


STEPS: Mapping[str, Step] = {
    "add_line": Step("programmes.proposal.add_line"),
    "remove_line": Step("programmes.proposal.remove_line"),
    "submit": Step("programmes.proposal.submit"),
    "withdraw": Step("programmes.proposal.withdraw"),
    "check": Step("programmes.proposal.check", not_after=("create", "submit")),
    "verify": Step("programmes.proposal.verify", own_division=True, not_after=("create", "submit", "check")),
    "refuse_line": Step("programmes.proposal.refuse_line", own_division=True),
    "decide": Step("programmes.proposal.decide", own_division=True, not_after=("create", "submit", "check", "verify")),
}
"""Every step on a batch but "return", which belongs to whoever would take the next step forward."""

FORWARD = {"SUBMITTED": "check", "CHECKED": "verify", "VERIFIED": "decide"}
"""The step that takes a batch on from a state; the same official may return it instead."""


def visible_to(actor: Actor) -> QuerySet[ProposalBatch]:
    """Batches of the actor's areas; those of sensitive components only for who works with them."""
    if not actor.may(VIEW):
        return ProposalBatch.objects.none()
    return ProposalBatch.objects.filter(inside_areas(actor), _about_components(actor))


def can_view_batch(actor: Actor, batch: ProposalBatch) -> bool:
    """Whether `batch in visible_to(actor)`."""
    return actor.may(VIEW) and actor.covers(batch.area_code) and _may_know(actor, batch.component)


def check_can_view_batch(actor: Actor, batch: ProposalBatch) -> None:
    """Raise `Denied` unless the actor may see this batch."""
    if not can_view_batch(actor, batch):
        raise _outside(VIEW)


def enrolments_visible_to(actor: Actor) -> QuerySet[Enrolment]:
    """Enrolments of the actor's areas; those of sensitive components only for who works with them."""
    if not actor.may(VIEW_ENROLMENT):
        return Enrolment.objects.none()
    return Enrolment.objects.filter(inside_areas(actor), _about_components(actor))


def can_view_enrolment(actor: Actor, enrolment: Enrolment) -> bool:
    """Whether `enrolment in enrolments_visible_to(actor)`."""
    return actor.may(VIEW_ENROLMENT) and actor.covers(enrolment.area_code) and _may_know(actor, enrolment.component)


def can_create_batch(actor: Actor, area: str) -> bool:
    """Whether the actor may open a batch for the village `area`."""
    return actor.may(CREATE) and AreaCode.parse(area).level == AreaLevel.VILLAGE and actor.covers(area)


def check_can_create_batch(actor: Actor, area: str) -> None:
    """Raise `Denied` unless the actor proposes for this village."""
    actor.check_may(CREATE)
    if not can_create_batch(actor, area):
        raise _outside(CREATE)


def can_propose_from_case(actor: Actor, area: str) -> bool:
    """Whether the actor may put somebody of `area` from a desk case into the village's draft."""
    return actor.may(PROPOSE_CASE) and actor.covers(area)


def check_can_propose_from_case(actor: Actor, area: str) -> None:
    """Raise `Denied` unless the actor handles cases of this village."""
    actor.check_may(PROPOSE_CASE)
    if not can_propose_from_case(actor, area):
        raise _outside(PROPOSE_CASE)


def can_move(actor: Actor, batch: ProposalBatch, step: str) -> bool:
    """Whether `check_can_move` would let the actor pass. The state of the batch is not looked at (but for "return")."""
    return _why_not(actor, batch, step) is None


def check_can_move(actor: Actor, batch: ProposalBatch, step: str) -> None:
    """Raise `Denied` unless the actor may take `step` on this batch: role, area, division of the programme, four eyes.

    Four eyes (ASVS 2.3.5): whoever created or submitted does not check, whoever checked does not verify, whoever
    verified does not decide; also when one user holds several duties.
    """
    denied = _why_not(actor, batch, step)
    if denied is not None:
        raise denied


def can_end_enrolment(actor: Actor, enrolment: Enrolment) -> bool:
    """Whether the actor may strike this enrolment off: an officer of the programme's division."""
    return (
        actor.may(END_ENROLMENT)
        and actor.covers(enrolment.area_code)
        and _runs(actor, enrolment.component)
        and _may_know(actor, enrolment.component)
    )


def check_can_end_enrolment(actor: Actor, enrolment: Enrolment) -> None:
    """Raise `Denied` unless the actor may strike this enrolment off."""
    actor.check_may(END_ENROLMENT)
    if not actor.covers(enrolment.area_code):
        raise _outside(END_ENROLMENT)
    if not can_end_enrolment(actor, enrolment):
        raise _other_division(END_ENROLMENT)


def turn_of(actor: Actor) -> Q:
    """Batches that wait for this actor: drafts of the village, submitted ones of the kecamatan, and so on.

    Leaves out the four eyes, which need the trail of each batch; the page of the batch says it.
    """
    turn = Q(pk__in=[])
    if actor.may(CREATE):
        turn |= Q(state__in=("DRAFT", "RETURNED"))
    for state, step in FORWARD.items():
        if not actor.may(STEPS[step].permission):
            continue
        own = Q(component__programme__division_id=actor.division_id)
        turn |= Q(state=state) & (own if _needs_division(actor, STEPS[step]) else Q())
    return turn


def _why_not(actor: Actor, batch: ProposalBatch, step: str) -> Denied | None:
    if step == "return":
        return _why_not_return(actor, batch)
    rule = STEPS[step]
    if not actor.may(rule.permission):
        return Denied(permission=rule.permission, message=_("Peran Anda tidak berwenang untuk tindakan ini."))
    if not actor.covers(batch.area_code) or not _may_know(actor, batch.component):
        return _outside(rule.permission)
    if _needs_division(actor, rule) and not _runs(actor, batch.component):
        return _other_division(rule.permission)
    if rule.not_after and actor.user_id in _hands_on(batch, rule.not_after):
        message = _(
            "Anda sudah bertindak pada tahap sebelumnya. Langkah ini harus dilakukan petugas lain (empat mata)."
        )
        return Denied(permission=rule.permission, message=message)
    return None


def _why_not_return(actor: Actor, batch: ProposalBatch) -> Denied | None:
    if batch.is_move_up:
        message = _("Kenaikan dari daftar tunggu tidak dikembalikan ke desa; tolak per nama dengan alasannya.")
        return Denied(permission=RETURN, message=message)
    if not actor.may(RETURN):
        return Denied(permission=RETURN, message=_("Peran Anda tidak berwenang untuk tindakan ini."))
    forward = FORWARD.get(batch.state)
    if forward is None:
        # The state itself forbids it and says so better (UnableToMove).
        return None if actor.covers(batch.area_code) else _outside(RETURN)
    rule = STEPS[forward]
    if not actor.may(rule.permission):
        message = _("Usulan ini sedang di meja petugas lain; hanya petugas itu yang dapat mengembalikannya.")
        return Denied(permission=RETURN, message=message)
    if not actor.covers(batch.area_code) or not _may_know(actor, batch.component):
        return _outside(RETURN)
    if _needs_division(actor, rule) and not _runs(actor, batch.component):
        return _other_division(RETURN)
    return None


def _hands_on(batch: ProposalBatch, steps: tuple[str, ...]) -> set[UUID]:
    """Users who took one of `steps` on the batch, in any of its rounds."""
    names = [f"programmes.proposal.{step}" for step in steps]
    about = [("proposal", each) for each in (batch.pk, *_origins(batch))]
    trail = audit_queries.list_events_about(about).filter(name__in=names)
    hands = {user for user in trail.values_list("actor_id", flat=True) if user is not None}
    own = {"create": batch.created_by, "verify": batch.verified_by}
    return hands | {user for step, user in own.items() if step in steps and user is not None}


def _origins(batch: ProposalBatch) -> list[UUID]:
    """The batches in which those who move up were proposed: whoever had a hand there does not decide here either."""
    if not batch.is_move_up:
        return []
    waited = ProposalLine.objects.filter(batch=batch, waited_as__isnull=False).order_by()
    return list(waited.values_list("waited_as__batch_id", flat=True).distinct())


def _needs_division(actor: Actor, rule: Step) -> bool:
    """The head of office stands above the divisions; everybody else works for one."""
    return rule.own_division and not actor.may("programmes.decree.sign")


def _runs(actor: Actor, component: Component) -> bool:
    division = component.programme.division_id
    return division is not None and actor.division_id == division


def _may_know(actor: Actor, component: Component) -> bool:
    if not component.is_sensitive:
        return True
    if actor.division_id is not None and not _runs(actor, component):
        return False
    return any(actor.may(permission) for permission in _SEES_SENSITIVE)


def _about_components(actor: Actor) -> Q:
    """The same as `_may_know`, as a condition."""
    plain = Q(component__is_sensitive=False)
    if not any(actor.may(permission) for permission in _SEES_SENSITIVE):
        return plain
    if actor.division_id is None:
        return Q()
    return plain | Q(component__programme__division_id=actor.division_id)


def _outside(permission: str) -> Denied:
    return Denied(permission=permission, message=_("Usulan atau peserta ini berada di luar wilayah tugas Anda."))


def _other_division(permission: str) -> Denied:
    return Denied(
        permission=permission, message=_("Program ini dijalankan bidang lain; hanya petugas bidang itu yang berwenang.")
    )
