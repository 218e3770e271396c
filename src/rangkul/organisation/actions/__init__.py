"""What can be done in the organisation: setting it up, posts, SLRT, the rollout, activities, reports of work."""

from rangkul.organisation.actions.action_items import add_item, finish_item
from rangkul.organisation.actions.add_participants import add_participants
from rangkul.organisation.actions.announcements import (
    Words,
    archive_announcement,
    change_announcement,
    publish_announcement,
    write_announcement,
)
from rangkul.organisation.actions.certificates import (
    bind_certificates,
    issue_certificate,
    request_certificates,
    sign_certificates,
)
from rangkul.organisation.actions.change_post_status import NewStatus, change_post_status
from rangkul.organisation.actions.check_post import check_post
from rangkul.organisation.actions.delegate import Receiver, give_delegation, revoke_delegation
from rangkul.organisation.actions.describe_post import PostDetails, describe_post, details_mark
from rangkul.organisation.actions.keep_material import keep_material
from rangkul.organisation.actions.mandates import end_mandate, grant_mandate, link_official
from rangkul.organisation.actions.mark_attendance import mark_attendance
from rangkul.organisation.actions.offices import CHANGE, NewOffice, NewOfficial, found_office, open_post
from rangkul.organisation.actions.plan_posts import plan_posts
from rangkul.organisation.actions.post_members import appoint_member, end_member
from rangkul.organisation.actions.record_activity import NewActivity, record_activity
from rangkul.organisation.actions.rollout import describe_rollout, set_target
from rangkul.organisation.actions.send_report import send_daily, send_weekly
from rangkul.organisation.actions.slrt_officers import appoint_officers, change_officer, end_officer, set_formation
from rangkul.organisation.actions.structure import (
    Appointment,
    appoint_official,
    end_division,
    end_official,
    open_division,
    rename_division,
)

__all__ = [
    "CHANGE",
    "Appointment",
    "NewActivity",
    "NewOffice",
    "NewOfficial",
    "NewStatus",
    "PostDetails",
    "Receiver",
    "Words",
    "add_item",
    "add_participants",
    "appoint_member",
    "appoint_officers",
    "appoint_official",
    "archive_announcement",
    "bind_certificates",
    "change_announcement",
    "change_officer",
    "change_post_status",
    "check_post",
    "describe_post",
    "describe_rollout",
    "details_mark",
    "end_division",
    "end_mandate",
    "end_member",
    "end_officer",
    "end_official",
    "finish_item",
    "found_office",
    "give_delegation",
    "grant_mandate",
    "issue_certificate",
    "keep_material",
    "link_official",
    "mark_attendance",
    "open_division",
    "open_post",
    "plan_posts",
    "publish_announcement",
    "record_activity",
    "rename_division",
    "request_certificates",
    "revoke_delegation",
    "send_daily",
    "send_weekly",
    "set_formation",
    "set_target",
    "sign_certificates",
    "write_announcement",
]
