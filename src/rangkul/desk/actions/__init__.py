"""What can be done at the desk: one verb a file."""

from rangkul.desk.actions.assess_case import Findings, assess_case, submit_case
from rangkul.desk.actions.case_tasks import NewTask, assign_task, cancel_task, create_task, finish_task
from rangkul.desk.actions.check_requirements import Found, attach_requirement, check_requirements, choose_service
from rangkul.desk.actions.close_case import close_case
from rangkul.desk.actions.confidential import OpenNote, read_confidential, write_confidential
from rangkul.desk.actions.decide_case import confirm_decision, decide_case
from rangkul.desk.actions.escalate import escalate_case, recount_case
from rangkul.desk.actions.handle_case import assign_case, handle_case, note_on_case, receive_case, return_case
from rangkul.desk.actions.match_case import match_case
from rangkul.desk.actions.propose_case import propose_case
from rangkul.desk.actions.refer_case import answer_referral, refer_case
from rangkul.desk.actions.register_case import Need, check_said, register_case, report_need

__all__ = [
    "Findings",
    "Found",
    "Need",
    "NewTask",
    "OpenNote",
    "answer_referral",
    "assess_case",
    "assign_case",
    "assign_task",
    "attach_requirement",
    "cancel_task",
    "check_requirements",
    "check_said",
    "choose_service",
    "close_case",
    "confirm_decision",
    "create_task",
    "decide_case",
    "escalate_case",
    "finish_task",
    "handle_case",
    "match_case",
    "note_on_case",
    "propose_case",
    "read_confidential",
    "receive_case",
    "recount_case",
    "refer_case",
    "register_case",
    "report_need",
    "return_case",
    "submit_case",
    "write_confidential",
]
