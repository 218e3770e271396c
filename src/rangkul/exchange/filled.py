"""Filled forms (PBDT, RUTA, ART, Regsosek) as files: columns from the form, remarks on unknown codes, programmes told by yes or no."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta

import polars as pl

from rangkul.exchange import writing
from rangkul.platform.exporting.exporters import Exporter, Sheet, Wanted, register_exporter
from rangkul.platform.importing.cells import code_reader
from rangkul.platform.importing.checking import Checked, Slice
from rangkul.platform.importing.formats import Column
from rangkul.reference.forms import Form
from rangkul.registry.exports.facts import Line, list_sheets
from rangkul.registry.imports.statuses.record import NOBODY, leave_claim, member_claim, status_frame

YES_NO = {"1": True, "3": True, "2": False, "4": False, "0": False, "YA": True, "ADA": True, "TIDAK": False}
"""Both pairs of PBDT (1/2 and 3/4) everywhere, as both occur in the same file (domain B.4)."""
TOLD = "1 atau 3 (ya), 2 atau 4 (tidak)"
SPEAKS_FOR = timedelta(days=365)
"""How long a form's word on a programme counts: one year from the file's day, for a survey is never taken back."""
_SECOND_HEADER = r"(?i)^KOLOM\s*[0-9]+$"


def columns(form: Form, *own: Column) -> tuple[Column, ...]:
    """`own` columns, then those of the form that are not among them; a question's header and aliases are its spellings."""
    names = {each.name: each for each in own}
    rest = [Column(each.name, (each.header, *each.aliases)) for each in form.questions if each.name not in names]
    return (*own, *rest)


def note_unknown_codes(rows: Slice, form: Form) -> None:
    """Count answers that the form's list does not know: they are kept as they are."""
    for each in form.questions:
        if not each.codes or each.name not in rows:
            continue
        texts = rows.text(each.name, 1000)
        strange = [text for text in texts.drop_nulls().unique().to_list() if not each.knows(text)]
        if strange:
            rows.note(f"{each.header}: kode di luar daftar, disimpan apa adanya", texts.is_in(strange))


def programme_claims(
    rows: Slice, about: str, programmes: Mapping[str, str], *, start: date, numbers: Mapping[str, str] | None = None
) -> list[pl.Series]:
    """Memberships told by yes/no columns {column: programme}; `numbers` are columns whose text is the number there."""
    claims = []
    for column, programme in programmes.items():
        said = rows.read(column, code_reader(column, YES_NO, told=TOLD), pl.Boolean, is_vital=False)
        number = rows.number((numbers or {}).get(column, ""), longest=40)
        serves = said.fill_null(False) | number.is_not_null()
        claims.append(
            member_claim(
                rows, about, programme=programme, start=start, until=start + SPEAKS_FOR, number=number, where=serves
            )
        )
        claims.append(leave_claim(rows, about, programme=programme, start=start, where=~said & ~serves))
    return claims


def without_second_header(rows: Slice, column: str, check: Callable[[Slice], Checked]) -> Checked:
    """`check` of the rows that are data; a second row of header ("KOLOM 2", "KOLOM 3" …) is staged as saying nothing."""
    is_header = rows.text(column).str.contains(_SECOND_HEADER).fill_null(False)
    if not is_header.any():
        return check(rows)
    found, headers = check(rows.where(~is_header)), rows.where(is_header)
    nothing = status_frame(headers, {}, subject=NOBODY, claims=[])
    return Checked(frame=pl.concat([nothing, found.frame]), problems=found.problems, notes=found.notes)


type Cell = Callable[[Line], str]


def exporter(
    *,
    code: str,
    title: str,
    form: Form,
    of: str,
    cells: Iterable[tuple[str, Cell | str]],
    sheet: str,
    header_above: int = 0,
) -> Exporter:
    """An exporter of a form: (header, question or function of the line) for each column, one row per filled form.

    `header_above` blank rows stand over the header, as in the original workbook.
    """
    wanted_cells = list(cells)

    def rows(wanted: Wanted, more: list[str]) -> Iterator[list[str]]:
        for line in list_sheets(wanted.actor, area=wanted.area, form=form, on=wanted.as_of, of=of):
            told = [
                line.answers.get(each, "") if isinstance(each, str) else each(line) for _header, each in wanted_cells
            ]
            yield [*told, *writing.rest(line, more)]

    def sheets(wanted: Wanted) -> Iterator[Sheet]:
        above = [[""] * len(wanted_cells) for _ in range(header_above)]
        more = writing.rest_of(wanted, form)
        header = [*(header for header, _ in wanted_cells), *more]
        yield Sheet(name=sheet, header=[*above, header], rows=rows(wanted, more))

    return register_exporter(Exporter(code=code, title=title, sheets=sheets))


def nik(line: Line) -> str:
    return line.subject.nik


def kk(line: Line) -> str:
    return line.subject.kk


def name(line: Line) -> str:
    return line.subject.name


def birth_date(line: Line) -> str:
    return writing.day(line.subject.birth_date)
