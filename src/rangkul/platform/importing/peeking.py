"""The beginning of a file kept for the page of columns: sealed, long numbers already masked."""

import json
from dataclasses import dataclass
from pathlib import Path

from rangkul.platform.crypto import seal, unseal
from rangkul.platform.importing import columns
from rangkul.platform.importing.formats import is_added, letters, shape_of
from rangkul.platform.importing.models import ImportBatch
from rangkul.platform.importing.reading.sandbox import peek_table

_CONTEXT = "importing.peek"
_SAMPLES = 5


@dataclass(frozen=True, slots=True)
class Peek:
    """One sheet's first rows, and which of them seems to be the header."""

    sheet: str
    rows: list[tuple[int, list[str]]]
    header_row: int

    @property
    def header(self) -> list[str]:
        """The cells of the header row without empty ones at its end; letters for a table that has none (row 0)."""
        if self.header_row == 0:
            return letters(len(shape_of(self.rows)))
        cells = next((cells for number, cells in self.rows if number == self.header_row), [])
        while cells and not cells[-1].strip():
            cells = cells[:-1]
        return cells

    def samples(self, place: int) -> list[str]:
        """A few different values of a column below the header."""
        cells = (row[place] for number, row in self.rows if number > self.header_row and place < len(row))
        return list(dict.fromkeys(cell for cell in cells if cell.strip()))[:_SAMPLES]

    def data(self) -> list[list[str]]:
        """The rows below the header."""
        return [cells for number, cells in self.rows if number > self.header_row]


def keep(batch: ImportBatch, path: Path) -> list[Peek]:
    """Look into the file and put what was seen on the batch (not saved). Raises `FileRefused`."""
    sheets = peek_table(path, file_name=batch.file_name, only=batch.layout.get("only", ""))
    # The mark of a correction holds an id, whose digits are no number of anybody.
    told = [
        [
            name,
            [[number, [cell if is_added(cell) else columns.shown(cell) for cell in cells]] for number, cells in rows],
        ]
        for name, rows in sheets
    ]
    batch.peek_cipher = seal(json.dumps(told), context=_CONTEXT)
    return seen(batch)


def seen(batch: ImportBatch) -> list[Peek]:
    """What was kept, sheet by sheet; empty when nothing was."""
    if batch.peek_cipher is None:
        return []
    told = json.loads(unseal(bytes(batch.peek_cipher), context=_CONTEXT))
    return [_peek(name, [(int(number), list(cells)) for number, cells in rows]) for name, rows in told]


def _peek(name: str, rows: list[tuple[int, list[str]]]) -> Peek:
    return Peek(sheet=name, rows=rows, header_row=columns.header_row_of(rows))
