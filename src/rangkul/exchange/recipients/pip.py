"""The list of pupils with PIP/KIP for a year: card number, school, class, amount, decree.

The header of a real list was not seen: columns after common practice, other spellings are aliases. Without a column of
years the year of the file's day counts; a membership lasts that calendar year.
"""

import polars as pl

from rangkul.exchange.periods import year_reader
from rangkul.exchange.whom import BORN, KK, NAME, NIK, PLACE, whom
from rangkul.kernel.period import Period
from rangkul.platform.importing.checking import Checked, Slice
from rangkul.platform.importing.formats import Column, Layout
from rangkul.platform.importing.landing import Format, register_format
from rangkul.platform.importing.models import ImportBatch
from rangkul.reference.forms import get_form
from rangkul.registry.enums import OutsideProgramme, Source
from rangkul.registry.imports.statuses.landing import landing_code
from rangkul.registry.imports.statuses.record import PERSON, member_claim, sheet_claim, status_frame

CODE = "pip.recipients"
SOURCE = Source.PIP.value
FORM = get_form("PIP")
LAYOUT = Layout(
    code=CODE,
    columns=(
        Column("tahun", ("Tahun PIP", "Tahun Anggaran", "tahun penyaluran")),
        Column("no_kip", ("No KIP", "Nomor KIP", "No. KIP")),
        NIK,
        KK,
        Column(NAME.name, ("Nama Siswa", "Nama Peserta Didik", "Nama PD", *NAME.aliases)),
        BORN,
        *PLACE,
        *(Column(each.name, (each.header, *each.aliases), is_required=each.name == "nisn") for each in FORM.questions),
    ),
)


def check(rows: Slice, batch: ImportBatch) -> Checked:
    """Status rows of one slice: one membership of KIP/PIP for one year each."""
    told = whom(rows, batch)
    number = rows.number("no_kip", longest=40)
    told |= {"id_kind": pl.Series([OutsideProgramme.KIP.value] * rows.size, dtype=pl.String), "id_value": number}
    read = year_reader("tahun")
    starts = rows.read("tahun", lambda text: read(text).start, pl.Date).fill_null(Period.year(batch.as_of.year).start)
    ends = starts.dt.offset_by("1y")
    claims = [
        member_claim(rows, PERSON, programme=OutsideProgramme.KIP.value, start=starts, until=ends, number=number),
        sheet_claim(rows, PERSON, FORM, start=starts, until=ends),
    ]
    return rows.checked(status_frame(rows, told, subject=PERSON, claims=claims))


FORMAT = register_format(Format(layout=LAYOUT, title="Penerima PIP/KIP", landing=landing_code(SOURCE), check=check))
