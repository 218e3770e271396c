"""Numbers of letters: one after the other without a gap, in the pattern of the office (Permendagri 1/2023)."""

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

_PLACES = {"classification", "seq", "unit", "month", "year"}

_NEXT = """
INSERT INTO documents_numberseries AS s (id, series, office_code, year, classification, pattern, last)
VALUES (%s, %s, %s, %s, %s, %s, 1)
ON CONFLICT (series, office_code, year) DO UPDATE SET last = s.last + 1
RETURNING last, classification, pattern
"""


def next_number(series: str, *, office_code: str, on: date) -> str:
    """The next number, such as "460/0017/DINSOS/XII/2018"; it exists only if the running transaction commits.

    Two callers at once wait for each other on the row of the series, so a rolled back number is given again and no
    gap ever appears. The count starts at 1 each year; classification and pattern are taken over from the year before.
    """
    classification, pattern = _form_of(series, office_code)
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [new_id(), series, office_code, on.year, classification, pattern])
        seq, classification, pattern = cursor.fetchone()
    return str(pattern).format(
        classification=classification,
        seq=f"{seq:04d}",
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
    if not {"seq", "year"} <= names <= _PLACES or any(spec or conversion for _, spec, conversion in parts):
        raise Refused(
            field="Pola nomor", value=pattern, expected=f"pola seperti {PATTERN}",
            remedy="pakai sedikitnya {seq} dan {year}, tanpa isian lain",
        )  # fmt: skip


def _form_of(series: str, office_code: str) -> tuple[str, str]:
    latest = NumberSeries.objects.filter(series=series, office_code=office_code).order_by("-year").first()
    return (latest.classification, latest.pattern) if latest else (SOCIAL, PATTERN)
