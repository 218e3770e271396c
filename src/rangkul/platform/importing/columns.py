"""How the columns of a strange file are read: which of ours each one is, what stands for those it lacks, codes put into ours."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any

import polars as pl

from rangkul.kernel.text import clean
from rangkul.platform.importing.formats import Column, Layout, is_added, key, labels_of, own_keys

PLANNED = "plan:"
VILLAGE, DISTRICT = "desa", "kecamatan"
"""Our columns of places: a village's name is translated only within its kecamatan."""
PAIRS = (("tempat_lahir", "tanggal_lahir"), ("tempatlahir", "tanggallahir"), ("rt", "rw"))
"""Columns of ours that offices write into one: "Soppeng, 17-08-1945", "001/002"."""
JOINABLE = frozenset({"nama", "alamat", "tanggal_lahir", "tanggallahir"})
"""Columns of ours that offices write into several: first and last name, street and number, day, month and year."""
_BIRTH = (r"^\s*([^0-9]*?)[\s,;:/.-]*(?:[0-9].*)?$", r"([0-9].*)$")
_NEIGHBOURHOOD = (r"([0-9]+)", r"[0-9]+[^0-9]+([0-9]+)")
_LIKE_ENOUGH = 0.82
_SHORTEST = 4
_SIXTEEN = re.compile(r"'?[0-9]{16}")
_LONG_NUMBER = re.compile(r"[0-9][0-9 .\-]{6,}[0-9]")
_DATE = re.compile(r"[0-9]{1,4}[-/. ][0-9A-Za-z]{1,9}[-/. ][0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class Plan:
    """{our column: the file's column by its label}, {our column: text for every row}, {our column: {theirs: ours}}.

    `more` are further columns of the file that belong to one of ours: joined by a blank, in this order. Two of ours that
    stand in one column (`PAIRS`) are taken apart. `shape` says that the file has no header row (`formats.shape_of`).
    """

    format_code: str
    header: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    more: dict[str, list[str]] = field(default_factory=dict)
    shape: str = ""

    def as_data(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Plan":
        return cls(**data)

    def layouts(self, code: str) -> list[Layout]:
        """Layouts that find exactly this header in a file, or this shape of a table without one."""
        exact = self._exact(code)
        return [exact, replace(exact, is_exact=False, shape=self.shape)] if self.shape else [exact]

    def _exact(self, code: str) -> Layout:
        distinct: dict[str, str] = {}
        for text in self.header:
            if key(text) and not is_added(text):
                distinct.setdefault(key(text), text)
        return Layout(code=code, columns=tuple(Column(each, (), True) for each in distinct.values()), is_exact=True)

    def places(self, header: Sequence[str]) -> dict[str, int]:
        """{our column: place in a row}; constants stand behind the last column of the file."""
        by_label = {key(label): place for place, label in enumerate(labels_of(header))}
        found = {ours: by_label[key(label)] for ours, label in self.columns.items() if key(label) in by_label}
        constants = [ours for ours in self.constants if ours not in found]
        return found | {ours: len(header) + number for number, ours in enumerate(constants)}

    def prepared(self, raw: pl.DataFrame, header: Sequence[str]) -> tuple[pl.DataFrame, dict[str, int]]:
        """A slice with constants added and codes put into ours, and where our columns are in it."""
        places = self.places(header)
        added = [
            pl.lit(self.constants[ours]).alias(str(place)) for ours, place in places.items() if place >= len(header)
        ]
        changed = [
            _translated(raw[str(places[ours])], known)
            for ours, known in self.values.items()
            if ours in places and places[ours] < len(header) and known
        ]
        ready = raw.with_columns(*changed, *added)
        by_label = {key(label): place for place, label in enumerate(labels_of(header))}
        for ours, labels in self.more.items():
            parts = [str(each) for each in (places[ours], *(by_label[key(label)] for label in labels))]
            ready = ready.with_columns(pl.concat_str(parts, separator=" ", ignore_nulls=True).alias(parts[0]))
        for first, second in PAIRS:
            if first in self.columns and self.columns[first] == self.columns.get(second):
                apart = _BIRTH if first != "rt" else _NEIGHBOURHOOD
                cells, behind = ready[str(places[first])], ready.width
                told = [cells.str.extract(pattern, 1).alias(str(behind + n)) for n, pattern in enumerate(apart)]
                ready = ready.with_columns(*told)
                places |= {first: behind, second: behind + 1}
        villages = self.values.get(VILLAGE, {})
        if villages and VILLAGE in places and DISTRICT in places:
            names, around = (ready[str(places[each])] for each in (VILLAGE, DISTRICT))
            ready = ready.with_columns(_in_district(names, around, villages).alias(str(places[VILLAGE])))
        return ready, places


def fingerprint(header: Sequence[str]) -> str:
    """The same for the same column names in any order and spelling of case, spaces and punctuation."""
    return hashlib.sha256("\n".join(sorted(own_keys(header))).encode()).hexdigest()


def value_key(text: str) -> str:
    """A code as it is compared: without case and spare blanks."""
    return clean(text).upper()


def suggest(header: Sequence[str], samples: Sequence[Sequence[str]], layout: Layout) -> dict[str, str]:
    """{our column: label of the file's column} by likeness of the header first, then by what the cells look like.

    Each column is given once; what is not like enough is left to the person.
    """
    labels = labels_of(header)
    scored = sorted(
        (
            (_likeness(text, column), -place, column.name)
            for place, text in enumerate(header)
            if text and not is_added(text)
            for column in layout.columns
        ),
        reverse=True,
    )
    found: dict[str, str] = {}
    taken: set[int] = set()
    for score, place, ours in scored:
        if score < _LIKE_ENOUGH:
            break
        if ours not in found and -place not in taken and _fits(ours, _cells_of(samples, -place)):
            found[ours] = labels[-place]
            taken.add(-place)
    return found


def header_row_of(rows: Sequence[tuple[int, Sequence[str]]], within: int = 15) -> int:
    """The number of the row that looks most like names of columns: many different words, no figures, data below."""
    best = (-1.0, 0)
    for place, (number, cells) in enumerate(rows[:within]):
        told = [cell for cell in cells if cell.strip()]
        words = {key(cell) for cell in told if not any(sign.isdigit() for sign in cell[:3])} - {""}
        below = [len([cell for cell in after if cell.strip()]) for _, after in rows[place + 1 : place + 4]]
        # A title above the table is one wide cell; a second header row or the table itself has company below.
        score = len(words) - 0.5 * (len(told) - len(words)) + min(max(below, default=0), len(told)) * 0.2
        best = max(best, (score, -number))
    return -best[1]


def shown(cell: str) -> str:
    """A cell as the page of columns may show it: long numbers masked."""
    return _LONG_NUMBER.sub(lambda found: found[0][:4] + "•" * (len(found[0]) - 6) + found[0][-2:]
                            if not _DATE.fullmatch(found[0]) else found[0], cell)  # fmt: skip


def _likeness(text: str, column: Column) -> float:
    mine = key(text)
    best = 0.0
    for name in (column.name, *column.aliases):
        if mine == key(name):
            return 1.0
        if min(len(mine), len(key(name))) >= _SHORTEST:
            matcher = SequenceMatcher(None, mine, key(name), autojunk=False)
            if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
                best = max(best, matcher.ratio())
        # "NAMA PENERIMA" is a "nama": all words of ours stand in the header.
        if _words(name) and _words(name) <= _words(text):
            best = max(best, 0.85 + 0.1 * len(_words(name)) / len(_words(text)))
    return best


def _words(text: str) -> set[str]:
    return set(re.sub(r"[^a-z0-9]+", " ", text.lower()).split())


def _cells_of(samples: Sequence[Sequence[str]], place: int) -> list[str]:
    return [row[place] for row in samples if place < len(row) and row[place].strip()]


def _fits(ours: str, cells: Sequence[str]) -> bool:
    """A column of sixteen digits is a number of identity and nothing else; one without digits is none."""
    if not cells:
        return True
    sixteen = sum(bool(_SIXTEEN.fullmatch(cell.strip()) or "•" in cell) for cell in cells)
    is_number = ours in ("nik", "no_kk", "kk", "nokk")
    if is_number:
        return any(any(sign.isdigit() for sign in cell) for cell in cells)
    return ours not in ("nama",) or sixteen * 2 < len(cells)


def _in_district(villages: pl.Series, districts: pl.Series, known: Mapping[str, str]) -> pl.Series:
    """Villages by the name they have in their kecamatan ("name, kecamatan" is what is known); the others as they are."""
    wanted = {value_key(theirs): ours for theirs, ours in known.items()}
    pairs = pl.DataFrame({"village": villages, "district": districts})
    found = {
        pair: wanted[told]
        for pair in pairs.unique().iter_rows()
        if (told := value_key(f"{pair[0] or ''}, {pair[1] or ''}")) in wanted
    }
    if not found:
        return villages
    return pl.Series([found.get(pair, pair[0]) for pair in pairs.iter_rows()], dtype=pl.String)


def _translated(cells: pl.Series, known: Mapping[str, str]) -> pl.Series:
    wanted = {value_key(theirs): ours for theirs, ours in known.items()}
    found = {
        text: wanted[value_key(text)] for text in cells.drop_nulls().unique().to_list() if value_key(text) in wanted
    }
    return cells.replace(list(found), list(found.values())) if found else cells
