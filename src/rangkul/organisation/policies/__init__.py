"""Who may see and record activities, and which participants."""

from rangkul.organisation.policies.activities import (
    RECORD,
    VIEW,
    can_record,
    check_can_record,
    participants_visible_to,
    visible_to,
)

__all__ = [
    "RECORD",
    "VIEW",
    "can_record",
    "check_can_record",
    "participants_visible_to",
    "visible_to",
]
