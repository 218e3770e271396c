"""Who may see and do what at the desk, and which cases and referrals."""

from rangkul.desk.policies.attachments import (
    attachments_visible_to,
    can_open_attachment,
    check_can_open_attachment,
)
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
from rangkul.desk.policies.complaints import (
    can_complaint,
    can_read_complaint,
    can_view_complaint,
    check_can_complaint,
    check_can_register_complaint,
    complaints_visible_to,
    may_reach,
    reach_of,
)
from rangkul.desk.policies.surveys import answers_visible_to, check_can_publish_survey, check_can_view_survey

__all__ = [
    "answers_visible_to",
    "attachments_visible_to",
    "can",
    "can_complaint",
    "can_open_attachment",
    "can_read_complaint",
    "can_read_story",
    "can_referral",
    "can_view",
    "can_view_complaint",
    "check_can",
    "check_can_complaint",
    "check_can_open_attachment",
    "check_can_publish_survey",
    "check_can_referral",
    "check_can_register_complaint",
    "check_can_view",
    "check_can_view_survey",
    "complaints_visible_to",
    "may_reach",
    "reach_of",
    "referrals_visible_to",
    "visible_to",
]
