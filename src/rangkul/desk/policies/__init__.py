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
from rangkul.desk.policies.queues import (
    can_queue,
    check_can_filter,
    check_can_queue,
    displays_visible_to,
    filters_visible_to,
    queue_visible_to,
)

__all__ = [
    "can",
    "can_queue",
    "can_read_story",
    "can_referral",
    "can_view",
    "check_can",
    "check_can_filter",
    "check_can_queue",
    "check_can_referral",
    "check_can_view",
    "displays_visible_to",
    "filters_visible_to",
    "queue_visible_to",
    "referrals_visible_to",
    "visible_to",
]
