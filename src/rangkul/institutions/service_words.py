"""The words of the directory in the form they are searched in: plain, without filler words, with what people say."""

import re
import unicodedata

_FILLERS = """
ada adalah agar akan aku anak2 anda atau bagi belum bisa boleh buat butuh cara dan dari dengan di dia dulu
gimana hanya harus ingin ini itu jadi juga kalau kami karena ke kepada ku kurang lagi lain mana mau memang
mereka minta mohon nya oleh orang pada para perlu pernah punya saja sampai sangat saya sebuah sedang sejak
seperti sudah supaya tak tapi tentang terhadap tidak tolong untuk urus mengurus yang ya
"""
FILLERS = frozenset(_FILLERS.split())
"""Words that say nothing about what is needed."""

SAYINGS = {
    "kartu keluarga": "kk",
    "kartu tanda penduduk": "ktp",
    "kartu indonesia sehat": "kis",
    "kartu indonesia pintar": "kip",
    "rumah tidak layak huni": "rtlh",
    "rumah rusak": "rtlh",
    "kursi roda": "alat bantu kursi roda",
    "tuna netra": "netra disabilitas",
    "jompo": "lansia",
    "kakek": "lansia",
    "nenek": "lansia",
    "gila": "odgj",
    "bpjs mati": "bpjs reaktivasi",
    "nonaktif": "reaktivasi",
    "tidak aktif": "reaktivasi",
    "dipukul": "kekerasan",
    "kdrt": "kekerasan",
}
"""What people say, and the words of the directory it means."""
_WORD = re.compile(r"[a-z0-9]+")


def key_of(*texts: str) -> str:
    """Lower case, without accents and marks, words once each, with a blank around every word."""
    words = dict.fromkeys(_words(" ".join(texts)))
    return f" {' '.join(words)} " if words else ""


def asked_words(text: str) -> list[str]:
    """The telling words of what somebody asks for; at most eight."""
    plain = " ".join(_words(text))
    for said, meant in SAYINGS.items():
        plain = plain.replace(said, f"{said} {meant}") if said == "kursi roda" else plain.replace(said, meant)
    words = dict.fromkeys(word for word in plain.split() if word not in FILLERS and len(word) > 1)
    return list(words)[:8]


def _words(text: str) -> list[str]:
    flat = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(each for each in flat if not unicodedata.combining(each)))
