"""RUTA export of SIKS-NG/BDT: a row for each household, known only by its ID BDT and the name of its head.

Headers: public file 15856837885 (domain B.4.1), among them "Jumah_kerbau". The file has no NIK and no nomor KK: import
the ART export first, which ties the IDs to families.
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
from rangkul.registry.imports.statuses.record import FAMILY, sheet_claim, status_claim, status_frame

CODE = "bdt.ruta"
SOURCE = Source.PBDT.value
FORM = get_form("RUTA")
PROGRAMMES = {
    "sta_kks": OutsideProgramme.KKS.value,
    "sta_kip": OutsideProgramme.KIP.value,
    "sta_kis": OutsideProgramme.PBI_JK.value,
    "sta_pkh": OutsideProgramme.PKH.value,
}
NUMBERS = {"sta_kks": "nopesertakks2016", "sta_pkh": "nopesertapkh"}
LAYOUT = Layout(
    code=CODE,
    columns=filled.columns(
        FORM,
        Column("idbdt", ("ID BDT",), is_required=True),
        Column("nama", ("Nama_KRT", "Nama KRT"), is_required=True),
        Column("sta_bangunan", is_required=True),
    ),
)


def check(rows: Slice, batch: ImportBatch) -> Checked:
    """Status rows of one slice: the household's answers, its listing and programmes."""
    told = whom(rows, batch, needs=("idbdt",))
    household = rows.number("idbdt")
    told |= {"id_kind": pl.Series([IdentityKind.DTKS_ID.value] * rows.size, dtype=pl.String), "id_value": household}
    filled.note_unknown_codes(rows, FORM)
    claims = [
        status_claim(rows, FAMILY, source=SOURCE, start=batch.as_of, until=None),
        *filled.programme_claims(rows, FAMILY, PROGRAMMES, start=batch.as_of, numbers=NUMBERS),
        sheet_claim(rows, FAMILY, FORM, start=batch.as_of),
    ]
    return rows.checked(status_frame(rows, told, subject=FAMILY, claims=claims))


FORMAT = register_format(
    Format(layout=LAYOUT, title="Rumah tangga BDT (RUTA)", landing=landing_code(SOURCE), check=check)
)
filled.exporter(
    code=CODE,
    title="Rumah tangga BDT (RUTA)",
    form=FORM,
    of="family",
    cells=[
        ("IDBDT", lambda line: line.numbers.get(IdentityKind.DTKS_ID.value, "")),
        *((each.header, each.name) for each in FORM.questions),
    ],
    sheet="RUTA",
)
