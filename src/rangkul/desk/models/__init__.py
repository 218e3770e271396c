"""Tables of the desk: cases, referrals, queue tickets, saved filters."""

from rangkul.desk.models.attachments import Attachment
from rangkul.desk.models.cases import Case
from rangkul.desk.models.complaints import Complaint, ComplaintCategory
from rangkul.desk.models.conflicts import Conflict
from rangkul.desk.models.filters import SavedFilter
from rangkul.desk.models.flow import (
    Assessment,
    ConfidentialNote,
    Decision,
    Escalation,
    Pause,
    Requirement,
    Task,
    Viewer,
)
from rangkul.desk.models.letters import Letter
from rangkul.desk.models.queues import QueueDisplay, QueueTicket
from rangkul.desk.models.referrals import Referral, ReferralLink, ReferralNote
from rangkul.desk.models.shares import Remark, Share
from rangkul.desk.models.surveys import SurveyAnswer, SurveyTurn

__all__ = [
    "Assessment",
    "Attachment",
    "Case",
    "Complaint",
    "ComplaintCategory",
    "ConfidentialNote",
    "Conflict",
    "Decision",
    "Escalation",
    "Letter",
    "Pause",
    "QueueDisplay",
    "QueueTicket",
    "Referral",
    "ReferralLink",
    "ReferralNote",
    "Remark",
    "Requirement",
    "SavedFilter",
    "Share",
    "SurveyAnswer",
    "SurveyTurn",
    "Task",
    "Viewer",
]
