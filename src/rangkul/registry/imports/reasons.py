"""Why a row is doubtful although its cells are right: the words for the page and the workbook."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """The column to look at, what was expected, and what to do."""

    column: str
    expected: str
    remedy: str


_CHECK = "cocokkan dengan KTP-el dan kartu keluarga, perbaiki baris ini, lalu unggah lagi"

REASONS: dict[str, Reason] = {
    "NIK_GANDA_DALAM_BERKAS": Reason(
        "nik", "satu NIK hanya pada satu baris", "hapus baris yang ganda atau perbaiki NIK yang salah, lalu unggah lagi"
    ),
    "ORANG_GANDA_DALAM_BERKAS": Reason(
        "nama", "satu orang hanya pada satu baris", "hapus baris yang ganda atau lengkapi tanggal lahirnya"
    ),
    "BARIS_BERTENTANGAN": Reason(
        "nama",
        "tanggal lahir yang sama pada semua baris orang ini, atau NIK yang membedakan keduanya",
        "cocokkan dengan kartu keluarga: hapus baris yang salah, atau isi NIK bila memang dua orang",
    ),
    "NIK_DUA_ORANG": Reason("nik", "NIK milik satu orang di registri", "gabungkan dulu kedua orang itu di registri"),
    "NIK_DI_WILAYAH_LAIN": Reason(
        "nik",
        "orang yang terdaftar di wilayah berkas ini",
        "NIK ini terdaftar di wilayah lain: urus kepindahannya dulu",
    ),
    "NIK_DIPAKAI_NAMA_LAIN": Reason("nik", "NIK dengan nama atau tanggal lahir yang sama seperti di registri", _CHECK),
    "ID_DTKS_NIK_BERBEDA": Reason("dtks_id", "ID DTKS dan NIK milik orang yang sama", _CHECK),
    "BEBERAPA_ORANG_MIRIP": Reason(
        "nama", "satu orang yang cocok di registri", "isi NIK pada baris ini agar orangnya dapat dipastikan"
    ),
    "NIK_BERBEDA": Reason("nik", "NIK yang sama seperti di registri untuk orang ini", _CHECK),
    "DUA_BARIS_SATU_ORANG": Reason(
        "nama", "satu baris untuk satu orang di registri", "hapus baris yang ganda, lalu unggah lagi"
    ),
    "KK_DI_WILAYAH_LAIN": Reason(
        "kk", "kartu keluarga di wilayah berkas ini", "nomor KK ini terdaftar di wilayah lain: periksa nomor KK"
    ),
    "PINDAH_BELUM_TERDAFTAR": Reason(
        "status_dasar", "warga yang menetap", "tidak perlu tindakan: orang ini sudah pindah dan belum pernah terdaftar"
    ),
    "TERCATAT_MENINGGAL": Reason(
        "status_dasar",
        "orang yang tercatat hidup",
        "orang ini tercatat meninggal: periksa akta kematian atau status dasar",
    ),
    "KELUARGA_BERUBAH_LEBIH_BARU": Reason(
        "kk", "tanggal data sesudah perubahan keluarga terakhir", "pakai berkas yang lebih baru untuk keluarga ini"
    ),
}
