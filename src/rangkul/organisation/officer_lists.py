"""Reading a pasted list of SLRT's people: "nama; peran; wilayah / wilayah; supervisor", one person a line."""

import re
from dataclasses import dataclass

from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.kernel.errors import Refused
from rangkul.organisation.enums import SlrtRole
from rangkul.organisation.errors import UnableToReadList
from rangkul.organisation.participants import Places

MOST_LINES = 300
NAME_LENGTH = 200
_ROLE_OF = {
    "manajer": SlrtRole.MANAGER,
    "manajer slrt": SlrtRole.MANAGER,
    "manager": SlrtRole.MANAGER,
    "supervisor": SlrtRole.SUPERVISOR,
    "spv": SlrtRole.SUPERVISOR,
    "fasilitator": SlrtRole.FACILITATOR,
}
_LEVEL_OF = {SlrtRole.SUPERVISOR: AreaLevel.DISTRICT, SlrtRole.FACILITATOR: AreaLevel.VILLAGE}


@dataclass(frozen=True, slots=True)
class OfficerLine:
    """One line that was understood; `supervisor` is the name as written, "" for none."""

    number: int
    name: str
    role: SlrtRole
    areas: tuple[AreaCode, ...]
    supervisor: str


def read_officers(text: str, *, within: str) -> list[OfficerLine]:
    """Every line of the list, areas looked up inside `within`.

    Raises `UnableToReadList` with a refusal for each wrong line, `Refused` when there is no line or more than 300.
    """
    rows = [(number, raw) for number, raw in enumerate(text.splitlines(), start=1) if raw.strip(" \t;")]
    if rows and _parts(rows[0][1])[0].lower() == "nama":
        rows = rows[1:]
    if not 0 < len(rows) <= MOST_LINES:
        raise Refused(
            field="Daftar petugas",
            value=f"{len(rows)} baris" if rows else "",
            expected=f"1 sampai {MOST_LINES} baris",
            remedy="tulis satu petugas satu baris: nama; peran; wilayah; supervisor",
        )
    places = Places(within)
    found: list[OfficerLine] = []
    problems: list[Refused] = []
    for number, raw in rows:
        try:
            found.append(_read(number, raw, places))
        except Refused as refused:
            problems.append(refused)
    if problems:
        raise UnableToReadList(problems)
    return found


def read_areas(number: int, text: str, role: SlrtRole, places: Places) -> tuple[AreaCode, ...]:
    """Areas between slashes: kecamatan of a supervisor, villages of a facilitator. Raises `Refused` with the line's number."""
    level = _LEVEL_OF.get(role)
    if level is None:
        return ()
    names = [part.strip() for part in text.split("/") if part.strip()]
    return tuple(dict.fromkeys(places.find(number, name, level) for name in names))


def _parts(raw: str) -> list[str]:
    return [" ".join(part.split()) for part in raw.split(";" if ";" in raw else "\t")]


def _read(number: int, raw: str, places: Places) -> OfficerLine:
    parts = [*_parts(raw), "", "", ""]
    name, role_text, areas, supervisor = parts[:4]
    if any(parts[4:]) or not role_text:
        raise Refused(
            field=f"Baris {number}",
            value=" ".join(raw.split()),
            expected="dua sampai empat bagian dengan titik koma: nama; peran; wilayah; supervisor",
            remedy="tambahkan bagian yang kurang atau hapus yang lebih",
        )
    if not 0 < len(name) <= NAME_LENGTH or re.search(r"\d", name):
        raise Refused(
            field=f"Baris {number}, nama",
            value="" if re.search(r"\d{8}", name) else name,
            expected="nama orang tanpa angka",
            remedy="tulis nama saja, tanpa nomor urut atau NIK",
        )
    role = _ROLE_OF.get(role_text.lower())
    if role is None:
        raise Refused(
            field=f"Baris {number}, peran",
            value=role_text,
            expected="manajer, supervisor, atau fasilitator",
            remedy="pilih salah satu peran itu",
        )
    if supervisor and role is not SlrtRole.FACILITATOR:
        raise Refused(
            field=f"Baris {number}, supervisor",
            value=supervisor,
            expected="kosong; hanya fasilitator yang dibina supervisor",
            remedy="hapus bagian itu",
        )
    return OfficerLine(number, name, role, read_areas(number, areas, role, places), supervisor)
