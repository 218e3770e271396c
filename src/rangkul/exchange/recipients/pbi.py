"""The list of PBI-JK participants as BPJS Kesehatan or the district holds it: number, whether active, segment.

The header of a real list was not seen (domain G): columns after common practice, other spellings are aliases. A row
that is not active ends the membership that the same list told before.
"""

import polars as pl

from rangkul.exchange.whom import BORN, JKN_DIGITS, KK, NAME, NIK, PLACE, whom
from rangkul.platform.importing.cells import code_reader
from rangkul.platform.importing.checking import Checked, Slice
from rangkul.platform.importing.formats import Column, Layout
from rangkul.platform.importing.landing import Format, register_format
from rangkul.platform.importing.models import ImportBatch
from rangkul.reference.forms import get_form
from rangkul.registry.enums import IdentityKind, OutsideProgramme, Source
from rangkul.registry.imports.statuses.landing import landing_code
from rangkul.registry.imports.statuses.record import (
    PERSON,
    identity_claim,
    leave_claim,
    member_claim,
    sheet_claim,
    status_frame,
)

CODE = "bpjs.pbi"
SOURCE = Source.BPJS.value
FORM = get_form("PBI")
ACTIVE = {
    "AKTIF": True, "A": True, "1": True, "YA": True,
    "NONAKTIF": False, "TIDAK AKTIF": False, "NON AKTIF": False, "0": False, "TIDAK": False, "MENINGGAL": False,
}  # fmt: skip
ACTIVE_TOLD = "AKTIF atau NONAKTIF"
READ = code_reader("status_peserta", ACTIVE, told=ACTIVE_TOLD)
CAME = ("status_peserta",)
"""Columns whose own text is kept too: somebody listed as not active comes back so."""
LAYOUT = Layout(
    code=CODE,
    columns=(
        Column("no_jkn", ("No JKN", "NOKA", "No Kartu", "Nomor Kartu", "No BPJS", "No Kartu BPJS", "Nomor JKN", "No KIS",
                          "nomor kartu peserta"), is_required=True),
        NIK,
        KK,
        NAME,
        BORN,
        *PLACE,
        Column("status_peserta", ("Status Peserta", "Status Kepesertaan", "Status", "Keaktifan")),
        *(Column(each.name, (each.header, *each.aliases)) for each in FORM.questions),
    ),
)  # fmt: skip


def check(rows: Slice, batch: ImportBatch) -> Checked:
    """Status rows of one slice: one membership of PBI-JK each, begun or ended."""
    told = whom(rows, batch)
    number = rows.number("no_jkn", longest=40, digits=JKN_DIGITS)
    told |= {"id_kind": pl.Series([IdentityKind.JKN.value] * rows.size, dtype=pl.String), "id_value": number}
    active = rows.read("status_peserta", READ, pl.Boolean)
    serves = active.fill_null(True)
    claims = [
        member_claim(
            rows, PERSON, programme=OutsideProgramme.PBI_JK.value, start=batch.as_of, number=number, where=serves
        ),
        leave_claim(rows, PERSON, programme=OutsideProgramme.PBI_JK.value, start=batch.as_of, where=~serves),
        identity_claim(rows, PERSON, kind=IdentityKind.JKN.value, value=number, start=batch.as_of),
        sheet_claim(rows, PERSON, FORM, start=batch.as_of, came=CAME),
    ]
    return rows.checked(status_frame(rows, told, subject=PERSON, claims=claims))


FORMAT = register_format(
    Format(layout=LAYOUT, title="Peserta PBI-JK (BPJS Kesehatan)", landing=landing_code(SOURCE), check=check)
)
