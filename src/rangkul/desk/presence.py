"""Who is on a case: noted when its page is opened, so that two officials know of each other. Nothing is locked."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from rangkul.platform.policy.actor import Actor

STALE = timedelta(minutes=1)
_SEEN = """
INSERT INTO desk_viewer AS v (id, case_id, user_id, name, seen_at) VALUES (gen_random_uuid(), %s, %s, %s, %s)
ON CONFLICT (case_id, user_id) DO UPDATE SET seen_at = excluded.seen_at, name = excluded.name
WHERE v.seen_at < %s
"""


def note_viewer(case_id: UUID, actor: Actor, now: datetime) -> None:
    """The actor has the case open now; written at most once a minute. No use case and no business of the trail."""
    if actor.user_id is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, [case_id, actor.user_id, actor.name[:200], now, now - STALE])
