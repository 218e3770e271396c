"""Columns that every written list begins with, and how dates, periods and answers are written so that they read the same."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from rangkul.platform.exporting.exporters import Sheet, Wanted
from rangkul.reference.forms import Form
from rangkul.registry.exports.facts import Line, rest_columns
from rangkul.registry.exports.subjects import Subject

PLACES = ("provinsi", "kabupaten", "kecamatan", "desa")


def day(value: date | None) -> str:
    """ISO date, "" when there is none."""
    return value.isoformat() if value else ""


def places(subject: Subject) -> list[str]:
    """Names of province, regency, kecamatan and village."""
    return [subject.place.get(each, "") for each in PLACES]


def rest(line: Line, more: Sequence[str]) -> list[str]:
    """What a file said in the columns `more` that nobody knows."""
    told = line.rest if more else {}
    return [told.get(each, "") for each in more]


def rest_of(wanted: Wanted, form: Form) -> list[str]:
    """The columns that nobody knows in the files which brought a form."""
    return rest_columns(wanted.actor, area=wanted.area, form=form, on=wanted.as_of)


def sheet(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[Sheet]:
    """A file of one table."""
    yield Sheet(name=name, header=[list(header)], rows=rows)
