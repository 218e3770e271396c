"""The office's Excel list of institutions: one row each, with registration, accreditation and capacity (domain D.4).

No official layout was found; the columns are those of the registry record in the domain notes, with the headers that
lists of offices use. Another header is mapped by a person, as for every format. The directory is written in the same
columns.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import polars as pl

from rangkul.exchange import writing
from rangkul.exchange.siks_ng.areas import ReferenceAreas
from rangkul.institutions.enums import Grade, InstitutionKind, Ownership
from rangkul.institutions.imports.landing import CODE as LANDING
from rangkul.institutions.imports.landing import SCHEMA
from rangkul.institutions.queries import list_institutions
from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.kernel.errors import Refused
from rangkul.platform.exporting.exporters import Exporter, Sheet, Wanted, register_exporter
from rangkul.platform.importing.cells import code_reader, date_reader
from rangkul.platform.importing.checking import Checked, Slice
from rangkul.platform.importing.formats import Column, Layout
from rangkul.platform.importing.landing import Format, register_format
from rangkul.platform.importing.models import ImportBatch
from rangkul.reference.queries import area_path

CODE = "institutions.list"
LAYOUT = Layout(
    code=CODE,
    columns=(
        Column(
            "nama_lembaga", ("Nama LKS", "Nama LKSA", "Nama Panti", "Nama LKS/LKSA", "Nama Yayasan"), is_required=True
        ),
        Column("jenis_lembaga", ("Jenis LKS", "Jenis Panti", "Jenis Pelayanan", "Jenis"), is_required=True),
        Column("kecamatan", ("kec",)),
        Column("desa", ("Desa/Kelurahan", "kelurahan", "desa kel")),
        Column("alamat", ("Alamat LKS", "Alamat Lembaga", "Alamat Lengkap")),
        Column("ketua", ("Nama Ketua", "Ketua LKS", "Pimpinan", "Nama Pimpinan")),
        Column("telepon", ("No Telepon", "No. HP", "No Telp", "Telp/HP", "Nomor HP")),
        Column("pemilik", ("Kepemilikan", "Status Kepemilikan")),
        Column("nomor_tanda_daftar", ("No Tanda Daftar", "No. Tanda Daftar", "Nomor STP", "No SIOP", "Nomor Izin")),
        Column("mulai_tanda_daftar", ("Tanggal Tanda Daftar", "Tgl Tanda Daftar", "Tanggal Terbit", "Tanggal Izin")),
        Column("akhir_tanda_daftar", ("Masa Berlaku", "Berlaku Sampai", "Berlaku s.d.", "Tanggal Berakhir")),
        Column("akreditasi", ("Peringkat Akreditasi", "Nilai Akreditasi")),
        Column("mulai_akreditasi", ("Tanggal Akreditasi", "Tgl Akreditasi")),
        Column("akhir_akreditasi", ("Akreditasi Sampai", "Akreditasi Berlaku Sampai")),
        Column("jumlah_klien", ("Jumlah Anak", "Jumlah Penghuni", "Jumlah Binaan", "Jumlah Anak Asuh", "Klien")),
        Column("kapasitas", ("Kapasitas Tempat Tidur", "Daya Tampung", "Jumlah Tempat Tidur")),
    ),
)
LABELS = {
    "nama_lembaga": "Nama lembaga", "jenis_lembaga": "Jenis lembaga", "kecamatan": "Kecamatan",
    "desa": "Desa atau kelurahan", "alamat": "Alamat", "ketua": "Ketua", "telepon": "Telepon", "pemilik": "Pemilik",
    "nomor_tanda_daftar": "Nomor tanda daftar", "mulai_tanda_daftar": "Tanda daftar mulai",
    "akhir_tanda_daftar": "Tanda daftar sampai", "akreditasi": "Akreditasi (A, B, C)",
    "mulai_akreditasi": "Akreditasi mulai", "akhir_akreditasi": "Akreditasi sampai", "jumlah_klien": "Jumlah klien",
    "kapasitas": "Tempat tidur",
}  # fmt: skip
KINDS = {each.value: each.value for each in InstitutionKind} | {
    "PANTI ASUHAN": InstitutionKind.LKSA.value,
    "LKS ANAK": InstitutionKind.LKSA.value,
    "ANAK": InstitutionKind.LKSA.value,
    "LANSIA": InstitutionKind.LKS_ELDERLY.value,
    "PANTI WREDA": InstitutionKind.LKS_ELDERLY.value,
    "PANTI WERDHA": InstitutionKind.LKS_ELDERLY.value,
    "DISABILITAS": InstitutionKind.LKS_DISABILITY.value,
    "YAYASAN": InstitutionKind.LKS.value,
    "PANTI SOSIAL": InstitutionKind.PANTI.value,
}
KINDS_TOLD = "LKSA, LKS LANSIA, LKS DISABILITAS, LKS, PANTI, UPT, ORG DISABILITAS, KARANG TARUNA, LK3, WKSBM"
OWNERS = {each.value: each.value for each in Ownership} | {
    "KABUPATEN/KOTA": Ownership.REGENCY.value, "PEMERINTAH DAERAH": Ownership.REGENCY.value,
    "PEMDA": Ownership.REGENCY.value, "SWASTA": Ownership.COMMUNITY.value, "YAYASAN": Ownership.COMMUNITY.value,
}  # fmt: skip
_MOST = 5_000
_AHEAD = timedelta(days=3660)


def check(rows: Slice, batch: ImportBatch) -> Checked:
    """Institutions of one slice; a row is refused with its cell, what was expected and what to do."""
    name = rows.text("nama_lembaga")
    rows.missing(name, "nama_lembaga", expected="nama lembaga", remedy="isi namanya atau hapus baris ini")
    kind = rows.read("jenis_lembaga", code_reader("Jenis lembaga", KINDS, told=KINDS_TOLD), pl.String)
    rows.missing(kind, "jenis_lembaga", expected=KINDS_TOLD, remedy="isi jenisnya")
    past, ahead = batch.as_of, batch.as_of + _AHEAD
    number = rows.text("nomor_tanda_daftar", 100)
    since = rows.read("mulai_tanda_daftar", date_reader("Tanda daftar mulai", not_after=past), pl.Date)
    until = rows.read("akhir_tanda_daftar", date_reader("Tanda daftar sampai", not_after=ahead), pl.Date)
    grade = rows.read("akreditasi", code_reader("Akreditasi", GRADES, told="A, B, C, atau BELUM"), pl.String)
    graded = rows.read("mulai_akreditasi", date_reader("Akreditasi mulai", not_after=past), pl.Date)
    graded_until = rows.read("akhir_akreditasi", date_reader("Akreditasi sampai", not_after=ahead), pl.Date)
    frame = pl.DataFrame(
        {"row": rows.rows, "name": name, "kind": kind, "area_code": _areas(rows, batch), "address": rows.text("alamat", 300),
         "leader": rows.text("ketua"), "phone": rows.text("telepon", 50),
         "owner": rows.read("pemilik", code_reader("Pemilik", OWNERS, told=", ".join(Ownership.values)), pl.String),
         "number": number, "since": since, "until": until, "grade": grade.replace({"": None}), "graded": graded,
         "graded_until": graded_until, "clients": rows.read("jumlah_klien", _count("Jumlah klien"), pl.Int32),
         "beds": rows.read("kapasitas", _count("Tempat tidur"), pl.Int32)},
        schema=SCHEMA,
    )  # fmt: skip
    _check_dates(rows, frame)
    return rows.checked(frame)


GRADES = {each.value: each.value for each in Grade} | {"BELUM": "", "-": "", "BELUM TERAKREDITASI": "", "TIDAK": ""}


def _check_dates(rows: Slice, frame: pl.DataFrame) -> None:
    def where(told: pl.Expr) -> pl.Series:
        return frame.select(told.alias("x")).to_series()

    blank_number = pl.col("number").is_null() & (pl.col("since").is_not_null() | pl.col("until").is_not_null())
    rows.add(
        where(blank_number), "nomor_tanda_daftar", code="KOSONG",
        expected="nomor tanda daftar, karena masa berlakunya diisi", remedy="isi nomornya, atau kosongkan tanggalnya",
    )  # fmt: skip
    for first, last, column in (
        ("since", "until", "akhir_tanda_daftar"),
        ("graded", "graded_until", "akhir_akreditasi"),
    ):
        rows.add(
            where(pl.col(last) < pl.col(first)), column, code="TANGGAL_TERBALIK",
            expected="tanggal sesudah mulainya", remedy="cocokkan dengan suratnya",
        )  # fmt: skip
    rows.add(
        where(pl.col("number").is_not_null() & pl.col("since").is_null()), "mulai_tanda_daftar", code="KOSONG",
        expected="tanggal mulai berlakunya tanda daftar", remedy="salin dari surat tanda daftar",
    )  # fmt: skip
    rows.add(
        where(pl.col("grade").is_not_null() & pl.col("graded").is_null()), "mulai_akreditasi", code="KOSONG",
        expected="tanggal mulai berlakunya akreditasi", remedy="salin dari sertifikat akreditasi",
    )  # fmt: skip


def _areas(rows: Slice, batch: ImportBatch) -> pl.Series:
    """The village, else the kecamatan, else the area of the upload; a name nobody knows refuses the row."""
    places = ReferenceAreas(batch.area_code)
    names = pl.DataFrame({"district": rows.text("kecamatan"), "village": rows.text("desa")})
    known: dict[tuple[str | None, str | None], str | None] = {}
    for district, village in names.unique().iter_rows():
        known[district, village] = _area(places, batch, district, village)
    found = pl.Series([known[pair] for pair in names.iter_rows()], dtype=pl.String)
    rows.add(
        found.is_null(), "desa" if "desa" in rows else "kecamatan", code="WILAYAH_TIDAK_DIKENAL",
        expected="kecamatan dan desa di wilayah impor", remedy="perbaiki ejaan kecamatan atau desanya",
    )  # fmt: skip
    return found


def _area(places: ReferenceAreas, batch: ImportBatch, district: str | None, village: str | None) -> str | None:
    if AreaCode.parse(batch.area_code).level is AreaLevel.VILLAGE or not (district or village):
        return batch.area_code
    if not district:
        return None
    found = places.find(district, village or "")
    if village:
        return found.code or None
    return found.within if found.is_known_district else None


def _count(field: str) -> Callable[[str], int]:
    def read(text: str) -> int:
        digits = text.strip().removesuffix(".0")
        if not (digits.isascii() and digits.isdigit() and int(digits) <= _MOST):
            raise Refused(
                field=field, value=text, expected=f"angka 0 sampai {_MOST}", remedy="isi jumlahnya saja, tanpa kata"
            )
        return int(digits)

    return read


FORMAT = register_format(
    Format(
        layout=LAYOUT,
        title="Daftar lembaga (LKS, LKSA, panti) milik Dinas",
        landing=LANDING,
        check=check,
        labels=LABELS,
    )
)


def sheets(wanted: Wanted) -> Iterator[Sheet]:
    """One row per institution that stands in the area and that the asker sees in the directory, as of the day."""
    header = [each.name.replace("_", " ").title() for each in LAYOUT.columns]
    found = list_institutions(wanted.actor, area=wanted.area)
    found = found.prefetch_related("registrations", "accreditations", "bed_groups")
    return writing.sheet("Lembaga", header, (_row(each, wanted.as_of) for each in found))


def _row(house: Any, on: date) -> list[str]:
    registered, graded = (_newest(rows.all(), on) for rows in (house.registrations, house.accreditations))
    place = {step.level: step.name for step in area_path(house.area_code)}
    beds = sum(each.beds for each in house.bed_groups.all() if _is_in_force(each, on))
    told = {
        "nama_lembaga": house.name,
        "jenis_lembaga": house.kind.replace("_", " "),
        "kecamatan": place.get(AreaLevel.DISTRICT, ""),
        "desa": place.get(AreaLevel.VILLAGE, ""),
        "alamat": house.address,
        "ketua": house.leader_name,
        "telepon": house.phone,
        "pemilik": house.owner,
        "jumlah_klien": str(house.client_count or ""),
        "kapasitas": str(beds or ""),
    }
    if registered:
        told |= {
            "nomor_tanda_daftar": registered.number,
            "mulai_tanda_daftar": writing.day(registered.period.lower),
            "akhir_tanda_daftar": writing.day(registered.last_day),
        }
    if graded:
        told |= {
            "akreditasi": graded.grade,
            "mulai_akreditasi": writing.day(graded.period.lower),
            "akhir_akreditasi": writing.day(graded.last_day),
        }
    return [told.get(each.name, "") for each in LAYOUT.columns]


def _newest(rows: Iterable[Any], on: date) -> Any:
    """The newest of the dated rows that had begun by the day, over or not."""
    return max((each for each in rows if each.period.lower <= on), key=lambda each: each.period.lower, default=None)


def _is_in_force(row: Any, on: date) -> bool:
    return bool(row.period.lower <= on and (row.period.upper is None or on < row.period.upper))


register_exporter(Exporter(code=CODE, title="Daftar lembaga (LKS, LKSA, panti)", sheets=sheets))
