"""What can be done at the desk: one verb a file."""

from rangkul.desk.actions.admit_referred import admit_referred
from rangkul.desk.actions.close_case import close_case
from rangkul.desk.actions.handle_case import assign_case, handle_case, note_on_case, return_case
from rangkul.desk.actions.match_case import match_case
from rangkul.desk.actions.propose_case import propose_case
from rangkul.desk.actions.refer_case import answer_referral, refer_case
from rangkul.desk.actions.register_case import Need, check_said, register_case, report_need

__all__ = [
    "Need",
    "admit_referred",
    "answer_referral",
    "assign_case",
    "check_said",
    "close_case",
    "handle_case",
    "match_case",
    "note_on_case",
    "propose_case",
    "refer_case",
    "register_case",
    "report_need",
    "return_case",
]
