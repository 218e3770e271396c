"""How often something may be tried: an exact counter in PostgreSQL, shared by all web processes (study, section 7)."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.db import connection

_COUNT = """
INSERT INTO policy_attempt AS a (key, window_start, count) VALUES (%(key)s, %(at)s, 1)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN a.window_start < %(oldest)s THEN 1 ELSE a.count + 1 END,
    window_start = CASE WHEN a.window_start < %(oldest)s THEN %(at)s ELSE a.window_start END
RETURNING count
"""


def within_limit(*parts: str, limit: int, window: timedelta, at: datetime) -> bool:
    """Count one try of `parts` (a purpose and whom it concerns) and say whether it is still within `limit` per window.

    Keys are stored hashed, so the table tells nothing about who tried what.
    """
    key = sha256("\x1f".join(parts).encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": key, "at": at, "oldest": at - window})
        return int(cursor.fetchone()[0]) <= limit


def forget(*parts: str) -> None:
    """Start counting anew (after a success)."""
    key = sha256("\x1f".join(parts).encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM policy_attempt WHERE key = %s", [key])
