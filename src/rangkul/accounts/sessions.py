"""Sessions in the database, as Django keeps them, read by one prepared statement: every page begins with it."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import connection
from django.utils import timezone

from rangkul.platform.policy.prepared import prepared_statements

_READ = "SELECT session_data, expire_date FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(DatabaseSessions):
    """Django's store; a session that was ended or has run out is gone with the next request, as there."""

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        key = self.session_key
        with prepared_statements(), connection.cursor() as cursor:
            cursor.execute(_READ, [key, timezone.now()])
            row = cursor.fetchone()
        if row is None or key is None:
            self._session_key = None
            return None
        return self.model(session_key=key, session_data=row[0], expire_date=row[1])
