"""Numbers of letters: one after the other without a gap, in the pattern of the office (Permendagri 1/2023)."""

from dataclasses import dataclass
from datetime import date
from string import Formatter
from uuid import UUID

from django.db import connection

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.kernel.ids import new_id
from rangkul.platform.documents.models import NumberSeries

PATTERN = "{classification}/{seq}/{unit}/{month}/{year}"
SOCIAL = "460"
"""Archive classification of social affairs (Permendagri 83/2022)."""

MARKS = {"rujukan": "RUJ", "terdaftar": "KET", "bast": "BAST"}
"""What tells the numbers of these series from each other until the office sets a form of its own."""

BLANK = "……"
"""What stands in a draft where the number will be."""

_PLACES = {"classification", "seq", "bare", "unit", "month", "year"}

_NEXT = """
INSERT INTO documents_numberseries AS s (id, series, office_code, year, classification, pattern, last)
VALUES (%s, %s, %s, %s, %s, %s, 1)
ON CONFLICT (series, office_code, year) DO UPDATE SET last = s.last + 1
RETURNING last, classification, pattern
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """A number as it is printed, with its place in the series of the year."""

    number: str
    sequence: int


def take_number(
    series: str, *, office_code: str, on: date, classification: str = SOCIAL, pattern: str = PATTERN
) -> Taken:
    """The next number, such as "460/0017/DINSOS/XII/2018"; it exists only if the running transaction commits.

    Two callers at once wait for each other on the row of the series, so a rolled back number is given again and no
    gap ever appears. The count starts at 1 each year; classification and pattern are taken over from the year before,
    and are those given here for a series that begins.
    """
    classification, pattern = form_of(series, office_code, classification=classification, pattern=pattern)
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [new_id(), series, office_code, on.year, classification, pattern])
        sequence, classification, pattern = cursor.fetchone()
    return Taken(_written(pattern, classification, f"{sequence:04d}", str(sequence), office_code, on), sequence)


def next_number(series: str, *, office_code: str, on: date) -> str:
    """`take_number` for callers that want nothing but the text."""
    return take_number(series, office_code=office_code, on=on).number


def blank_number(
    series: str, *, office_code: str, on: date, classification: str = SOCIAL, pattern: str = PATTERN
) -> str:
    """How the next number of a series will look, with a gap where the count will stand: for drafts."""
    classification, pattern = form_of(series, office_code, classification=classification, pattern=pattern)
    return _written(pattern, classification, BLANK, BLANK, office_code, on)


def _written(pattern: str, classification: str, sequence: str, bare: str, office_code: str, on: date) -> str:
    return str(pattern).format(
        classification=classification,
        seq=sequence,
        bare=bare,
        unit=office_code,
        month=clock.roman_month(on.month),
        year=on.year,
    )


def set_form(series: str, *, office_code: str, year: int, classification: str = SOCIAL, pattern: str = PATTERN) -> UUID:
    """How numbers of a series look from now on in that year. Raises Refused for a pattern without {seq} and {year}."""
    check_pattern(pattern)
    row, _ = NumberSeries.objects.update_or_create(
        series=series,
        office_code=office_code,
        year=year,
        defaults={"classification": classification, "pattern": pattern},
    )
    return row.pk


def check_pattern(pattern: str) -> None:
    """Raise Refused unless the pattern uses only the known places, plainly, with {seq} and {year} among them."""
    try:
        parts = [
            (name, spec, conversion) for _, name, spec, conversion in Formatter().parse(pattern) if name is not None
        ]
    except ValueError:
        parts = [("?", "", None)]
    names = {name for name, _, _ in parts}
    counts = bool(names & {"seq", "bare"}) and "year" in names
    if not counts or not names <= _PLACES or any(spec or conversion for _, spec, conversion in parts):
        raise Refused(
            field="Pola nomor", value=pattern, expected=f"pola seperti {PATTERN}",
            remedy="pakai sedikitnya {seq} dan {year}, tanpa isian lain",
        )  # fmt: skip


def form_of(series: str, office_code: str, *, classification: str = SOCIAL, pattern: str = PATTERN) -> tuple[str, str]:
    """Classification and pattern of a series: as last set or used, else those given."""
    latest = NumberSeries.objects.filter(series=series, office_code=office_code).order_by("-year").first()
    if latest is not None:
        return latest.classification, latest.pattern
    if pattern == PATTERN and series in MARKS:
        pattern = PATTERN.replace("{seq}/", f"{{seq}}/{MARKS[series]}/")
    return classification, pattern


def last_of(office_code: str, year: int) -> dict[str, int]:
    """The last count given in each series of the office that year."""
    rows = NumberSeries.objects.filter(office_code=office_code, year=year)
    return dict(rows.values_list("series", "last"))


def find_twin(series: str, *, office_code: str, year: int, classification: str, pattern: str) -> str:
    """Another series of the office whose numbers would read the same that year; "" when there is none."""
    others = NumberSeries.objects.filter(office_code=office_code, year=year, pattern=pattern).exclude(series=series)
    if "{classification}" in pattern:
        others = others.filter(classification=classification)
    return others.values_list("series", flat=True).order_by("series").first() or ""
