"""Reading delivery: cycles, lists, handovers, meals, realisation."""

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
from rangkul.delivery.queries.meals import (
    MealSheet,
    SheetDay,
    double_meals,
    get_meal_day,
    list_meal_sheets,
    meal_sheet,
    meals_to_write,
)
from rangkul.delivery.queries.realisation import Realisation, realisation

__all__ = [
    "CycleView",
    "ListLine",
    "MealSheet",
    "Realisation",
    "SheetDay",
    "Village",
    "deliveries_of",
    "double_meals",
    "entitlement_page",
    "get_cycle",
    "get_entitlement",
    "get_meal_day",
    "list_basts",
    "list_cycles",
    "list_meal_sheets",
    "meal_sheet",
    "meals_to_write",
    "realisation",
    "villages_of",
]
