"""The workbook of problems: every row that was not taken, as it stands in the file, the cell marked, and what to do.

The sheet has the header of the original, so it can be corrected and uploaded again; the last three columns, which no
format knows, are left out when it is read. The header of the last names the batch: so a correction finds its parent.
"""

from collections.abc import Iterable, Iterator
from itertools import batched
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from rangkul.kernel.text import as_cell
from rangkul.platform.importing.formats import REASON, REMEDY, is_added, row_in_words
from rangkul.platform.importing.models import ImportBatch, ImportRow
from rangkul.platform.importing.problems import opened
from rangkul.platform.importing.resolving import mark_of, sheets_of

_STEP = 2_000
_MARK = PatternFill("solid", fgColor="FFE08A")
_HEAD = Font(bold=True)
_WRAP = Alignment(wrap_text=True, vertical="top")


def problem_workbook(batch: ImportBatch, rows: Iterable[ImportRow]) -> Workbook:
    """The workbook, every value as text: numbers of identity keep their digits, formulas are made harmless."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet((batch.sheet or "Data")[:31])
    header = [*(text for text in batch.header if not is_added(text)), REASON, REMEDY, mark_of(batch)]
    kept = [place for place, text in enumerate(batch.header) if not is_added(text)]
    for place in range(1, len(header) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = 40 if place > len(kept) else 18
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, text, font=_HEAD) for text in header])
    places: dict[str, int] = batch.layout.get("places", {})
    sheets = sheets_of(batch)
    for row, cells in _with_cells(rows):
        marked = {places[reason["column"]] for reason in row.reasons if reason["column"] in places}
        line = [
            _cell(sheet, cells[place] if place < len(cells) else "", fill=_MARK if place in marked else None)
            for place in kept
        ]
        line.append(_cell(sheet, "; ".join(_why(reason) for reason in row.reasons), wrap=True))
        line.append(_cell(sheet, "; ".join(dict.fromkeys(reason["remedy"] for reason in row.reasons)), wrap=True))
        line.append(_cell(sheet, row_in_words(row.number, sheets)))
        sheet.append(line)
    return book


def _with_cells(rows: Iterable[ImportRow]) -> Iterator[tuple[ImportRow, list[str]]]:
    for part in batched(rows, _STEP, strict=False):
        yield from zip(part, opened(part), strict=True)


def _why(reason: dict[str, str]) -> str:
    shown = f" ({reason['shown']})" if reason["shown"] else ""
    return f"{reason['column']}{shown}: seharusnya {reason['expected']}"


def _cell(
    sheet: Any, text: str, *, font: Font | None = None, fill: PatternFill | None = None, wrap: bool = False
) -> Any:
    cell = WriteOnlyCell(sheet, value=as_cell(ILLEGAL_CHARACTERS_RE.sub("", text)))
    cell.data_type = "s"
    cell.number_format = "@"
    if font is not None:
        cell.font = font
    if fill is not None:
        cell.fill = fill
    if wrap:
        cell.alignment = _WRAP
    return cell
