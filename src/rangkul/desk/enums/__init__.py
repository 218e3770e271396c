"""Code lists of the desk (domain A.3–A.5)."""

from rangkul.desk.enums.cases import CaseKind, Channel, MatchResult, Outcome, Relationship, Sector
from rangkul.desk.enums.flow import (
    ClockUnit,
    DecisionLevel,
    RequirementState,
    Risk,
    Standing,
    TaskState,
    Verdict,
    Way,
)
from rangkul.desk.enums.referrals import ReferralState

__all__ = [
    "CaseKind",
    "Channel",
    "ClockUnit",
    "DecisionLevel",
    "MatchResult",
    "Outcome",
    "ReferralState",
    "Relationship",
    "RequirementState",
    "Risk",
    "Sector",
    "Standing",
    "TaskState",
    "Verdict",
    "Way",
]
