"""What can be done in delivery: one verb a file."""

from rangkul.delivery.actions.create_cycle import create_cycle
from rangkul.delivery.actions.ewarong import (
    DecreeForm,
    EwarongForm,
    appoint_ewarong,
    attach_ewarong_decree,
    change_ewarong,
    end_ewarong,
    propose_ewarong,
    resume_ewarong,
    suspend_ewarong,
)
from rangkul.delivery.actions.freeze_cycle import freeze_cycle
from rangkul.delivery.actions.issue_bast import issue_bast
from rangkul.delivery.actions.move_cycle import approve_cycle, close_cycle, open_cycle
from rangkul.delivery.actions.purchases import (
    BoughtLine,
    PurchaseForm,
    record_purchase,
    review_purchase,
    void_purchase,
)
from rangkul.delivery.actions.record_handover import HandoverForm, record_handover
from rangkul.delivery.actions.record_meal_day import record_meal_day, void_meal_day
from rangkul.delivery.actions.void_handover import void_handover

__all__ = [
    "BoughtLine",
    "DecreeForm",
    "EwarongForm",
    "HandoverForm",
    "PurchaseForm",
    "appoint_ewarong",
    "approve_cycle",
    "attach_ewarong_decree",
    "change_ewarong",
    "close_cycle",
    "create_cycle",
    "end_ewarong",
    "freeze_cycle",
    "issue_bast",
    "open_cycle",
    "propose_ewarong",
    "record_handover",
    "record_meal_day",
    "record_purchase",
    "resume_ewarong",
    "review_purchase",
    "suspend_ewarong",
    "void_handover",
    "void_meal_day",
    "void_purchase",
]
