"""Tables of the desk: cases and referrals, complaints, what was attached, satisfaction."""

from rangkul.desk.models.attachments import Attachment
from rangkul.desk.models.cases import Case
from rangkul.desk.models.complaints import Complaint, ComplaintCategory
from rangkul.desk.models.referrals import Referral
from rangkul.desk.models.surveys import SurveyAnswer, SurveyTurn

__all__ = [
    "Attachment",
    "Case",
    "Complaint",
    "ComplaintCategory",
    "Referral",
    "SurveyAnswer",
    "SurveyTurn",
]
