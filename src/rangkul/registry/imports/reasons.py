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
    "ID_DTKS_DIPAKAI_NAMA_LAIN": Reason(
        "id_dtks",
        "nama atau tanggal lahir yang sama seperti di registri; ID DTKS ini milik orang yang disebut, nama dan tanggal "
        "lahirnya lain",
        "cocokkan ID DTKS dengan KTP-el orangnya, perbaiki baris ini, lalu unggah lagi",
    ),
    "ID_DTKS_DUA_ORANG": Reason(
        "id_dtks",
        "ID DTKS milik satu orang di registri",
        "cari tahu siapa yang dimaksud, atau gabungkan dulu kedua orang itu bila memang satu",
    ),
    "ID_DTKS_DI_WILAYAH_LAIN": Reason(
        "id_dtks",
        "orang yang terdaftar di wilayah berkas ini",
        "ID DTKS ini terdaftar di wilayah lain: urus kepindahannya dulu, atau perbaiki ID-nya",
    ),
    "LEBIH_LAMA_DARI_PERBAIKAN": Reason(
        "nama",
        "isi yang sama seperti di registri: baris ini lebih lama dari perbaikan oleh petugas",
        "betulkan isinya sesuai registri lalu unggah lagi, atau pilih orangnya: yang sudah diperbaiki tetap, isi lain "
        "diambil",
    ),
    "ID_DTKS_NIK_BERBEDA": Reason("id_dtks", "ID DTKS dan NIK milik orang yang sama", _CHECK),
    "BEBERAPA_ORANG_MIRIP": Reason(
        "nama", "satu orang yang cocok di registri", "isi NIK pada baris ini agar orangnya dapat dipastikan"
    ),
    "NIK_BERBEDA": Reason("nik", "NIK yang sama seperti di registri untuk orang ini", _CHECK),
    "DUA_BARIS_SATU_ORANG": Reason(
        "nama", "satu baris untuk satu orang di registri", "hapus baris yang ganda, lalu unggah lagi"
    ),
    "KK_DI_WILAYAH_LAIN": Reason(
        "no_kk", "kartu keluarga di wilayah berkas ini", "nomor KK ini terdaftar di wilayah lain: periksa nomor KK"
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
        "no_kk", "tanggal data sesudah perubahan keluarga terakhir", "pakai berkas yang lebih baru untuk keluarga ini"
    ),
}
