"""Checking the rows of OpenSID's population workbook; the village comes from the upload, the file does not name it."""

from collections.abc import Callable, Mapping

import polars as pl

from rangkul.exchange.opensid import codes
from rangkul.exchange.opensid.columns import CODED, LAYOUT, LEFTOVERS, LIMITS, RAW
from rangkul.exchange.whom import JKN_DIGITS
from rangkul.kernel.family_card import NomorKK
from rangkul.kernel.nik import Nik
from rangkul.platform.importing.cells import code_reader, date_reader
from rangkul.platform.importing.checking import LONGEST_LEFTOVER, Checked, Slice
from rangkul.platform.importing.enums import Verdict
from rangkul.platform.importing.landing import Format, register_format
from rangkul.platform.importing.models import ImportBatch
from rangkul.registry.enums import NikStatus, OutsideProgramme, Source
from rangkul.registry.imports.landing import landing_code
from rangkul.registry.imports.record import ALIVE, DEAD, population_frame
from rangkul.registry.imports.remarks import CLEAN_KK, CLEAN_NIK, remark_on_nik

_DOCUMENT = "isi sesuai kartu keluarga"
_CODES: dict[str, tuple[Mapping[str, object], str]] = {
    "sex": (codes.SEX, codes.SEX_TOLD),
    "kk_level": (codes.RELATION, codes.RELATION_TOLD),
    "status_dasar": (codes.LIFE, codes.LIFE_TOLD),
    "cacat_id": (codes.DISABILITY_CODES, "kode 1 sampai 7"),
    "id_asuransi": (codes.INSURANCE, "kode 1, 2, 3, 4, atau 99"),
    "status_kawin": (codes.MARITAL, "kode 1 sampai 4"),
    "pendidikan_kk_id": (codes.EDUCATION, "kode 1 sampai 10"),
    "pekerjaan_id": (codes.OCCUPATION, "kode 1 sampai 89"),
    "hamil": (codes.PREGNANT, "1 atau 2"),
    "status_rekam": (codes.RECORDED, "kode 1 sampai 8"),
}
READERS: dict[str, Callable[[str], object]] = {
    name: code_reader(name, known, told=told) for name, (known, told) in _CODES.items()
}


def check(rows: Slice, batch: ImportBatch) -> Checked:
    """Typed population rows of one slice."""
    names = rows.text("nama")
    rows.missing(names, "nama", expected="nama lengkap", remedy=_DOCUMENT)
    nik = rows.sixteen("nik", Nik.parse, clean_form=CLEAN_NIK)
    kk = rows.sixteen("no_kk", NomorKK.parse, clean_form=CLEAN_KK)
    rows.missing(kk, "no_kk", expected="nomor KK 16 angka", remedy=_DOCUMENT)
    sex = rows.read("sex", READERS["sex"], pl.String)
    rows.missing(sex, "sex", expected=codes.SEX_TOLD, remedy=_DOCUMENT)
    born = rows.read("tanggallahir", date_reader("Tanggal lahir", not_after=batch.as_of), pl.Date)
    relation = rows.read("kk_level", READERS["kk_level"], pl.String)
    rows.missing(relation, "kk_level", expected=codes.RELATION_TOLD, remedy=_DOCUMENT)
    life = rows.read("status_dasar", READERS["status_dasar"], pl.String)
    _refuse_uncertain(rows, life)
    disability = _optional(rows, "cacat_id")
    insurance = _optional(rows, "id_asuransi")
    is_pbi = (insurance == codes.PBI).fill_null(False)
    has_disability = (disability != codes.NO_DISABILITY).fill_null(False)
    told = pl.DataFrame({"insurance": insurance, "disability": disability, "pbi": is_pbi, "disabled": has_disability})
    columns = {
        "row": rows.rows,
        "nik": nik,
        "nik_status": _nik_status(rows, nik),
        "kk": kk,
        "name": names,
        "sex": sex,
        "birth_place": rows.text("tempatlahir", 100),
        "birth_date": born,
        "mother_name": rows.text("nama_ibu"),
        "marital_status": _optional(rows, "status_kawin"),
        "education_code": _optional(rows, "pendidikan_kk_id"),
        "occupation_code": _optional(rows, "pekerjaan_id"),
        "area_code": pl.Series([str(batch.area_code)] * rows.size, dtype=pl.String),
        "address": rows.text("alamat", 300),
        "hamlet": rows.text("dusun", 100),
        "rt": rows.text("rt", 5),
        "rw": rows.text("rw", 5),
        "relation": relation,
        "life": life.fill_null(ALIVE),
        "jkn_number": told.select(
            pl.when("pbi").then(rows.number("no_asuransi", digits=JKN_DIGITS, is_vital=False))
        ).to_series(),
        "disability_code": told.select(pl.when("disabled").then(pl.col("disability"))).to_series(),
        "disability_type": disability.replace_strict(
            list(codes.DISABILITY),
            [each.value for each in codes.DISABILITY.values()],
            default=None,
            return_dtype=pl.String,
        ),
        "is_pregnant": _optional(rows, "hamil", dtype=pl.Boolean),
        "joins": told.select(pl.when("pbi").then(pl.lit(OutsideProgramme.PBI_JK.value))).to_series(),
        "leaves": told.select(
            pl.when(pl.col("insurance").is_not_null() & ~pl.col("pbi")).then(pl.lit(OutsideProgramme.PBI_JK.value))
        ).to_series(),
    }
    columns["leftover"] = rows.leftover(_kept(rows, columns))
    remark_on_nik(rows, nik, born, sex)
    return rows.checked(population_frame(columns, height=rows.size))


def _optional(rows: Slice, name: str, *, dtype: object = pl.String) -> pl.Series:
    """A column of codes that is not worth refusing a person for: an unknown code is a remark."""
    return rows.read(name, READERS[name], dtype, is_vital=False)


def _kept(rows: Slice, columns: Mapping[str, pl.Series]) -> dict[str, pl.Series]:
    """The texts that come back as they came: columns without a place here, finer codes, codes that no list has."""
    ours = ("sex", "education_code", "occupation_code", "marital_status", "life")
    kept = {name: rows.text(name, LONGEST_LEFTOVER) for name in (*LEFTOVERS, *RAW) if name in rows}
    for name, own in zip(CODED, ours, strict=True):
        if name in rows:
            written = codes.WRITTEN.get(name)
            usual = columns[own]
            if written is not None:
                usual = usual.replace_strict(written, default=None, return_dtype=pl.String)
            kept[name] = rows.odd(name, usual)
    # The dead never come into a family here: their card is known from the file alone.
    card = pl.select(pl.when(columns["life"] == DEAD).then(columns["kk"])).to_series()
    return kept | rows.cut(LIMITS) | {"no_kk": card}


def _refuse_uncertain(rows: Slice, life: pl.Series) -> None:
    rows.add(
        life == codes.UNCERTAIN,
        "status_dasar",
        code="STATUS_BELUM_JELAS",
        expected="hidup (1), mati (2), atau pindah (3)",
        remedy="pastikan keadaan orang ini bersama keluarganya, lalu isi kodenya",
        verdict=Verdict.DOUBTFUL,
    )
    rows.add(
        life == codes.INVALID,
        "status_dasar",
        code="STATUS_TIDAK_VALID",
        expected="data yang sah menurut OpenSID",
        remedy="perbaiki data orang ini di OpenSID lebih dulu",
    )


def _nik_status(rows: Slice, nik: pl.Series) -> pl.Series:
    recorded = _optional(rows, "status_rekam")
    frame = pl.DataFrame({"nik": nik, "recorded": recorded})
    return frame.select(
        pl.when(pl.col("nik").is_not_null())
        .then(pl.lit(NikStatus.UNCHECKED.value))
        .when(pl.col("recorded") == codes.NOT_RECORDED)
        .then(pl.lit(NikStatus.NOT_RECORDED.value))
        .otherwise(pl.lit(NikStatus.NONE.value))
    ).to_series()


FORMAT = register_format(
    Format(
        layout=LAYOUT,
        title="Penduduk OpenSID (Excel)",
        landing=landing_code(Source.OPENSID.value),
        check=check,
        needs_village=True,
    )
)
