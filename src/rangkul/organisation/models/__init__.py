"""Tables of the organisation: office, divisions, officials, posts and their people, activities and who took part."""

from rangkul.organisation.models.activities import Activity, Participant
from rangkul.organisation.models.delegations import Delegation
from rangkul.organisation.models.offices import Division, Office, Official
from rangkul.organisation.models.posts import Post, PostMember

__all__ = [
    "Activity",
    "Delegation",
    "Division",
    "Office",
    "Official",
    "Participant",
    "Post",
    "PostMember",
]
