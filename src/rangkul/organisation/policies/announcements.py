"""Who may write, publish and archive what the office tells the public."""

from django.db.models import QuerySet

from rangkul.kernel.errors import Denied
from rangkul.organisation.enums import AnnouncementState
from rangkul.organisation.models import Announcement
from rangkul.platform.policy.actor import Actor

WRITE = "organisation.announcement.write"
PUBLISH = "organisation.announcement.publish"
PUBLISH_OWN = "organisation.announcement.publish_own"


def announcements_visible_to(actor: Actor) -> QuerySet[Announcement]:
    """Everything, drafts too, for who writes or publishes; for everybody else what is public."""
    if actor.may(WRITE) or actor.may(PUBLISH):
        return Announcement.objects.all()
    return public_announcements()


def public_announcements() -> QuerySet[Announcement]:
    """What anybody may read: published, and the archive. It holds no person."""
    return Announcement.objects.exclude(state=AnnouncementState.DRAFT)


def can_publish(actor: Actor, row: Announcement) -> bool:
    """Whether the actor may publish it: another than whoever wrote or changed it, or the head of office."""
    mine = actor.user_id is None or actor.user_id in (row.written_by, row.changed_by)
    return actor.may(PUBLISH) and (not mine or (actor.user_id is not None and actor.may(PUBLISH_OWN)))


def check_can_publish(actor: Actor, row: Announcement) -> None:
    """Raise `Denied` unless `can_publish`."""
    actor.check_may(PUBLISH)
    if not can_publish(actor, row):
        raise Denied(
            permission=PUBLISH,
            message="Tulisan ini Anda sendiri yang menulis atau mengubah. Mintalah pejabat lain atau kepala Dinas menerbitkannya.",
        )
