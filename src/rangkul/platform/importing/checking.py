"""Checking rows as columns: clean cells pass all at once, the others go one by one through the kernel's readers."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from rangkul.kernel.errors import Refused, shorten
from rangkul.kernel.sixteen_digits import AS_TEXT
from rangkul.kernel.text import clean
from rangkul.platform.importing.cells import NOT_ROUNDED, is_rounded, number_reader
from rangkul.platform.importing.enums import Verdict
from rangkul.platform.importing.formats import is_added, key, labels_of

PLACES_UNKNOWN = ("WILAYAH_BELUM_PASTI", "WILAYAH_TIDAK_DIKENAL")
"""Codes of a village or kecamatan whose written name means none, or several."""
LONGEST_LEFTOVER = 2_000
_ROW_NUMBERS = frozenset({"no", "nourut", "nomorurut"})
_MADE_HARMLESS = r"^'('*[=+\-@＝＋－＠])"
_SAYS_NOTHING = re.compile(
    r"[-–—.]+|x+|null|none|nihil|kosong|n/?a|#n/?a|(?:tidak|tdk|belum) (?:ada|punya|tahu|diketahui)|0+(?:[-/. ]0+)*",
    re.IGNORECASE,
)
"""What people write into a cell of a number or a date that they do not have."""
_UNTIDY = r"^\s|\s$|\s\s|[^\x20-\x7e]"
_ODD_NUMBER = r"(?i)[^0-9a-z/_-]|[0-9]e[+-]?[0-9]+$|^[x_-]+$|^0{1,9}$|^(?:null|none|nihil|kosong|na|n/a)$"
"""Numbers of registers that are not simply right: the others need no look one by one."""
_BEYOND_EXCEL = r"^[0-9]{17,}$"
_ROUNDED = r"^[0-9]{15}0{2,}$"


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
        self._stripped: dict[str, pl.Series] = {}
        self._tidied: dict[str, pl.Series] = {}
        self._raw = raw
        self._places = places
        self._header = header
        self._numbers: dict[str, pl.Series] = {}

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
        if name not in self._tidied:
            cells = self._cells(name)
            untidy = cells.str.contains(_UNTIDY).fill_null(False)
            if untidy.any():
                tidied = {each: clean(each) or None for each in cells.filter(untidy).unique().to_list()}
                cells = cells.replace(list(tidied), list(tidied.values()))
            self._tidied[name] = cells
        return self._tidied[name].str.slice(0, limit)

    def leftover(self, cells: Mapping[str, pl.Series] | None = None, *, has_row_numbers: bool = True) -> pl.Series:
        """JSON {column: text} a row of `cells` and of all columns that the format does not know; null where they are blank.

        Unknown columns go by `labels_of`: the second of two equal headers and one without a header are kept too. A column
        that numbers the rows may be left out: it says nothing of anybody, and differs in every file.
        """
        taken = set(self._places.values())
        skipped = frozenset() if has_row_numbers else _ROW_NUMBERS
        others = {
            label: place
            for place, (label, text) in enumerate(zip(labels_of(self._header), self._header, strict=True))
            if place not in taken and not is_added(text) and key(text) not in skipped and str(place) in self._raw
        }
        rest = Slice(self._raw, others)
        texts = dict(cells or {}) | {
            label: rest.text(label, LONGEST_LEFTOVER) for label in others if label not in (cells or {})
        }
        return together(texts, self.size)

    def odd(self, name: str, usual: pl.Series) -> pl.Series:
        """The texts of a column that differ from `usual`, which is what the registry writes for them; null elsewhere."""
        cells = self.text(name, LONGEST_LEFTOVER)
        return pl.select(pl.when(cells.ne_missing(usual)).then(cells).alias(name))[name]

    def cut(self, limits: Mapping[str, int]) -> dict[str, pl.Series]:
        """{column: texts longer than what the registry keeps of it} of the columns that have such a text."""
        texts = {name: self.text(name, LONGEST_LEFTOVER) for name in limits if name in self}
        found = {
            name: pl.select(pl.when(text.str.len_chars() > limits[name]).then(text)).to_series()
            for name, text in texts.items()
        }
        return {name: text for name, text in found.items() if text.null_count() < self.size}

    def read(
        self,
        name: str,
        reader: Callable[[str], Any],
        dtype: Any,
        *,
        is_vital: bool = True,
        is_secret: bool = False,
        code: str = "ISI_SALAH",
    ) -> pl.Series:
        """A column through `reader`, each distinct text once; null where blank.

        Texts that `reader` refuses are problems of their rows (under `code`) when the column is vital, otherwise a remark
        and null.
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
                self._refuse_all(cells, name, text, error, is_vital=is_vital, is_secret=is_secret, code=code)
        if not good:
            return pl.Series(name, [None] * self.size, dtype=dtype)
        return cells.replace_strict(
            pl.Series(list(good), dtype=pl.String), pl.Series(list(good.values()), dtype=dtype), default=None
        ).rename(name)

    def sixteen(self, name: str, parse: Callable[[str], str], *, clean_form: str) -> pl.Series:
        """A column of NIK or KK. Texts that match `clean_form` are right as they are, the others go through `parse`."""
        cells = self._cells(name)
        is_clean = cells.str.contains(clean_form).fill_null(False)
        return self._mended(name, cells, is_clean, lambda text: str(parse(text)))

    def number(self, name: str, *, longest: int = 64, digits: int = 0, is_vital: bool = True) -> pl.Series:
        """A column of numbers of a register (JKN, KKS, ID DTKS, account …), no digit lost unseen; null where blank.

        What Excel rounded refuses the row: scientific notation, and a column in which most numbers of 17 digits and more
        are zeros after the fifteenth. A ".0" at the end and blanks between digits are taken out (`cells.number_reader`).
        A number that has not `digits` digits is a remark, and kept as it is.
        """
        if name in self._numbers:
            return self._numbers[name]
        cells = self._cells(name)
        is_clean = (~cells.str.contains(_ODD_NUMBER) & (cells.str.len_chars() <= longest)).fill_null(False)
        told = self._mended(name, cells, is_clean, number_reader(name, longest=longest), is_vital=is_vital,
                            code="ANGKA_DIBULATKAN")  # fmt: skip
        rounded = told.str.contains(_ROUNDED).fill_null(False)
        if rounded.any():
            told = self._without_rounded(name, told, rounded, is_vital=is_vital)
        if digits:
            self.note(f"{name}: bukan {digits} angka (nol di depan mungkin hilang di Excel), disimpan apa adanya",
                      ~told.str.contains(f"^[0-9]{{{digits}}}$"))  # fmt: skip
        self._numbers[name] = told
        return told

    def _without_rounded(self, name: str, told: pl.Series, rounded: pl.Series, *, is_vital: bool) -> pl.Series:
        """Refuse numbers that are zeros after the fifteenth digit where most are so: one alone may really end so."""
        is_long = told.str.contains(_BEYOND_EXCEL)
        if told.filter(rounded).n_unique() < 2 or int(rounded.sum()) * 2 <= int(is_long.sum()):
            self.note(f"{name}: nol semua sesudah angka ke-15, mungkin dibulatkan oleh Excel", rounded)
            return told
        if is_vital:
            self.add(rounded, name, code="ANGKA_DIBULATKAN", expected=NOT_ROUNDED, remedy=AS_TEXT)
        else:
            self.note(f"{name}: {NOT_ROUNDED}", rounded)
        return pl.select(pl.when(~rounded).then(told).alias(name))[name]

    def _mended(
        self,
        name: str,
        cells: pl.Series,
        is_clean: pl.Series,
        reader: Callable[[str], str],
        *,
        is_vital: bool = True,
        code: str = "ISI_SALAH",
    ) -> pl.Series:
        """Cells that are clean as they are, the others through `reader`."""
        if bool((is_clean | cells.is_null()).all()):
            return cells
        others = cells.to_frame(name).select(pl.when(~pl.lit(is_clean)).then(pl.col(name)).alias(name))[name]
        rest = Slice(pl.DataFrame({"row": self.rows, "0": others}), {name: 0})
        parsed = rest.read(name, reader, pl.String, is_secret=True, is_vital=is_vital, code=code)
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
        if name not in self._stripped:
            cells = self._raw[str(place)].str.strip_chars().str.replace(_MADE_HARMLESS, "$1")
            self._stripped[name] = pl.select(pl.when(cells != "").then(cells).alias(name))[name]
        return self._stripped[name]

    def _refuse_all(
        self,
        cells: pl.Series,
        name: str,
        text: str,
        error: Refused,
        *,
        is_vital: bool,
        is_secret: bool,
        code: str,
    ) -> None:
        where = (cells == text).fill_null(False)
        if not is_vital:
            self.note(f"{name}: isi yang bukan {error.expected} tidak dipakai", where)
            return
        shown = masked(text) if is_secret and not is_rounded(text) else shorten(text)
        self.problems += [
            Problem(number, Verdict.REFUSED, code, name, shown, error.expected, error.remedy)
            for number in self.rows.filter(where)
        ]


def together(texts: Mapping[str, pl.Series], size: int) -> pl.Series:
    """JSON {column: text} a row, columns in order of name, blank cells left out; null where all are blank."""
    if not texts:
        return pl.Series([None] * size, dtype=pl.String)
    named = [_named(name, texts[name]).alias(str(place)) for place, name in enumerate(sorted(texts))]
    joined = pl.concat_str(pl.all(), separator=", ", ignore_nulls=True).alias("told")
    return (
        pl.DataFrame(named)
        .select(joined)
        .select(pl.when(pl.col("told") != "").then(pl.concat_str(pl.lit("{"), pl.col("told"), pl.lit("}"))))
        .to_series()
    )


def _named(name: str, cells: pl.Series) -> pl.Series:
    distinct = cells.drop_nulls().unique()
    if distinct.is_empty():
        return pl.Series([None] * len(cells), dtype=pl.String)
    made = [f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(each, ensure_ascii=False)}" for each in distinct]
    return cells.replace_strict(distinct, pl.Series(made, dtype=pl.String), default=None)


def masked(text: str) -> str:
    """An identity number as it may be shown on a page: first four and last two characters."""
    return text[:4] + "*" * max(len(text) - 6, 0) + text[-2:] if len(text) > 6 else "*" * len(text)
