"""Who may see what an aid changed, and who may measure it."""

from django.db.models import QuerySet

from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.models import Enrolment, Outcome
from rangkul.programmes.policies import proposals

RECORD = "programmes.outcome.record"


def visible_to(actor: Actor) -> QuerySet[Outcome]:
    """Outcomes of the enrolments the actor may see."""
    return Outcome.objects.filter(enrolment__in=proposals.enrolments_visible_to(actor))


def can_record(actor: Actor, enrolment: Enrolment) -> bool:
    """Whether the actor may measure this enrolment: in the area, and an officer of a division only its own programmes."""
    return (
        actor.may(RECORD)
        and proposals.can_view_enrolment(actor, enrolment)
        and (proposals.can_end_enrolment(actor, enrolment) or not actor.may(proposals.END_ENROLMENT))
    )


def check_can_record(actor: Actor, enrolment: Enrolment) -> None:
    """Raise `Denied` unless the actor may measure this enrolment."""
    actor.check_may(RECORD)
    if not can_record(actor, enrolment):
        raise Denied(
            permission=RECORD, message="Peserta ini di luar wilayah tugas Anda, atau programnya dijalankan bidang lain."
        )
