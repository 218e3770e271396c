"""What can be done in delivery: one verb a file."""

from rangkul.delivery.actions.create_cycle import create_cycle
from rangkul.delivery.actions.freeze_cycle import freeze_cycle
from rangkul.delivery.actions.issue_bast import issue_bast
from rangkul.delivery.actions.move_cycle import approve_cycle, close_cycle, open_cycle
from rangkul.delivery.actions.record_handover import HandoverForm, record_handover
from rangkul.delivery.actions.record_meal_day import record_meal_day, void_meal_day
from rangkul.delivery.actions.void_handover import void_handover

__all__ = [
    "HandoverForm",
    "approve_cycle",
    "close_cycle",
    "create_cycle",
    "freeze_cycle",
    "issue_bast",
    "open_cycle",
    "record_handover",
    "record_meal_day",
    "void_handover",
    "void_meal_day",
]
