"""Reading what the office tells the public: drafts for those who write, the rest for everybody."""

from uuid import UUID

from rangkul.organisation.enums import AnnouncementState
from rangkul.organisation.models import Announcement
from rangkul.organisation.policies import announcements_visible_to, public_announcements
from rangkul.platform.policy.actor import Actor

ANNOUNCEMENT_PAGE = 20


def list_announcements(
    actor: Actor, *, state: str = "", page: int = 1, limit: int = ANNOUNCEMENT_PAGE
) -> tuple[list[Announcement], bool]:
    """A page of what the actor may see, the newest first, and whether another follows."""
    found = announcements_visible_to(actor).select_related("division").order_by("-id")
    if state in AnnouncementState.values:
        found = found.filter(state=state)
    start = (max(page, 1) - 1) * limit
    rows = list(found[start : start + limit + 1])
    return rows[:limit], len(rows) > limit


def get_announcement(actor: Actor, announcement_id: UUID) -> Announcement:
    """One that the actor may see. Raises `Announcement.DoesNotExist`."""
    return announcements_visible_to(actor).select_related("division", "office").get(pk=announcement_id)


def list_published(
    *, is_archive: bool = False, page: int = 1, limit: int = ANNOUNCEMENT_PAGE
) -> tuple[list[Announcement], bool]:
    """A page of what anybody may read, the newest first, and whether another follows."""
    state = AnnouncementState.ARCHIVED if is_archive else AnnouncementState.PUBLISHED
    start = (max(page, 1) - 1) * limit
    found = public_announcements().filter(state=state).select_related("division")
    rows = list(found.order_by("-published_at", "-id")[start : start + limit + 1])
    return rows[:limit], len(rows) > limit


def find_published(announcement_id: UUID) -> Announcement | None:
    """A public text; None for a draft or when there is none."""
    return public_announcements().select_related("division", "office").filter(pk=announcement_id).first()
