"""The kept snapshot, warm: one DuckDB a process, read from Parquet once, a cursor of its own for every question."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Event, Lock, Thread
from typing import Any

import duckdb
import ibis  # type: ignore[import-untyped,unused-ignore]

from rangkul.insight.everybody.errors import NoSnapshotYet, TooSlow
from rangkul.insight.everybody.store import Kept, find_kept
from rangkul.kernel.area_code import AreaCode
from rangkul.platform.audit.queries import has_event_since
from rangkul.platform.policy.actor import Actor
from rangkul.registry.vocabulary import FAMILY

LONGEST_SECONDS = 10.0
"""A question over everybody is stopped after this long."""
RELATION = {"family": "families", "person": "persons"}
_BYTES_A_PERSON = 400
_MEGABYTE = 1_000_000
_STEP_SECONDS = 0.2

_warm_lock = Lock()
_warm: "EverybodySnapshot | None" = None


@dataclass(frozen=True, eq=False)
class EverybodySnapshot:
    """Everybody as of a day, in DuckDB.

    Tables `families`, `members`, `persons` (facts by `Fact.column`, and `area_code`) as in `registry/snapshot.py`, each
    with a whole number `n` in the order of its ids, members and persons with `family_n`, all with `area_n`; `areas`
    (area_n, area_code), `heads` (family_n, sex, disabled: of the head, and whether any member is), `served`
    (component_id, kind, subject_id). Asking with `subject_key="n"` and `member_subject_key="family_n"` is the fast way.

    `areas` gives the code of each `area_n`. It holds all areas of the installation: whoever asks narrows by `areas_of(actor)` or takes `subjects(...)`.
    `lock` guards what is added to the database later (answers that are kept for the next question).
    """

    kept: Kept
    base: duckdb.DuckDBPyConnection = field(repr=False)
    schemas: Mapping[str, Any] = field(repr=False)
    areas: tuple[str, ...] = field(repr=False)
    lock: Lock = field(default_factory=Lock, repr=False)
    memory: dict[Any, Any] = field(default_factory=dict, repr=False)

    @property
    def as_of(self) -> date:
        """The day the facts hold for."""
        return self.kept.as_of

    @property
    def taken_at(self) -> datetime:
        """When the register was read."""
        return self.kept.taken_at

    @property
    def token(self) -> str:
        """Differs from that of every other snapshot."""
        return self.kept.folder

    def is_stale(self) -> bool:
        """Whether the registry or an enrolment changed since. One look at the trail's index."""
        return has_event_since(self.taken_at, prefixes=CHANGING_EVENTS)

    @contextmanager
    def asking(self, seconds: float = LONGEST_SECONDS) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of one's own, with temporary tables of its own; whatever runs on it ends after `seconds`.

        Raises TooSlow.
        """
        cursor = self.base.cursor()
        try:
            with _bounded(cursor, seconds):
                yield cursor
        finally:
            cursor.close()

    def areas_of(self, actor: Actor, column: str = "area_code") -> str:
        """SQL that `column` lies in the actor's areas; false for an actor without any."""
        return areas_in_sql(actor, column)

    def subjects(self, kind: str, actor: Actor) -> Any:
        """The families or persons of the actor's areas as an Ibis table, for `compile_columns`."""
        return _inside(self.table(RELATION[kind]), actor, self.areas)

    def members(self) -> Any:
        """Everybody who counts for a family, as an Ibis table."""
        return self.table("members")

    def table(self, name: str) -> Any:
        """One of the tables as an unbound Ibis table."""
        return ibis.table(self.schemas[name], name=name)


CHANGING_EVENTS = (
    "registry.",
    "programmes.enrolment.end",
    "programmes.proposal.decide",
    "programmes.removal.decide",
    "programmes.removal.reinstate",
)
"""Beginnings of the names of events after which a snapshot tells of the past."""


def kept_snapshot(*, as_of: date) -> EverybodySnapshot:
    """The newest kept snapshot, warm; its own `as_of` may be earlier than the day asked, and a page says which it is.

    The first question of a process, and the first after a new snapshot, read the files (about a second for a district).
    Raises NoSnapshotYet.
    """
    global _warm
    kept = find_kept()
    if kept is None:
        raise NoSnapshotYet
    with _warm_lock:
        if _warm is None or _warm.kept != kept:
            _warm = None  # let the old one go before the new one needs the memory
            _warm = _open(kept)
        return _warm


def let_go() -> None:
    """Forget the snapshot of this process; the next question reads the files again."""
    global _warm
    with _warm_lock:
        _warm = None


def areas_in_sql(actor: Actor, column: str = "area_code") -> str:
    """SQL that `column` lies in one of the actor's areas. The program itself, without areas, sees all."""
    if actor.is_system and not actor.areas:
        return "true"
    parts = [f"({column} >= '{lower}' AND {column} < '{upper}')" for lower, upper in _bounds(actor)]
    return f"({' OR '.join(parts)})" if parts else "false"


def inside_in_sql(area: str, column: str = "area_code") -> str:
    """SQL that `column` lies in an area, itself included."""
    lower, upper = AreaCode.parse(area).bounds
    return f"({column} >= '{lower}' AND {column} < '{upper}')"


def _bounds(actor: Actor) -> list[tuple[str, str]]:
    return [AreaCode.parse(area).bounds for area in actor.areas]


def _inside(table: Any, actor: Actor, areas: tuple[str, ...]) -> Any:
    """Areas are numbered in the order of their codes, so each of the actor's areas is a range of whole numbers."""
    if actor.is_system and not actor.areas:
        return table
    inside = ibis.literal(False)
    for lower, upper in _bounds(actor):
        first, last = bisect_left(areas, lower), bisect_left(areas, upper)
        if (first, last) == (0, len(areas)):
            return table
        inside = inside | ((table.area_n >= first) & (table.area_n < last))
    return table.filter(inside)


def _open(kept: Kept) -> EverybodySnapshot:
    limit = 1000 + kept.persons * _BYTES_A_PERSON // _MEGABYTE
    base = duckdb.connect(":memory:", config={"memory_limit": f"{limit}MB"})
    seen = ", ".join(f"f.{fact.column} AS keluarga_{fact.column}" for fact in FAMILY.facts if fact.name != "anggota")
    try:
        for name in ("areas", "families", "members"):
            base.execute(f"CREATE TABLE {name} AS SELECT * FROM read_parquet('{kept.path / name}.parquet')")  # noqa: S608
        base.execute(
            f"""
            CREATE VIEW persons AS SELECT m.*, {seen} FROM members m LEFT JOIN families f ON f.n = m.family_n;
            CREATE TABLE heads AS
                SELECT family_n, max(jenis_kelamin) FILTER (WHERE hubungan = 'HEAD') AS sex,
                    bool_or(disabilitas) AS disabled
                FROM members WHERE family_n IS NOT NULL GROUP BY 1;
            CREATE TABLE served AS
                SELECT component_id::UUID AS component_id, kind, subject_id::UUID AS subject_id
                FROM read_parquet('{kept.path / "served"}.parquet');
            """  # noqa: S608 - paths and names of our own
        )
    except duckdb.Error as error:
        base.close()
        raise NoSnapshotYet from error
    engine = ibis.duckdb.from_connection(base.cursor())
    schemas = {name: engine.table(name).schema() for name in ("families", "members", "persons")}
    areas = tuple(code for (code,) in base.execute("SELECT area_code FROM areas ORDER BY area_n").fetchall())
    return EverybodySnapshot(kept, base, schemas, areas)


@contextmanager
def _bounded(cursor: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """Interrupt whatever runs on the cursor once the time is up, again and again until the block ends."""
    done = Event()
    was_late = Event()

    def watch() -> None:
        if done.wait(seconds):
            return
        was_late.set()
        while not done.wait(_STEP_SECONDS):
            cursor.interrupt()

    watcher = Thread(target=watch, name="everybody-watch", daemon=True)
    watcher.start()
    try:
        yield
    except duckdb.InterruptException as error:
        raise TooSlow(seconds) from error
    finally:
        done.set()
        watcher.join()
    if was_late.is_set():
        raise TooSlow(seconds)
