"""The second wall: row-level security by area, held by PostgreSQL whatever the code above forgets.

The measured form (study, section 2): inline `current_setting`, a text range on the dotted code in C collation, and a
list of further areas for actors with more than one. A transaction without a scope sees no row.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, migrations, transaction

from rangkul.platform.policy.actor import Actor

APP_ROLE = "rangkul_app"

_IN_SCOPE = """(
    ({column} >= current_setting('rangkul.area_from', true) AND {column} < current_setting('rangkul.area_until', true))
    OR {column} = ANY (string_to_array(current_setting('rangkul.area_list', true), ','))
    OR left({column}, 8) = ANY (string_to_array(current_setting('rangkul.area_list', true), ','))
    OR left({column}, 5) = ANY (string_to_array(current_setting('rangkul.area_list', true), ','))
)"""


def protect(table: str, *, column: str = "area_code") -> migrations.RunSQL:
    """Migration step: rows of `table` are visible and writable for the web only inside the actor's areas."""
    condition = _IN_SCOPE.format(column=column)
    return _policy(table, condition)


def protect_residents(
    table: str, *, columns: tuple[str, ...], institution: str = "institution_id"
) -> migrations.RunSQL:
    """Migration step: rows are for actors of any of the areas in `columns`, and for the institution's own user."""
    parts = [_IN_SCOPE.format(column=column) for column in columns]
    parts.append(f"{institution}::text = current_setting('rangkul.institution', true)")
    return _policy(table, " OR ".join(parts))


def protect_through(table: str, *, parent: str, key: str) -> migrations.RunSQL:
    """Migration step: rows of `table` follow their parent (`parent.id = table.key`), which is itself protected."""
    return _policy(table, f"EXISTS (SELECT 1 FROM {parent} AS owner WHERE owner.id = {table}.{key})")  # noqa: S608


def protect_through_or_own(table: str, *, parent: str, key: str, column: str) -> migrations.RunSQL:
    """Like `protect_through` for rows that may also belong to an area of their own (`column`, possibly empty)."""
    through = f"EXISTS (SELECT 1 FROM {parent} AS owner WHERE owner.id = {table}.{key})"  # noqa: S608 — names from migrations
    own = _IN_SCOPE.format(column=column)
    return _policy(table, f"{through} OR ({column} <> '' AND {own})")


def protect_through_any(table: str, *, parents: dict[str, str]) -> migrations.RunSQL:
    """Like `protect_through` for rows that hang on one of several parents: {key column: parent table}."""
    parts = [
        f"({table}.{key} IS NOT NULL AND EXISTS (SELECT 1 FROM {parent} AS owner WHERE owner.id = {table}.{key}))"  # noqa: S608 — names from migrations
        for key, parent in parents.items()
    ]
    return _policy(table, " OR ".join(parts))


def _policy(table: str, condition: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        sql=f"""
            ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
            CREATE POLICY {table}_area ON {table} TO {APP_ROLE} USING ({condition}) WITH CHECK ({condition});
        """,
        reverse_sql=f"DROP POLICY {table}_area ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


@contextmanager
def scoped(actor: Actor) -> Iterator[None]:
    """A transaction in which the database itself shows only the rows of the actor's areas.

    Sets the role without ownership and the areas for this transaction only (`SET LOCAL`), so nothing leaks to the next
    request on the same connection. Nested use narrows nothing back: the outer scope is restored by the savepoint only
    on rollback, therefore do not nest scopes of different actors.
    """
    with transaction.atomic():
        apply_scope(actor)
        yield


def apply_scope(actor: Actor) -> None:
    """Put the actor's areas into the current transaction. Needs an open transaction.

    Inside, PostgreSQL starts no helpers for a statement: many people read at once, and starting a process takes longer
    than a page may.
    """
    first = actor.areas[0].bounds if len(actor.areas) == 1 else ("", "")
    others = ",".join(actor.areas) if len(actor.areas) > 1 else ""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT set_config('rangkul.area_from', %s, true), set_config('rangkul.area_until', %s, true),
                      set_config('rangkul.area_list', %s, true), set_config('rangkul.actor', %s, true),
                       set_config('rangkul.actor_name', %s, true), set_config('rangkul.institution', %s, true),
                       set_config('max_parallel_workers_per_gather', '0', true), set_config('role', %s, true)""",
            [
                first[0],
                first[1],
                others,
                str(actor.user_id or ""),
                actor.name,
                str(actor.institution_id or ""),
                APP_ROLE,
            ],
        )


@contextmanager
def as_owner() -> Iterator[None]:
    """Step out of the scope for plumbing that belongs to no area (number series, job rows). Tests and tasks only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        before = cursor.fetchone()[0]
        cursor.execute("RESET ROLE")
        try:
            yield
        finally:
            if before == APP_ROLE:
                cursor.execute(f"SET LOCAL ROLE {APP_ROLE}")
