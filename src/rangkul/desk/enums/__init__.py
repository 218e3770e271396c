"""Code lists of the desk (domain A.3–A.5)."""

from rangkul.desk.enums.cases import CaseKind, Channel, MatchResult, Outcome, Relationship, Sector
from rangkul.desk.enums.complaints import Against, ComplaintOutcome, Reach
from rangkul.desk.enums.flow import ClockUnit, DecisionLevel, RequirementState, Risk, Standing, TaskState, Verdict, Way
from rangkul.desk.enums.queues import LETTERS, RANKS, QueuePriority, QueuePurpose
from rangkul.desk.enums.referrals import OPEN_STATES, ReferralSide, ReferralState
from rangkul.desk.enums.unmet import REFUSALS, Unmet
from rangkul.desk.enums.urgency import Urgency

__all__ = [
    "LETTERS",
    "OPEN_STATES",
    "RANKS",
    "REFUSALS",
    "Against",
    "CaseKind",
    "Channel",
    "ClockUnit",
    "ComplaintOutcome",
    "DecisionLevel",
    "MatchResult",
    "Outcome",
    "QueuePriority",
    "QueuePurpose",
    "Reach",
    "ReferralSide",
    "ReferralState",
    "Relationship",
    "RequirementState",
    "Risk",
    "Sector",
    "Standing",
    "TaskState",
    "Unmet",
    "Urgency",
    "Verdict",
    "Way",
]
