"""Code lists of the desk (domain A.3–A.5)."""

from rangkul.desk.enums.cases import CaseKind, Channel, MatchResult, Outcome, Relationship, Sector
from rangkul.desk.enums.referrals import OPEN_STATES, ReferralSide, ReferralState

__all__ = [
    "OPEN_STATES",
    "CaseKind",
    "Channel",
    "MatchResult",
    "Outcome",
    "ReferralSide",
    "ReferralState",
    "Relationship",
    "Sector",
]
