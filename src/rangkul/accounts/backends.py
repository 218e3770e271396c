"""Who signs in, and who comes back with a session: the user with all duties, in one prepared statement a page."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db import connection

from rangkul.accounts.models import Duty, User
from rangkul.platform.json_rows import built
from rangkul.platform.policy.prepared import prepared_statements

_READ = """
SELECT row_to_json(u), (SELECT json_agg(d ORDER BY d.valid_from, d.id) FROM accounts_duty AS d WHERE d.user_id = u.id)
FROM accounts_user AS u WHERE u.id = %s
"""


class DutyBackend(ModelBackend):
    """Passwords as Django checks them; nothing is remembered from one request to the next."""

    def get_user(self, user_id: Any) -> User | None:
        """The active user of a session, their duties past, present and to come at hand for `queries.list_duties`."""
        with prepared_statements(), connection.cursor() as cursor:
            cursor.execute(_READ, [user_id])
            row = cursor.fetchone()
        if row is None:
            return None
        user = built(User, [row[0]])[0]
        user.all_duties = built(Duty, row[1])
        return user if self.user_can_authenticate(user) else None
