"""After a test that commits, only the tables that it wrote to are emptied.

Django truncates every table and asks every app for its permissions again, which costs a second for each such test. Here
one question finds the tables that hold rows, and those are deleted from; content types and permissions, which the
migrations made, stay. Where the server does not let the owner do that (`tests/remembered.py`), Django's own way is taken.
"""

from functools import cache
from typing import Any

from django.db import connection
from django.test import TransactionTestCase

from tests.remembered import may_copy_as_it_was

_KEPT = ("django_migrations", "django_content_type", "auth_permission")
_THOROUGH = TransactionTestCase._fixture_teardown


def empty_after_test(case: Any) -> None:
    """In place of `TransactionTestCase._fixture_teardown`: no row of the test is left, and no trigger fires."""
    if not may_copy_as_it_was():
        _THOROUGH(case)
        return
    with connection.cursor() as cursor:
        cursor.execute(_which_hold_rows())
        tables = [table for (table,) in cursor.fetchall()]
        if not tables:
            return
        deletions = "; ".join(f"DELETE FROM {table}" for table in tables)
        cursor.execute(f"BEGIN; SET LOCAL session_replication_role = replica; {deletions}; COMMIT")


@cache
def _which_hold_rows() -> str:
    """One statement that names the tables with rows, whatever their number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT format('%I', tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        tables = [table for (table,) in cursor.fetchall() if table not in _KEPT]
    return " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables)
