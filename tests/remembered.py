"""A stage that many tests stand on: built once in each process, then laid down again as rows.

Building goes through the product's own actions and takes half a second; a hundred tests need the same one. What a build
wrote is read back table by table and copied in, as it was, into the transaction of the next test. Only for tests inside
one transaction and on a cast that nobody has used yet, and only where the server lets the owner set
`session_replication_role` (the test cluster does); where it is not so, the stage is simply built.
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection, transaction

from tests.people import Cast

_TOUCHED = "SELECT relid::regclass::text FROM pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd > 0 ORDER BY 1"
_COLUMNS = """
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""
_COUNTERS = """
    SELECT s.seqrelid::regclass::text FROM pg_depend d JOIN pg_sequence s ON s.seqrelid = d.objid
    WHERE d.classid = 'pg_class'::regclass AND d.refobjid = %s::regclass AND d.deptype IN ('a', 'i')
"""
_OF_THE_CAST = ("organisation_official", "organisation_post", "organisation_division", "organisation_office")


@dataclass(frozen=True, slots=True)
class _Memory:
    """The pickled pair of cast and stage, for each touched table how to copy and what, and where its counters stood."""

    things: bytes
    rows: tuple[tuple[str, bytes], ...]
    counters: tuple[tuple[str, int], ...]


_MEMORIES: dict[str, _Memory] = {}


def remembered[T](name: str, build: Callable[[Cast], T], cast: Cast) -> T:
    """What `build` makes; the second time in this process without building."""
    if cast.users or not connection.in_atomic_block or not may_copy_as_it_was():
        return build(cast)
    memory = _MEMORIES.get(name)
    if memory is None:
        made = build(cast)
        _MEMORIES[name] = _Memory(pickle.dumps((cast, made)), *_written())
        return made
    _lay_down(memory, in_place_of=_OF_THE_CAST)
    kept, made = pickle.loads(memory.things)  # written by this process
    cast.__dict__ = kept.__dict__  # the test's cast and the stage's are one
    return made  # type: ignore[no-any-return]


def remembered_in_full[T](name: str, build: Callable[[], T]) -> T:
    """The same for a stage that is committed, as tests with a live server need it: on tables that are empty."""
    with transaction.atomic():
        memory = _MEMORIES.get(name)
        if memory is not None:
            _lay_down(memory)
            return pickle.loads(memory.things)  # type: ignore[no-any-return]  # written by this process
        made = build()
        if may_copy_as_it_was():
            _MEMORIES[name] = _Memory(pickle.dumps(made), *_written())
        return made


def _written() -> tuple[tuple[tuple[str, bytes], ...], tuple[tuple[str, int], ...]]:
    """What this transaction wrote, as `COPY` statements with their rows, and the sequences of those tables."""
    found, counters = [], []
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED)
        for (table,) in cursor.fetchall():
            cursor.execute(_COLUMNS, [table])
            columns = cursor.fetchone()[0]
            mine = f"SELECT {columns} FROM {table} WHERE xmin::text::bigint >= txid_current()"
            with _raw(cursor).copy(f"COPY ({mine}) TO STDOUT") as out:
                found.append((f"COPY {table} ({columns}) FROM STDIN", b"".join(bytes(part) for part in out)))
            cursor.execute(_COUNTERS, [table])
            for (counter,) in cursor.fetchall():
                cursor.execute(f"SELECT last_value FROM {counter}")
                counters.append((counter, cursor.fetchone()[0]))
    return tuple(found), tuple(counters)


def _lay_down(memory: _Memory, *, in_place_of: tuple[str, ...] = ()) -> None:
    """The rows as they were: no trigger fires, for what triggers wrote is among them."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in in_place_of:
            cursor.execute(f"DELETE FROM {table}")
        for statement, rows in memory.rows:
            with _raw(cursor).copy(statement) as into:
                into.write(rows)
        for counter, value in memory.counters:  # another test may have begun them anew
            cursor.execute(f"SELECT setval('{counter}', greatest(last_value, {value})) FROM {counter}")
        cursor.execute("SET LOCAL session_replication_role = origin")


@cache
def may_copy_as_it_was() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_parameter_privilege('session_replication_role', 'SET')")
        return bool(cursor.fetchone()[0])


def _raw(cursor: Any) -> Any:
    """The driver's own cursor, which copies."""
    return getattr(cursor, "cursor", cursor)
