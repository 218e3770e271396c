"""Tables of the desk: cases, their way through the office, and referrals."""

from rangkul.desk.models.cases import Case
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
from rangkul.desk.models.referrals import Referral

__all__ = [
    "Assessment",
    "Case",
    "ConfidentialNote",
    "Decision",
    "Escalation",
    "Pause",
    "Referral",
    "Requirement",
    "Task",
    "Viewer",
]
