"""Who may see a referral and who may take which step of it: the desk that sent it, the receiver, the holder of a link."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from rangkul.desk.models import Case, Referral
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas

LINK_ROLE = "AGENCY"
RECEIVE = "desk.referral.receive"
_OUTSIDE = "Rujukan ini di luar wilayah atau tugas Anda."


def referrals_visible_to(actor: Actor) -> QuerySet[Referral]:
    """Referrals of the cases the actor may see, and those sent to the actor's own role in their areas."""
    # A referral carries its case's village: asking for that is one index instead of every case of the area.
    sees_cases = actor.may("desk.referral.view") and actor.may("desk.case.view")
    sent = inside_areas(actor) if sees_cases else Q(pk__in=[])
    return Referral.objects.filter(sent | _to(actor))


def incoming_for(actor: Actor) -> QuerySet[Referral]:
    """Referrals sent to the actor's role in the actor's areas."""
    return Referral.objects.filter(_to(actor))


def _to(actor: Actor) -> Q:
    if not actor.may(RECEIVE):
        return Q(pk__in=[])
    return Q(to_role=actor.role) & inside_areas(actor, "to_area_code")


def check_can_referral(actor: Actor, verb: str, case: Case) -> None:
    """Raise `Denied` unless the actor may "send", "answer" or "link" a referral of this case."""
    permission = f"desk.referral.{verb}"
    actor.check_may(permission)
    if not actor.covers(case.area_code):
        raise Denied(permission=permission, message="Kasus ini di luar wilayah tugas Anda.")


def can_referral(actor: Actor, verb: str, case: Case) -> bool:
    """Whether `check_can_referral` passes."""
    return actor.may(f"desk.referral.{verb}") and actor.covers(case.area_code)


def is_desk_of(actor: Actor, referral: Referral) -> bool:
    """Whether the actor works at the desk that sent the referral."""
    return actor.may("desk.referral.answer") and actor.covers(referral.area_code)


def is_receiver(actor: Actor, referral: Referral) -> bool:
    """Whether the referral was sent to the actor's role in one of the actor's areas."""
    return bool(
        actor.may(RECEIVE)
        and referral.to_area_code
        and referral.to_role == actor.role
        and actor.covers(referral.to_area_code)
    )


def holder_of_link(referral_id: UUID, *, name: str, area: str, purpose: str) -> Actor:
    """Somebody of an agency who opened a link in force with its code: may answer this referral and nothing else."""
    return Actor(
        user_id=None,
        name=name,
        role=LINK_ROLE,
        permissions=frozenset({_by_link(referral_id)}),
        areas=(AreaCode.parse(area),),
        purpose=purpose,
    )


def holds_link(actor: Actor, referral: Referral) -> bool:
    """Whether the actor came by the link to this referral."""
    return actor.may(_by_link(referral.pk))


def check_can_take_answer(actor: Actor, referral: Referral) -> None:
    """Raise `Denied` unless the actor may write down the receiver's answer: the desk, the receiver, or by the link."""
    if not (is_desk_of(actor, referral) or is_receiver(actor, referral) or holds_link(actor, referral)):
        raise Denied(permission="desk.referral.answer", message=_OUTSIDE)


def check_can_serve(actor: Actor, referral: Referral, verb: str = "answer") -> None:
    """Raise `Denied` unless the actor may do the desk's part ("answer", "link") of this referral."""
    permission = f"desk.referral.{verb}"
    actor.check_may(permission)
    if not actor.covers(referral.area_code):
        raise Denied(permission=permission, message=_OUTSIDE)


def is_in_force(*, expires_at: datetime, revoked_at: datetime | None, now: datetime) -> bool:
    """Whether a link with these moments opens anything now."""
    return revoked_at is None and now < expires_at


def _by_link(referral_id: UUID) -> str:
    return f"desk.referral.by_link:{referral_id}"
