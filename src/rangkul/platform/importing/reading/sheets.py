"""The sheets of a workbook as rows of texts: small ones at once, large ones as a stream that never holds the whole sheet."""

import zipfile
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rangkul.platform.importing.reading.far_cells import look_for_far_cells
from rangkul.platform.importing.reading.guard import SAVE_AS, Kind
from rangkul.platform.importing.reading.limits import MAX_COLUMNS, STREAM_ABOVE, UnableToRead
from rangkul.platform.importing.reading.texts import text_of

type Row = tuple[int, list[str]]
type Merge = tuple[int, int, int]
"""First row, last row and column of merged cells, counted from one."""


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet: its rows numbered as Excel numbers them, read when they are asked for."""

    name: str
    rows: Iterator[Row]
    is_hidden: bool = False


def sheets_of(source: Path, kind: Kind, wanted: Iterable[str], only: str = "") -> Iterator[Page]:
    """Each sheet, or the `only` one: the `wanted` names first, hidden sheets last. Raises `UnableToRead`."""
    merged = look_for_far_cells(source) if kind is Kind.XLSX else {}
    names = {name.lower(): place for place, name in enumerate(wanted)}
    is_large = kind is Kind.XLSX and _unpacked(source) > STREAM_ABOVE
    yield from _streamed(source, names, merged, only) if is_large else _at_once(source, names, only)


def _at_once(source: Path, wanted: dict[str, int], only: str) -> Iterator[Page]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_path(str(source))
        hidden = {each.name for each in book.sheets_metadata if each.visible != SheetVisibleEnum.Visible}
        for name in _ordered(book.sheet_names, wanted, hidden, only):
            sheet = book.get_sheet_by_name(name)
            first = (sheet.start or (0, 0))[0] + 1
            left = (sheet.start or (0, 0))[1]
            rows = ((first + place, [text_of(cell) for cell in row]) for place, row in enumerate(sheet.iter_rows()))
            merges = [
                (top + 1, bottom + 1, column - left)
                for (top, column), (bottom, _) in sheet.merged_cell_ranges or []
                if bottom > top
            ]
            yield Page(name, _filled(rows, merges) if sheet.width <= MAX_COLUMNS else _too_wide(sheet.width, name),
                       name in hidden)  # fmt: skip
    except (CalamineError, ValueError, OverflowError) as error:
        if "password" in str(error).lower():
            raise UnableToRead("berkas dikunci dengan kata sandi", "berkas tanpa kata sandi", SAVE_AS) from error
        raise _broken() from error


def _streamed(source: Path, wanted: dict[str, int], merged: dict[str, list[Merge]], only: str) -> Iterator[Page]:
    from rangkul.platform.importing.reading.streamed import Book, ExpatError

    try:
        book = Book(source)
        for name in _ordered(book.parts, wanted, book.hidden, only):
            rows = _filled(book.rows(name), merged.get(book.parts[name], []))
            yield Page(name, rows, name in book.hidden)
    except (
        *(zipfile.BadZipFile, KeyError, ValueError, IndexError, OverflowError, SyntaxError, OSError),
        ExpatError,
    ) as error:
        raise _broken() from error


def _filled(rows: Iterator[Row], merges: list[Merge]) -> Iterator[Row]:
    """What cells merged downwards show, in each of their rows: a family card number written once for the family."""
    if not merges:
        yield from rows
        return
    starts: dict[int, list[Merge]] = defaultdict(list)
    for merge in merges:
        starts[merge[0]].append(merge)
    held: dict[int, tuple[int, str]] = {}
    for number, cells in rows:
        for column in [column for column, (last, _) in held.items() if last < number]:
            del held[column]
        for column, (_, text) in held.items():
            if column < len(cells) and not cells[column]:
                cells[column] = text
        for _, last, column in starts.get(number, ()):
            if column < len(cells) and cells[column]:
                held[column] = (last, cells[column])
        yield number, cells


def _ordered(names: Iterable[str], wanted: dict[str, int], hidden: Collection[str], only: str) -> list[str]:
    chosen = [each for each in names if not only or each == only]
    if not chosen:
        raise UnableToRead(f"buku kerja tanpa lembar {only}", "nama lembar yang ada", "pilih lembar yang lain")
    return sorted(chosen, key=lambda each: (each in hidden, wanted.get(each.lower(), len(wanted))))


def _too_wide(width: int, name: str) -> Iterator[Row]:
    """Told when its rows are asked for: beside a table such a sheet is only one that is not read."""
    raise UnableToRead(f"{width} kolom pada lembar {name}", f"paling banyak {MAX_COLUMNS} kolom", SAVE_AS)
    yield


def _unpacked(source: Path) -> int:
    with zipfile.ZipFile(source) as archive:
        return sum(part.file_size for part in archive.infolist())


def _broken() -> UnableToRead:
    return UnableToRead("buku kerja yang rusak", "buku kerja yang dapat dibuka di Excel", SAVE_AS)
