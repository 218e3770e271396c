"""Writing tables as XLSX or CSV: every value is text, formulas are made harmless, and that can be read back exactly."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from rangkul.kernel.text import as_cell, looks_like_formula
from rangkul.platform.exporting.enums import FileKind
from rangkul.platform.exporting.exporters import Sheet


def write(path: Path, sheets: Iterable[Sheet], *, kind: str, tell: Any = None) -> int:
    """Write the file and give the number of its data rows; `tell(rows)` hears of every thousandth row."""
    if kind == FileKind.CSV:
        return _write_csv(path, sheets, tell)
    return _write_workbook(path, sheets, tell)


def safe(text: str) -> str:
    """The text as a cell. An apostrophe that stands before a formula already gets another, so that reading takes one off."""
    if text.startswith("'") and looks_like_formula(text.lstrip("'")):
        return "'" + text
    return as_cell(text)


def _write_csv(path: Path, sheets: Iterable[Sheet], tell: Any) -> int:
    count = 0
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        for sheet in sheets:
            writer.writerows(sheet.header)
            for row in _counted(sheet.rows, tell):
                writer.writerow([safe(each) for each in row])
                count += 1
            break
    return count


def _write_workbook(path: Path, sheets: Iterable[Sheet], tell: Any) -> int:
    book = Workbook(write_only=True)
    count = 0
    for sheet in sheets:
        page = book.create_sheet(sheet.name[:31])
        page.freeze_panes = f"A{len(sheet.header) + 1}"
        for row in sheet.header:
            page.append([_cell(page, each) for each in row])
        for row in _counted(sheet.rows, tell):
            page.append([_cell(page, safe(each)) if each else None for each in row])
            count += 1
    book.save(path)
    return count


def _counted(rows: Iterable[Sequence[str]], tell: Any) -> Iterator[Sequence[str]]:
    for number, row in enumerate(rows, start=1):
        if tell is not None and number % 1000 == 0:
            tell(number)
        yield row


def _cell(page: Any, text: str) -> Any:
    cell = WriteOnlyCell(page, value=ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    cell.number_format = "@"
    return cell
