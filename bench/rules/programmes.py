"""The twelve programmes of the benches: rules over the registry's own vocabulary, their parameters and their tariffs.

They resemble the programmes of the catalogue but are kept here, so that a figure of today can be compared with one of
next year. Cut-offs are examples; no rule is official.
"""

from dataclasses import dataclass
from datetime import date

from rangkul.registry.vocabulary import FAMILY
from rangkul.rules.parse import parse_rule
from rangkul.rules.tree import Rule
from rangkul.rules.vocabulary import ParameterType

AS_OF = date(2026, 11, 1)


@dataclass(frozen=True, slots=True)
class Programme:
    """A rule about families and what a family that meets it receives in a year, in rupiah."""

    code: str
    rule: str
    tariff: int


PARAMETERS: dict[str, object] = {
    "desil_pkh": 4,
    "desil_sembako": 4,
    "desil_pbi": 5,
    "desil_blt": 1,
    "desil_lain": 6,
    "umur_lansia": 60,
    "umur_anak": 18,
    "umur_beban": 15,
    "mata_pencaharian": ["PERTANIAN", "PERIKANAN", "PETERNAKAN"],
}
TYPES = dict.fromkeys(PARAMETERS, ParameterType.INT) | {"mata_pencaharian": ParameterType.TEXT_LIST}

PROGRAMMES = (
    Programme(
        "pkh",
        """terdaftar_dtsen && desil <= param.desil_pkh
        && (anggota.exists(a, a.hamil) || anggota.exists(a, a.umur <= 6)
            || anggota.exists(a, a.umur >= 7 && a.umur <= 21 && a.status_kawin == "SINGLE")
            || anggota.exists(a, a.umur >= param.umur_lansia)
            || anggota.exists(a, a.disabilitas && a.tingkat_disabilitas == "BERAT"))""",
        3_000_000,
    ),
    Programme("sembako", "terdaftar_dtsen && desil <= param.desil_sembako", 2_400_000),
    Programme("pbi", "desil <= param.desil_pbi && anggota.exists(a, !a.menerima_pbi)", 504_000),
    Programme(
        "pip",
        "desil <= param.desil_sembako && anggota.exists(a, a.umur >= 6 && a.umur <= 21 && !a.menerima_kip)",
        750_000,
    ),
    Programme("kks", "desil <= param.desil_sembako && !menerima_kks", 0),
    Programme("rastra", "rawan_pangan && (desil <= param.desil_sembako || !diketahui(desil))", 1_500_000),
    Programme(
        "blt",
        """!menerima_pkh && !menerima_bpnt && (desil <= param.desil_blt
        || anggota.exists(a, a.hubungan == "HEAD" && a.umur >= param.umur_lansia))""",
        3_600_000,
    ),
    Programme("yapi", "anggota.exists(a, a.anak_terlantar && a.umur < param.umur_anak)", 2_400_000),
    Programme(
        "lansia",
        "desil <= param.desil_lain && jumlah_anggota <= 2 && anggota.all(a, a.umur >= param.umur_lansia)",
        10_800_000,
    ),
    Programme(
        "alat",
        """anggota.exists(a, a.disabilitas && a.butuh_alat_bantu)
        && (desil <= param.desil_lain || !diketahui(desil))""",
        1_800_000,
    ),
    Programme(
        "uep",
        """mata_pencaharian in param.mata_pencaharian && desil <= param.desil_sembako
        && anggota.exists(a, a.umur >= 18 && a.umur <= 59 && !a.disabilitas)""",
        5_000_000,
    ),
    Programme(
        "pekka",
        """anggota.exists(a, a.hubungan == "HEAD" && a.jenis_kelamin == "P")
        && anggota.count(a, a.umur < param.umur_beban) * 2 >= jumlah_anggota""",
        1_200_000,
    ),
)
CODES = tuple(each.code for each in PROGRAMMES)


def parameters_of(programme: Programme) -> dict[str, object]:
    """The parameters that the rule names."""
    return {name: value for name, value in PARAMETERS.items() if f"param.{name}" in programme.rule}


def parsed() -> dict[str, Rule]:
    """The rules by code, parsed and checked."""
    return {each.code: parse_rule(each.rule, FAMILY, TYPES) for each in PROGRAMMES}
