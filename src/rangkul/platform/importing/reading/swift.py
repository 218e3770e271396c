"""Delimited text without surprises, read as columns: ten times as fast as row by row, and the same answer.

A file takes this way only after every line was looked at: UTF-8, no zero bytes, no line break inside a cell, quotes where
the standard has them, lines of a sane length. Everything else goes row by row (`delimited`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.csv as pacsv

from rangkul.platform.importing.formats import HeaderAgain
from rangkul.platform.importing.reading.limits import MAX_CELL

_BLOCK = 4 << 20
_MANY_BLANKS = 10_000


@dataclass(frozen=True, slots=True)
class Regular:
    """A file that may be read as columns: where its data begin, in bytes and lines, and which lines are empty."""

    path: Path
    separator: str
    offset: int
    first_line: int
    last_line: int
    blank_lines: tuple[int, ...]


def look_over(path: Path, *, separator: str, header_line: int) -> Regular | None:
    """The file as columns from the line after the header, or None when something in it needs care."""
    quoted = _quoted(separator)
    number, offset, blanks = 0, 0, []
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            block += file.readline(MAX_CELL)
            if not _is_plain(block):
                return None
            lines = block.split(b"\n")
            if not lines[-1]:
                lines.pop()
            if max(map(len, lines)) >= MAX_CELL:
                return None
            skipped = lines[: max(0, header_line - number)]
            offset += sum(map(len, skipped)) + len(skipped)
            for place in range(len(skipped), len(lines)):
                line = lines[place].removesuffix(b"\r")
                if not line:
                    blanks.append(number + place + 1)
                elif b'"' in line and not quoted.fullmatch(line):
                    return None
            number += len(lines)
            if len(blanks) > _MANY_BLANKS:
                return None
    return Regular(path, separator, offset, header_line + 1, number, tuple(blanks))


def tables_of(regular: Regular, *, columns: int, width: int) -> Iterator[pl.DataFrame]:
    """The rows in pieces with the columns row, 0, 1 … up to `width`, of `columns` that every line has.

    Raises `pyarrow.ArrowInvalid` when a line has another number of cells; blank rows are left out.
    """
    numbers = np.setdiff1d(
        np.arange(regular.first_line, regular.last_line + 1, dtype=np.int32), regular.blank_lines, assume_unique=True
    )
    if not len(numbers):
        return
    names = [str(place) for place in range(columns)]
    done = 0
    with regular.path.open("rb") as file:
        file.seek(regular.offset)
        reader = pacsv.open_csv(
            file,
            read_options=pacsv.ReadOptions(column_names=names, block_size=_BLOCK, use_threads=False),
            parse_options=pacsv.ParseOptions(delimiter=regular.separator, ignore_empty_lines=True),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                null_values=[""],
                strings_can_be_null=True,
                include_columns=names[:width],
            ),
        )
        for piece in reader:
            frame = pl.from_arrow(piece)
            assert isinstance(frame, pl.DataFrame)
            rows = pl.Series("row", numbers[done : done + frame.height], dtype=pl.Int32)
            done += frame.height
            yield _without_blank(frame.insert_column(0, rows))
    if done != len(numbers):
        raise pa.ArrowInvalid(f"{done} rows on {len(numbers)} lines")


def cut_at(frame: pl.DataFrame, end: str) -> pl.DataFrame:
    """The rows before the one that holds `end` alone in one of its first three cells."""
    marks = pl.Series([False] * frame.height, dtype=pl.Boolean)
    for name in frame.columns[1:4]:
        marks |= (frame[name].str.strip_chars() == end).fill_null(False)
    place = marks.arg_max() if marks.any() else None
    return frame if place is None else frame.head(place)


def without(frame: pl.DataFrame, again: HeaderAgain) -> pl.DataFrame:
    """The rows that do not only say the header again."""
    names = frame.columns[1:]
    told = frame[names[again.place]].str.strip_chars().str.to_lowercase() == again.mark
    said = [
        place
        for place in sorted(
            {*([0] if again.is_first and frame.height else []), *told.fill_null(False).arg_true().to_list()}
        )
        if again.is_said([cell or "" for cell in frame.row(place)[1:]])
    ]
    again.is_first = again.is_first and not frame.height
    return frame.with_row_index("_").filter(~pl.col("_").is_in(said)).drop("_") if said else frame


def _without_blank(frame: pl.DataFrame) -> pl.DataFrame:
    left = frame
    for name in frame.columns[1:]:
        left = left.filter(pl.col(name).is_null() | (pl.col(name).str.strip_chars() == ""))
        if left.is_empty():
            return frame
    return frame.filter(~pl.col("row").is_in(left["row"].implode()))


def _is_plain(block: bytes) -> bool:
    if b"\0" in block or block.count(b"\r") != block.count(b"\r\n"):
        return False
    if block.isascii():
        return True
    try:
        block.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _quoted(separator: str) -> re.Pattern[bytes]:
    mark = re.escape(separator.encode())
    cell = rb'(?:"(?:[^"]|"")*"|[^"' + mark + rb"]*)"
    return re.compile(cell + rb"(?:" + mark + cell + rb")*")
