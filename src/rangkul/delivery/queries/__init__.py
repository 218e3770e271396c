"""Reading delivery: cycles, lists, handovers, meals, realisation."""

from rangkul.delivery.queries.baskets import Basket, baskets
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
from rangkul.delivery.queries.ewarong import (
    EwarongRow,
    EwarongView,
    PurchasePage,
    count_against,
    ewarongs_serving,
    get_ewarong,
    get_purchase,
    list_ewarongs,
    list_purchases,
    open_decree,
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
    "Basket",
    "CycleView",
    "EwarongRow",
    "EwarongView",
    "ListLine",
    "MealSheet",
    "PurchasePage",
    "Realisation",
    "SheetDay",
    "Village",
    "baskets",
    "count_against",
    "deliveries_of",
    "double_meals",
    "entitlement_page",
    "ewarongs_serving",
    "get_cycle",
    "get_entitlement",
    "get_ewarong",
    "get_meal_day",
    "get_purchase",
    "list_basts",
    "list_cycles",
    "list_ewarongs",
    "list_meal_sheets",
    "list_purchases",
    "meal_sheet",
    "meals_to_write",
    "open_decree",
    "realisation",
    "villages_of",
]
