"""Columns of the DTKS individual export (domain B.4.3), with the other headers seen for them."""

from rangkul.platform.importing.formats import Column, Layout

CODE = "siks_ng.dtks"

LAYOUT = Layout(
    code=CODE,
    columns=(
        Column("id_dtks", ("ID DTKS", "IDDTKS", "id bdt"), is_required=True),
        Column("provinsi", ("propinsi",)),
        Column("kabupaten", ("Kabupaten/Kota", "Kab/Kota", "kabupaten kota")),
        Column("kecamatan", ("kec",), is_required=True),
        Column("desa", ("Desa/Kelurahan", "Desa/Keluarahan", "kelurahan", "desa kel", "pekon"), is_required=True),
        Column("alamat"),
        Column("dusun", ("lingkungan",)),
        Column("rt"),
        Column("rw"),
        Column("no_kk", ("Nomor KK", "NOKK")),
        Column("nik", ("Nomor NIK",), is_required=True),
        Column("nama", ("nama lengkap",), is_required=True),
        Column("tanggal_lahir", ("tgl lahir",)),
        Column("tempat_lahir"),
        Column("jenis_kelamin", ("jk", "kelamin")),
        Column("pekerjaan"),
        Column("nama_ibu", ("Nama Ibu Kandung", "ibu kandung", "nama gadis ibu kandung")),
        Column("hubungan_keluarga", ("Hub Keluarga", "hubungan dalam keluarga")),
        Column("keterangan_padan", ("padan", "status padan", "ket padan")),
        Column("bpnt", ("Bansos BPNT", "sembako")),
        Column("pkh", ("Bansos PKH",)),
        Column("bpnt_ppkm", ("Bansos BPNT PPKM",)),
        Column("pbi_jkn", ("PBI JKN", "pbi", "pbi jk")),
    ),
)
HEADER = [
    "ID DTKS",
    "Provinsi",
    "Kabupaten/Kota",
    "Kecamatan",
    "Desa/Kelurahan",
    "Alamat",
    "Dusun",
    "RT",
    "RW",
    "Nomor KK",
    "Nomor NIK",
    "Nama",
    "Tanggal Lahir",
    "Tempat Lahir",
    "Jenis Kelamin",
    "Pekerjaan",
    "Nama Ibu Kandung",
    "Hubungan Keluarga",
    "Keterangan Padan",
    "Bansos BPNT",
    "Bansos PKH",
    "Bansos BPNT PPKM",
    "PBI JKN",
]
