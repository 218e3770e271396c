"""What can be done at the desk: one verb a file."""

from rangkul.desk.actions.answer_referral import answer_referral, reply_referral, settle_referral, withdraw_referral
from rangkul.desk.actions.assess_case import Findings, assess_case, submit_case
from rangkul.desk.actions.call_queue import call_next, recall_ticket, skip_ticket
from rangkul.desk.actions.case_tasks import NewTask, assign_task, cancel_task, create_task, finish_task
from rangkul.desk.actions.check_requirements import Found, attach_requirement, check_requirements, choose_service
from rangkul.desk.actions.classify_case import classify_case
from rangkul.desk.actions.close_case import close_case
from rangkul.desk.actions.confidential import OpenNote, read_confidential, write_confidential
from rangkul.desk.actions.decide_case import confirm_decision, decide_case
from rangkul.desk.actions.escalate import escalate_case, recount_case
from rangkul.desk.actions.handle_case import assign_case, handle_case, note_on_case, receive_case, return_case
from rangkul.desk.actions.load_catalogue import load_catalogue_into_directory
from rangkul.desk.actions.match_case import match_case
from rangkul.desk.actions.parallel_edits import note_parallel_edit, settle_parallel_edit
from rangkul.desk.actions.propose_case import propose_case
from rangkul.desk.actions.record_identity import record_identity
from rangkul.desk.actions.refer_case import Inside, refer_case
from rangkul.desk.actions.referral_link import open_link, renew_link, revoke_link
from rangkul.desk.actions.register_case import Need, check_said, register_case, report_need
from rangkul.desk.actions.save_filter import KEYS as FILTER_KEYS
from rangkul.desk.actions.save_filter import delete_filter, save_filter
from rangkul.desk.actions.serve_queue import open_display, serve_ticket
from rangkul.desk.actions.take_in_case import Concerned, take_in_case
from rangkul.desk.actions.take_number import take_number

__all__ = [
    "FILTER_KEYS",
    "Concerned",
    "Findings",
    "Found",
    "Inside",
    "Need",
    "NewTask",
    "OpenNote",
    "answer_referral",
    "assess_case",
    "assign_case",
    "assign_task",
    "attach_requirement",
    "call_next",
    "cancel_task",
    "check_requirements",
    "check_said",
    "choose_service",
    "classify_case",
    "close_case",
    "confirm_decision",
    "create_task",
    "decide_case",
    "delete_filter",
    "escalate_case",
    "finish_task",
    "handle_case",
    "load_catalogue_into_directory",
    "match_case",
    "note_on_case",
    "note_parallel_edit",
    "open_display",
    "open_link",
    "propose_case",
    "read_confidential",
    "recall_ticket",
    "receive_case",
    "record_identity",
    "recount_case",
    "refer_case",
    "register_case",
    "renew_link",
    "reply_referral",
    "report_need",
    "return_case",
    "revoke_link",
    "save_filter",
    "serve_ticket",
    "settle_parallel_edit",
    "settle_referral",
    "skip_ticket",
    "submit_case",
    "take_in_case",
    "take_number",
    "withdraw_referral",
    "write_confidential",
]
