"""What a file format is: its columns with their other spellings, and how a file is recognised by its header row.

Knows nothing of Django: the reading process, which runs apart, uses it too.
"""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

_NOT_A_NAME = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME = 100
_ROW_NUMBERS = frozenset({"no", "nourut", "nomorurut"})
_COUNTED = 5
_FIRST_ROWS = 15
_SIGNS = (
    ("N", re.compile(r"'?[0-9•]{16}(?:\.0)?")),
    ("D", re.compile(r"[0-9]{1,4}[-/. ]+[0-9A-Za-z]{1,9}[-/. ]+[0-9]{2,4}(?:[T ][0-9:.]+)?")),
    ("9", re.compile(r"[-+]?[0-9•]+(?:[.,][0-9]+)?")),
)
SHEET_STEP = 10_000_000
"""Rows of the second sheet that is read with the first are numbered from here, of the third from twice this on."""
REASON, REMEDY, ORIGIN = "Alasan", "Yang harus dilakukan", "Baris asal"
"""The columns that the workbook of problems adds; no format knows them, and they never count as the file's own."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a format: `name` is ours, `aliases` are headers it goes by, in any case, spacing and punctuation."""

    name: str
    aliases: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """What the reader must know of a format to find its header row; plain data that travels to another process.

    `ends_with` in one of the first cells of a row ends the data; `sheets` are sheet names to try first. An `is_exact`
    layout is a header that a person has mapped: it is there when it has all these columns and no other, in any order.
    `beside` are sheets of the same workbook that hold no rows of it (codes, explanations): nobody is asked about them.
    `shape` is that of a table without a header row (`shape_of`), whose columns are called A, B, C….
    """

    code: str
    columns: tuple[Column, ...]
    ends_with: str = ""
    sheets: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    is_exact: bool = False
    shape: str = ""
    keys: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        keys = {key(each): column.name for column in self.columns for each in (column.name, *column.aliases)}
        object.__setattr__(self, "keys", keys)

    def places(self, header: Sequence[str]) -> dict[str, int]:
        """{our name: place in the row}; the first of two equal headers counts."""
        found: dict[str, int] = {}
        for place, text in enumerate(header):
            name = self.keys.get(key(text))
            if name is not None:
                found.setdefault(name, place)
        return found

    def missing(self, header: Sequence[str]) -> list[str]:
        """Required columns that the header lacks, by our name."""
        found = self.places(header)
        return [column.name for column in self.columns if column.is_required and column.name not in found]

    def score(self, header: Sequence[str]) -> float:
        """How much of the format this header shows, 0 to 1; 0 when a required column is missing."""
        if self.shape or self.missing(header) or (self.is_exact and own_keys(header) != set(self.keys)):
            return 0.0
        return self.likeness(header)

    def likeness(self, header: Sequence[str]) -> float:
        """Share of the format's columns that are there, required or not: how near a wrong file comes."""
        return len(self.places(header)) / len(self.columns)


def letters(count: int) -> list[str]:
    """A, B … Z, AA …: what the columns of a table without a header row are called, as in a spreadsheet."""
    alphabet = [chr(65 + place) for place in range(26)]
    return [*alphabet, *(first + second for first in alphabet for second in alphabet)][:count]


def shape_of(rows: Sequence[tuple[int, Sequence[str]]]) -> str:
    """One sign a column of the first rows: N sixteen digits (masked or not), D a date, 9 a number, T text, . neither.

    By what most of its cells are. Tells one table without a header row from another.
    """
    first = [cells for number, cells in rows if number <= _FIRST_ROWS]
    width = max((place + 1 for cells in first for place, cell in enumerate(cells) if cell.strip()), default=0)
    return "".join(
        _most([_sign(cells[place].strip()) for cells in first if place < len(cells) and cells[place].strip()])
        for place in range(width)
    )


def is_same_shape(one: str, other: str) -> bool:
    """Whether two tables may be the same list: as many columns, of the same kinds where both say something."""
    return len(one) == len(other) and all(a == b or "." in (a, b) for a, b in zip(one, other, strict=True))


def _most(signs: Sequence[str]) -> str:
    often = [sign for sign in set(signs) if signs.count(sign) * 2 > len(signs)]
    return often[0] if often else "."


def _sign(cell: str) -> str:
    return next((sign for sign, pattern in _SIGNS if pattern.fullmatch(cell)), "T")


class HeaderAgain:
    """Rows below the header that only say it again: at each printed page, as its second merged row, or its columns counted."""

    def __init__(self, header: Sequence[str]) -> None:
        self._header = header
        self.place = next((place for place, text in enumerate(header) if text.strip()), 0)
        self.mark = header[self.place].strip().lower() if header else ""
        self.is_first = True

    def is_said(self, cells: Sequence[str]) -> bool:
        """Whether this row is no data. The columns may be counted (1, 2, 3 …) in the first row only."""
        is_first, self.is_first = self.is_first, False
        if is_first and self._counts(cells):
            return True
        if self.place >= len(cells) or cells[self.place].strip().lower() != self.mark:
            return False
        told = [(cell, text) for cell, text in zip(cells, self._header, strict=False) if cell.strip()]
        return len(told) > 1 and all(key(cell) == key(text) for cell, text in told)

    def _counts(self, cells: Sequence[str]) -> bool:
        told = [cell.strip(" ().") for cell in cells if cell.strip()]
        return len(told) >= _COUNTED and told == [str(number) for number in range(1, len(told) + 1)]


def key(header: str) -> str:
    """A header without case, spaces, underscores and punctuation: "Nomor_KK " and "NOMOR KK" are one."""
    return _NOT_A_NAME.sub("", header.strip()[:_LONGEST_NAME].lower())


def is_added(header: str) -> bool:
    """Whether the workbook of problems has added this column."""
    name = key(header)
    return name in (key(REASON), key(REMEDY)) or name.startswith(key(ORIGIN))


def own_keys(header: Sequence[str]) -> set[str]:
    """The keys of the file's own columns."""
    return {key(text) for text in header if not is_added(text)} - {""}


def labels_of(header: Sequence[str]) -> list[str]:
    """One name for each column, all different: a blank one is called by its place, the second "nama" is "nama (2)"."""
    seen: dict[str, int] = {}
    labels = []
    for place, text in enumerate(header):
        told = " ".join(text.split())[:_LONGEST_NAME] or f"kolom {place + 1}"
        seen[key(told)] = count = seen.get(key(told), 0) + 1
        labels.append(told if count == 1 else f"{told} ({count})")
    return labels


def row_in_words(number: int, sheets: Sequence[str]) -> str:
    """ "7", or "Dusun B!7" where several sheets are read together (`sheets`: their names in order)."""
    place, row = divmod(number, SHEET_STEP)
    return f"{sheets[place]}!{row}" if len(sheets) > 1 and place < len(sheets) else str(number)


def unread_columns(header: Sequence[str], used: Container[int]) -> list[str]:
    """The file's own columns whose place is not among `used`, by label; a column that numbers the rows is none to miss."""
    return [
        label
        for place, (label, text) in enumerate(zip(labels_of(header), header, strict=True))
        if place not in used and text.strip() and not is_added(text) and key(text) not in _ROW_NUMBERS
    ]


def layout_from(data: Mapping[str, object]) -> Layout:
    """The layout that `layout_as` wrote."""
    columns = data["columns"]
    assert isinstance(columns, list)
    return Layout(
        code=str(data["code"]),
        columns=tuple(Column(name, tuple(aliases), bool(required)) for name, aliases, required in columns),
        ends_with=str(data["ends_with"]),
        sheets=tuple(_strings(data["sheets"])),
        beside=tuple(_strings(data["beside"])),
        is_exact=bool(data.get("is_exact")),
        shape=str(data.get("shape", "")),
    )


def layout_as(layout: Layout) -> dict[str, object]:
    """The layout as JSON-able data."""
    return {
        "code": layout.code,
        "columns": [[each.name, list(each.aliases), each.is_required] for each in layout.columns],
        "ends_with": layout.ends_with,
        "sheets": list(layout.sheets),
        "beside": list(layout.beside),
        "is_exact": layout.is_exact,
        "shape": layout.shape,
    }


def _strings(value: object) -> list[str]:
    assert isinstance(value, list)
    return [str(each) for each in value]
