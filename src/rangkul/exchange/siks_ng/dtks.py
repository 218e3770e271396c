"""Checking the rows of the DTKS individual export: names of areas become codes, YA/TIDAK become memberships."""

from collections.abc import Callable

import polars as pl

from rangkul.exchange.siks_ng import codes
from rangkul.exchange.siks_ng.areas import AreaFinder, Found, ReferenceAreas
from rangkul.exchange.siks_ng.columns import LAYOUT
from rangkul.kernel.family_card import NomorKK
from rangkul.kernel.nik import Nik
from rangkul.platform.importing.cells import code_reader, date_reader, yes_no_reader
from rangkul.platform.importing.checking import Checked, Problem, Slice, together
from rangkul.platform.importing.enums import Verdict
from rangkul.platform.importing.landing import Format, register_format
from rangkul.platform.importing.models import ImportBatch
from rangkul.registry.enums import NikStatus, Source
from rangkul.registry.imports.landing import landing_code
from rangkul.registry.imports.record import ALIVE, population_frame
from rangkul.registry.imports.remarks import CLEAN_KK, CLEAN_NIK, remark_on_nik

_DOCUMENT = "isi sesuai kartu keluarga"
RELATION = code_reader("hubungan_keluarga", codes.RELATION, told=codes.RELATION_TOLD)
PADAN = code_reader("keterangan_padan", codes.PADAN, told=codes.PADAN_TOLD)
LIMITS = {"tempat_lahir": 100, "alamat": 300, "dusun": 100, "rt": 5, "rw": 5}
"""Letters of these columns that the registry keeps; a longer text is kept beside as it came."""


def check(rows: Slice, batch: ImportBatch, *, finder: Callable[[str], AreaFinder] = ReferenceAreas) -> Checked:
    """Typed population rows of one slice. `finder` makes the look-up of areas for the batch's scope."""
    names = rows.text("nama")
    rows.missing(names, "nama", expected="nama lengkap", remedy=_DOCUMENT)
    nik = rows.sixteen("nik", Nik.parse, clean_form=CLEAN_NIK)
    kk = rows.sixteen("no_kk", NomorKK.parse, clean_form=CLEAN_KK)
    sex = rows.read("jenis_kelamin", code_reader("jenis_kelamin", codes.SEX, told=codes.SEX_TOLD), pl.String)
    born = rows.read("tanggal_lahir", date_reader("Tanggal lahir", not_after=batch.as_of), pl.Date)
    relation = rows.read("hubungan_keluarga", RELATION, pl.String, is_vital=False)
    padan = rows.read("keterangan_padan", PADAN, pl.String, is_vital=False)
    joins, leaves = _programmes(rows)
    columns = {
        "row": rows.rows,
        "nik": nik,
        "nik_status": _nik_status(nik, padan),
        "kk": kk,
        "name": names,
        "sex": sex,
        "birth_place": rows.text("tempat_lahir", 100),
        "birth_date": born,
        "mother_name": rows.text("nama_ibu"),
        "area_code": _areas(rows, batch, finder(batch.area_code)),
        "address": rows.text("alamat", 300),
        "hamlet": rows.text("dusun", 100),
        "rt": rows.text("rt", 5),
        "rw": rows.text("rw", 5),
        "relation": relation,
        "life": pl.Series([ALIVE] * rows.size, dtype=pl.String),
        "dtks_id": rows.number("id_dtks"),
        "is_listed": rows.number("id_dtks").is_not_null(),
        "joins": joins,
        "leaves": leaves,
        "told": _told(rows, relation, sex, padan),
        "leftover": rows.leftover(rows.cut(LIMITS)),
    }
    remark_on_nik(rows, nik, born, sex)
    return rows.checked(population_frame(columns, height=rows.size))


def _areas(rows: Slice, batch: ImportBatch, finder: AreaFinder) -> pl.Series:
    pairs = pl.DataFrame({"district": rows.text("kecamatan"), "village": rows.text("desa"), "row": rows.rows})
    found: dict[tuple[str | None, str | None], Found] = {}
    for district, village in pairs.select("district", "village").unique().iter_rows():
        found[district, village] = finder.find(district or "", village or "")
    areas = []
    for district, village, number in pairs.iter_rows():
        place = found[district, village]
        areas.append(place.code or None)
        if not place.code:
            rows.problems.append(_unknown_area(number, district or "", village or "", place))
        elif not (place.code >= batch.area_code and place.code < f"{batch.area_code}/"):
            rows.problems.append(
                Problem(
                    number,
                    Verdict.REFUSED,
                    "DI_LUAR_WILAYAH",
                    "desa",
                    f"{village}, {district}",
                    "desa di dalam wilayah impor ini",
                    "unggah baris ini dengan wilayah yang sesuai",
                )
            )
    return pl.Series("area_code", areas, dtype=pl.String)


def _unknown_area(number: int, district: str, village: str, place: Found) -> Problem:
    if place.nearest:
        column = "desa" if place.is_known_district else "kecamatan"
        return Problem(number, Verdict.DOUBTFUL, "WILAYAH_BELUM_PASTI", column, f"{village}, {district}",
                       "nama resmi, mungkin: " + "; ".join(place.nearest),
                       "pilih di “Padankan isi kolom”, atau ganti dengan salah satu nama itu, lalu unggah lagi",
                       place.names, place.within)  # fmt: skip
    return Problem(number, Verdict.REFUSED, "WILAYAH_TIDAK_DIKENAL", "desa" if place.is_known_district else "kecamatan",
                   f"{village}, {district}", "nama desa dan kecamatan menurut daftar Kemendagri",
                   "pilih di “Padankan isi kolom”, atau cocokkan ejaannya dengan KTP atau daftar wilayah",
                   place.names, place.within)  # fmt: skip


def _nik_status(nik: pl.Series, told: pl.Series) -> pl.Series:
    """What the ministry says of the NIK; without a NIK nothing can match (constraint of the registry)."""
    frame = pl.DataFrame({"nik": nik, "told": told})
    return frame.select(
        pl.when(pl.col("nik").is_not_null())
        .then(pl.col("told").fill_null(NikStatus.UNCHECKED.value))
        .when(pl.col("told") == NikStatus.NOT_RECORDED.value)
        .then(pl.col("told"))
        .otherwise(pl.lit(NikStatus.NONE.value))
    ).to_series()


def _told(rows: Slice, relation: pl.Series, sex: pl.Series, padan: pl.Series) -> pl.Series:
    """What the registry has no place for or writes in other words: occupation, finer relations, TIDAK for a programme."""
    written = padan.replace_strict(codes.PADAN_WRITTEN, default=None, return_dtype=pl.String)
    yes = pl.Series(["YA"] * rows.size, dtype=pl.String)
    return together(
        {
            "pekerjaan": rows.text("pekerjaan"),
            "hubungan_keluarga": rows.odd("hubungan_keluarga", codes.relations_written(relation, sex)),
            "keterangan_padan": rows.odd("keterangan_padan", written),
            **{name: rows.odd(name, yes) for name in codes.PROGRAMMES},
        },
        rows.size,
    )


def _programmes(rows: Slice) -> tuple[pl.Series, pl.Series]:
    """Codes of programmes joined by commas: those the file says YA to, and those it says TIDAK to."""
    answers = pl.DataFrame(
        {
            programme.value: rows.read(name, yes_no_reader(name), pl.Boolean)
            for name, programme in codes.PROGRAMMES.items()
        }
    )

    def joined(wanted: bool) -> pl.Series:
        named = [pl.when(pl.col(each) == wanted).then(pl.lit(each)) for each in answers.columns]
        text = answers.select(pl.concat_str(named, separator=",", ignore_nulls=True).alias("told"))["told"]
        return text.replace("", None)

    return joined(True), joined(False)


FORMAT = register_format(
    Format(
        layout=LAYOUT,
        title="Individu DTKS (SIKS-NG)",
        landing=landing_code(Source.DTKS.value),
        check=check,
    )
)
