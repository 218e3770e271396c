"""Checking rows as columns: clean cells pass all at once, the others go one by one through the kernel's readers."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from rangkul.kernel.errors import Refused, shorten
from rangkul.kernel.text import clean
from rangkul.platform.importing.enums import Verdict
from rangkul.platform.importing.formats import is_added

PLACES_UNKNOWN = ("WILAYAH_BELUM_PASTI", "WILAYAH_TIDAK_DIKENAL")
"""Codes of a village or kecamatan whose written name means none, or several."""
LONGEST_LEFTOVER = 300
_MADE_HARMLESS = r"^'('*[=+\-@＝＋－＠])"
_SAYS_NOTHING = re.compile(
    r"[-–—.]+|x+|null|none|nihil|kosong|n/?a|#n/?a|(?:tidak|tdk|belum) (?:ada|punya|tahu|diketahui)|0+(?:[-/. ]0+)*",
    re.IGNORECASE,
)
"""What people write into a cell of a number or a date that they do not have."""
_UNTIDY = r"^\s|\s$|\s\s|[^\x20-\x7e]"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot simply be taken: which cell, what it shows (identity numbers masked), what to do."""

    number: int
    verdict: str
    code: str
    column: str
    shown: str
    expected: str
    remedy: str
    choices: tuple[str, ...] = ()
    within: str = ""
    label: str = ""
    candidates: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """For keeping; `choices` and `within` (see `UnknownValue`) only where a person can pick what was meant."""
        told: dict[str, Any] = {
            "code": self.code,
            "column": self.column,
            "shown": self.shown,
            "expected": self.expected,
            "remedy": self.remedy,
        }
        if self.code in PLACES_UNKNOWN:
            told |= {"choices": list(self.choices), "within": self.within}
        return told


@dataclass
class Checked:
    """What a format made of a slice: typed rows that passed, problems of those that did not, counts of remarks."""

    frame: pl.DataFrame
    problems: list[Problem]
    notes: dict[str, int] = field(default_factory=dict)


class Slice:
    """Some thousand rows of a file as texts under our column names; `header` names every column of the file."""

    def __init__(self, raw: pl.DataFrame, places: Mapping[str, int], header: Sequence[str] = ()) -> None:
        self.rows = raw["row"]
        self.problems: list[Problem] = []
        self.notes: dict[str, int] = {}
        self._said_nothing: dict[str, set[str]] = {}
        self._raw = raw
        self._places = places
        self._header = header

    def __contains__(self, name: str) -> bool:
        return name in self._places

    @property
    def size(self) -> int:
        return len(self.rows)

    def where(self, mask: pl.Series) -> "Slice":
        """The rows where the mask is true, as a slice of their own."""
        return Slice(self._raw.filter(mask.fill_null(False)), self._places, self._header)

    def text(self, name: str, limit: int = 200) -> pl.Series:
        """A column as tidy text, null where blank: NFC, one line, no control characters, at most `limit` letters."""
        cells = self._cells(name)
        untidy = cells.str.contains(_UNTIDY).fill_null(False)
        if untidy.any():
            tidied = {each: clean(each) or None for each in cells.filter(untidy).unique().to_list()}
            cells = cells.replace(list(tidied), list(tidied.values()))
        return cells.str.slice(0, limit)

    def leftover(self, names: Iterable[str] = ()) -> pl.Series:
        """JSON {column: text} a row of these columns and of all that the format does not know; null where they are blank."""
        texts = {name: self.text(name, LONGEST_LEFTOVER) for name in names if name in self}
        taken = set(self._places.values())
        others = {
            label: place
            for place, label in enumerate(self._header)
            if place not in taken and label.strip() and not is_added(label) and str(place) in self._raw
        }
        rest = Slice(self._raw, others)
        texts |= {label: rest.text(label, LONGEST_LEFTOVER) for label in others if label not in texts}
        if not texts:
            return pl.Series([None] * self.size, dtype=pl.String)
        told = ({name: text for name, text in row.items() if text} for row in pl.DataFrame(texts).iter_rows(named=True))
        found = [json.dumps(each, ensure_ascii=False, sort_keys=True) if each else None for each in told]
        return pl.Series(found, dtype=pl.String)

    def read(
        self,
        name: str,
        reader: Callable[[str], Any],
        dtype: Any,
        *,
        is_vital: bool = True,
        is_secret: bool = False,
    ) -> pl.Series:
        """A column through `reader`, each distinct text once; null where blank.

        Texts that `reader` refuses are problems of their rows when the column is vital, otherwise a remark and null.
        """
        cells = self._cells(name)
        good: dict[str, Any] = {}
        for text in cells.drop_nulls().unique().to_list():
            if (is_secret or dtype == pl.Date) and _SAYS_NOTHING.fullmatch(clean(text)):
                self._said_nothing.setdefault(name, set()).add(text)
                self.note(f"{name}: dianggap kosong karena ditulis “-”, nol, “NULL”, atau “tidak ada”", cells == text)
                continue
            try:
                good[text] = reader(text)
            except Refused as error:
                self._refuse_all(cells, name, text, error, is_vital=is_vital, is_secret=is_secret)
        if not good:
            return pl.Series(name, [None] * self.size, dtype=dtype)
        return cells.replace_strict(
            pl.Series(list(good), dtype=pl.String), pl.Series(list(good.values()), dtype=dtype), default=None
        ).rename(name)

    def sixteen(self, name: str, parse: Callable[[str], str], *, clean_form: str) -> pl.Series:
        """A column of NIK or KK. Texts that match `clean_form` are right as they are, the others go through `parse`."""
        cells = self._cells(name)
        is_clean = cells.str.contains(clean_form).fill_null(False)
        if bool(is_clean.all()):
            return cells
        others = cells.to_frame(name).select(pl.when(~pl.lit(is_clean)).then(pl.col(name)).alias(name))[name]
        rest = Slice(pl.DataFrame({"row": self.rows, "0": others}), {name: 0})
        parsed = rest.read(name, lambda text: str(parse(text)), pl.String, is_secret=True)
        self.problems += rest.problems
        self._said_nothing |= rest._said_nothing
        for remark, count in rest.notes.items():
            self.notes[remark] = self.notes.get(remark, 0) + count
        return pl.select(pl.when(is_clean).then(cells).otherwise(parsed).alias(name))[name]

    def missing(self, values: pl.Series, name: str, *, expected: str, remedy: str) -> None:
        """Refuse rows where `values` is null although the cell is blank (a bad cell was told already)."""
        cells = self._cells(name)
        said = cells.is_in(list(self._said_nothing.get(name, ()))).fill_null(False)
        blank = (cells.is_null() | said) & values.is_null()
        self.add(blank, name, code="KOSONG", expected=expected, remedy=remedy)

    def add(
        self,
        where: pl.Series,
        name: str,
        *,
        code: str,
        expected: str,
        remedy: str,
        verdict: str = Verdict.REFUSED,
        is_secret: bool = False,
    ) -> None:
        """A problem for every row where the mask is true."""
        where = where.fill_null(False)
        cells = self._cells(name)
        for number, text in zip(self.rows.filter(where), cells.filter(where), strict=True):
            shown = masked(text or "") if is_secret else shorten(text or "")
            self.problems.append(Problem(number, verdict, code, name, shown, expected, remedy))

    def note(self, code: str, where: pl.Series) -> None:
        """Count a remark that stops nothing."""
        count = int(where.fill_null(False).sum())
        if count:
            self.notes[code] = self.notes.get(code, 0) + count

    def checked(self, frame: pl.DataFrame) -> Checked:
        """The typed rows without those that have a problem."""
        bad = {problem.number for problem in self.problems}
        good = frame.filter(~pl.col("row").is_in(list(bad))) if bad else frame
        return Checked(frame=good, problems=self.problems, notes=self.notes)

    def _cells(self, name: str) -> pl.Series:
        place = self._places.get(name)
        if place is None:
            return pl.Series(name, [None] * self.size, dtype=pl.String)
        cells = self._raw[str(place)].str.strip_chars().str.replace(_MADE_HARMLESS, "$1")
        return pl.select(pl.when(cells != "").then(cells).alias(name))[name]

    def _refuse_all(
        self, cells: pl.Series, name: str, text: str, error: Refused, *, is_vital: bool, is_secret: bool
    ) -> None:
        where = (cells == text).fill_null(False)
        if not is_vital:
            self.note(f"{name}: isi yang bukan {error.expected} tidak dipakai", where)
            return
        shown = masked(text) if is_secret else shorten(text)
        self.problems += [
            Problem(number, Verdict.REFUSED, "ISI_SALAH", name, shown, error.expected, error.remedy)
            for number in self.rows.filter(where)
        ]


def masked(text: str) -> str:
    """An identity number as it may be shown on a page: first four and last two characters."""
    return text[:4] + "*" * max(len(text) - 6, 0) + text[-2:] if len(text) > 6 else "*" * len(text)
