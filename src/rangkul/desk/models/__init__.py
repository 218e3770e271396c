"""Tables of the desk: cases, referrals, queue tickets, saved filters."""

from rangkul.desk.models.cases import Case
from rangkul.desk.models.filters import SavedFilter
from rangkul.desk.models.queues import QueueDisplay, QueueTicket
from rangkul.desk.models.referrals import Referral, ReferralLink, ReferralNote

__all__ = [
    "Case",
    "QueueDisplay",
    "QueueTicket",
    "Referral",
    "ReferralLink",
    "ReferralNote",
    "SavedFilter",
]
