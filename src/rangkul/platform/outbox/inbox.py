"""The bell: an official's own messages, how many are unread, and marking them read. No audit: reading is no deed."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from rangkul.platform.outbox import policies
from rangkul.platform.outbox.models import Message
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.prepared import prepared_statements

MOST_COUNTED = 100
_UNREAD = """SELECT count(*) FROM (
    SELECT FROM outbox_message WHERE user_id = %s AND read_at IS NULL LIMIT %s
) AS unread"""
"""Written out: it is asked on every page, and building it anew costs more than running it."""


def count_unread(actor: Actor) -> int:
    """Unread messages, counted up to `MOST_COUNTED` only: one small look at an index on every page."""
    if not policies.is_on_duty(actor):
        return 0
    with prepared_statements(), connection.cursor() as cursor:
        cursor.execute(_UNREAD, [actor.user_id, MOST_COUNTED])
        return int(cursor.fetchone()[0])


def list_messages(
    actor: Actor, *, is_unread: bool = False, before: UUID | None = None, limit: int = 50
) -> list[Message]:
    """One's own messages, newest first."""
    rows = policies.messages_visible_to(actor).order_by("-id")
    if is_unread:
        rows = rows.filter(read_at__isnull=True)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows[:limit])


def get_message(actor: Actor, message_id: UUID) -> Message:
    """One of one's own messages. Raises `Message.DoesNotExist`."""
    return policies.messages_visible_to(actor).get(pk=message_id)


def mark_read(actor: Actor, message_id: UUID, *, at: datetime) -> bool:
    """Mark one message read; False when it was, or is somebody else's."""
    rows = policies.messages_visible_to(actor).filter(pk=message_id, read_at__isnull=True)
    return bool(rows.update(read_at=at))


def mark_all_read(actor: Actor, *, at: datetime) -> int:
    """Mark every message of one's own read; returns how many were not."""
    return policies.messages_visible_to(actor).filter(read_at__isnull=True).update(read_at=at)
