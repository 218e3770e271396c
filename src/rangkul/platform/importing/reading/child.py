"""The reading process: one file in, one Parquet file of texts out, an answer as JSON on its standard output.

Runs as `python -m rangkul.platform.importing.reading.child SOURCE TARGET MEMORY SHEET` with the layouts as JSON on standard input,
under limits of memory and time. Knows nothing of Django, holds no key, sees no database.
"""

import json
import resource
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from importlib import import_module
from itertools import chain, islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from rangkul.platform.importing.formats import (
    SHEET_STEP,
    HeaderAgain,
    Layout,
    is_same_shape,
    key,
    labels_of,
    layout_from,
    letters,
    shape_of,
)
from rangkul.platform.importing.reading.delimited import manner_of, rows_of
from rangkul.platform.importing.reading.guard import SAVE_AS, Kind, look_at
from rangkul.platform.importing.reading.limits import (
    COUNTED_ROWS,
    CPU_SECONDS,
    HEADER_WITHIN,
    MAX_CELL,
    MAX_ROWS,
    MAX_SHEETS,
    UNKNOWN_HEADER,
    UnableToRead,
    progress_of,
)
from rangkul.platform.importing.reading.sheets import Page, Row, sheets_of

_GROUP = 20_000
_SWIFT_FROM = 512 * 1024
"""Bytes from which a text is read as columns: loading what reads columns takes longer than a small file does."""


@dataclass
class Found:
    """Where the table is: which format, sheet, header row, and which place each of our columns has.

    `overlong` are lines of text with more cells than the header, of which nobody knows where one cell ends.
    """

    layout: Layout
    score: float
    sheet: str
    header_row: int
    header: list[str]
    columns: int
    overlong: list[int] = field(default_factory=list)


def read(
    source: Path, target: Path, layouts: list[Layout], *, only: str = "", swift_from: int = 0
) -> dict[str, object]:
    """Write the table to `target` (columns: row, 0, 1, 2 … as text) and say what was found.

    Sheets with the header of the first that fits are read with it, the others are named (`only` one sheet: no other is
    looked at). Text of at least `swift_from` bytes is tried as columns first.
    """
    kind = look_at(source)
    nearest: list[tuple[float, str, Layout, list[str]]] = []
    passed: list[Page] = []
    pages = _pages(source, kind, layouts, only)
    for page in pages:
        start = list(islice(page.rows, HEADER_WITHIN))
        found = _find_header(page.name, start, layouts, nearest)
        if found is None:
            passed.append(replace(page, rows=chain(start, page.rows)))
            continue
        beside = Beside(found, is_hidden=page.is_hidden)
        is_swift = found.header_row > 0 and kind is Kind.TEXT and source.stat().st_size >= swift_from
        count = _write_swiftly(source, target, found) if is_swift else None
        if count is None:
            after = (row for row in start if row[0] > found.header_row)
            rows = chain(
                data_rows(chain(after, page.rows), found, is_text=kind is Kind.TEXT), beside.rows(pages, layouts)
            )
            count = _write(target, rows, found)
        beside.name(passed)
        return _answer(found, count, kind) | {"sheets": beside.sheets, "unread": beside.unread}
    raise _not_recognised(nearest)


def _pages(source: Path, kind: Kind, layouts: list[Layout], only: str = "") -> Iterator[Page]:
    if kind is Kind.TEXT:
        yield Page("", rows_of(source))
    else:
        yield from sheets_of(source, kind, [name for layout in layouts for name in layout.sheets], only)


class Beside:
    """The sheets beside the first that fits: those with its header are read with it, the others counted and named.

    Rows of the second sheet that is read are numbered from `SHEET_STEP` on, of the third from twice that: so numbers stay
    unique and tell sheet and row (`formats.row_in_words`).
    """

    def __init__(self, found: Found, *, is_hidden: bool) -> None:
        self.sheets = [found.sheet]
        self.unread: list[dict[str, object]] = []
        self._found, self._is_hidden = found, is_hidden
        self._keys = [key(label) for label in labels_of(found.header)]

    def rows(self, pages: Iterable[Page], layouts: list[Layout]) -> Iterator[Row]:
        """The data of the sheets with the same header, its columns in the order of the first sheet."""
        for page in pages:
            try:
                start = list(islice(page.rows, HEADER_WITHIN))
            except UnableToRead:
                self.unread.append(_unread(page, 0))
                continue
            other = _find_header(page.name, start, layouts, [])
            order = self._order(other) if other is not None and page.is_hidden <= self._is_hidden else None
            if other is None or order is None:
                self.name([replace(page, rows=chain(start, page.rows))], other)
                continue
            base, is_empty = len(self.sheets) * SHEET_STEP, True
            after = (row for row in start if row[0] > other.header_row)
            self.sheets.append(page.name)
            for number, cells in data_rows(chain(after, page.rows), other):
                is_empty = False
                yield base + number, [cells[place] for place in order]
            if is_empty:
                self.sheets.pop()

    def name(self, pages: Iterable[Page], other: Found | None = None) -> None:
        """Note how many rows each of these sheets has, up to a limit; an empty one and one of codes are nothing to tell."""
        for page in pages:
            if other is None and page.name.lower() in [each.lower() for each in self._found.layout.beside]:
                continue
            rows = page.rows if other is None else data_rows(_below(page.rows, other.header_row), other)
            told = (number for number, cells in rows if any(cell and not cell.isspace() for cell in cells))
            try:
                count = sum(1 for _ in islice(told, COUNTED_ROWS + 1))
            except UnableToRead:
                count = 0
            else:
                if not count:
                    continue
            self.unread.append(_unread(page, count, other.layout.code if other is not None else ""))

    def _order(self, other: Found) -> list[int] | None:
        """Where the columns of the first sheet stand in this one; None when it is another table."""
        keys = [key(label) for label in labels_of(other.header)]
        if other.layout.code != self._found.layout.code or sorted(keys) != sorted(self._keys):
            return None
        return [keys.index(each) for each in self._keys] if len(self.sheets) < MAX_SHEETS else None


def _below(rows: Iterable[Row], header_row: int) -> Iterator[Row]:
    return (row for row in rows if row[0] > header_row)


def _unread(page: Page, rows: int, code: str = "") -> dict[str, object]:
    return {
        "name": page.name,
        "rows": min(rows, COUNTED_ROWS),
        "has_more": rows > COUNTED_ROWS,
        "is_hidden": page.is_hidden,
        "format": code,
    }


def _find_header(
    sheet: str, start: list[Row], layouts: list[Layout], nearest: list[tuple[float, str, Layout, list[str]]]
) -> Found | None:
    best: Found | None = None
    for number, cells in start:
        for layout in layouts:
            score, likeness = layout.score(cells), layout.likeness(cells)
            if likeness > 0:
                nearest.append((likeness, layout.code, layout, cells))
            if score > (best.score if best else 0.0):
                best = Found(layout, score, sheet, number, _trimmed(cells), len(cells))
    return best or _without_header(sheet, start, layouts)


def _without_header(sheet: str, start: list[Row], layouts: list[Layout]) -> Found | None:
    """The table begins in its first row, and is of a shape that a person has mapped before."""
    shapes = [layout for layout in layouts if layout.shape]
    shape = shape_of(start) if shapes else ""
    for layout in shapes:
        if is_same_shape(layout.shape, shape):
            return Found(layout, 1.0, sheet, 0, letters(len(shape)), len(shape))
    return None


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return [each.strip()[:100] for each in cells]


def _write_swiftly(source: Path, target: Path, found: Found) -> int | None:
    """Write a regular text file column by column; None when it is not regular after all, and nothing is lost."""
    from rangkul.platform.importing.reading.swift import cut_at, look_over, tables_of, without

    encoding, separator = manner_of(source)
    if encoding.startswith("utf-16"):
        return None
    regular = look_over(source, separator=separator, header_line=found.header_row)
    if regular is None:
        return None
    count, end = 0, found.layout.ends_with
    schema = _schema(found)
    try:
        with _writer(target, schema) as writer:
            again = HeaderAgain(found.header)
            for frame in tables_of(regular, columns=found.columns, width=len(found.header)):
                cut = cut_at(frame, end) if end else frame
                kept = without(cut, again)
                writer.write_table(kept.to_arrow().cast(schema))
                count += kept.height
                _tell(target, count)
                if cut.height < frame.height:
                    break
    except pa.ArrowInvalid:
        return None
    return count


def _schema(found: Found) -> pa.Schema:
    return pa.schema([("row", pa.int32()), *((str(place), pa.string()) for place in range(len(found.header)))])


def _writer(target: Path, schema: pa.Schema) -> pq.ParquetWriter:
    return pq.ParquetWriter(target, schema, compression="lz4", write_statistics=False)


def _tell(target: Path, count: int) -> None:
    """Leave word of how many rows are read, for the process that waits; and stop at too many."""
    progress_of(target).write_text(str(count), "ascii")
    if count > MAX_ROWS:
        raise UnableToRead(f"lebih dari {MAX_ROWS} baris", "berkas yang dipecah per kecamatan", SAVE_AS)


def _write(target: Path, rows: Iterator[Row], found: Found) -> int:
    schema = _schema(found)
    count = 0
    with _writer(target, schema) as writer:
        while group := list(islice(rows, _GROUP)):
            columns = list(zip(*(cells for _, cells in group), strict=True))
            arrays = [pa.array([number for number, _ in group], pa.int32())]
            arrays += [pa.array([each or None for each in column], pa.string()) for column in columns]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            count += len(group)
            _tell(target, count)
    return count


def data_rows(rows: Iterator[Row], found: Found, *, is_text: bool = False) -> Iterator[Row]:
    """The rows below the header that hold data, each as wide as the header."""
    width, end, again = len(found.header), found.layout.ends_with, HeaderAgain(found.header)
    for number, told in rows:
        cells = told
        if end and end in (cell.strip() for cell in cells[:3]):
            # Whatever stands below are notes; the outer loop stops because the source is used up.
            for _ in rows:
                pass
            return
        if is_text and any(cell.strip() for cell in cells[found.columns :]):
            found.overlong.append(number)
            cells = [*cells[: width - 1], " | ".join(cells[width - 1 :])]  # so that nothing of the line is lost
        row = (cells + [""] * (width - len(cells)))[:width] if len(cells) != width else cells
        if any(cell and not cell.isspace() for cell in row) and not again.is_said(row):
            yield number, [cell if len(cell) <= MAX_CELL else cell[:MAX_CELL] + "…" for cell in row]


def _answer(found: Found, count: int, kind: Kind) -> dict[str, object]:
    return {
        "format": found.layout.code,
        "score": round(found.score, 3),
        "sheet": found.sheet,
        "header_row": found.header_row,
        "header": found.header,
        "places": found.layout.places(found.header),
        "rows": count,
        "kind": kind.value,
        "overlong": found.overlong,
    }


def _not_recognised(nearest: list[tuple[float, str, Layout, list[str]]]) -> UnableToRead:
    best = max(nearest, default=None, key=lambda each: each[:2])
    if best is None:
        return UnableToRead(
            "tabel tanpa judul kolom yang dikenal",
            "baris judul seperti pada unduhan OpenSID atau SIKS-NG",
            "jangan menghapus baris judul; unduh ulang berkas dari aplikasi asalnya",
            UNKNOWN_HEADER,
        )
    missing = ", ".join(best[2].missing(best[3]))
    return UnableToRead(
        f"tabel tanpa kolom {missing}",
        f"kolom {missing} pada baris judul",
        "tambahkan atau perbaiki nama kolom itu pada baris judul, lalu unggah lagi",
        UNKNOWN_HEADER,
    )


def _limit(memory: int) -> None:
    """Bound what this process takes. Room that libraries only reserve (threads, arenas) is no memory: it comes on top."""
    room = memory + _reserved()
    resource.setrlimit(resource.RLIMIT_AS, (room, room))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _reserved() -> int:
    """Bytes of address space that this process has mapped and does not hold in memory."""
    try:
        pages = [int(each) for each in Path("/proc/self/statm").read_text("ascii").split()[:2]]
    except (OSError, ValueError):
        return 0
    return max(0, pages[0] - pages[1]) * resource.getpagesize()


def main() -> None:
    """Entry of the process: exit code 0 with an answer, 3 with a refusal."""
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    with source.open("rb") as file:
        is_text = file.read(2) != b"PK"
    if is_text and source.stat().st_size >= _SWIFT_FROM:
        import_module("rangkul.platform.importing.reading.swift")  # its threads want more room than the limit leaves
    _limit(int(sys.argv[3]))
    layouts = [layout_from(each) for each in json.load(sys.stdin)]
    try:
        answer = read(source, target, layouts, only=sys.argv[4], swift_from=_SWIFT_FROM)
    except UnableToRead as error:
        json.dump(asdict(error), sys.stdout)
        raise SystemExit(3) from None
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
