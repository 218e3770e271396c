"""The five sheets of REGSOSEK2022.K: place, officers, housing, members, programmes with assets and services.

Headers and codes are OpenSID's (format_impor_dtks_regsosek2022k, as facts). Every sheet is a format of its own: of
the workbook with all five the first is read, the others are brought in from its page (`platform.importing.sheets`).
"""

from collections.abc import Callable

import polars as pl

from rangkul.exchange import filled
from rangkul.exchange.whom import whom
from rangkul.platform.importing.cells import code_reader
from rangkul.platform.importing.checking import Checked, Slice
from rangkul.platform.importing.formats import Column, Layout
from rangkul.platform.importing.landing import Format, register_format
from rangkul.platform.importing.models import ImportBatch
from rangkul.reference.forms import Form, get_form
from rangkul.registry.enums import OutsideProgramme, Source
from rangkul.registry.imports.statuses.landing import landing_code
from rangkul.registry.imports.statuses.record import FAMILY, PERSON, member_claim, sheet_claim, status_frame

SOURCE = Source.REGSOSEK.value
MEMBERS = "4"
_KK = Column("no_kk", ("no kartu keluarga", "nomor kartu keluarga", "no kk"), is_required=True)
_NIK = Column("nik", ("403 NIK", "403"))
_NAME = Column("nama", ("402 Nama", "402"))
_SHEETS = {
    "1": ("1.keterangan tempat", "kode_sls_non_sls"),
    "2": ("2.keterangan petugas", "hasil_pendataan_keluarga"),
    "3": ("3.keterangan perumahan", "q301a"),
    "4": ("4.ket sos-ek anggota", "q409"),
    "5": ("5.keikutsertaan program dll", "q502a"),
}
_PROGRAMMES = {
    "q501a": OutsideProgramme.BPNT.value,
    "q501b": OutsideProgramme.PKH.value,
    "q501c": OutsideProgramme.BLT_DD.value,
}
_INSURANCE = "q431a"
_PBI_BIT = 1


def code_of(sheet: str) -> str:
    """The code of a sheet's format."""
    return f"regsosek2022k.{sheet}"


def _checker(sheet: str, form: Form) -> Callable[[Slice, ImportBatch], Checked]:
    is_members = sheet == MEMBERS
    about = PERSON if is_members else FAMILY

    def check(rows: Slice, batch: ImportBatch) -> Checked:
        told = whom(rows, batch, needs=("no_kk", "nik") if is_members else ("no_kk",))
        filled.note_unknown_codes(rows, form)
        claims = [sheet_claim(rows, about, form, start=batch.as_of)]
        if sheet == "5":
            claims += [_last_received(rows, column, programme) for column, programme in _PROGRAMMES.items()]
        if is_members:
            claims.append(_insured(rows, batch))
        return rows.checked(status_frame(rows, told, subject=about, claims=claims))

    return check


def _last_received(rows: Slice, column: str, programme: str) -> pl.Series:
    """The month in which a programme was last received; nothing where month or year is not told."""
    said = rows.read(column, code_reader(column, filled.YES_NO, told=filled.TOLD), pl.Boolean, is_vital=False)
    parts = pl.DataFrame({"year": rows.text(f"{column}_tahun"), "month": rows.text(f"{column}_bulan")}).with_columns(
        pl.all().str.replace(r"\.0+$", "").cast(pl.Int32, strict=False)
    )
    sound = (pl.col("year").is_between(2015, 2099)) & pl.col("month").is_between(1, 12)
    start = parts.select(pl.when(sound).then(pl.date(pl.col("year"), pl.col("month"), 1)).alias("f")).to_series()
    return member_claim(
        rows,
        FAMILY,
        programme=programme,
        start=start,
        until=start.dt.offset_by("1mo"),
        where=said & start.is_not_null(),
    )


def _insured(rows: Slice, batch: ImportBatch) -> pl.Series:
    """PBI-JK is bit 1 of question 431a; 99 ("lainnya") is no sum."""
    bits = rows.text(_INSURANCE).str.replace(r"\.0+$", "").cast(pl.Int32, strict=False)
    is_pbi = ((bits % 2) == _PBI_BIT) & (bits < 16)
    until = batch.as_of + filled.SPEAKS_FOR
    return member_claim(
        rows, PERSON, programme=OutsideProgramme.PBI_JK.value, start=batch.as_of, until=until, where=is_pbi
    )


def _register(sheet: str) -> None:
    name, telling = _SHEETS[sheet]
    form = get_form(f"REGSOSEK2022K.{sheet}")
    own = [_KK, *((_NIK, _NAME) if sheet == MEMBERS else ())]
    asked = [
        Column(each.name, (each.header, *each.aliases), is_required=each.name == telling) for each in form.questions
    ]
    layout = Layout(code=code_of(sheet), columns=(*own, *asked), sheets=(name,))
    register_format(Format(layout=layout, title=form.title, landing=landing_code(SOURCE), check=_checker(sheet, form)))
    cells: list[tuple[str, filled.Cell | str]] = [("no kartu keluarga", filled.kk)]
    if sheet == MEMBERS:
        cells += [("402 Nama", filled.name), ("403 NIK", filled.nik)]
    filled.exporter(
        code=code_of(sheet),
        title=form.title,
        form=form,
        of="person" if sheet == MEMBERS else "family",
        cells=[*cells, *((each.header, each.name) for each in form.questions)],
        sheet=name,
    )


for _sheet in _SHEETS:
    _register(_sheet)
