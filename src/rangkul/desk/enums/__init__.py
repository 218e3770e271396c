"""Code lists of the desk (domain A.3–A.5)."""

from rangkul.desk.enums.cases import CaseKind, Channel, MatchResult, Outcome, Relationship, Sector
from rangkul.desk.enums.complaints import Against, ComplaintOutcome, Reach
from rangkul.desk.enums.referrals import ReferralState

__all__ = [
    "Against",
    "CaseKind",
    "Channel",
    "ComplaintOutcome",
    "MatchResult",
    "Outcome",
    "Reach",
    "ReferralState",
    "Relationship",
    "Sector",
]
