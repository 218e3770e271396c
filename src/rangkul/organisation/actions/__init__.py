"""What can be done in the organisation: setting it up, and recording its activities."""

from rangkul.organisation.actions.add_participants import add_participants
from rangkul.organisation.actions.mandates import end_mandate, grant_mandate, link_official
from rangkul.organisation.actions.mark_attendance import mark_attendance
from rangkul.organisation.actions.offices import CHANGE, NewOffice, NewOfficial, found_office, open_post
from rangkul.organisation.actions.record_activity import NewActivity, record_activity

__all__ = [
    "CHANGE",
    "NewActivity",
    "NewOffice",
    "NewOfficial",
    "add_participants",
    "end_mandate",
    "found_office",
    "grant_mandate",
    "link_official",
    "mark_attendance",
    "open_post",
    "record_activity",
]
