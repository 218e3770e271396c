"""Who may see and do what at the desk, and which cases and referrals."""

from rangkul.desk.policies.cases import (
    can,
    can_read_story,
    can_referral,
    can_view,
    check_can,
    check_can_referral,
    check_can_view,
    referrals_visible_to,
    visible_to,
)
from rangkul.desk.policies.letters import (
    can_letter,
    can_read_letter,
    can_view_letter,
    check_can_draft_letter,
    check_can_letter,
    check_can_read_letter,
    letters_visible_to,
)

__all__ = [
    "can",
    "can_letter",
    "can_read_letter",
    "can_read_story",
    "can_referral",
    "can_view",
    "can_view_letter",
    "check_can",
    "check_can_draft_letter",
    "check_can_letter",
    "check_can_read_letter",
    "check_can_referral",
    "check_can_view",
    "letters_visible_to",
    "referrals_visible_to",
    "visible_to",
]
