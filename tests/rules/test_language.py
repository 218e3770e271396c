"""The language: what each form means, three-valued answers, ages on the as-of date, digests, bounded size."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rangkul.registry.vocabulary import PERSON as REGISTRY_PERSON
from rangkul.rules.explain import explain
from rangkul.rules.parse import parse_rule
from rangkul.rules.values import age_on, latest_birth
from tests.rules.vocabularies import AS_OF, FAMILY, PARAMETERS, VALUES

MEMBERS: tuple[dict[str, object], ...] = (
    {"umur": 70, "hamil": False, "penghasilan": 0.1},
    {"umur": 3, "hamil": True, "penghasilan": 0.2},
)
FACTS: dict[str, object] = {"desil": 2, "punya_id_dtks": False, "pendapatan": 0.3, "penghasilan_utama": "petani"}

ANSWERS: list[tuple[str, bool | None]] = [
    ("desil <= 4 && desil != 3", True),
    ("rawan_pangan && punya_id_dtks", False),
    ("rawan_pangan || desil == 2", True),
    ("rawan_pangan || punya_id_dtks", None),
    ("!rawan_pangan", None),
    ("rawan_pangan == rawan_pangan", None),
    ("diketahui(rawan_pangan) || diketahui(desil)", True),
    ("rawan_pangan ? true : true", None),
    ("punya_id_dtks ? rawan_pangan : desil == 2", True),
    ("desil in [1, 2]", True),
    ("desil in [1, 2.0]", True),
    ("rawan_pangan in [true, false]", None),
    ("penghasilan_utama in param.pekerjaan", True),
    ("1 / 2 == 0.5", True),
    ("desil / (desil - 2) > 1", None),
    ("9007199254740991 + 1 > 0", None),
    ("9007199254740991 * 0 == 0", True),
    ("-desil == -2 && 3 - -1 == 4 && desil-1 == 1", True),
    ("2 == 2.0", True),
    ("anggota.size() == 2 && anggota.count() == 2", True),
    ("anggota.filter(a, a.umur > 99).all(a, a.hamil)", True),
    ("anggota.filter(a, a.umur > 99).exists(a, true)", False),
    ("anggota.filter(a, a.umur > 99).size() == 0", True),
    ("anggota.filter(a, a.umur > 99).sum(a, a.umur) == 0", True),
    ("anggota.filter(a, a.umur < 60).map(a, a.umur).sum() == 3", True),
    ("anggota.sum(a, a.penghasilan) == pendapatan", True),
    ("anggota.exists(a, a.kusta) || anggota.exists(a, a.hamil)", True),
    ("anggota.exists(a, a.kusta)", None),
    ("anggota.exists(a, a.kusta || a.hamil)", True),
    ("anggota.count(a, a.kusta) >= 0", None),
    ("anggota.count(a, diketahui(a.kusta) && a.kusta) == 0", True),
    ("anggota.exists(a, a.umur > desil * 30)", True),
    ("// catatan\n desil == 2", True),
    ("terkecil(desil, 3) == 2 && terbesar(desil, 3, 2.5) == 3", True),
    ("terkecil(desil, pendapatan, anggota.sum(a, a.kusta ? 1 : 0)) < 1", None),
    ('tambah_hari(tanggal("2024-01-31"), 29) == tanggal("2024-02-29")', True),
    ('tambah_hari(tanggal_acuan(), -30) == tanggal("2026-10-23")', True),
    ('tambah_hari(tanggal("9999-12-31"), 1) > tanggal_acuan()', None),
    ("tambah_hari(terdaftar_sejak, 30) > tanggal_acuan()", None),
    ('hari_antara(tanggal("2024-02-28"), tanggal("2024-03-01")) == 2', True),
    ('hari_antara(tanggal("2024-03-01"), tanggal("2024-02-28")) == -2', True),
    ('bulan_antara(tanggal("2024-01-31"), tanggal("2024-02-29")) == 0', True),
    ('bulan_antara(tanggal("2024-01-31"), tanggal("2024-03-31")) == 2', True),
    ('bulan_antara(tanggal("2024-02-01"), tanggal("2024-01-31")) == -1', True),
    ('di_wilayah("73.12") && di_wilayah("73.12.01") && !di_wilayah("73.13")', None),
    ('anggota.exists(a, a.umur > 60 && di_wilayah("73.12"))', None),
]


@pytest.mark.parametrize(("text", "expected"), ANSWERS)
def test_meaning(text: str, expected: bool | None) -> None:
    rule = parse_rule(text, FAMILY, PARAMETERS)
    assert explain(rule, facts=FACTS, members=MEMBERS, parameters=VALUES, as_of=AS_OF).result is expected


def test_digest_follows_the_meaning_and_not_the_spaces() -> None:
    first, second, other = (
        parse_rule(text, FAMILY, PARAMETERS)
        for text in (
            "desil<=4&&anggota.exists(x,x.umur>60)",
            "desil <= 4 // batas\n && (anggota.exists( a , a.umur > 60))",
            "desil < 4 && anggota.exists(a, a.umur > 60)",
        )
    )
    assert first.digest == second.digest != other.digest
    assert first.facts_used == ("desil", "anggota.umur")
    assert parse_rule("desil <= param.batas_desil", FAMILY, PARAMETERS).parameters_used == ("batas_desil",)


AREAS = [
    ("73.12.01", True),
    ("73.12.01.2001", True),
    ("73.12.02", False),
    ("73.12.010", False),
    ("73.12", False),
    ("", False),
    (None, None),
]


@pytest.mark.parametrize(("code", "expected"), AREAS)
def test_area_is_the_area_itself_and_what_lies_below(code: str | None, expected: bool | None) -> None:
    given: dict[str, object] = {"kode_wilayah": code}
    rule = parse_rule('di_wilayah("73.12.01")', FAMILY, PARAMETERS)
    assert explain(rule, facts=given, parameters={}, as_of=AS_OF).result is expected
    seen_by_person = parse_rule('in_area("73.12.01")', REGISTRY_PERSON, {})
    told = explain(seen_by_person, facts={"keluarga.kode_wilayah": code}, parameters={}, as_of=AS_OF)
    assert told.result is expected
    assert seen_by_person.facts_used == ("keluarga.kode_wilayah",)


def test_canonical_text_is_itself_a_rule_of_the_same_digest() -> None:
    for text, _ in ANSWERS:
        rule = parse_rule(text, FAMILY, PARAMETERS)
        assert parse_rule(rule.canonical, FAMILY, PARAMETERS).digest == rule.digest, rule.canonical


@pytest.mark.parametrize(
    ("born", "as_of", "age"),
    [
        (date(2000, 2, 29), date(2026, 2, 28), 25),
        (date(2000, 2, 29), date(2026, 3, 1), 26),
        (date(2000, 2, 29), date(2024, 2, 29), 24),
        (date(1966, 11, 22), date(2026, 11, 22), 60),
        (date(1966, 11, 23), date(2026, 11, 22), 59),
        (date(2027, 1, 1), date(2026, 11, 22), None),
    ],
)
def test_age(born: date, as_of: date, age: int | None) -> None:
    assert age_on(born, as_of) == age


@settings(derandomize=True, database=None, deadline=None)
@given(st.dates(date(1850, 1, 1), date(2040, 1, 1)), st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.integers(0, 130))
def test_cut_off_date_says_the_same_as_the_age(born: date, as_of: date, years: int) -> None:
    age = age_on(born, as_of)
    if age is not None:
        assert (age >= years) == (born <= latest_birth(years, as_of))
