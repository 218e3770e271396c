"""Reading the organisation: the office and its people, posts, activities and who took part."""

from rangkul.organisation.queries.activities import (
    ActivityLine,
    ActivityView,
    Group,
    PlacedParticipant,
    get_activity,
    list_activities,
)
from rangkul.organisation.queries.delegations import delegations_to, list_delegations
from rangkul.organisation.queries.offices import (
    FULL_POST,
    Letterhead,
    find_office,
    find_post,
    get_office,
    head_of_office,
    letterhead,
    letterhead_data,
    list_divisions,
    list_officials,
    list_posts,
    signatory,
)

__all__ = [
    "FULL_POST",
    "ActivityLine",
    "ActivityView",
    "Group",
    "Letterhead",
    "PlacedParticipant",
    "delegations_to",
    "find_office",
    "find_post",
    "get_activity",
    "get_office",
    "head_of_office",
    "letterhead",
    "letterhead_data",
    "list_activities",
    "list_delegations",
    "list_divisions",
    "list_officials",
    "list_posts",
    "signatory",
]
