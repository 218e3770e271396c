"""Tables of the desk: cases, referrals, queue tickets, saved filters."""

from rangkul.desk.models.cases import Case
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
from rangkul.desk.models.queues import QueueDisplay, QueueTicket
from rangkul.desk.models.referrals import Referral, ReferralLink, ReferralNote

__all__ = [
    "Assessment",
    "Case",
    "ConfidentialNote",
    "Decision",
    "Escalation",
    "Pause",
    "QueueDisplay",
    "QueueTicket",
    "Referral",
    "ReferralLink",
    "ReferralNote",
    "Requirement",
    "SavedFilter",
    "Task",
    "Viewer",
]
