"""The list of KPM with KKS, BPNT and PKH: numbers of cards and participants, after the data set of the BPNT guide (p. 58).

The header of a real list was not seen; the column names are those of the guide, other spellings are aliases. One row is
one card holder (pengurus). The card makes a member of KKS; "Status BPNT" and "Status PKH" make or end memberships.
"""

import polars as pl

from rangkul.exchange.whom import BORN, KK, NAME, NIK, PLACE, whom
from rangkul.platform.importing.cells import yes_no_reader
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

CODE = "kemensos.kks"
SOURCE = Source.KEMENSOS.value
FORM = get_form("KKS")
CAME = ("status_bpnt", "status_pkh", "no_pkh")
"""Columns whose own text is kept too: TIDAK is more than nothing, and a number may stand beside it."""
SERVED = yes_no_reader("program")
LAYOUT = Layout(
    code=CODE,
    columns=(
        Column("nomor_kks", ("No KKS", "Nomor KKS", "No. KKS", "Nomor Kartu KKS", "no kartu kks"), is_required=True),
        KK,
        NIK,
        Column(NAME.name, ("Nama Pengurus", *NAME.aliases)),
        BORN,
        *PLACE,
        Column("status_bpnt", ("Status BPNT", "BPNT", "Sembako", "Status Sembako")),
        Column("status_pkh", ("Status PKH", "PKH")),
        Column("no_pkh", ("No PKH", "No Peserta PKH", "NoPesertaPKH", "Nomor Peserta PKH")),
        Column("id_dtks", ("ID DTKS", "ID BDT", "IDBDT")),
        *(Column(each.name, (each.header, *each.aliases)) for each in FORM.questions),
    ),
)


def check(rows: Slice, batch: ImportBatch) -> Checked:
    """Status rows of one slice: the card, BPNT and PKH of its holder, and what else the list tells."""
    told = whom(rows, batch)
    card = rows.number("nomor_kks", longest=40)
    rows.missing(card, "nomor_kks", expected="nomor KKS", remedy="isi nomor kartunya atau hapus baris ini")
    told |= {
        "id_kind": pl.Series([OutsideProgramme.KKS.value] * rows.size, dtype=pl.String),
        "id_value": card,
    }
    bpnt = rows.read("status_bpnt", yes_no_reader("status_bpnt"), pl.Boolean)
    pkh = rows.read("status_pkh", yes_no_reader("status_pkh"), pl.Boolean)
    number = rows.number("no_pkh", longest=40)
    claims = [
        member_claim(rows, PERSON, programme=OutsideProgramme.KKS.value, start=batch.as_of, number=card),
        identity_claim(rows, PERSON, kind=IdentityKind.KKS.value, value=card, start=batch.as_of),
        member_claim(rows, PERSON, programme=OutsideProgramme.BPNT.value, start=batch.as_of, where=bpnt),
        leave_claim(rows, PERSON, programme=OutsideProgramme.BPNT.value, start=batch.as_of, where=~bpnt),
        member_claim(rows, PERSON, programme=OutsideProgramme.PKH.value, start=batch.as_of, number=number, where=pkh),
        leave_claim(rows, PERSON, programme=OutsideProgramme.PKH.value, start=batch.as_of, where=~pkh),
        identity_claim(rows, PERSON, kind=IdentityKind.DTKS_ID.value, value=rows.number("id_dtks"), start=batch.as_of),
        sheet_claim(rows, PERSON, FORM, start=batch.as_of, came=CAME),
    ]
    return rows.checked(status_frame(rows, told, subject=PERSON, claims=claims))


FORMAT = register_format(
    Format(layout=LAYOUT, title="Daftar KKS/BPNT/PKH (Kemensos)", landing=landing_code(SOURCE), check=check)
)
