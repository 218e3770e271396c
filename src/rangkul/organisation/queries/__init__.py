"""Reading the organisation: the office and its people, posts, activities and who took part."""

from rangkul.organisation.queries.activities import (
    ActivityLine,
    ActivityView,
    Group,
    PlacedParticipant,
    get_activity,
    list_activities,
)
from rangkul.organisation.queries.nearest import list_posts_near, names_of_posts
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
    "find_office",
    "find_post",
    "get_activity",
    "get_office",
    "head_of_office",
    "letterhead",
    "letterhead_data",
    "list_activities",
    "list_divisions",
    "list_officials",
    "list_posts",
    "list_posts_near",
    "names_of_posts",
    "signatory",
]
