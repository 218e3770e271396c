"""Sheets of a workbook that were not read with its first table: who they are, and which became imports of their own."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from rangkul.platform.importing.enums import BatchState
from rangkul.platform.importing.models import ImportBatch

OPEN_STATES = (BatchState.READ, BatchState.APPROVED, BatchState.APPLIED)
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Unread:
    """A sheet that was not read: how many rows it has (`has_more`: at least), which format its header shows ("" for none).

    `batch` is the import that it became.
    """

    name: str
    rows: int
    has_more: bool
    is_hidden: bool
    format_code: str
    batch: ImportBatch | None = None


def sha256_of(batch: ImportBatch, sheet: str) -> str:
    """What tells one sheet of these bytes from every other: the mark by which the same sheet is not taken twice."""
    return hashlib.sha256(f"{batch.sha256}\n{sheet}".encode()).hexdigest()


def list_unread(batch: ImportBatch) -> list[Unread]:
    """The sheets of the file that this batch left out, in the order of the workbook. At most one query."""
    told = batch.layout.get("unread", [])
    marks = {sha256_of(batch, each["name"]): each["name"] for each in told}
    gone = [BatchState.FAILED, BatchState.CANCELLED, BatchState.UNDONE]
    found = ImportBatch.objects.filter(sha256__in=list(marks)).exclude(state__in=gone) if marks else []
    batches = {marks[each.sha256]: each for each in found}
    return [
        Unread(
            each["name"], each["rows"], each["has_more"], each["is_hidden"], each["format"], batches.get(each["name"])
        )
        for each in told
    ]


def list_left(batch: ImportBatch) -> list[Unread]:
    """The unread sheets that nobody brought in: the approver is asked about them."""
    return [each for each in list_unread(batch) if each.batch is None]


def in_words(left: Sequence[Unread]) -> str:
    """The question about sheets that nobody reads; empty when there are none."""
    if not left:
        return ""
    told = [f"{each.name} ({_rows(each)}{', tersembunyi' if each.is_hidden else ''})" for each in left[:_NAMED]]
    more = f", dan {len(left) - _NAMED} lembar lain" if len(left) > _NAMED else ""
    return f"Lembar {', '.join(told)}{more} tidak dibaca. Apakah memang tidak perlu?"


def _rows(sheet: Unread) -> str:
    if not sheet.rows:
        return "terlalu lebar untuk dihitung"
    count = f"{sheet.rows:,}".replace(",", ".")
    return f"lebih dari {count} baris" if sheet.has_more else f"{count} baris"
