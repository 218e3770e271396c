"""Who may change the overlap policy, and who may see who gets two things at once."""

from rangkul.platform.policy.actor import Actor
from rangkul.programmes.policies.catalogue import VIEW as VIEW_CATALOGUE
from rangkul.programmes.policies.proposals import VIEW_ENROLMENT

SET = "programmes.overlap.set"


def can_set(actor: Actor) -> bool:
    """Whether the actor may change the matrix: the head of office and whoever keeps the data."""
    return actor.is_system or actor.may(SET)


def check_can_set(actor: Actor) -> None:
    """Raise `Denied` unless the actor may change the matrix."""
    if not can_set(actor):
        actor.check_may(SET)


def check_can_view(actor: Actor) -> None:
    """Raise `Denied` unless the actor reads the catalogue; the matrix names nobody."""
    if not actor.is_system:
        actor.check_may(VIEW_CATALOGUE)


def check_can_view_holders(actor: Actor) -> None:
    """Raise `Denied` unless the actor sees who receives what; each row then only inside the actor's areas."""
    actor.check_may(VIEW_ENROLMENT)
