"""PBDT 2015: 101 columns, a row for each member of a household, with the household's answers repeated on every row.

Headers are those of a real sample (OpenSID contoh-data-bdt2015, "(n)" after the name or not); a second row of header
"KOLOM 2 … KOLOM 101" may follow. Codes come from third-party applications (domain B.5): they are kept as they are. The
file has neither nomor KK nor birth date: members are found by NIK, or by name in the household of the ID.
"""

import polars as pl

from rangkul.exchange import filled
from rangkul.exchange.whom import whom
from rangkul.platform.importing.checking import Checked, Slice
from rangkul.platform.importing.formats import Column, Layout
from rangkul.platform.importing.landing import Format, register_format
from rangkul.platform.importing.models import ImportBatch
from rangkul.reference.forms import get_form
from rangkul.registry.enums import IdentityKind, OutsideProgramme, Source
from rangkul.registry.imports.statuses.landing import landing_code
from rangkul.registry.imports.statuses.record import (
    FAMILY,
    PERSON,
    identity_claim,
    sheet_claim,
    status_claim,
    status_frame,
)

CODE = "bdt.pbdt2015"
SOURCE = Source.PBDT.value
FORM = get_form("PBDT2015")
PROGRAMMES = {
    "status_kks": OutsideProgramme.KKS.value,
    "status_kip": OutsideProgramme.KIP.value,
    "status_kis": OutsideProgramme.PBI_JK.value,
    "status_pkh": OutsideProgramme.PKH.value,
}
LAYOUT = Layout(
    code=CODE,
    columns=filled.columns(
        FORM,
        Column("id_rumah_tangga", ("ID rumah tangga", "ID rumah tangga (2)"), is_required=True),
        Column("nama", ("Nama ART", "Nama ART (80)"), is_required=True),
        Column("nik", ("NIK (81)",), is_required=True),
        Column("lantai_terluas", ("Lantai terluas", "Lantai terluas (19)"), is_required=True),
    ),
)


def check(rows: Slice, batch: ImportBatch) -> Checked:
    """Status rows of one slice: the member's answers, the household's answers, its ID and programmes."""
    return filled.without_second_header(rows, "nama", lambda data: _check(data, batch))


def _check(rows: Slice, batch: ImportBatch) -> Checked:
    told = whom(rows, batch, needs=("nik", "nama"))
    household = rows.number("id_rumah_tangga")
    told |= {
        "id_kind": pl.Series([IdentityKind.DTKS_ID.value] * rows.size, dtype=pl.String),
        "id_value": household,
    }
    filled.note_unknown_codes(rows, FORM)
    claims = [
        status_claim(rows, FAMILY, source=SOURCE, start=batch.as_of, until=None),
        identity_claim(rows, FAMILY, kind=IdentityKind.DTKS_ID.value, value=household, start=batch.as_of),
        *filled.programme_claims(rows, FAMILY, PROGRAMMES, start=batch.as_of),
        sheet_claim(rows, FAMILY, FORM, part="F", start=batch.as_of, has_rest=False),
        sheet_claim(rows, PERSON, FORM, part="P", start=batch.as_of),
    ]
    return rows.checked(status_frame(rows, told, subject=PERSON, claims=claims))


FORMAT = register_format(Format(layout=LAYOUT, title="PBDT/BDT 2015", landing=landing_code(SOURCE), check=check))


def _cells() -> list[tuple[str, filled.Cell | str]]:
    asked: list[tuple[str, filled.Cell | str]] = [
        (each.header, each.name if each.part == "P" else _of_household(each.name)) for each in FORM.questions
    ]
    place = next(at for at, each in enumerate(asked) if each[0] == "HubKRT")
    return [*asked[:place], ("Nama ART", filled.name), ("NIK", filled.nik), *asked[place:]]


def _of_household(question: str) -> filled.Cell:
    return lambda line: line.of_family.get(question, "")


filled.exporter(code=CODE, title="PBDT/BDT 2015", form=FORM, of="person", cells=_cells(), sheet="Data BDT 2015")
