"""Loading the packaged reference data: idempotent, by COPY, a new edition replaces the old."""

import csv
import gzip
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.db import connection, transaction

from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.yaml_text import read_yaml
from rangkul.reference.models import Area, AreaAlias, CalendarYear, Holiday
from rangkul.reference.naming import name_key

DATA = Path(__file__).resolve().parent / "data"
EDITION = "kemendagri-2025"
PACKAGED = "daftar bawaan Rangkul (SKB 3 Menteri), belum diperiksa kantor"


def load_reference(*, within: tuple[str, ...] = ()) -> int:
    """Load areas, aliases and holidays. Returns the number of areas present.

    `within` keeps only those areas, their descendants and ancestors (tests, small installations). Source: Kepmendagri
    300.2.2-2430/2025, see data/areas/SOURCES.md. Does nothing when the edition is already loaded whole.
    """
    present = Area.objects.filter(edition=EDITION).count()
    wanted = list(_areas(within))
    if present != len(wanted):
        with transaction.atomic():
            _replace(wanted, within)
    _load_holidays()
    return len(wanted)


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with gzip.open(DATA / "areas" / name, "rt", encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _areas(within: tuple[str, ...]) -> Iterator[tuple[str | int, ...]]:
    kept = tuple(AreaCode.parse(code) for code in within)
    for row in _rows(f"{EDITION}.csv.gz"):
        code = row["kode"]
        if kept and not any(code.startswith(own) or own.startswith(code) for own in kept):
            continue
        parent, _, _ = code.rpartition(".")
        yield (
            code,
            row["nama"],
            name_key(row["nama"]),
            row["jenis"],
            code.count(".") + 1,
            parent,
            row["kode_bps"],
            EDITION,
        )


def _replace(areas: list[tuple[str | int, ...]], within: tuple[str, ...]) -> None:
    AreaAlias.objects.all().delete()
    Area.objects.all().delete()
    codes = {area[0] for area in areas}
    with connection.cursor() as cursor:
        with cursor.copy(
            "COPY reference_area (code, name, name_key, kind, level, parent_code, bps_code, edition) FROM STDIN"
        ) as copy:
            for area in areas:
                copy.write_row(area)
        with cursor.copy("COPY reference_areaalias (area_id, alias, alias_key, source) FROM STDIN") as copy:
            for row in _rows("alias.csv.gz"):
                if row["kode"] in codes:
                    copy.write_row((row["kode"], row["alias"], name_key(row["alias"]), row["sumber"]))


def _load_holidays() -> None:
    """The packaged years, each once: a year that is there (also one that the office entered) is left as it is."""
    known = set(CalendarYear.objects.values_list("year", flat=True))
    for file in sorted((DATA / "holidays").glob("*.yaml")):
        if int(file.stem) in known:
            continue
        Holiday.objects.bulk_create(
            [
                Holiday(day=entry["date"], name=entry["name"], is_shared_leave=entry.get("shared_leave", False))
                for entry in read_yaml(file.read_text(encoding="utf-8"))
            ],
            ignore_conflicts=True,
        )
        CalendarYear.objects.create(year=int(file.stem), source=PACKAGED, changed_at=clock.now())
