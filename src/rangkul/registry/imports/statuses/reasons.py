"""Why a row about a person or a family is doubtful: the words for the page and the workbook."""

from rangkul.registry.imports.reasons import Reason

_MEND = "perbaiki NIK atau nomor KK pada baris ini, lalu unggah lagi"

REASONS: dict[str, Reason] = {
    "BELUM_ADA_DI_REGISTRI": Reason(
        "nik",
        "orang atau keluarga yang sudah ada di registri",
        "belum ada di registri: impor dulu berkas penduduknya atau daftarkan, lalu unggah lagi baris ini",
    ),
    "TANPA_KELUARGA": Reason(
        "no_kk",
        "orang yang sudah punya keluarga di registri",
        "catat dulu keluarga orang ini di registri, lalu unggah lagi baris ini",
    ),
    "BEBERAPA_YANG_COCOK": Reason(
        "nama", "satu orang atau keluarga yang cocok di registri", "isi NIK atau nomor KK dari salah satu yang disebut"
    ),
    "NIK_DUA_ORANG": Reason("nik", "NIK milik satu orang di registri", "gabungkan dulu kedua orang itu di registri"),
    "NIK_DI_WILAYAH_LAIN": Reason(
        "nik",
        "orang atau keluarga di wilayah berkas ini",
        "terdaftar di wilayah lain: unggah dengan wilayah yang sesuai",
    ),
    "NIK_DIPAKAI_NAMA_LAIN": Reason(
        "nik", "nama atau tanggal lahir yang sama seperti di registri untuk NIK ini", _MEND
    ),
    "NOMOR_DIPAKAI_NAMA_LAIN": Reason(
        "nomor",
        "nama atau tanggal lahir yang sama seperti di registri; nomor ini milik yang disebut, nama dan tanggal lahirnya "
        "lain",
        "perbaiki nomor peserta atau namanya, atau isi NIK orangnya, lalu unggah lagi",
    ),
    "KK_LAIN": Reason(
        "no_kk",
        "nomor KK seperti di registri: orang ini di sana anggota keluarga yang disebut, dengan KK lain",
        "bila ia sudah pecah atau pindah KK, catat dulu perubahan keluarganya; bila nomor KK salah, perbaiki, lalu "
        "unggah lagi",
    ),
    "HASIL_LEBIH_LAMA": Reason(
        "nik",
        "hasil Dukcapil yang tidak lebih lama dari yang sudah dicatat",
        "tidak perlu tindakan: hasil yang lebih baru tetap berlaku; minta hasil baru bila ragu",
    ),
    "LEBIH_LAMA_DARI_PERBAIKAN": Reason(
        "nik",
        "hasil yang lebih baru dari perbaikan oleh petugas",
        "minta hasil Dukcapil baru untuk orang ini; perbaikan petugas tetap berlaku",
    ),
    "KK_DIPAKAI_NAMA_LAIN": Reason("no_kk", "nama kepala keluarga yang sama seperti di registri untuk KK ini", _MEND),
    "NIK_BERBEDA": Reason("nik", "NIK yang sama seperti di registri untuk orang ini", _MEND),
    "NIK_BELUM_DICATAT": Reason(
        "nik",
        "orang yang NIK-nya sudah dicatat di registri",
        "catat dulu NIK pada data orangnya, lalu unggah lagi baris ini",
    ),
    "BUKAN_PEREMPUAN": Reason(
        "nama", "warga perempuan untuk data kehamilan", "periksa orangnya, atau jenis kelaminnya di registri"
    ),
    "BUKAN_BALITA": Reason(
        "tanggal_lahir",
        "anak 0 sampai 59 bulan pada hari pemeriksaan",
        "periksa tanggal lahir di registri dan tanggal pemeriksaan di berkas",
    ),
    "BARIS_BERTENTANGAN": Reason(
        "nama",
        "satu isi untuk satu orang atau keluarga",
        "hapus baris yang salah dari baris-baris ini, lalu unggah lagi",
    ),
}
