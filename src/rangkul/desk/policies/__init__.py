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

__all__ = [
    "can",
    "can_read_story",
    "can_referral",
    "can_view",
    "check_can",
    "check_can_referral",
    "check_can_view",
    "referrals_visible_to",
    "visible_to",
]
