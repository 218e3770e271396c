"""Code lists of the organisation."""

from rangkul.organisation.enums.activities import ActivityKind, ParticipantRole
from rangkul.organisation.enums.announcements import AnnouncementKind, AnnouncementState
from rangkul.organisation.enums.mandates import Capacity
from rangkul.organisation.enums.offices import OfficeLevel
from rangkul.organisation.enums.posts import (
    NEXT,
    OPERATING,
    OpenDay,
    PostRole,
    PostStatus,
    ReadinessAnswer,
    ReadinessItem,
)
from rangkul.organisation.enums.reports import ReportKind
from rangkul.organisation.enums.slrt import SlrtRole

__all__ = [
    "NEXT",
    "OPERATING",
    "ActivityKind",
    "AnnouncementKind",
    "AnnouncementState",
    "Capacity",
    "OfficeLevel",
    "OpenDay",
    "ParticipantRole",
    "PostRole",
    "PostStatus",
    "ReadinessAnswer",
    "ReadinessItem",
    "ReportKind",
    "SlrtRole",
]
