"""What can be done at the desk: one verb a file."""

from rangkul.desk.actions.answer_complaint import (
    answer_complaint,
    name_official,
    review_complaint,
    take_complaint,
    tie_complaint,
)
from rangkul.desk.actions.answer_survey import answer_survey
from rangkul.desk.actions.attach_file import attach_to_case, attach_to_complaint
from rangkul.desk.actions.change_category import change_category
from rangkul.desk.actions.close_case import close_case
from rangkul.desk.actions.handle_case import assign_case, handle_case, note_on_case, return_case
from rangkul.desk.actions.match_case import match_case
from rangkul.desk.actions.object_to_answer import accept_answer, last_day_to_object, object_to_answer
from rangkul.desk.actions.propose_case import propose_case
from rangkul.desk.actions.publish_survey import publish_survey
from rangkul.desk.actions.refer_case import answer_referral, refer_case
from rangkul.desk.actions.register_case import Need, check_said, register_case, report_need
from rangkul.desk.actions.register_complaint import Grievance, HeardComplaint, register_complaint, report_complaint

__all__ = [
    "Grievance",
    "HeardComplaint",
    "Need",
    "accept_answer",
    "answer_complaint",
    "answer_referral",
    "answer_survey",
    "assign_case",
    "attach_to_case",
    "attach_to_complaint",
    "change_category",
    "check_said",
    "close_case",
    "handle_case",
    "last_day_to_object",
    "match_case",
    "name_official",
    "note_on_case",
    "object_to_answer",
    "propose_case",
    "publish_survey",
    "refer_case",
    "register_case",
    "register_complaint",
    "report_complaint",
    "report_need",
    "return_case",
    "review_complaint",
    "take_complaint",
    "tie_complaint",
]
