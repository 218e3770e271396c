"""Tables of the desk: cases and referrals."""

from rangkul.desk.models.cases import Case
from rangkul.desk.models.referrals import Referral, ReferralLink, ReferralNote

__all__ = [
    "Case",
    "Referral",
    "ReferralLink",
    "ReferralNote",
]
