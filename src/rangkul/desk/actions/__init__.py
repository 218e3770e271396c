"""What can be done at the desk: one verb a file."""

from rangkul.desk.actions.admit_referred import admit_referred
from rangkul.desk.actions.answer_complaint import (
    answer_complaint,
    name_official,
    review_complaint,
    take_complaint,
    tie_complaint,
)
from rangkul.desk.actions.answer_referral import answer_referral, reply_referral, settle_referral, withdraw_referral
from rangkul.desk.actions.answer_survey import answer_survey
from rangkul.desk.actions.assess_case import Findings, assess_case, submit_case
from rangkul.desk.actions.attach_file import attach_to_case, attach_to_complaint
from rangkul.desk.actions.call_queue import call_next, recall_ticket, skip_ticket
from rangkul.desk.actions.case_tasks import NewTask, assign_task, cancel_task, create_task, finish_task
from rangkul.desk.actions.change_category import change_category
from rangkul.desk.actions.change_contact import (
    change_complaint_contact,
    change_contact,
    checked_contact,
    stop_telling,
    stop_telling_of_complaint,
)
from rangkul.desk.actions.check_requirements import Found, attach_requirement, check_requirements, choose_service
from rangkul.desk.actions.classify_case import classify_case
from rangkul.desk.actions.close_case import close_case
from rangkul.desk.actions.confidential import OpenNote, read_confidential, write_confidential
from rangkul.desk.actions.decide_case import confirm_decision, decide_case
from rangkul.desk.actions.draft_certificate import draft_certificate
from rangkul.desk.actions.draft_letter import change_letter, draft_letter
from rangkul.desk.actions.escalate import escalate_case, recount_case
from rangkul.desk.actions.handle_case import assign_case, handle_case, note_on_case, receive_case, return_case
from rangkul.desk.actions.issue_letter import cancel_letter, copy_letter, issue_letter
from rangkul.desk.actions.load_catalogue import load_catalogue_into_directory
from rangkul.desk.actions.match_case import match_case
from rangkul.desk.actions.object_to_answer import accept_answer, last_day_to_object, object_to_answer
from rangkul.desk.actions.parallel_edits import note_parallel_edit, settle_parallel_edit
from rangkul.desk.actions.propose_case import propose_case
from rangkul.desk.actions.publish_survey import publish_survey
from rangkul.desk.actions.record_identity import record_identity
from rangkul.desk.actions.refer_case import Inside, refer_case
from rangkul.desk.actions.referral_link import open_link, renew_link, revoke_link
from rangkul.desk.actions.register_case import Need, check_said, register_case, report_need
from rangkul.desk.actions.register_complaint import Grievance, HeardComplaint, register_complaint, report_complaint
from rangkul.desk.actions.save_filter import KEYS as FILTER_KEYS
from rangkul.desk.actions.save_filter import delete_filter, save_filter
from rangkul.desk.actions.serve_queue import open_display, serve_ticket
from rangkul.desk.actions.share_case import end_share, share_case
from rangkul.desk.actions.sign_letter import initial_letter, return_letter, sign_letter
from rangkul.desk.actions.take_in_case import Concerned, take_in_case
from rangkul.desk.actions.take_number import take_number
from rangkul.desk.actions.write_remark import write_remark

__all__ = [
    "FILTER_KEYS",
    "Concerned",
    "Findings",
    "Found",
    "Grievance",
    "HeardComplaint",
    "Inside",
    "Need",
    "NewTask",
    "OpenNote",
    "accept_answer",
    "admit_referred",
    "answer_complaint",
    "answer_referral",
    "answer_survey",
    "assess_case",
    "assign_case",
    "assign_task",
    "attach_requirement",
    "attach_to_case",
    "attach_to_complaint",
    "call_next",
    "cancel_letter",
    "cancel_task",
    "change_category",
    "change_complaint_contact",
    "change_contact",
    "change_letter",
    "check_requirements",
    "check_said",
    "checked_contact",
    "choose_service",
    "classify_case",
    "close_case",
    "confirm_decision",
    "copy_letter",
    "create_task",
    "decide_case",
    "delete_filter",
    "draft_certificate",
    "draft_letter",
    "end_share",
    "escalate_case",
    "finish_task",
    "handle_case",
    "initial_letter",
    "issue_letter",
    "last_day_to_object",
    "load_catalogue_into_directory",
    "match_case",
    "name_official",
    "note_on_case",
    "note_parallel_edit",
    "object_to_answer",
    "open_display",
    "open_link",
    "propose_case",
    "publish_survey",
    "read_confidential",
    "recall_ticket",
    "receive_case",
    "record_identity",
    "recount_case",
    "refer_case",
    "register_case",
    "register_complaint",
    "renew_link",
    "reply_referral",
    "report_complaint",
    "report_need",
    "return_case",
    "return_letter",
    "review_complaint",
    "revoke_link",
    "save_filter",
    "serve_ticket",
    "settle_parallel_edit",
    "settle_referral",
    "share_case",
    "sign_letter",
    "skip_ticket",
    "stop_telling",
    "stop_telling_of_complaint",
    "submit_case",
    "take_complaint",
    "take_in_case",
    "take_number",
    "tie_complaint",
    "withdraw_referral",
    "write_confidential",
    "write_remark",
]
