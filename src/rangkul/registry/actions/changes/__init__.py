"""Change requests: drafted and submitted by the village, checked by somebody else, applied whole or not at all."""

from rangkul.registry.actions.changes.ask import attach_document, draft_change, edit_change, submit_change
from rangkul.registry.actions.changes.decide import (
    apply_change,
    check_change,
    refuse_change,
    return_change,
    withdraw_change,
)

__all__ = [
    "apply_change",
    "attach_document",
    "check_change",
    "draft_change",
    "edit_change",
    "refuse_change",
    "return_change",
    "submit_change",
    "withdraw_change",
]
