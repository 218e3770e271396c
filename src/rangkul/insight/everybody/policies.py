"""Who may have a new snapshot of everybody taken."""

from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor

REFRESH = "insight.snapshot.refresh"


def can_refresh(actor: Actor) -> bool:
    """Whether the actor may ask for a new snapshot: a role that works with figures of the whole area."""
    return actor.is_system or (actor.may(REFRESH) and bool(actor.areas))


def check_can_refresh(actor: Actor) -> None:
    """Raise `Denied` unless the actor may ask for a new snapshot."""
    if not can_refresh(actor):
        actor.check_may(REFRESH)
        raise Denied(permission=REFRESH, message="Anda belum memiliki wilayah tugas.")
