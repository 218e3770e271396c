"""Tables of delivery: cycles with their handovers, and e-warongs with what is bought there."""

from rangkul.delivery.models.cycles import Bast, Cycle, Entitlement, Handover, MealDay
from rangkul.delivery.models.ewarong import Ewarong, EwarongCover, EwarongPause, Purchase, PurchaseLine

__all__ = [
    "Bast",
    "Cycle",
    "Entitlement",
    "Ewarong",
    "EwarongCover",
    "EwarongPause",
    "Handover",
    "MealDay",
    "Purchase",
    "PurchaseLine",
]
