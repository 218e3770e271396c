"""Columns that a list of persons may have, by the names offices give them; a mapping fills in the rest."""

from rangkul.platform.importing.formats import Column, Layout

CODE = "any_table.persons"

LAYOUT = Layout(
    code=CODE,
    columns=(
        Column(
            "nama", ("nama lengkap", "nama penduduk", "nama penerima", "nama peserta", "nama kpm"), is_required=True
        ),
        Column("nik", ("nomor nik", "no nik", "no ktp", "nomor induk kependudukan", "nik ktp", "nik kpm")),
        Column("no_kk", ("nomor kk", "no kartu keluarga", "nomor kartu keluarga", "nokk", "kk")),
        Column("jenis_kelamin", ("jk", "kelamin", "sex", "l/p", "gender")),
        Column("tempat_lahir", ("tmp lahir", "tempat lhr")),
        Column("tanggal_lahir", ("tgl lahir", "tgl lhr", "lahir")),
        Column("nama_ibu", ("nama ibu kandung", "ibu kandung", "nama gadis ibu kandung")),
        Column(
            "hubungan_keluarga",
            ("hub keluarga", "hubungan", "shdk", "status dalam keluarga", "hubungan dalam keluarga"),
        ),
        Column("kecamatan", ("kec", "nama kecamatan")),
        Column("desa", ("desa/kelurahan", "kelurahan", "desa kel", "nama desa", "pekon", "kel/desa")),
        Column("alamat", ("alamat lengkap", "alamat rumah", "alamat domisili")),
        Column("dusun", ("lingkungan", "dusun/lingkungan")),
        Column("rt"),
        Column("rw"),
        Column("status_hidup", ("status dasar", "keberadaan", "keterangan hidup")),
    ),
)

LABELS = {
    "nama": "Nama",
    "nik": "NIK",
    "no_kk": "Nomor KK",
    "jenis_kelamin": "Jenis kelamin",
    "tempat_lahir": "Tempat lahir",
    "tanggal_lahir": "Tanggal lahir",
    "nama_ibu": "Nama ibu kandung",
    "hubungan_keluarga": "Hubungan keluarga",
    "kecamatan": "Kecamatan",
    "desa": "Desa atau kelurahan",
    "alamat": "Alamat",
    "dusun": "Dusun atau lingkungan",
    "rt": "RT",
    "rw": "RW",
    "status_hidup": "Hidup, meninggal, atau pindah",
}
