"""Whom a row is about: the numbers, name, birth date and village that status files of every origin give."""

from collections.abc import Callable

import polars as pl

from rangkul.exchange.siks_ng.areas import AreaFinder, ReferenceAreas
from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.kernel.family_card import NomorKK
from rangkul.kernel.nik import Nik
from rangkul.platform.importing.cells import date_reader
from rangkul.platform.importing.checking import Slice
from rangkul.platform.importing.formats import Column
from rangkul.platform.importing.models import ImportBatch
from rangkul.registry.imports.remarks import CLEAN_KK, CLEAN_NIK

JKN_DIGITS = 13
NIK = Column("nik", ("Nomor NIK", "NIK KPM", "NIK Pengurus", "NIK Peserta", "NIK Siswa", "no nik"))
KK = Column("no_kk", ("Nomor KK", "NOKK", "No. KK", "No Kartu Keluarga", "nomor kartu keluarga"))
NAME = Column("nama", ("Nama Lengkap", "Nama Peserta", "Nama Penerima", "Nama KPM", "Nama Pengurus", "Nama Siswa"))
BORN = Column("tanggal_lahir", ("Tgl Lahir", "TglLahir", "tgl_lahir", "TGL_LHR"))
PLACE = (
    Column("provinsi", ("propinsi",)),
    Column("kabupaten", ("Kabupaten/Kota", "Kab/Kota", "kabupaten kota")),
    Column("kecamatan", ("kec",)),
    Column("desa", ("Desa/Kelurahan", "kelurahan", "desa kel", "pekon", "Desa/Keluarahan")),
    Column("alamat"),
    Column("rt"),
    Column("rw"),
)
"""Columns that say who and where; a format takes those its files have."""


def whom(
    rows: Slice,
    batch: ImportBatch,
    *,
    needs: tuple[str, ...] = ("nik", "no_kk", "nama"),
    finder: Callable[[str], AreaFinder] = ReferenceAreas,
) -> dict[str, pl.Series]:
    """Columns nik, kk, name, birth_date and area_code of the landing; a row where all of `needs` are blank is refused."""
    found = {
        "nik": rows.sixteen("nik", Nik.parse, clean_form=CLEAN_NIK),
        "kk": rows.sixteen("no_kk", NomorKK.parse, clean_form=CLEAN_KK),
        "name": rows.text("nama"),
        "birth_date": rows.read(
            "tanggal_lahir", date_reader("Tanggal lahir", not_after=batch.as_of), pl.Date, is_vital=False
        ),
        "area_code": _villages(rows, batch, finder),
    }
    blank = (
        pl.DataFrame({name: rows.text(name) for name in needs})
        .select(pl.all_horizontal(pl.all().is_null()))
        .to_series()
    )
    rows.add(
        blank,
        needs[0],
        code="KOSONG",
        expected=" atau ".join(_TOLD.get(each, each) for each in needs),
        remedy="isi salah satunya sesuai dokumen",
    )
    return found


_TOLD = {
    "nik": "NIK",
    "no_kk": "nomor KK",
    "nama": "nama dengan tanggal lahir dan desanya",
    "nomor": "nomor pesertanya",
}


def _villages(rows: Slice, batch: ImportBatch, finder: Callable[[str], AreaFinder]) -> pl.Series:
    if AreaCode.parse(batch.area_code).level is AreaLevel.VILLAGE:
        return pl.Series([str(batch.area_code)] * rows.size, dtype=pl.String)
    if "kecamatan" not in rows or "desa" not in rows:
        return pl.Series([None] * rows.size, dtype=pl.String)
    names = pl.DataFrame({"district": rows.text("kecamatan"), "village": rows.text("desa")})
    places, known = finder(batch.area_code), {}
    for pair in names.unique().iter_rows():
        known[pair] = places.find(pair[0] or "", pair[1] or "").code or None if all(pair) else None
    return pl.Series([known[pair] for pair in names.iter_rows()], dtype=pl.String)
