"""The 43 columns of OpenSID's population workbook (FormatImporExcel.xlsx, sheet "Data Penduduk")."""

from rangkul.platform.importing.formats import Column, Layout

CODE = "opensid.population"

_REQUIRED = {"nama", "no_kk", "nik", "sex", "tanggallahir", "kk_level"}
_ALIASES = {
    "nama": ("nama lengkap", "nama penduduk"),
    "no_kk": ("nomor kk", "no kk", "nokk"),
    "sex": ("jenis kelamin",),
    "tempatlahir": ("tempat lahir",),
    "tanggallahir": ("tanggal lahir", "tgl lahir"),
    "kk_level": ("hubungan keluarga", "shdk"),
    "alamat_sekarang": ("alamat sekarang",),
    "status_dasar": ("status dasar",),
    "id_asuransi": ("asuransi",),
}
NAMES = [
    "alamat",
    "dusun",
    "rw",
    "rt",
    "nama",
    "no_kk",
    "nik",
    "sex",
    "tempatlahir",
    "tanggallahir",
    "agama_id",
    "pendidikan_kk_id",
    "pendidikan_sedang_id",
    "pekerjaan_id",
    "status_kawin",
    "kk_level",
    "warganegara_id",
    "ayah_nik",
    "nama_ayah",
    "ibu_nik",
    "nama_ibu",
    "golongan_darah_id",
    "akta_lahir",
    "dokumen_pasport",
    "tanggal_akhir_paspor",
    "dokumen_kitas",
    "akta_perkawinan",
    "tanggalperkawinan",
    "akta_perceraian",
    "tanggalperceraian",
    "cacat_id",
    "cara_kb_id",
    "hamil",
    "ktp_el",
    "status_rekam",
    "alamat_sekarang",
    "status_dasar",
    "suku",
    "tag_id_card",
    "id_asuransi",
    "no_asuransi",
    "lat",
    "lng",
]

LEFTOVERS = (
    *("agama_id", "pendidikan_sedang_id", "warganegara_id", "ayah_nik", "nama_ayah", "ibu_nik", "golongan_darah_id"),
    *("akta_lahir", "dokumen_pasport", "tanggal_akhir_paspor", "dokumen_kitas", "akta_perkawinan", "tanggalperkawinan"),
    *("akta_perceraian", "tanggalperceraian", "cara_kb_id", "ktp_el", "alamat_sekarang", "suku", "tag_id_card"),
    *("lat", "lng"),
)
"""Columns that the registry has no place for: kept sealed as they came, and written back."""
RAW = ("kk_level", "cacat_id", "hamil", "status_rekam", "id_asuransi", "no_asuransi")
"""Columns whose codes say more than the registry keeps: written back as they came while they still mean the same."""
CODED = ("sex", "pendidikan_kk_id", "pekerjaan_id", "status_kawin", "status_dasar")
"""Columns kept as they came only where the registry writes them otherwise: words for codes, codes that no list has."""
LIMITS = {"tempatlahir": 100, "alamat": 300, "dusun": 100, "rt": 5, "rw": 5}
"""Letters of these columns that the registry keeps; a longer text is kept beside as it came."""
HEALTH = ("golongan_darah_id", "cara_kb_id", "cacat_id", "hamil")
HOME = ("lat", "lng")

LAYOUT = Layout(
    code=CODE,
    columns=tuple(Column(name, _ALIASES.get(name, ()), name in _REQUIRED) for name in NAMES),
    ends_with="###",
    sheets=("Data Penduduk",),
    beside=("Kode Data",),
)
