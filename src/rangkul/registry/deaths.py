"""What rooms above do when a death is recorded or taken back: a stay ends, a bed is free again."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from rangkul.platform.policy.actor import Actor

DeathEffect = Callable[[UUID, date, Actor, datetime], None]
_DIED: dict[str, DeathEffect] = {}
_TAKEN_BACK: dict[str, DeathEffect] = {}


def register_death(name: str, *, died: DeathEffect, taken_back: DeathEffect) -> None:
    """Call `died(person_id, died_on, by, at)` inside the action that records a death, `taken_back` when it was wrong.

    Called from an app's `ready`; the same name again replaces the pair. The actor's own wall stands: what they can't
    see stays, and a room's hourly work finds it.
    """
    _DIED[name], _TAKEN_BACK[name] = died, taken_back


def tell_died(person_id: UUID, died_on: date, *, by: Actor, at: datetime) -> None:
    """Everything that follows from a death in the rooms above."""
    for _name, effect in sorted(_DIED.items()):
        effect(person_id, died_on, by, at)


def tell_taken_back(person_id: UUID, died_on: date, *, by: Actor, at: datetime) -> None:
    """Everything that follows when a death turns out wrong."""
    for _name, effect in sorted(_TAKEN_BACK.items()):
        effect(person_id, died_on, by, at)
