"""What filled forms tell rules: which answer of which form means what, and how the answers travel as one number.

The forms (PBDT 2015, RUTA, ART, Regsosek, PIP) ask alike in different codes; here each code has one meaning
(`reference/data/forms` holds the forms' own labels). The newest form in force counts, whole: nothing of an older one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Floor(models.TextChoices):
    EARTH = "TANAH", _("tanah")
    BAMBOO = "BAMBU", _("bambu")
    POOR_WOOD = "KAYU_RENDAH", _("kayu/papan kualitas rendah")
    WOOD = "KAYU", _("kayu/papan")
    CEMENT = "SEMEN", _("semen/bata merah")
    TILES = "UBIN_KERAMIK", _("ubin, keramik, marmer")
    OTHER = "LAIN", _("lantai lain")


class Wall(models.TextChoices):
    MASONRY = "TEMBOK", _("tembok")
    PLASTERED = "PLESTERAN", _("plesteran anyaman bambu/kawat")
    WOOD = "KAYU", _("kayu")
    WOVEN = "ANYAMAN_BAMBU", _("anyaman bambu")
    LOGS = "BATANG_KAYU", _("batang kayu")
    BAMBOO = "BAMBU", _("bambu")
    OTHER = "LAIN", _("dinding lain")


class Roof(models.TextChoices):
    CONCRETE = "BETON", _("beton")
    TILES = "GENTENG", _("genteng")
    ASBESTOS = "ASBES", _("asbes")
    ZINC = "SENG", _("seng")
    SHINGLE = "SIRAP", _("kayu/sirap")
    THATCH = "BAMBU_DAUN", _("bambu, jerami, ijuk, daun")
    OTHER = "LAIN", _("atap lain")


class Toilet(models.TextChoices):
    OWN = "SENDIRI", _("dipakai sendiri")
    SHARED = "BERSAMA", _("dipakai bersama")
    PUBLIC = "UMUM", _("umum/MCK")
    NONE = "TIDAK_ADA", _("tidak ada atau tidak dipakai")


class House(models.TextChoices):
    OWN = "MILIK_SENDIRI", _("milik sendiri")
    RENTED = "SEWA", _("kontrak/sewa")
    FREE = "BEBAS_SEWA", _("bebas sewa")
    OFFICIAL = "DINAS", _("rumah dinas")
    OTHER = "LAIN", _("penguasaan lain")


class SchoolLevel(models.TextChoices):
    PRIMARY = "SD", _("SD/sederajat")
    JUNIOR = "SMP", _("SMP/sederajat")
    SENIOR = "SMA", _("SMA/sederajat")
    HIGHER = "PT", _("perguruan tinggi")


@dataclass(frozen=True, slots=True)
class Answered:
    """A fact told by forms: `asked` is {form: (question, {code without leading zeros: meaning})}."""

    values: tuple[str, ...]
    asked: Mapping[str, tuple[str, Mapping[str, str]]]

    @property
    def width(self) -> int:
        """Bits that hold every value and 0 for unknown."""
        return len(self.values).bit_length()

    def sql(self) -> str:
        """The place of the answer in `values`, counted from 1; 0 when the form does not tell."""
        forms = []
        for form, (question, codes) in self.asked.items():
            given = f"upper(trim(answers->>'{question}'))"
            cases = " ".join(f"WHEN '{code}' THEN {self.values.index(value) + 1}" for code, value in codes.items())
            forms.append(
                f"WHEN '{form}' THEN CASE coalesce(nullif(ltrim({given}, '0'), ''), left({given}, 1)) {cases} ELSE 0 END"
            )
        return f"CASE form {' '.join(forms)} ELSE 0 END"


def _codes(*groups: tuple[str, Any]) -> dict[str, str]:
    """{code: meaning} of ("1 2 3", meaning) pairs."""
    return {code: str(value) for codes, value in groups for code in codes.split()}


_PBDT_FLOOR = _codes(
    ("9", Floor.EARTH), ("7", Floor.BAMBOO), ("8", Floor.POOR_WOOD), ("3 5", Floor.WOOD), ("6", Floor.CEMENT),
    ("1 2 4", Floor.TILES), ("10", Floor.OTHER),
)  # fmt: skip
_WALL = _codes(
    ("1", Wall.MASONRY), ("2", Wall.PLASTERED), ("3", Wall.WOOD), ("4", Wall.WOVEN), ("5", Wall.LOGS),
    ("6", Wall.BAMBOO), ("7", Wall.OTHER),
)  # fmt: skip
_PBDT_ROOF = _codes(
    ("1", Roof.CONCRETE), ("2 3 4", Roof.TILES), ("5", Roof.ASBESTOS), ("6", Roof.ZINC), ("7", Roof.SHINGLE),
    ("8 9", Roof.THATCH), ("10", Roof.OTHER),
)  # fmt: skip
_PBDT_TOILET = _codes(("1", Toilet.OWN), ("2", Toilet.SHARED), ("3", Toilet.PUBLIC), ("4", Toilet.NONE))
_HOUSE = _codes(
    ("1", House.OWN), ("2", House.RENTED), ("3", House.FREE), ("4", House.OFFICIAL), ("5", House.OTHER)
)  # fmt: skip
_REGSOSEK = "REGSOSEK2022K.3"

OF_FAMILY: dict[str, Answered] = {
    "lantai": Answered(
        tuple(Floor.values),
        {
            "PBDT2015": ("lantai_terluas", _PBDT_FLOOR),
            "RUTA": ("lantai", _PBDT_FLOOR),
            _REGSOSEK: (
                "q303",
                _codes(
                    ("8", Floor.EARTH), ("7", Floor.BAMBOO), ("3 5", Floor.WOOD), ("6", Floor.CEMENT),
                    ("1 2 4", Floor.TILES), ("9", Floor.OTHER),
                ),
            ),
        },
    ),
    "dinding": Answered(
        tuple(Wall.values),
        {"PBDT2015": ("dinding_terluas", _WALL), "RUTA": ("dinding", _WALL), _REGSOSEK: ("q304", _WALL)},
    ),
    "atap": Answered(
        tuple(Roof.values),
        {
            "PBDT2015": ("atap_terluas", _PBDT_ROOF),
            "RUTA": ("atap", _PBDT_ROOF),
            _REGSOSEK: (
                "q305",
                _codes(
                    ("1", Roof.CONCRETE), ("2", Roof.TILES), ("4", Roof.ASBESTOS), ("3", Roof.ZINC),
                    ("5", Roof.SHINGLE), ("6 7", Roof.THATCH), ("8", Roof.OTHER),
                ),
            ),
        },
    ),
    "jamban": Answered(
        tuple(Toilet.values),
        {
            "PBDT2015": ("fasilitas_bab", _PBDT_TOILET),
            "RUTA": ("fasbab", _PBDT_TOILET),
            _REGSOSEK: (
                "q309a",
                _codes(("1", Toilet.OWN), ("2", Toilet.SHARED), ("3 4", Toilet.PUBLIC), ("5 6", Toilet.NONE)),
            ),
        },
    ),
    "status_rumah": Answered(
        tuple(House.values),
        {"PBDT2015": ("status_bangunan", _HOUSE), "RUTA": ("sta_bangunan", _HOUSE), _REGSOSEK: ("q301a", _HOUSE)},
    ),
}  # fmt: skip
"""Facts about the dwelling, from the newest form about the family."""

_PBDT_LEVEL = _codes(
    ("1 2 3", SchoolLevel.PRIMARY), ("4 5 6", SchoolLevel.JUNIOR), ("7 8 9", SchoolLevel.SENIOR),
    ("10", SchoolLevel.HIGHER),
)  # fmt: skip
_STILL = {"1": "YA", "0": "TIDAK", "2": "TIDAK"}

OF_PERSON: dict[str, Answered] = {
    "jenjang_sekolah": Answered(
        tuple(SchoolLevel.values),
        {
            "PBDT2015": ("pendidikan_tertinggi", _PBDT_LEVEL),
            "ART": ("pendidikan_tertinggi", _PBDT_LEVEL),
            "REGSOSEK2022K.4": (
                "q413",
                _codes(
                    ("1 2 3 4 5", SchoolLevel.PRIMARY), ("6 7 8 9 10", SchoolLevel.JUNIOR),
                    ("11 12 13 14 15 16 17", SchoolLevel.SENIOR), ("18 19 20 21 22", SchoolLevel.HIGHER),
                ),
            ),
            "PIP": (
                "jenjang",
                _codes(
                    ("SD MI SDLB", SchoolLevel.PRIMARY), ("SMP MTS SMPLB", SchoolLevel.JUNIOR),
                    ("SMA SMK MA SMALB", SchoolLevel.SENIOR),
                ),
            ),
        },
    ),
    "masih_sekolah": Answered(
        ("YA", "TIDAK"),
        {
            "PBDT2015": ("partisipasi_sekolah", _STILL),
            "ART": ("partisipasi_sekolah", _STILL),
            "REGSOSEK2022K.4": ("q412", {"2": "YA", "1": "TIDAK", "3": "TIDAK"}),
            "PIP": (
                "jenjang",
                dict.fromkeys(("SD", "MI", "SDLB", "SMP", "MTS", "SMPLB", "SMA", "SMK", "MA", "SMALB"), "YA"),
            ),
        },
    ),
}  # fmt: skip
"""Facts about school, from the newest form about the person; a list of PIP pupils is one."""

_SERVES = _codes(("5", "YA"), ("1 2 3 4 6 7 8", "TIDAK"))
PUBLIC_SERVANT = Answered(
    ("YA", "TIDAK"),
    {
        "PBDT2015": ("status_dalam_pekerjaan", _SERVES),
        "ART": ("status_pekerjaan", _SERVES),
        "REGSOSEK2022K.4": ("q418", _SERVES),
    },
)
"""Whether somebody works as PNS, TNI, Polri, at BUMN/BUMD or as an official, by any form in force."""


def _shifts(facts: Mapping[str, Answered]) -> dict[str, int]:
    shifts, free = {}, 0
    for name, fact in facts.items():
        shifts[name] = free
        free += fact.width
    return shifts


def width(facts: Mapping[str, Answered]) -> int:
    """Bits that all facts need together."""
    return sum(fact.width for fact in facts.values())


def packed(facts: Mapping[str, Answered]) -> str:
    """SQL: day the form began (days since 1900) above the answers, so that the largest number is the newest form's."""
    shifts = _shifts(facts)
    answers = " + ".join(f"(({fact.sql()})::bigint << {shifts[name]})" for name, fact in facts.items())
    return f"((coalesce(lower(period), DATE '1900-01-01') - DATE '1900-01-01')::bigint << {width(facts)}) + {answers}"


def forms_of(facts: Mapping[str, Answered]) -> tuple[str, ...]:
    """The forms that tell any of the facts."""
    return tuple(dict.fromkeys(form for fact in facts.values() for form in fact.asked))


def unpacked(facts: Mapping[str, Answered], number: int | None) -> dict[str, str | None]:
    """The answers of a packed number; None when no form tells."""
    shifts = _shifts(facts)
    found: dict[str, str | None] = {}
    for name, fact in facts.items():
        place = ((number or 0) >> shifts[name]) & ((1 << fact.width) - 1)
        found[name] = fact.values[place - 1] if place else None
    return found


def unpacked_sql(name: str, facts: Mapping[str, Answered], column: str) -> str:
    """The same for one fact in DuckDB's SQL."""
    fact = facts[name]
    cases = " ".join(f"WHEN {place} THEN '{value}'" for place, value in enumerate(fact.values, 1))
    return f"CASE ({column} >> {_shifts(facts)[name]}) & {(1 << fact.width) - 1} {cases} END"
