"""Tables of the desk: cases and referrals."""

from rangkul.desk.models.cases import Case
from rangkul.desk.models.letters import Letter
from rangkul.desk.models.referrals import Referral

__all__ = [
    "Case",
    "Letter",
    "Referral",
]
