"""Population files with every column filled: also codes that no list has, words for codes, finer words, cells too long."""

from collections.abc import Iterable
from pathlib import Path

from rangkul.exchange.opensid.columns import NAMES
from rangkul.exchange.siks_ng.columns import HEADER
from tests.exchange.make_files import Member, families, write_csv

UNKNOWN = ["Catatan desa"]
_TURNS: dict[str, list[str]] = {
    "pendidikan_kk_id": ["5", "99", "SD", "05"],
    "pekerjaan_id": ["9", "95", "PETANI"],
    "status_kawin": ["1", "KAWIN", "7", "CERAI HIDUP"],
    "cacat_id": ["7", "1", "6", "9", "TIDAK CACAT"],
    "hamil": ["2", "1", "x"],
    "status_rekam": ["8", "2", "77"],
    "status_dasar": ["1", "HIDUP", "1", "1", "1", "2"],
    "id_asuransi": ["1", "2", "3", "55"],
    "rt": ["001", "RT 001 LORONG"],
    "alamat": ["JL CONTOH", "JALAN YANG PANJANG " * 20 + "N"],
}
_RELATIONS = {1: ["1", "KEPALA KELUARGA"], 3: ["3", "ISTRI"], 4: ["4", "ANAK", "8", "11", "9"]}
_DTKS: dict[str, list[str]] = {
    "RT": ["01", "LORONG 7"],
    "Pekerjaan": ["PETANI", "BURUH", ""],
    "Keterangan Padan": ["PADAN", "SESUAI", "TIDAK", "ANEH", "BELUM DICEK", "GANDA"],
    "Bansos BPNT": ["YA", "TIDAK", "", "T"],
    "Bansos PKH": ["TIDAK", "YA"],
    "Bansos BPNT PPKM": ["", "1", "0"],
    "PBI JKN": ["YA", "-"],
}
_DTKS_RELATIONS = {
    1: ["KEPALA KELUARGA"],
    3: ["ISTRI", "ISTERI"],
    4: ["ANAK", "MERTUA", "KEPONAKAN", "LAINNYA", "", "FAMILI LAIN"],
}


def _people(seed: int) -> Iterable[tuple[int, Member]]:
    return enumerate(each for family in families(5, seed=seed, first=seed * 100) for each in family)


def _born(n: int, each: Member) -> str:
    return (each.born.isoformat(), f"{each.born:%d-%m-%Y}")[n % 2]


def opensid(path: Path) -> Path:
    """Sixteen people of five new families, three of them dead."""
    rows = []
    for n, each in _people(4):
        told = {name: f"{name} {n}" for name in NAMES} | {name: words[n % len(words)] for name, words in _TURNS.items()}
        told |= {"nama": each.name, "no_kk": each.kk, "nik": each.nik, "tanggallahir": _born(n, each)}
        told |= {"sex": "1" if each.sex == "L" else ("2", "PEREMPUAN")[n % 2], "no_asuransi": f"000{n}"}
        words = _RELATIONS[each.relation]
        rows.append([*(told | {"kk_level": words[n % len(words)]}).values(), f"lagi {n}"])
    return write_csv(path, [*NAMES, *UNKNOWN], iter(rows))


def dtks(path: Path, place: list[str]) -> Path:
    """Five new families in a village."""
    rows = []
    for n, each in _people(5):
        told = {name: f"{name} {n}" for name in HEADER} | {name: words[n % len(words)] for name, words in _DTKS.items()}
        told |= dict(zip(("Provinsi", "Kabupaten/Kota", "Kecamatan", "Desa/Kelurahan"), place, strict=True))
        told |= {"Nomor KK": each.kk, "Nomor NIK": each.nik, "Nama": each.name, "Tanggal Lahir": _born(n, each)}
        words = _DTKS_RELATIONS[each.relation]
        told |= {"Jenis Kelamin": each.sex, "Hubungan Keluarga": words[n % len(words)], "RW": "02"}
        rows.append([*told.values(), "" if n % 3 else f"lagi {n}"])
    return write_csv(path, [*HEADER, *UNKNOWN], iter(rows))
