"""Who may see and record activities, and which participants."""

from rangkul.organisation.policies.activities import (
    RECORD,
    VIEW,
    can_record,
    check_can_record,
    participants_visible_to,
    visible_to,
)
from rangkul.organisation.policies.mandates import (
    check_can_end_mandate,
    check_can_grant_mandate,
    check_can_link_official,
)

__all__ = [
    "RECORD",
    "VIEW",
    "can_record",
    "check_can_end_mandate",
    "check_can_grant_mandate",
    "check_can_link_official",
    "check_can_record",
    "participants_visible_to",
    "visible_to",
]
