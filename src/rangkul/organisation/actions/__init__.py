"""What can be done in the organisation: setting it up, and recording its activities."""

from rangkul.organisation.actions.add_participants import add_participants
from rangkul.organisation.actions.delegate import Receiver, give_delegation, revoke_delegation
from rangkul.organisation.actions.mark_attendance import mark_attendance
from rangkul.organisation.actions.offices import CHANGE, NewOffice, NewOfficial, found_office, open_post
from rangkul.organisation.actions.record_activity import NewActivity, record_activity

__all__ = [
    "CHANGE",
    "NewActivity",
    "NewOffice",
    "NewOfficial",
    "Receiver",
    "add_participants",
    "found_office",
    "give_delegation",
    "mark_attendance",
    "open_post",
    "record_activity",
    "revoke_delegation",
]
