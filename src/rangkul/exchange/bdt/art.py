"""ART export of SIKS-NG/BDT: a row for each member, with NIK, nomor KK, and the IDs of member and household.

Headers: public file 13921643785 "art_dtks_pemadanan" (domain B.4.2). What "1" means in the Ada_… columns was not told;
they are read as yes/no in both pairs, and kept as they are.
"""

import polars as pl

from rangkul.exchange import filled
from rangkul.exchange.whom import BORN, whom
from rangkul.platform.importing.checking import Checked, Slice
from rangkul.platform.importing.formats import Column, Layout
from rangkul.platform.importing.landing import Format, register_format
from rangkul.platform.importing.models import ImportBatch
from rangkul.reference.forms import get_form
from rangkul.registry.enums import IdentityKind, OutsideProgramme, Source
from rangkul.registry.exports.facts import Line
from rangkul.registry.imports.statuses.landing import landing_code
from rangkul.registry.imports.statuses.record import (
    FAMILY,
    PERSON,
    identity_claim,
    member_claim,
    sheet_claim,
    status_claim,
    status_frame,
)

CODE = "bdt.art"
SOURCE = Source.PBDT.value
FORM = get_form("ART")
PROGRAMMES = {
    "ada_kks": OutsideProgramme.KKS.value,
    "ada_pbi": OutsideProgramme.PBI_JK.value,
    "ada_kip": OutsideProgramme.KIP.value,
    "ada_bpnt": OutsideProgramme.BPNT.value,
}
LAYOUT = Layout(
    code=CODE,
    columns=filled.columns(
        FORM,
        Column("idbdt", ("ID BDT",), is_required=True),
        Column("idartbdt", ("ID ART BDT",), is_required=True),
        Column("no_kk", ("NoKK", "Nomor KK")),
        Column("nik", is_required=True),
        Column("nama", is_required=True),
        Column(BORN.name, ("TglLahir", *BORN.aliases)),
        Column("nopesertapkh"),
    ),
)


def check(rows: Slice, batch: ImportBatch) -> Checked:
    """Status rows of one slice: the member's answers, both IDs, the programmes told."""
    told = whom(rows, batch, needs=("nik", "no_kk", "nama"))
    household, member = rows.number("idbdt"), rows.number("idartbdt")
    pkh = rows.number("nopesertapkh", longest=40)
    told |= {"id_kind": pl.Series([IdentityKind.DTKS_ID.value] * rows.size, dtype=pl.String), "id_value": member}
    filled.note_unknown_codes(rows, FORM)
    kind, start = IdentityKind.DTKS_ID.value, batch.as_of
    claims = [
        status_claim(rows, FAMILY, source=SOURCE, start=start, until=None),
        identity_claim(rows, FAMILY, kind=kind, value=household, start=start),
        identity_claim(rows, PERSON, kind=kind, value=member, start=start),
        member_claim(
            rows, FAMILY, programme=OutsideProgramme.PKH.value, start=start, until=start + filled.SPEAKS_FOR, number=pkh,
            where=pkh.is_not_null(),
        ),
        *filled.programme_claims(rows, PERSON, PROGRAMMES, start=start),
        sheet_claim(rows, PERSON, FORM, start=start),
    ]  # fmt: skip
    return rows.checked(status_frame(rows, told, subject=PERSON, claims=claims))


FORMAT = register_format(
    Format(layout=LAYOUT, title="Anggota rumah tangga BDT (ART)", landing=landing_code(SOURCE), check=check)
)


def _pkh(line: Line) -> str:
    return line.family_members.get(OutsideProgramme.PKH.value, "")


def _cells() -> list[tuple[str, filled.Cell | str]]:
    asked: dict[str, filled.Cell | str] = {each.header: each.name for each in FORM.questions}
    own: dict[str, filled.Cell | str] = {
        "IDBDT": lambda line: line.family_numbers.get(IdentityKind.DTKS_ID.value, ""),
        "IDARTBDT": lambda line: line.numbers.get(IdentityKind.DTKS_ID.value, ""),
        "NoPesertaPKH": _pkh,
        "Nama": filled.name,
        "NIK": filled.nik,
        "NoKK": filled.kk,
    }
    order = [
        "kd_wilayah", "IDBDT", "IDARTBDT", "KDPROP", "KDKAB", "KDKEC", "KDDESA", "NoPesertaPKH", "Nama", "JnsKel", "TmpLahir",
        "TglLahir", "HubKRT", "NIK", "NoKK",
    ]  # fmt: skip
    both = own | asked
    return [(each, both[each]) for each in [*order, *(header for header in asked if header not in order)]]


filled.exporter(code=CODE, title="Anggota rumah tangga BDT (ART)", form=FORM, of="person", cells=_cells(), sheet="ART")
