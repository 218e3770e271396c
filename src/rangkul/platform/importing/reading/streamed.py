"""Sheets of a large workbook as a stream of rows: one piece of the sheet in memory at a time, and the texts that cells share.

openpyxl says what the parts are and which styles are dates; it does not read the cells, for it keeps something of every row
and takes far longer over a text that stands in its cell (`python -m bench --only import_100mb`).
"""

import zipfile
from array import array
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat
from xml.parsers.expat import ExpatError

from rangkul.platform.importing.reading.guard import SAVE_AS
from rangkul.platform.importing.reading.limits import MAX_COLUMNS, UnableToRead
from rangkul.platform.importing.reading.texts import text_of

__all__ = ["Book", "ExpatError", "Shared"]

type Row = tuple[int, list[str]]
_PIECE = 1 << 18
_TRUTHS = {"1": "YA", "0": "TIDAK"}


@dataclass(slots=True)
class Shared:
    """The texts that cells share, as one piece of bytes and where each begins: a list of five million takes five times as much."""

    content: bytearray = field(default_factory=bytearray)
    starts: "array[int]" = field(default_factory=lambda: array("Q", [0]))

    def add(self, text: str) -> None:
        """The next one."""
        self.content += text.encode()
        self.starts.append(len(self.content))

    def __getitem__(self, place: int) -> str:
        if not 0 <= place < len(self.starts) - 1:
            raise IndexError(place)
        return self.content[self.starts[place] : self.starts[place + 1]].decode()


class Book:
    """A workbook of which the sheets are read one after the other."""

    def __init__(self, source: Path) -> None:
        """Read what describes it. Raises what zipfile, openpyxl and expat raise for a broken one."""
        # Opened here: openpyxl refuses a path without the ending of a workbook, and uploads are kept without their names.
        from openpyxl.reader.excel import ExcelReader
        from openpyxl.styles.stylesheet import apply_stylesheet
        from openpyxl.xml.constants import SHARED_STRINGS

        reader = ExcelReader(source.open("rb"), read_only=True, data_only=True, keep_links=False)
        reader.read_manifest()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)
        self._archive: zipfile.ZipFile = reader.archive
        self._epoch: datetime = reader.wb.epoch
        self._dates: Collection[int] = reader.wb._date_formats  # type: ignore[attr-defined]
        self._spans: Collection[int] = reader.wb._timedelta_formats  # type: ignore[attr-defined]
        sheets = [
            (sheet, rel.target)
            for sheet, rel in reader.parser.find_sheets()
            if rel.target in reader.valid_files and "chartsheet" not in rel.Type
        ]
        self.parts: dict[str, str] = {sheet.name: part for sheet, part in sheets}
        self.hidden = {sheet.name for sheet, _part in sheets if sheet.state != "visible"}
        told = reader.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
        self._shared_part = told.PartName[1:] if told is not None else ""
        self._shared: Shared | None = None

    def rows(self, sheet: str) -> Iterator[Row]:
        """(number as Excel shows it, cells as texts) of the rows that the sheet holds."""
        shared = self._shared_texts()

        def number_of(text: str, style: str) -> str:
            value = float(text)
            if style and int(style) in self._dates:
                from openpyxl.utils.datetime import from_excel

                try:
                    return text_of(from_excel(value, self._epoch, timedelta=int(style) in self._spans))
                except (OverflowError, ValueError):
                    return text_of(value)
            return text_of(value)

        read: dict[str, Callable[[str, str], str]] = {
            "n": number_of,
            "s": lambda text, _style: shared[int(text)],
            "b": lambda text, _style: _TRUTHS.get(text, text),
            "d": lambda text, _style: _day(text),
        }
        with self._archive.open(self.parts[sheet]) as file:
            yield from _Rows(read, sheet).parse(file)

    def _shared_texts(self) -> Shared:
        if self._shared is None:
            self._shared = Shared()
            if self._shared_part:
                with self._archive.open(self._shared_part) as file:
                    for text in _Items().parse(file):
                        self._shared.add(text)
        return self._shared


class _Deeds(dict[str, Any]):
    """What to do at an element, by its name without the prefix that some programs put before it; None for nothing."""

    def __missing__(self, name: str) -> Any:
        self[name] = deed = self.get(name.rpartition(":")[2])
        return deed


class _Parts:
    """What a part of the workbook holds, gathered as it is parsed. What is spoken (furigana) is no text of a cell."""

    def __init__(self) -> None:
        self.done: list[Any] = []
        self.texts: list[str] = []
        self.is_kept = self.is_spoken = False
        self.opens = _Deeds(v=self._keep, t=self._keep, rPh=self._speak)
        self.closes = _Deeds(v=self._leave, t=self._leave, rPh=self._fall_silent)

    def parse(self, file: IO[bytes]) -> Iterator[Any]:
        """What is found, piece by piece. Raises ExpatError."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        while piece := file.read(_PIECE):
            parser.Parse(piece, False)
            yield from self.done
            self.done.clear()
        parser.Parse(b"", True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if deed := self.opens[name]:
            deed(attributes)

    def _end(self, name: str) -> None:
        if deed := self.closes[name]:
            deed()

    def _text(self, data: str) -> None:
        if self.is_kept:
            self.texts.append(data)

    def _keep(self, _attributes: dict[str, str]) -> None:
        self.is_kept = not self.is_spoken

    def _leave(self) -> None:
        self.is_kept = False

    def _speak(self, _attributes: dict[str, str]) -> None:
        self.is_spoken = True

    def _fall_silent(self) -> None:
        self.is_spoken = False

    def _take(self) -> str:
        text = "".join(self.texts)
        self.texts.clear()
        return text


class _Items(_Parts):
    """The texts that cells share."""

    def __init__(self) -> None:
        super().__init__()
        self.closes["si"] = lambda: self.done.append(self._take())


class _Rows(_Parts):
    """The rows of a sheet; `read` makes a text of what a kind of cell holds, in its style."""

    def __init__(self, read: dict[str, Callable[[str, str], str]], sheet: str) -> None:
        super().__init__()
        self._read, self._sheet = read, sheet
        self._columns: dict[str, int] = {}
        self._cells: list[str] = []
        self._number = self._column = 0
        self._kind = self._style = ""
        self.opens |= {"c": self._open_cell, "row": self._open_row}
        self.closes |= {"c": self._close_cell, "row": self._close_row}

    def _open_row(self, attributes: dict[str, str]) -> None:
        self._number = int(float(attributes["r"])) if "r" in attributes else self._number + 1
        self._column, self._cells = 0, []

    def _open_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        self._column = _place(place, self._columns) if place else self._column + 1
        if self._column > MAX_COLUMNS:
            found = f"{self._column} kolom pada lembar {self._sheet}"
            raise UnableToRead(found, f"paling banyak {MAX_COLUMNS} kolom", SAVE_AS)
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")

    def _close_cell(self) -> None:
        text = self._take()
        if text and (read := self._read.get(self._kind)):
            text = read(text, self._style)
        missing = self._column - 1 - len(self._cells)
        if missing < 0:
            self._cells[self._column - 1] = text
        else:
            self._cells.extend([""] * missing)
            self._cells.append(text)

    def _close_row(self) -> None:
        if self._cells:
            self.done.append((self._number, self._cells))


def _refuse_doctype(*_told: object) -> None:
    raise ValueError("a sheet has no document type: entities would unfold in memory")


def _place(reference: str, known: dict[str, int]) -> int:
    letters = reference.rstrip("0123456789")
    place = known.get(letters)
    if place is None:
        place = 0
        for letter in letters.upper():
            if not "A" <= letter <= "Z" or len(letters) > 3:
                raise ValueError(reference)
            place = place * 26 + ord(letter) - 64
        known[letters] = place
    return place


def _day(text: str) -> str:
    try:
        return text_of(datetime.fromisoformat(text))
    except ValueError:
        return text
