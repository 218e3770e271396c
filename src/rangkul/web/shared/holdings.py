"""What a family and its people hold of any programme, gathered from the rooms that know, for one matrix on one page."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rangkul.platform.policy.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One period in one programme. `end` is the first day it no longer holds; None: still running.

    `key` names the programme across periods; "" never counts as the same programme. `person_id` None: the family's.
    `is_for_family`: the programme serves a family once, whoever in it is the holder.
    """

    key: str
    programme: str
    source: str
    person_id: UUID | None
    start: date | None
    end: date | None
    detail: str = ""
    url: str = ""
    is_own: bool = False
    is_for_family: bool = False


Provider = Callable[[Actor, UUID, Sequence[UUID]], Iterable[Holding]]

_PROVIDERS: dict[str, Provider] = {}


def register_holdings(provider: Provider) -> None:
    """Let `provider(actor, family_id, person_ids)` add to the matrix of a family; its queries must not grow with rows.

    Called from an app's `ready`; registering the same function again changes nothing.
    """
    _PROVIDERS[f"{provider.__module__}.{provider.__qualname__}"] = provider


def holdings_for(actor: Actor, family_id: UUID, person_ids: Sequence[UUID]) -> list[Holding]:
    """All that the registered rooms know, unsorted."""
    return [each for name in sorted(_PROVIDERS) for each in _PROVIDERS[name](actor, family_id, person_ids)]
