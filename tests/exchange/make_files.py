"""Files as offices hand them in, for tests and benchmarks: invented people, NIK with province 00 (no such province).

`python -m tests.exchange.make_files opensid 500 out.xlsx` writes 500 families.
"""

import csv
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from rangkul.exchange.opensid.columns import NAMES
from rangkul.exchange.siks_ng.columns import HEADER as DTKS_HEADER

MALE = [
    "AMBO",
    "ANDI",
    "BASO",
    "SYAHRUL",
    "MUHAMMAD",
    "ARIFIN",
    "RUSLAN",
    "TAHIR",
    "HASAN",
    "YUSUF",
    "LATIF",
    "KAHAR",
    "SALEH",
    "UMAR",
]
FEMALE = [
    "BESSE",
    "INDO",
    "HASNAH",
    "SITTI",
    "NURHAYATI",
    "MARIANI",
    "ROSDIANA",
    "FATIMAH",
    "KARTINI",
    "HALIMAH",
    "RAHMAWATI",
]
LAST = [
    "TENRI",
    "WALI",
    "PATTA",
    "SAKKA",
    "LOLO",
    "MAPPA",
    "GAU",
    "TIMUR",
    "LANTE",
    "PADA",
    "SOMPA",
    "RAJA",
    "DEWI",
    "KARYA",
    "JAYA",
]
AS_OF = date(2022, 7, 1)


@dataclass(frozen=True, slots=True)
class Member:
    """One invented person of an invented family."""

    kk: str
    nik: str
    name: str
    sex: str
    born: date
    relation: int
    mother: str
    hamlet: str
    rt: str
    is_pbi: bool
    disability: str


def families(count: int, *, seed: int = 1, first: int = 0) -> Iterator[list[Member]]:
    """`count` families of about 3.7 members; the same seed gives the same families. No NIK occurs twice."""
    chance = random.Random(seed)
    serial = first
    for number in range(first, first + count):
        kk = f"0000{number // 9999 % 10_000_00:08d}{number % 9999 + 1:04d}"
        hamlet, rt = f"DUSUN {number % 4 + 1}", f"{number % 6 + 1:03d}"
        members = []
        mother = _name(chance, "P")
        for place in range(chance.choice((2, 3, 3, 4, 4, 4, 5, 5))):
            relation = (1, 3)[place] if place < 2 else 4
            sex = "L" if place == 0 else "P" if place == 1 else chance.choice("LP")
            age = chance.randint(25, 70) if place < 2 else chance.randint(0, 22)
            born = AS_OF - timedelta(days=age * 365 + chance.randint(1, 360))
            serial += 1
            day = born.day + (40 if sex == "P" else 0)
            nik = f"{serial // 9999:06d}{day:02d}{born.month:02d}{born.year % 100:02d}{serial % 9999 + 1:04d}"
            members.append(
                Member(
                    kk=kk,
                    nik=nik,
                    name=mother if place == 1 else _name(chance, sex),
                    sex=sex,
                    born=born,
                    relation=relation,
                    mother=mother if place > 1 else _name(chance, "P"),
                    hamlet=hamlet,
                    rt=rt,
                    is_pbi=chance.random() < 0.4,
                    disability=chance.choice("12345") if chance.random() < 0.015 else "7",
                )
            )
        yield members


def opensid_rows(members: Iterator[list[Member]]) -> Iterator[list[object]]:
    """Rows of the OpenSID workbook, in the order of its 43 columns."""
    for family in members:
        for member in family:
            told: dict[str, object] = {
                "alamat": "JL CONTOH",
                "dusun": member.hamlet,
                "rw": "001",
                "rt": member.rt,
                "nama": member.name,
                "no_kk": member.kk,
                "nik": member.nik,
                "sex": 1 if member.sex == "L" else 2,
                "tempatlahir": "CONTOH",
                "tanggallahir": member.born.isoformat(),
                "agama_id": 1,
                "pendidikan_kk_id": 5,
                "pendidikan_sedang_id": 18,
                "pekerjaan_id": 9 if member.relation == 1 else 2,
                "status_kawin": 2 if member.relation < 4 else 1,
                "kk_level": member.relation,
                "warganegara_id": 1,
                "nama_ibu": member.mother,
                "cacat_id": int(member.disability),
                "hamil": 2,
                "ktp_el": 2,
                "status_rekam": 8,
                "status_dasar": 1,
                "id_asuransi": 2 if member.is_pbi else 1,
            }
            yield [told.get(name, "") for name in NAMES]


def write_workbook(
    path: Path, header: list[str], rows: Iterator[list[object]], *, sheet: str = "Data Penduduk"
) -> Path:
    """An XLSX file, written row by row."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)
    page.append(header)
    for row in rows:
        page.append([_as_text(page, cell) for cell in row])
    book.save(path)
    return path


def _as_text(page: Any, value: object) -> object:
    """A text that begins like a formula as a text."""
    if not (isinstance(value, str) and value.startswith("=")):
        return value
    cell = WriteOnlyCell(page, value=value)
    cell.data_type = "s"
    return cell


def write_csv(path: Path, header: list[str], rows: Iterator[list[object]], *, delimiter: str = ",") -> Path:
    """A CSV file in UTF-8."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def make_opensid(path: Path, count: int, *, seed: int = 1, first: int = 0) -> Path:
    """An OpenSID population file of `count` families; CSV when the name ends so, else XLSX."""
    rows = opensid_rows(families(count, seed=seed, first=first))
    return write_csv(path, NAMES, rows) if path.suffix == ".csv" else write_workbook(path, NAMES, rows)


def dtks_rows(members: Iterator[list[Member]], *, place: tuple[str, str, str, str]) -> Iterator[list[object]]:
    """Rows of the DTKS individual export; `place` names province, regency, kecamatan and village."""
    words = {1: "KEPALA KELUARGA", 3: "ISTRI", 4: "ANAK"}
    for family in members:
        for member in family:
            yield [
                f"contoh-{member.nik}", *place, "JL CONTOH", member.hamlet, member.rt, "001", member.kk, member.nik,
                member.name, f"{member.born:%d-%m-%Y}", "CONTOH", member.sex, "PETANI", member.mother,
                words[member.relation], "PADAN", "YA" if member.is_pbi else "TIDAK", "TIDAK", "",
                "YA" if member.is_pbi else "TIDAK",
            ]  # fmt: skip


def make_dtks(path: Path, count: int, *, place: tuple[str, str, str, str], seed: int = 1, first: int = 0) -> Path:
    """A DTKS individual export of `count` families as CSV or XLSX."""
    rows = dtks_rows(families(count, seed=seed, first=first), place=place)
    return write_csv(path, DTKS_HEADER, rows) if path.suffix == ".csv" else write_workbook(path, DTKS_HEADER, rows)


def _name(chance: random.Random, sex: str) -> str:
    return f"{chance.choice(MALE if sex == 'L' else FEMALE)} {chance.choice(LAST)}"


if __name__ == "__main__":
    make_opensid(Path(sys.argv[3]), int(sys.argv[2]))
