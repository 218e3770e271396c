"""Who may see and do what at the desk, and which cases and referrals."""

from rangkul.desk.policies.cases import can, can_read_story, can_view, check_can, check_can_view, visible_to
from rangkul.desk.policies.queues import (
    can_queue,
    check_can_filter,
    check_can_queue,
    displays_visible_to,
    filters_visible_to,
    queue_visible_to,
)
from rangkul.desk.policies.referrals import (
    LINK_ROLE,
    RECEIVE,
    can_referral,
    check_can_referral,
    check_can_serve,
    check_can_take_answer,
    holder_of_link,
    holds_link,
    incoming_for,
    is_desk_of,
    is_in_force,
    is_receiver,
    referrals_visible_to,
)

__all__ = [
    "LINK_ROLE",
    "RECEIVE",
    "can",
    "can_queue",
    "can_read_story",
    "can_referral",
    "can_view",
    "check_can",
    "check_can_filter",
    "check_can_queue",
    "check_can_referral",
    "check_can_serve",
    "check_can_take_answer",
    "check_can_view",
    "displays_visible_to",
    "filters_visible_to",
    "holder_of_link",
    "holds_link",
    "incoming_for",
    "is_desk_of",
    "is_in_force",
    "is_receiver",
    "queue_visible_to",
    "referrals_visible_to",
    "visible_to",
]
