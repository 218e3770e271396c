"""The clause builder: rows and text say the same, whatever the rule looks like."""

import pytest

from rangkul.registry.vocabulary import FAMILY
from rangkul.rules.parse import parse_rule
from rangkul.rules.vocabulary import ParameterType
from rangkul.web.programmes.terms_builder import built_of, text_of, typed_rows
from rangkul.web.programmes.terms_rows import typed_parameters, typed_ranking

TYPES = {"batas": ParameterType.INT, "sasaran": ParameterType.TEXT_LIST}
RULES = [
    "desil <= 4",
    "rawan_pangan && desil <= param.batas",
    "rawan_pangan || !menerima_pkh || diketahui(desil)",
    'mata_pencaharian in ["PERTANIAN", "LAIN"] && !diketahui(desil)',
    "mata_pencaharian in param.sasaran",
    'kode_wilayah.startsWith("73.12") && mata_pencaharian == "PERTANIAN"',
    "anggota.exists(a, a.umur >= 60) && !anggota.exists(a, a.hamil) && anggota.all(a, a.umur < 80)",
    "anggota.exists(a, a.umur >= 60 && a.lansia_terlantar) && desil < 3",
    "rawan_pangan && (desil <= param.batas || !diketahui(desil)) && jumlah_anggota > 2",
    "anggota.count(a, a.umur < 5) >= 2",
    "desil * 2 < 5 && desil < 2.5",
    "4 >= desil",
    "punya_id_dtks ? desil <= 4 : rawan_pangan",
    "desil <= 4 // catatan\n && rawan_pangan",
    "!(desil <= 4)",
    "desil in [1, 2, 3]",
]


@pytest.mark.parametrize("text", RULES)
def test_rows_say_what_the_text_says(text: str) -> None:
    rule = parse_rule(text, FAMILY, TYPES)
    built = built_of(rule, TYPES)
    again = parse_rule(text_of(built, FAMILY), FAMILY, TYPES)
    assert again.digest == rule.digest
    assert built_of(again, TYPES).join == built.join
    assert [row.fact for row in built_of(again, TYPES).rows] == [row.fact for row in built.rows]


@pytest.mark.parametrize("text", RULES)
def test_a_form_of_rows_says_it_too(text: str) -> None:
    rule = parse_rule(text, FAMILY, TYPES)
    built = built_of(rule, TYPES).with_spare()
    data = {"join": built.join}
    for row in built.rows:
        fields = {"text": row.text} if row.text else {n: getattr(row, n) for n in ("who", "fact", "operator", "value")}
        data |= {f"{name}-{row.number}": value for name, value in fields.items()}
    assert parse_rule(text_of(typed_rows(data, FAMILY), FAMILY), FAMILY, TYPES).digest == rule.digest


def test_a_row_can_be_left_out() -> None:
    data = {
        "join": "any",
        "fact-0": "desil",
        "operator-0": "<=",
        "value-0": "4",
        "fact-1": "rawan_pangan",
        "drop-1": "on",
    }
    assert text_of(typed_rows(data, FAMILY), FAMILY) == "desil <= 4"


def test_a_row_that_says_nothing_is_told() -> None:
    data = {
        "fact-0": "desil",
        "operator-0": "<=",
        "value-0": "empat",
        "fact-1": "umur",
        "operator-1": ">=",
        "value-1": "60",
    }
    built = typed_rows(data, FAMILY)
    assert "empat" in built.problems[0]
    assert "umur" in built.problems[1]


def test_parameters_as_offices_write_them() -> None:
    given = {
        "batas": ("INT", "600.000"),
        "pecahan": ("NUMBER", "1.500,5"),
        "sasaran": ("TEXT_LIST", "PERTANIAN, LAIN"),
        "umur": ("INT_LIST", "6, 12"),
        "pakai": ("BOOL", "ya"),
        "salah": ("INT", "empat"),
        "aneh": ("NUMBER", "nan"),
    }
    data = {}
    for number, (name, (kind, value)) in enumerate(given.items()):
        data |= {f"param-name-{number}": name, f"param-kind-{number}": kind, f"param-value-{number}": value}
    parameters, rows = typed_parameters(data)
    assert parameters == {
        "batas": 600_000, "pecahan": 1500.5, "sasaran": ["PERTANIAN", "LAIN"], "umur": [6, 12], "pakai": True,
    }  # fmt: skip
    assert [row.name for row in rows if row.problem] == ["salah", "aneh"]
    assert typed_ranking({"rank-value-0": "", "rank-value-1": "desil", "rank-direction-1": "turun"}) == [
        {"value": "desil", "direction": "turun"}
    ]
