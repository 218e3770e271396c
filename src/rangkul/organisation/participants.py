"""Reading a pasted list of participants: one line for each, "nama; peran; desa"."""

import re
from dataclasses import dataclass

from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.kernel.errors import Refused
from rangkul.organisation.enums import ParticipantRole
from rangkul.organisation.errors import UnableToAddParticipants
from rangkul.reference import queries as reference_queries

MOST_LINES = 500
PARTS = 3
NAME_LENGTH = 200

_WORDS = {
    ParticipantRole.VILLAGE_HEAD: "kepala desa, kades, lurah, kepala kelurahan, pj kepala desa, kepala desa/lurah",
    ParticipantRole.WELFARE_SECTION: "kesra, kasi kesra, kaur kesra, seksi kesra, kasi kesejahteraan, kesejahteraan rakyat",
    ParticipantRole.VILLAGE_OPERATOR: "operator desa, operator, operator kelurahan, operator data, operator siks-ng",
    ParticipantRole.FACILITATOR: "fasilitator, fasilitator slrt, fasilitator desa",
    ParticipantRole.TKSK: "tksk",
    ParticipantRole.CITIZEN: "warga, masyarakat, warga desa",
    ParticipantRole.OTHER: "lain, lainnya, lain-lain, peserta lain",
}
_ROLE_OF = {word: role for role, words in _WORDS.items() for word in words.split(", ")}
_ROLES_SHOWN = "kepala desa, kesra, operator desa, fasilitator, TKSK, warga, atau lainnya"
_DISABILITY = ("disabilitas", "difabel", "penyandang disabilitas")


@dataclass(frozen=True, slots=True)
class ParticipantLine:
    """One line that was understood; `number` counts from 1 as in the pasted text."""

    number: int
    name: str
    role: ParticipantRole
    area_code: AreaCode
    has_disability: bool = False


def read_lines(text: str, *, within: str, listed: frozenset[tuple[str, str]] = frozenset()) -> list[ParticipantLine]:
    """Every line of the list, villages looked up inside the area `within`.

    Parts stand between semicolons, or tabs as a spreadsheet copies them; a fourth part "disabilitas" is counted (R229);
    empty lines and a heading "nama; peran; desa"
    are skipped. `listed` are (name in small letters, area code) of those on the list already. Raises
    `UnableToAddParticipants` with a refusal for each wrong line, `Refused` when there is no line or more than 500.
    """
    rows = [(number, raw) for number, raw in enumerate(text.splitlines(), start=1) if raw.strip(" \t;")]
    if rows and [part.lower() for part in _parts(rows[0][1])][:2] == ["nama", "peran"]:
        rows = rows[1:]
    if not 0 < len(rows) <= MOST_LINES:
        raise Refused(
            field="Daftar peserta",
            value=f"{len(rows)} baris" if rows else "",
            expected=f"1 sampai {MOST_LINES} baris",
            remedy="tulis satu peserta satu baris: nama; peran; desa",
        )
    places = Places(within)
    found: list[ParticipantLine] = []
    problems: list[Refused] = []
    seen = dict.fromkeys(listed, 0)
    for number, raw in rows:
        try:
            line = _read(number, raw, places)
            first = seen.setdefault((line.name.lower(), line.area_code), number)
            if first != number:
                raise _twice(line, first)
        except Refused as refused:
            problems.append(refused)
        else:
            found.append(line)
    if problems:
        raise UnableToAddParticipants(problems)
    return found


def _parts(raw: str) -> list[str]:
    return [" ".join(part.split()) for part in raw.split(";" if ";" in raw else "\t")]


def _read(number: int, raw: str, places: "Places") -> ParticipantLine:
    parts = _parts(raw)
    while len(parts) > PARTS and not parts[-1]:
        parts.pop()
    has_disability = len(parts) == PARTS + 1 and parts[-1].lower() in _DISABILITY
    if has_disability:
        parts.pop()
    if len(parts) != PARTS:
        raise Refused(
            field=f"Baris {number}",
            value=" ".join(raw.split()),
            expected="tiga bagian dengan titik koma di antaranya: nama; peran; desa",
            remedy="tambahkan bagian yang kurang atau hapus yang lebih",
        )
    name, role_text, place_text = parts
    if not 0 < len(name) <= NAME_LENGTH or re.search(r"\d", name) or not re.search(r"[^\W\d_]", name):
        raise Refused(
            field=f"Baris {number}, nama",
            value="" if re.search(r"\d{8}", name) else name,
            expected=f"nama orang tanpa angka, paling panjang {NAME_LENGTH} huruf",
            remedy="tulis nama saja, tanpa nomor urut atau NIK",
        )
    role = _ROLE_OF.get(role_text.lower().replace(".", ""))
    if role is None:
        raise Refused(
            field=f"Baris {number}, peran", value=role_text, expected=_ROLES_SHOWN, remedy="pilih salah satu peran itu"
        )
    level = AreaLevel.DISTRICT if role is ParticipantRole.TKSK else AreaLevel.VILLAGE
    place = places.find(number, place_text, level)
    return ParticipantLine(number=number, name=name, role=role, area_code=place, has_disability=has_disability)


def _twice(line: ParticipantLine, first: int) -> Refused:
    where = f"baris {first}" if first else "daftar kegiatan ini"
    return Refused(
        field=f"Baris {line.number}, nama",
        value=line.name,
        expected=f"peserta yang belum tercantum; orang ini sudah ada pada {where}",
        remedy="hapus baris ini, atau bedakan namanya bila memang orang lain dari desa yang sama",
    )


class Places:
    """Villages and kecamatan by name inside one area, each name looked up once."""

    def __init__(self, within: str) -> None:
        self.within = AreaCode.parse(within)
        self._found: dict[tuple[str, AreaLevel], AreaCode | tuple[str, str]] = {}

    def find(self, number: int, text: str, level: AreaLevel) -> AreaCode:
        """The code of the place; raises `Refused` with the number of the line."""
        key = (text.lower(), level)
        if key not in self._found:
            self._found[key] = self._look_up(text, level)
        found = self._found[key]
        if isinstance(found, tuple):
            word = "kecamatan" if level is AreaLevel.DISTRICT else "desa"
            raise Refused(field=f"Baris {number}, {word}", value=text, expected=found[0], remedy=found[1])
        return found

    def _look_up(self, text: str, level: AreaLevel) -> AreaCode | tuple[str, str]:
        """The code, or what was expected and the remedy."""
        word = "kecamatan" if level is AreaLevel.DISTRICT else "desa atau kelurahan"
        place = reference_queries.area_label(self.within)
        missing = (f"{word} di {place}", f"tulis nama {word} atau kodenya seperti pada daftar wilayah")
        if re.fullmatch(r"[\d.]+", text):
            return self._by_code(text, level) or missing
        name, _comma, district = (part.strip() for part in text.partition(","))
        scope: str = self.within
        if district:
            above = self._exactly(district, AreaLevel.DISTRICT, self.within)
            if len(above) != 1:
                return f"kecamatan di {place} sesudah koma", "tulis Desa, Kecamatan atau kode desanya"
            scope = above[0].code
        found = self._exactly(name, level, scope)
        if len(found) == 1:
            return found[0].code
        if found:
            codes = ", ".join(f"{reference_queries.area_label(each.code)} ({each.code})" for each in found)
            return f"salah satu dari {codes}", "tulis nama desa, koma, nama kecamatan; atau kodenya"
        alike = reference_queries.find_area(name, level=level, within=scope, limit=3)
        if alike:
            names = " atau ".join(reference_queries.area_label(each.code) for each in alike)
            return missing[0], f"mungkin maksudnya {names}"
        return missing

    def _by_code(self, text: str, level: AreaLevel) -> AreaCode | None:
        try:
            code = reference_queries.get_area(text).code
        except Refused:
            return None
        return code if code.level is level and self.within.contains(code) else None

    @staticmethod
    def _exactly(name: str, level: AreaLevel, scope: str) -> list[reference_queries.AreaInfo]:
        found = reference_queries.find_area(name, level=level, within=scope)
        return [each for each in found if reference_queries.has_exact_name(each, name)]
