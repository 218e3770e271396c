"""Code lists of the organisation."""

from rangkul.organisation.enums.activities import ActivityKind, ParticipantRole
from rangkul.organisation.enums.mandates import Capacity
from rangkul.organisation.enums.offices import OfficeLevel
from rangkul.organisation.enums.posts import PostRole, PostStatus

__all__ = [
    "ActivityKind",
    "Capacity",
    "OfficeLevel",
    "ParticipantRole",
    "PostRole",
    "PostStatus",
]
