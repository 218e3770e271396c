"""Whether a reader still sees what a message is about: things move to other officials, messages stay where they were put.

Asked when the bell is read, not when the thing moves: a case given to another village, a complaint that went past the
reader, an end of the reader's own duty and a merge are all found alike, and what comes back is told again.
"""

from collections.abc import Callable, Collection, Iterable
from uuid import UUID

from rangkul.platform.outbox.models import Message
from rangkul.platform.policy.actor import Actor

type Seen = Callable[[Actor, Collection[UUID]], Iterable[UUID]]
"""Which of these ids the actor may open."""
_SEEN: dict[str, Seen] = {}


def register_sight(kind: str, seen: Seen) -> None:
    """Declare, in the room's `apps.ready`, how it is found out whether messages about `kind` still lead anywhere."""
    _SEEN[kind] = seen


def out_of_sight(actor: Actor, messages: Collection[Message]) -> set[UUID]:
    """Ids of the messages about something that the actor may not open any more; one query a kind.

    A kind that nobody declared is taken to be in sight.
    """
    gone: set[UUID] = set()
    for kind in {each.about_kind for each in messages} & _SEEN.keys():
        about = [each for each in messages if each.about_kind == kind]
        seen = set(_SEEN[kind](actor, {each.about_id for each in about}))
        gone |= {each.pk for each in about if each.about_id not in seen}
    return gone
