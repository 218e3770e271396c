"""A snapshot on disk as Parquet, one folder for each kabupaten/kota: what another machine, or many, can read.

    FOLDER/regency=73.12/families.parquet, members.parquet, snapshot.json

A centre that puts such folders of many offices side by side has a snapshot of them all; nothing is merged. It holds row
ids as text (Spark reads no UUID), areas and facts, no names and no numbers of identity; only its owner may read it.
"""

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.kernel.errors import Refused
from rangkul.registry.snapshot import Snapshot

FORMAT = 1
_KEY = "regency="
_NOTE = "snapshot.json"
_FIELD = "Folder snapshot"


@dataclass(frozen=True, slots=True)
class Part:
    """One kabupaten/kota of a snapshot folder."""

    regency: str
    as_of: date
    taken_at: datetime
    families: int
    members: int


@dataclass(frozen=True, slots=True)
class SnapshotFolder:
    """A folder whose parts all stand on the same day, in the order of their codes."""

    path: Path
    as_of: date
    parts: tuple[Part, ...]

    def files(self, table: str, parts: Sequence[Part] | None = None) -> list[str]:
        """The Parquet files of a table ("families" or "members"), of all parts or of some."""
        wanted = self.parts if parts is None else parts
        return [str(self.path / f"{_KEY}{part.regency}" / f"{table}.parquet") for part in wanted]

    @property
    def families(self) -> int:
        """How many families the parts have together."""
        return sum(part.families for part in self.parts)


def write_folder(taken: Snapshot, path: Path) -> list[Part]:
    """Write a part for each kabupaten/kota of the snapshot's area; members go with their family when it lives there.

    A part appears whole or not at all. Raises Refused for an area below a kabupaten/kota, and when the folder has one
    of the parts already.
    """
    _check_level(taken.area)
    inside = _inside(taken.area)
    found = taken.connection.execute(
        f"SELECT DISTINCT substr(area_code, 1, 5) FROM (SELECT area_code FROM all_families UNION SELECT area_code"  # noqa: S608
        f" FROM members) WHERE {inside} ORDER BY 1"
    ).fetchall()
    regencies = [str(code) for (code,) in found]
    there = [code for code in regencies if (path / f"{_KEY}{code}").exists()]
    if there:
        raise Refused(
            field=_FIELD,
            value=str(path),
            expected=f"folder tanpa bagian {', '.join(there)}",
            remedy="pilih folder lain atau hapus bagian yang lama",
        )
    with _for_owner_only(path):
        return [_write_part(taken, code, path) for code in regencies]


def read_folder(path: Path, *, area: str = "") -> SnapshotFolder:
    """The parts of a folder that lie in `area` (a province or a kabupaten/kota; "" for all).

    Raises Refused for a folder without parts, a part that is incomplete or of another format, and for parts that stand
    on different days.
    """
    _check_level(area)
    folders = sorted(path.glob(f"{_KEY}*")) if path.is_dir() else []
    wanted = [each for each in folders if _is_in(each.name.removeprefix(_KEY), area)]
    if not wanted:
        raise Refused(
            field=_FIELD,
            value=str(path),
            expected=f"sedikitnya satu bagian {_KEY}…" + (f" di wilayah {area}" if area else ""),
            remedy="buat dengan `rangkul export-snapshot`",
        )
    parts = tuple(_read_part(each) for each in wanted)
    days = {part.as_of: part.regency for part in parts}
    if len(days) > 1:
        told = "; ".join(f"{regency}: {day.isoformat()}" for day, regency in sorted(days.items()))
        raise Refused(
            field=_FIELD,
            value=told,
            expected="bagian yang semuanya per tanggal yang sama",
            remedy="buat ulang bagian yang tanggalnya berbeda",
        )
    return SnapshotFolder(path, parts[0].as_of, parts)


def _check_level(area: str) -> None:
    if area and AreaCode.parse(area).level > AreaLevel.REGENCY:
        raise Refused(
            field="Wilayah", value=area, expected="provinsi atau kabupaten/kota", remedy="pakai kode yang lebih pendek"
        )


def _is_in(code: str, area: str) -> bool:
    return not area or code == area or code.startswith(f"{area}.")


def _inside(area: str) -> str:
    """SQL that holds for a row that lives in the area."""
    return f"area_code >= '{area}' AND area_code < '{area}/'" if area else "area_code IS NOT NULL"


def _write_part(taken: Snapshot, regency: str, path: Path) -> Part:
    base = taken.connection
    whole, unfinished = path / f"{_KEY}{regency}", path / f".{_KEY}{regency}"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    families = f"SELECT * REPLACE (id::VARCHAR AS id) FROM all_families WHERE substr(area_code, 1, 5) = '{regency}'"  # noqa: S608
    members = (
        "SELECT m.* REPLACE (m.id::VARCHAR AS id, m.family_id::VARCHAR AS family_id) FROM members m LEFT JOIN"  # noqa: S608
        f" (SELECT id, area_code FROM all_families WHERE {_inside(taken.area)}) f ON f.id = m.family_id"
        f" WHERE substr(coalesce(f.area_code, m.area_code), 1, 5) = '{regency}'"
    )
    counts = [_copy(base, statement, unfinished / f"{table}.parquet")
              for table, statement in (("families", families), ("members", members))]  # fmt: skip
    part = Part(regency, taken.as_of, taken.taken_at, *counts)
    note = {"format": FORMAT} | {key: _plain(value) for key, value in asdict(part).items()}
    (unfinished / _NOTE).write_text(json.dumps(note, indent=1) + "\n", encoding="ascii")
    unfinished.rename(whole)
    return part


def _copy(base: Any, statement: str, file: Path) -> int:
    row = base.execute(f"COPY ({statement}) TO '{_quoted(file)}' (FORMAT parquet, COMPRESSION zstd)").fetchone()
    return int(row[0])


def _quoted(file: Path) -> str:
    return str(file).replace("'", "''")


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _read_part(folder: Path) -> Part:
    try:
        note = json.loads((folder / _NOTE).read_text(encoding="ascii"))
        if note["format"] != FORMAT:
            raise ValueError(note["format"])
        part = Part(
            regency=str(note["regency"]),
            as_of=date.fromisoformat(note["as_of"]),
            taken_at=datetime.fromisoformat(note["taken_at"]),
            families=int(note["families"]),
            members=int(note["members"]),
        )
        complete = all((folder / f"{table}.parquet").is_file() for table in ("families", "members"))
        if not complete or folder.name != f"{_KEY}{part.regency}":
            raise ValueError(folder.name)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise Refused(
            field=_FIELD,
            value=folder.name,
            expected=f"families.parquet, members.parquet, dan {_NOTE} berformat {FORMAT}",
            remedy="salin atau buat ulang bagian itu",
        ) from error
    return part


@contextmanager
def _for_owner_only(path: Path) -> Iterator[None]:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)
