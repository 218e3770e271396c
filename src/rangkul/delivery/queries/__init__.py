"""Reading delivery: cycles, lists, handovers, realisation."""

from rangkul.delivery.queries.cycles import CycleView, get_cycle, list_cycles
from rangkul.delivery.queries.entitlements import (
    ListLine,
    Village,
    deliveries_of,
    entitlement_page,
    get_entitlement,
    list_basts,
    villages_of,
)
from rangkul.delivery.queries.realisation import Realisation, realisation

__all__ = [
    "CycleView",
    "ListLine",
    "Realisation",
    "Village",
    "deliveries_of",
    "entitlement_page",
    "get_cycle",
    "get_entitlement",
    "list_basts",
    "list_cycles",
    "realisation",
    "villages_of",
]
