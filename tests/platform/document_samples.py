"""Data of one plausible document for each layout; people and numbers are invented."""

from datetime import date
from typing import Any

OFFICE = {
    "government": "Pemerintah Kabupaten Soppeng",
    "name": "Dinas Sosial",
    "address": "Jalan Contoh Nomor 1, Watansoppeng 90811",
    "phone": "(0484) 000000",
    "email": "dinsos@soppeng.example",
    "city": "Watansoppeng",
}
SIGNER = {
    "position": "Kepala Dinas Sosial",
    "name": "Andi Contoh Wijaya, S.Sos., M.Si.",
    "rank": "Pembina Utama Muda",
    "nip": "00000000 000000 0 000",
}
_BOTH: dict[str, Any] = {"office": OFFICE, "signer": SIGNER}
_IDENTITY = [
    ("Nama", "Sitti Contoh"),
    ("NIK", "7312••••••••••01"),
    ("Tempat, tanggal lahir", ["Watansoppeng, 14 Maret 1961"]),
    ("Alamat", ["Dusun Contoh RT 002 RW 001", "Desa Contoh, Kecamatan Lalabata"]),
]
_VILLAGES = ("Contoh", "Umpungeng", "Mattabulu")


def rows_of_people(count: int) -> list[list[str]]:
    return [
        [f"Warga Contoh {n}", "7312••••••••••" + f"{n % 100:02d}", f"ID-DTKS-{n:06d}", f"Dusun {n % 4 + 1} RT 00{n % 5 + 1}",
         _VILLAGES[n % 3], "Bantuan beras 10 kg/bulan"]
        for n in range(1, count + 1)
    ]  # fmt: skip


COLUMNS = [
    {"label": "Nama", "width": 5},
    {"label": "NIK", "width": 4, "align": "center"},
    {"label": "ID DTKS", "width": 4, "align": "center"},
    {"label": "Alamat", "width": 4},
    {"label": "Desa/kelurahan", "width": 3},
    {"label": "Jenis bantuan", "width": 4},
]

LETTER = _BOTH | {
    "heading": "Surat Keterangan",
    "opening": ["Yang bertanda tangan di bawah ini, Kepala Dinas Sosial Kabupaten Soppeng, menerangkan bahwa:"],
    "fields": _IDENTITY,
    "closing": [
        "benar telah menerima layanan di Puskesos Desa Contoh pada tanggal 3 Desember 2018.",
        "Demikian surat keterangan ini dibuat untuk dipergunakan sebagaimana mestinya.",
    ],
}
REFERRAL = _BOTH | {
    "recipient": {"name": "Kepala Dinas Kependudukan dan Pencatatan Sipil Kabupaten Soppeng", "place": "Watansoppeng"},
    "subject": "Permohonan layanan perekaman KTP-el dan penerbitan kartu keluarga",
    "fields": [*_IDENTITY, ("Nomor layanan", "L-2018-00044")],
    "problem": "yang bersangkutan belum memiliki kartu keluarga dan KTP-el sehingga belum dapat diusulkan.",
    "service": "perekaman KTP-el dan penerbitan kartu keluarga.",
    "answer_by": date(2018, 12, 20),
    "reference": "L-2018-00044",
    "companion": "Fasilitator SLRT Desa Contoh",
}
WHY = _BOTH | {
    "fields": [*_IDENTITY[:2], ("Program", "Bantuan Beras Sejahtera"), ("Diperiksa untuk", "Keluarga")],
    "verdict": "Belum memenuhi syarat",
    "summary": "Satu dari tiga syarat belum terpenuhi.",
    "rule": "Rastra 2018, versi 2",
    "as_of": date(2018, 12, 1),
    "clauses": [
        ("Keluarga terdaftar dalam DTKS", "ID DTKS tercatat", "Terpenuhi"),
        ("Keluarga rawan pangan", "Menurut kunjungan 3 November 2018: ya", "Terpenuhi"),
        ("Belum menerima BPNT", "Menerima BPNT sejak Januari 2018", "Tidak terpenuhi"),
    ],
    "next_steps": [
        "Bila keluarga tidak lagi menerima BPNT, mintalah perbaikan data di Puskesos.",
        "Tanyakan program lain yang sesuai kepada petugas.",
    ],
    "objection_at": "Puskesos Desa Contoh atau Dinas Sosial",
    "objection_until": date(2018, 12, 20),
}
DECREE = _BOTH | {
    "issuer": "Kepala Dinas Sosial Kabupaten Soppeng",
    "about": "Penetapan Penerima Bantuan Beras Sejahtera Kabupaten Soppeng Tahun Anggaran 2018",
    "considering": [
        "bahwa untuk meringankan beban pengeluaran keluarga rawan pangan perlu diberikan bantuan beras",
        "bahwa usulan desa dan kelurahan telah diperiksa kecamatan dan diverifikasi Dinas Sosial",
        "bahwa berdasarkan pertimbangan dalam huruf a dan huruf b perlu menetapkan Keputusan tentang penerima bantuan",
    ],
    "recalling": [
        "Undang-Undang Nomor 13 Tahun 2011 tentang Penanganan Fakir Miskin",
        "Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah",
        "Peraturan Pemerintah Nomor 63 Tahun 2013 tentang Pelaksanaan Upaya Penanganan Fakir Miskin",
    ],
    "clauses": [
        "Menetapkan penerima bantuan sebagaimana tercantum dalam Lampiran Keputusan ini.",
        "Bantuan sebagaimana dimaksud pada diktum KESATU diberikan berupa beras 10 (sepuluh) kilogram per keluarga per bulan.",
        "Biaya yang timbul akibat Keputusan ini dibebankan pada Anggaran Pendapatan dan Belanja Daerah.",
        "Keputusan ini mulai berlaku pada tanggal ditetapkan.",
    ],
    "copies": ["Bupati Soppeng di Watansoppeng;", "Inspektur Kabupaten Soppeng di Watansoppeng;", "Camat se-Kabupaten Soppeng."],
    "attachment": {"title": "Daftar Penerima Bantuan Beras Sejahtera", "columns": COLUMNS, "rows": rows_of_people(34)},
}  # fmt: skip
REMOVAL = _BOTH | {
    "heading": "Keputusan Kepala Dinas Sosial",
    "about": "pencoretan penerima Bantuan beras di Desa Contoh",
    "considering": ["bahwa Desa Contoh telah membahasnya dalam musyawarah;", "bahwa daftar telah diverifikasi."],
    "recalling": ["ketentuan program yang berlaku pada tanggal keputusan"],
    "clauses": ["Mencoret 2 penerima sebagaimana tercantum dalam Lampiran.", "Berlaku sejak ditetapkan."],
    "copies": ["Kepala Desa Contoh", "Arsip"],
    "attachment": {
        "title": "Daftar menurut nama",
        "columns": [{"label": "Nama", "width": 3}, {"label": "Alasan dan bukti", "width": 5}],
        "rows": [["Warga Contoh 1", "meninggal; akta kematian"], ["Warga Contoh 2", "pindah; surat pindah"]],
        "note": "Nomor identitas disamarkan.",
    },
}
BAST = _BOTH | {
    "on_words": "Kamis tanggal enam bulan Desember tahun dua ribu delapan belas (6 Desember 2018)",
    "held_at": "Kantor Desa Contoh, Kecamatan Lalabata",
    "first": {"name": "Petugas Contoh, S.Sos.", "nip": "00000000 000000 0 001", "position": "Kepala Bidang Contoh", "address": "Watansoppeng"},
    "second": {"name": "Ambo Contoh", "position": "Kepala Desa Contoh", "address": "Desa Contoh, Kecamatan Lalabata"},
    "about": "bantuan beras bulan Desember 2018",
    "items": [("Beras", "Medium, karung 10 kg", 34, "karung", 3_400_000, "Baik"), ("Kursi roda", "Dewasa", 2, "buah", 5_000_000, "Baru")],
    "total": 8_400_000,
    "total_words": "delapan juta empat ratus ribu",
    "statements": ["Barang diterima dalam keadaan baik dan lengkap.", "Barang diserahkan kepada penerima sesuai lampiran."],
    "witness": {"name": "Camat Contoh, S.STP.", "position": "Camat Lalabata"},
    "recipients": {
        "title": "Daftar Penerima Bantuan",
        "columns": [
            {"label": "Nama", "width": 4}, {"label": "NIK", "width": "auto"}, {"label": "Alamat", "width": 3},
            {"label": "Jumlah (kg)", "width": "auto", "kind": "number"},
        ],
        "rows": [[row[0], row[1], row[3], 10] for row in rows_of_people(16)],
    },
}  # fmt: skip

CERTIFICATE: dict[str, Any] = {
    "office": OFFICE,
    "signer": SIGNER,
    "kind": "bimbingan teknis",
    "about": "Bimtek Puskesos dan SLRT",
    "held": "Kamis, 6 Desember 2018",
    "venue": "UPT Lingkungan Pondok Sosial",
    "topic": "Alur layanan dan rujukan",
    "name": "Aisyah Contoh",
    "capacity": "operator desa, Desa Gattareng, Kec. Marioriwawo",
}
REPORT: dict[str, Any] = {
    "office": OFFICE,
    "signer": SIGNER,
    "heading": "Laporan mingguan fasilitator",
    "fields": [("Nama", "Fadhil Contoh")],
    "columns": [{"label": "Desa/kelurahan", "width": 3}, {"label": "Kasus didengar", "width": 1, "kind": "number"}],
    "rows": [["Desa Gattareng, Kec. Marioriwawo", 1462]],
    "total": {"label": "Jumlah", "cells": [1462]},
    "remark": "Jalan putus.",
    "origin": "Angka dihitung oleh sistem.",
}
SURVEY: dict[str, Any] = {
    "office": OFFICE,
    "signer": SIGNER,
    "fields": [("Periode", "Triwulan IV 2018"), ("Jumlah jawaban", "41 jawaban"), ("Nilai SKM", "82,50")],
    "elements": [("U1", "Persyaratan", "3,25"), ("U2", "Prosedur", "3,40")],
    "posts": [("Puskesos Contoh", "82,50", "B")],
    "withheld": 2,
    "fewest": 5,
    "worst": "Waktu penyelesaian",
    "as_of": date(2018, 12, 6),
}
STATEMENT = _BOTH | {
    "heading": "Surat Keterangan Tidak Mampu",
    "opening": ["Yang bertanda tangan di bawah ini, Kepala Dinas Sosial Kabupaten Soppeng, menerangkan bahwa:"],
    "fields": _IDENTITY,
    "statement": [
        "benar berasal dari keluarga kurang mampu berdasarkan data registri dan kajian petugas.",
        "Surat keterangan ini diberikan untuk keperluan keringanan biaya rumah sakit.",
    ],
    "members": [
        ("Sitti Contoh", "7312••••••••••01", "P", "19 Mei 1980", "kepala keluarga"),
        ("Baso Contoh", "7312••••••••••02", "L", "2 Maret 2011", "anak"),
    ],
    "valid_until": "6 Maret 2019",
    "copies": ["Kepala Desa Contoh", "Arsip"],
}
CLIENT = _BOTH | {
    "on_words": "Kamis, 6 Desember 2018",
    "held_at": "Kantor LKS Harapan Contoh",
    "first": {"name": "Petugas Contoh, S.Sos.", "position": "Pekerja sosial", "address": "Watansoppeng"},
    "second": {"name": "Ambo Contoh", "position": "Pengurus, LKS Harapan Contoh", "address": "Watansoppeng"},
    "fields": _IDENTITY,
    "statement": ["Klien diserahkan dalam keadaan: sehat.", "Pengasuhan menjadi tanggung jawab PIHAK KEDUA."],
    "papers": "surat rekomendasi, KTP",
    "belongings": "satu tas pakaian",
    "witness": {"name": "Saksi Contoh"},
}

SAMPLES: dict[str, dict[str, Any]] = {
    "statement": STATEMENT,
    "client": CLIENT,
    "letter": LETTER,
    "referral": REFERRAL,
    "why": WHY,
    "decree": DECREE,
    "removal": REMOVAL,
    "bast": BAST,
    "certificate": CERTIFICATE,
    "report": REPORT,
    "survey": SURVEY,
}
