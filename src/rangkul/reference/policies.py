"""Who may change reference data: the operator of the machine, and for the calendar those who keep it."""

from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor

LOAD_SHAPES = "reference.shape.load"
CALENDAR = "reference.calendar.change"


def check_can_load_shapes(actor: Actor) -> None:
    """Raise `Denied` unless the program itself acts, asked by its operator."""
    if not actor.is_system:
        raise Denied(
            permission=LOAD_SHAPES, message="Batas wilayah dimuat oleh pengelola mesin lewat `rangkul boundaries`."
        )


def check_can_change_calendar(actor: Actor) -> None:
    """Raise `Denied` unless the actor keeps the office's calendar of days off and hours."""
    actor.check_may(CALENDAR)


def can_change_calendar(actor: Actor) -> bool:
    """Whether `check_can_change_calendar` passes."""
    return actor.may(CALENDAR)
