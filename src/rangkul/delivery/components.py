"""The component a cycle delivers, through the door of the programmes room."""

from typing import TYPE_CHECKING

from rangkul.delivery.errors import UnableToHandOver
from rangkul.delivery.models import Cycle
from rangkul.programmes import queries as programmes_queries

if TYPE_CHECKING:
    from rangkul.programmes.models import Component


def component_of(cycle: Cycle) -> "Component":
    """The component with its programme. Raises `UnableToHandOver` when the catalogue has lost it."""
    component = programmes_queries.find_component(cycle.component_id)
    if component is None:
        raise UnableToHandOver("Komponen program siklus ini tidak ada lagi dalam katalog.")
    return component
