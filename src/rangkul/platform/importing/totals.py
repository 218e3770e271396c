"""Rows below a table that only add it up ("JUMLAH 312"): no data, told by one plain reason instead of one for each cell."""

import re
from collections.abc import Mapping, Sequence

import polars as pl

from rangkul.platform.importing.checking import Checked, Problem
from rangkul.platform.importing.enums import Verdict

_WORDS = r"(?i)^\s*(?:sub[\s-]?|grand[\s-]?)?(?:jumlah|total)(?:\s+(?:total|seluruhnya|keseluruhan|semua|penduduk|orang|jiwa|kk|keluarga|halaman ini))?\s*:?\s*$"  # fmt: skip
_LOOKED_AT = 4
_OF_SOMEBODY = re.compile(
    r"'?[0-9]{16}(?:\.0)?|(?:19|20)[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}.*"
    r"|(?:0?[1-9]|[12][0-9]|3[01])[-/. ]+(?:0?[1-9]|1[0-2]|[A-Za-z]+)[-/. ]+(?:19|20)?[0-9]{2}"
)
"""A number of identity or a date: such a row tells of a person, however she is called."""


def without_totals(checked: Checked, raw: pl.DataFrame, places: Mapping[str, int], header: Sequence[str]) -> Checked:
    """What was checked, with one reason for each row that only adds up the table, and nothing of it staged."""
    found = _totals(raw)
    if not found:
        return checked
    names = {place: name for name, place in places.items()}
    problems = [
        Problem(
            number,
            Verdict.REFUSED,
            "BARIS_JUMLAH",
            names.get(place, header[place]),
            text,
            "baris data, bukan baris jumlah",
            "hapus baris ini; bila memang nama orang, isi NIK atau tanggal lahirnya",
        )
        for number, (place, text) in found.items()
    ]
    return Checked(
        frame=checked.frame.filter(~pl.col("row").is_in(list(found))),
        problems=[*(each for each in checked.problems if each.number not in found), *problems],
        notes=checked.notes,
    )


def _totals(raw: pl.DataFrame) -> dict[int, tuple[int, str]]:
    """{row: (place, text) of the cell that says so} among the first cells of the rows that tell of nobody."""
    first = [str(place) for place in range(_LOOKED_AT) if str(place) in raw]
    said = raw.filter(pl.any_horizontal(pl.col(each).str.contains(_WORDS) for each in first)) if first else raw.clear()
    found = {}
    for row in said.iter_rows(named=True):
        cells = [text for name, text in row.items() if name != "row" and text]
        if not any(_OF_SOMEBODY.fullmatch(each.strip()) for each in cells):
            place = next(each for each in first if row[each] and re.match(_WORDS, row[each]))
            found[row["row"]] = (int(place), row[place].strip())
    return found
