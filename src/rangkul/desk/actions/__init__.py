"""What can be done at the desk: one verb a file."""

from rangkul.desk.actions.admit_referred import admit_referred
from rangkul.desk.actions.answer_referral import (
    answer_referral,
    reply_referral,
    settle_referral,
    withdraw_referral,
)
from rangkul.desk.actions.close_case import close_case
from rangkul.desk.actions.handle_case import assign_case, handle_case, note_on_case, return_case
from rangkul.desk.actions.load_catalogue import load_catalogue_into_directory
from rangkul.desk.actions.match_case import match_case
from rangkul.desk.actions.propose_case import propose_case
from rangkul.desk.actions.record_identity import record_identity
from rangkul.desk.actions.refer_case import Inside, refer_case
from rangkul.desk.actions.referral_link import open_link, renew_link, revoke_link
from rangkul.desk.actions.register_case import Need, check_said, register_case, report_need

__all__ = [
    "Inside",
    "Need",
    "admit_referred",
    "answer_referral",
    "assign_case",
    "check_said",
    "close_case",
    "handle_case",
    "load_catalogue_into_directory",
    "match_case",
    "note_on_case",
    "open_link",
    "propose_case",
    "record_identity",
    "refer_case",
    "register_case",
    "renew_link",
    "reply_referral",
    "report_need",
    "return_case",
    "revoke_link",
    "settle_referral",
    "withdraw_referral",
]
