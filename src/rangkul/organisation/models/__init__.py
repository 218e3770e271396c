"""Tables of the organisation: office, officials, posts and their people, SLRT, rollout, activities, reports of work."""

from rangkul.organisation.models.activities import ActionItem, Activity, Participant
from rangkul.organisation.models.announcements import Announcement
from rangkul.organisation.models.delegations import Delegation
from rangkul.organisation.models.mandates import SigningMandate
from rangkul.organisation.models.offices import Division, Office, Official
from rangkul.organisation.models.posts import Post, PostCheck, PostMember, PostStatusChange
from rangkul.organisation.models.reports import WorkReport
from rangkul.organisation.models.rollout import RolloutPlan, RolloutTarget
from rangkul.organisation.models.slrt import Formation, SlrtOfficer

__all__ = [
    "ActionItem",
    "Activity",
    "Announcement",
    "Delegation",
    "Division",
    "Formation",
    "Office",
    "Official",
    "Participant",
    "Post",
    "PostCheck",
    "PostMember",
    "PostStatusChange",
    "RolloutPlan",
    "RolloutTarget",
    "SigningMandate",
    "SlrtOfficer",
    "WorkReport",
]
