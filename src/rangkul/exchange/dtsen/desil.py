"""The decile of DTSEN for one quarter: a row is a family (nomor KK) or, without one, a person (NIK).

The header of a real download was not seen; the columns are those of a working Dinsos system (table data_dtsen, see
MANIFEST siks-codes), other spellings are aliases. Without a column of periods the quarter of the file's day counts.
"""

import polars as pl

from rangkul.exchange.periods import quarter_reader
from rangkul.exchange.whom import BORN, KK, NIK, PLACE, whom
from rangkul.kernel.clock import format_date
from rangkul.kernel.period import Period
from rangkul.platform.importing.cells import code_reader
from rangkul.platform.importing.checking import Checked, Slice
from rangkul.platform.importing.formats import Column, Layout
from rangkul.platform.importing.landing import Format, register_format
from rangkul.platform.importing.models import ImportBatch
from rangkul.reference.forms import get_form
from rangkul.registry.enums import Source
from rangkul.registry.imports.statuses.landing import landing_code
from rangkul.registry.imports.statuses.record import FAMILY, PERSON, sheet_claim, status_claim, status_frame

CODE = "dtsen.desil"
FORM = get_form("DTSEN")
DECILES = {f"{number}": number for number in range(1, 11)} | {f"DESIL {number}": number for number in range(1, 11)}
DECILES_TOLD = "desil 1 sampai 10"

LAYOUT = Layout(
    code=CODE,
    columns=(
        Column("periode", ("Periode DTSEN", "Triwulan", "periode data", "cut_off_keluarga")),
        KK,
        NIK,
        Column("nama", ("nama_kepala_keluarga", "Nama Kepala Keluarga", "Nama Lengkap", "Nama KK", "nama krt")),
        BORN,
        *PLACE,
        Column("desil", ("desil_nasional", "Desil Nasional", "desil keluarga", "desil_nasional_keluarga", "Desil DTSEN",
                         "desil_nasional_anggota"), is_required=True),
        *(Column(each.name, (each.header, *each.aliases)) for each in FORM.questions),
    ),
)  # fmt: skip


def check(rows: Slice, batch: ImportBatch) -> Checked:
    """Status rows of one slice: one decile each, for the quarter that the row or else the file's day names."""
    told = whom(rows, batch, needs=("no_kk", "nik"))
    decile = rows.read("desil", code_reader("desil", DECILES, told=DECILES_TOLD), pl.Int64)
    rows.missing(decile, "desil", expected=DECILES_TOLD, remedy="isi desilnya atau hapus baris ini")
    start, until = _quarters(rows, batch)
    is_family = told["kk"].is_not_null()
    about = pl.select(pl.when(is_family).then(pl.lit(FAMILY)).otherwise(pl.lit(PERSON)).alias("s")).to_series()
    claims = [
        status_claim(rows, about, source=Source.DTSEN.value, start=start, until=until, decile=decile),
        sheet_claim(rows, about, FORM, start=start, until=until),
    ]
    return rows.checked(status_frame(rows, told, subject=about, claims=claims))


def _quarters(rows: Slice, batch: ImportBatch) -> tuple[pl.Series, pl.Series]:
    usual = Period.quarter(batch.as_of.year, (batch.as_of.month + 2) // 3)
    read = quarter_reader("periode")
    starts = rows.read("periode", lambda text: read(text).start, pl.Date)
    # the coming quarter may be told ahead; a later one is a slip of the pen that would stand above all that is true
    rows.add(
        starts > usual.end,
        "periode",
        code="PERIODE_BELUM_TIBA",
        expected=f"triwulan yang tidak lebih dari satu triwulan sesudah {format_date(batch.as_of)}",
        remedy="periksa tahun dan triwulannya",
    )
    starts = starts.fill_null(usual.start)
    return starts, starts.dt.offset_by("3mo")


FORMAT = register_format(
    Format(layout=LAYOUT, title="Desil DTSEN per triwulan", landing=landing_code(Source.DTSEN.value), check=check)
)
