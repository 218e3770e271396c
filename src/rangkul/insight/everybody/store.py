"""The snapshot at rest: Parquet files in the data folder that only the owner may read, replaced as a whole.

Each snapshot has a folder of its own; `kini.json` names the one in use and is swapped in one step, so that a reader
finds the old one or the new one and never half of one.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from django.conf import settings
from django.db import connection
from pyarrow import parquet

from rangkul.kernel.ids import new_id
from rangkul.programmes.queries.served import everybody_served
from rangkul.registry.snapshot import data_changed_at, snapshot_of
from rangkul.registry.vocabulary import FAMILY, PERSON

Progress = Callable[[int, int, str], None]

_POINTER = "kini.json"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a kept snapshot without opening it. `words` tells which facts it holds."""

    folder: str
    as_of: date
    taken_at: datetime
    changed_at: datetime | None
    families: int
    persons: int
    words: str

    @property
    def path(self) -> Path:
        """Where its files are."""
        return home() / self.folder


def home() -> Path:
    """The folder of snapshots."""
    return Path(settings.MEDIA_ROOT) / "everybody"


def known_words() -> str:
    """A digest of the facts this version of the program knows: a snapshot without one of them cannot be asked."""
    names = sorted(f"{words.subject}.{fact.column}" for words in (FAMILY, PERSON) for fact in words.facts)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]


def find_kept() -> Kept | None:
    """The snapshot in use, or None when there is none that this version can read."""
    try:
        said = json.loads((home() / _POINTER).read_text(encoding="utf-8"))
        kept = Kept(
            folder=said["folder"],
            as_of=date.fromisoformat(said["as_of"]),
            taken_at=datetime.fromisoformat(said["taken_at"]),
            changed_at=datetime.fromisoformat(said["changed_at"]) if said["changed_at"] else None,
            families=said["families"],
            persons=said["persons"],
            words=said["words"],
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return kept if kept.words == known_words() and kept.path.is_dir() else None


def take(*, as_of: date, progress: Progress = lambda _done, _total, _message: None) -> Kept:
    """Read everybody as of a day and put the files in use in one step. One at a time, the others wait.

    Runs in the owner's transaction: COPY is not possible under row-level security.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('insight.snapshot'))")
    place = _new_folder()
    progress(0, 4, "Membaca registri")
    changed_at = data_changed_at()
    with snapshot_of(area="", as_of=as_of) as taken:
        progress(1, 4, "Menulis salinan")
        _keep_everybody(taken.connection, place)
        counted = taken.connection.execute(
            "SELECT (SELECT count(*) FROM families), (SELECT count(*) FROM persons)"
        ).fetchone()
        taken_at = taken.taken_at
    progress(2, 4, "Membaca kepesertaan")
    _keep_served(place)
    families, persons = counted or (0, 0)
    kept = Kept(place.name, as_of, taken_at, changed_at, int(families), int(persons), known_words())
    progress(3, 4, "Memasang salinan baru")
    before = find_kept()
    _point_to(kept)
    _sweep(keep={kept.folder, before.folder if before else kept.folder})
    return kept


def _new_folder() -> Path:
    home().mkdir(mode=0o700, parents=True, exist_ok=True)
    home().chmod(0o700)
    place = home() / str(new_id())
    place.mkdir(mode=0o700)
    return place


def _keep_everybody(base: duckdb.DuckDBPyConnection, place: Path) -> None:
    """Families, members and areas, numbered in the order of their ids: whole numbers join and count faster than ids.

    Members of a family lie side by side, so that counting them by family reads memory in order.
    """
    base.execute(
        """
        CREATE TEMP TABLE kept_areas AS
            SELECT (row_number() OVER (ORDER BY area_code) - 1)::INTEGER AS area_n, area_code
            FROM (SELECT area_code FROM all_families UNION SELECT area_code FROM members);
        CREATE TEMP TABLE kept_families AS
            SELECT (row_number() OVER (ORDER BY f.id) - 1)::INTEGER AS n, a.area_n, f.*
            FROM all_families f JOIN kept_areas a ON a.area_code = f.area_code;
        """
    )
    for name, query in _KEPT_TABLES.items():
        _owner_only(
            place / f"{name}.parquet",
            lambda path, query=query: base.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)"),  # type: ignore[misc]
        )


_KEPT_TABLES = {
    "areas": "SELECT * FROM kept_areas ORDER BY area_n",
    "families": "SELECT * FROM kept_families ORDER BY n",
    "members": """
        SELECT (row_number() OVER (ORDER BY m.id) - 1)::INTEGER AS n, f.n AS family_n, a.area_n, m.*
        FROM members m JOIN kept_areas a ON a.area_code = m.area_code LEFT JOIN kept_families f ON f.id = m.family_id
        ORDER BY family_n, n
    """,
}


def _keep_served(place: Path) -> None:
    rows = everybody_served()
    columns: list[list[Any]] = [list(column) for column in zip(*rows, strict=True)] if rows else [[], [], []]
    names = ("component_id", "kind", "subject_id")
    table = pa.table({name: pa.array(column, pa.string()) for name, column in zip(names, columns, strict=True)})
    _owner_only(place / "served.parquet", lambda path: parquet.write_table(table, path))


def _point_to(kept: Kept) -> None:
    said = asdict(kept) | {
        "as_of": kept.as_of.isoformat(),
        "taken_at": kept.taken_at.isoformat(),
        "changed_at": kept.changed_at.isoformat() if kept.changed_at else None,
    }
    draft = home() / f".{kept.folder}.json"
    _owner_only(draft, lambda path: path.write_text(json.dumps(said), encoding="utf-8"))
    draft.replace(home() / _POINTER)


def _owner_only(path: Path, write: Callable[[Path], object]) -> None:
    before = os.umask(0o077)
    try:
        write(path)
        path.chmod(0o600)
    finally:
        os.umask(before)


def _sweep(keep: set[str]) -> None:
    """Remove older snapshots and halves that a killed process left; only one is ever being built."""
    for place in home().iterdir():
        if place.is_dir() and place.name not in keep:
            shutil.rmtree(place, ignore_errors=True)
