"""Corrections fed again: which batch a workbook of problems came from, which of its rows are still open, which are mended."""

import re
from collections.abc import Iterable, Sequence
from itertools import batched
from uuid import UUID

import polars as pl
from django.db.models import QuerySet

from rangkul.platform.importing.enums import PROBLEMS, RowDecision
from rangkul.platform.importing.formats import ORIGIN, SHEET_STEP, key
from rangkul.platform.importing.models import ImportBatch, ImportRow

_MARK = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SHEET_AND_ROW = r"(?s)^(.*)!([0-9]+)$"
_STEP = 10_000


def mark_of(batch: ImportBatch) -> str:
    """The header of the column of row numbers: it survives saving as CSV, which a hidden sheet does not."""
    return f"{ORIGIN} (impor {batch.pk})"


def origin_place(header: Sequence[str]) -> int | None:
    """Where the numbers of the original rows are; None in a file that corrects nothing."""
    return next((place for place, text in enumerate(header) if key(text).startswith(key(ORIGIN))), None)


def find_marked(headers: Iterable[Sequence[str]]) -> UUID | None:
    """The batch that a header says its rows came from."""
    for header in headers:
        for text in header:
            if key(text).startswith(key(ORIGIN)) and (found := _MARK.search(text.lower())):
                return UUID(found[0])
    return None


def find_parent(batch: ImportBatch, headers: Iterable[Sequence[str]]) -> ImportBatch | None:
    """The batch that this one corrects: the marked one, if the file may speak of the same area.

    A mark of another area is no secret worth an answer: the file is then read like any other.
    """
    marked = find_marked(headers)
    if marked is None or marked == batch.pk:
        return None
    return next((each for each in ImportBatch.objects.filter(pk=marked) if is_inside(each, batch)), None)


def is_inside(parent: ImportBatch, batch: ImportBatch) -> bool:
    """Whether the two speak of one area, or the one's lies in the other's."""
    one, other = parent.area_code, batch.area_code
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def open_rows(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Bad rows of a batch that no correction has brought yet and nobody said to leave out."""
    found = ImportRow.objects.filter(batch=batch, verdict__in=PROBLEMS, resolved_by=None)
    return found.exclude(decision=RowDecision.SKIP)


def open_numbers(batch: ImportBatch) -> frozenset[int]:
    """Numbers of the rows of the parent that this batch may bring: bad there, and mended by no other correction."""
    assert batch.parent is not None
    return frozenset(open_rows(batch.parent).values_list("number", flat=True))


def still_open(raw: pl.DataFrame, place: int, numbers: frozenset[int], sheets: Sequence[str]) -> pl.DataFrame:
    """The slice without rows that were right in the parent or came corrected before; rows without a number stay."""
    origin = _origin(place, sheets)
    return raw.filter(origin.is_null() | origin.is_in(list(numbers)))


def origins(raw: pl.DataFrame, place: int, sheets: Sequence[str]) -> dict[int, int]:
    """{number of the row here: number of the row it corrects}; `sheets` are those of the parent that were read together."""
    told = raw.select("row", _origin(place, sheets).alias("origin")).drop_nulls()
    return dict(zip(told["row"].to_list(), told["origin"].to_list(), strict=True))


def sheets_of(batch: ImportBatch) -> list[str]:
    """The sheets whose rows a batch holds, in the order of its numbers; none where it was one."""
    return list(batch.layout.get("sheets", []))


def _origin(place: int, sheets: Sequence[str]) -> pl.Expr:
    """The number of a row from "7", "7.0" or "Dusun B!7" (`formats.row_in_words`)."""
    text = pl.col(str(place)).str.strip_chars().str.strip_prefix("'").str.strip_suffix(".0")
    bases = {name: at * SHEET_STEP for at, name in enumerate(sheets)}
    base = text.str.extract(_SHEET_AND_ROW, 1).replace_strict(bases, default=None, return_dtype=pl.Int64)
    row = text.str.extract(_SHEET_AND_ROW, 2).cast(pl.Int64, strict=False)
    return pl.coalesce(base + row, text.cast(pl.Int64, strict=False))


def resolve(batch: ImportBatch, numbers: Iterable[int]) -> int:
    """Mark rows of the parent as brought corrected by this batch; how many they were."""
    assert batch.parent is not None
    return sum(open_rows(batch.parent).filter(number__in=part).update(resolved_by=batch)
               for part in batched(numbers, _STEP, strict=False))  # fmt: skip


def release(batch: ImportBatch) -> None:
    """Open the rows of the parent again: the correction is not taken after all."""
    ImportRow.objects.filter(resolved_by=batch).update(resolved_by=None)
