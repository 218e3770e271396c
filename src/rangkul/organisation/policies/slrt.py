"""Who may see and change the people of SLRT and the rollout: figures and names of officers, nobody of the registry."""

from django.db.models import QuerySet

from rangkul.kernel.errors import Denied
from rangkul.organisation.models import Office, SlrtOfficer
from rangkul.platform.policy.actor import Actor

VIEW_SLRT = "organisation.slrt.view"
CHANGE_SLRT = "organisation.slrt.change"
VIEW_ROLLOUT = "organisation.rollout.view"
CHANGE_ROLLOUT = "organisation.rollout.change"


def officers_visible_to(actor: Actor) -> QuerySet[SlrtOfficer]:
    """Everybody of SLRT for roles that see its chart: the chart of an office is seen whole."""
    if not actor.may(VIEW_SLRT):
        return SlrtOfficer.objects.none()
    return SlrtOfficer.objects.all()


def can_change_slrt(actor: Actor, office: Office) -> bool:
    """Whether `check_can_change_slrt` passes."""
    return actor.may(CHANGE_SLRT) and actor.covers(office.area_code)


def check_can_change_slrt(actor: Actor, office: Office) -> None:
    """Raise `Denied` unless the actor changes SLRT and has the whole office's area."""
    actor.check_may(CHANGE_SLRT)
    if not actor.covers(office.area_code):
        raise Denied(permission=CHANGE_SLRT, message="Bagan SLRT diubah oleh yang bertugas di seluruh kabupaten/kota.")


def can_change_rollout(actor: Actor, office: Office) -> bool:
    """Whether `check_can_change_rollout` passes."""
    return actor.may(CHANGE_ROLLOUT) and actor.covers(office.area_code)


def check_can_change_rollout(actor: Actor, office: Office) -> None:
    """Raise `Denied` unless the actor sets targets and has the whole office's area."""
    actor.check_may(CHANGE_ROLLOUT)
    if not actor.covers(office.area_code):
        raise Denied(permission=CHANGE_ROLLOUT, message="Target ditetapkan untuk seluruh kabupaten/kota.")
