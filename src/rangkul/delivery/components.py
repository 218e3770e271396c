"""The component a cycle delivers, through the door of the programmes room, and which are counted by head and day."""

from typing import TYPE_CHECKING

from rangkul.delivery.errors import UnableToHandOver
from rangkul.delivery.models import Cycle
from rangkul.programmes import queries as programmes_queries
from rangkul.programmes.enums import PER_HEAD

if TYPE_CHECKING:
    from rangkul.programmes.models import Component

__all__ = ["PER_HEAD", "component_of", "is_per_head"]


def is_per_head(cycle: Cycle) -> bool:
    """Whether the cycle is delivered by head and day, from the list of residents of that day."""
    return cycle.item_unit == PER_HEAD


def component_of(cycle: Cycle) -> "Component":
    """The component with its programme. Raises `UnableToHandOver` when the catalogue has lost it."""
    component = programmes_queries.find_component(cycle.component_id)
    if component is None:
        raise UnableToHandOver("Komponen program siklus ini tidak ada lagi dalam katalog.")
    return component
