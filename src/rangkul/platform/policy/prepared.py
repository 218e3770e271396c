"""Statements whose plan a connection keeps: behind row-level security, planning costs as much as running.

Every policy of every table in a statement is planned with it. A page that reads by id plans the same dozen statements for
every reader; prepared, they are planned once for each connection. PostgreSQL itself plans anew when the role changes.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor

from rangkul.kernel.area_code import AreaLevel
from rangkul.platform.policy.actor import Actor


@contextmanager
def prepared_statements() -> Iterator[None]:
    """Inside, values are sent apart from the statements, and each statement is planned once a connection.

    For reading by id or inside a village: a plan made for any value suits them all. Not for lists over a district, where
    PostgreSQL has to see the area to know whether to walk or to look up.
    """
    connection.ensure_connection()
    raw: Any = connection.connection
    features: Any = connection.features
    before = raw.cursor_factory, raw.prepare_threshold, features.uses_server_side_binding
    raw.cursor_factory, raw.prepare_threshold, features.uses_server_side_binding = ServerBindingCursor, 0, True
    try:
        yield
    finally:
        raw.cursor_factory, raw.prepare_threshold, features.uses_server_side_binding = before


def prepared_for(actor: Actor) -> AbstractContextManager[None]:
    """`prepared_statements` for whoever works in villages only; nothing for whoever reads lists of more."""
    return prepared_statements() if works_in_villages(actor) else nullcontext()


def works_in_villages(actor: Actor) -> bool:
    """Whether every area of the actor is a village."""
    return bool(actor.areas) and all(each.level is AreaLevel.VILLAGE for each in actor.areas)
