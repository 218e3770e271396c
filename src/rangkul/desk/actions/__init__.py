"""What can be done at the desk: one verb a file."""

from rangkul.desk.actions.close_case import close_case
from rangkul.desk.actions.draft_letter import change_letter, draft_letter
from rangkul.desk.actions.handle_case import assign_case, handle_case, note_on_case, return_case
from rangkul.desk.actions.issue_letter import cancel_letter, copy_letter, issue_letter
from rangkul.desk.actions.match_case import match_case
from rangkul.desk.actions.propose_case import propose_case
from rangkul.desk.actions.refer_case import answer_referral, refer_case
from rangkul.desk.actions.register_case import Need, check_said, register_case, report_need
from rangkul.desk.actions.sign_letter import initial_letter, return_letter, sign_letter

__all__ = [
    "Need",
    "answer_referral",
    "assign_case",
    "cancel_letter",
    "change_letter",
    "check_said",
    "close_case",
    "copy_letter",
    "draft_letter",
    "handle_case",
    "initial_letter",
    "issue_letter",
    "match_case",
    "note_on_case",
    "propose_case",
    "refer_case",
    "register_case",
    "report_need",
    "return_case",
    "return_letter",
    "sign_letter",
]
