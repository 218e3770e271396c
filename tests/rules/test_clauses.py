"""The clause builder: simple rules become rows and come back as the same rule; others say that they are not simple."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rangkul.rules.clauses import (
    About,
    Named,
    SimpleClause,
    SimpleValue,
    clauses_of,
    operators_of,
    text_of_clauses,
    value_from_text,
)
from rangkul.rules.parse import parse_rule
from rangkul.rules.vocabulary import FactType
from tests.rules.vocabularies import FAMILY, PARAMETERS

TEXT = """desil <= param.batas_desil
&& !punya_id_dtks
&& penghasilan_utama in ["petani", "nelayan"]
&& di_wilayah("73.12")
&& diketahui(pendapatan)
&& anggota.exists(a, a.umur >= 60)
&& !anggota.exists(a, a.jenis_kelamin == "P")
&& anggota.all(a, !a.hamil)"""
ROWS = [
    SimpleClause("desil", "<=", Named("batas_desil")),
    SimpleClause("punya_id_dtks", "no"),
    SimpleClause("penghasilan_utama", "in", ("petani", "nelayan")),
    SimpleClause("kode_wilayah", "in_area", "73.12"),
    SimpleClause("pendapatan", "known"),
    SimpleClause("umur", ">=", 60, "exists"),
    SimpleClause("jenis_kelamin", "==", "P", "none"),
    SimpleClause("hamil", "no", None, "all"),
]


def test_a_simple_rule_as_rows_and_back() -> None:
    assert clauses_of(parse_rule(TEXT, FAMILY, PARAMETERS)) == ROWS
    assert text_of_clauses(ROWS, FAMILY) == TEXT
    english = "decile <= param.batas_desil && food_insecure"
    assert clauses_of(parse_rule(english, FAMILY, PARAMETERS)) == [ROWS[0], SimpleClause("rawan_pangan", "yes")]


@pytest.mark.parametrize(
    "text",
    [
        "desil <= 4 || rawan_pangan",
        "desil + 1 <= 4",
        "4 >= desil",
        "desil <= 2.5",
        "desil in [1, anggota.size()]",
        "rawan_pangan == true",
        "anggota.count(a, a.hamil) > 1",
        "anggota.exists(a, a.hamil && a.umur < 18)",
        "anggota.exists(a, rawan_pangan)",
        "pendapatan in [1.5]",
        "true",
        "rawan_pangan ? desil < 4 : desil < 2",
    ],
)
def test_what_rows_cannot_say_stays_text(text: str) -> None:
    assert clauses_of(parse_rule(text, FAMILY, PARAMETERS)) is None


_PARAMETER_OF = {FactType.INT: "batas_umur", FactType.NUMBER: "batas_pendapatan", FactType.DATE: "mulai"}
_SCALARS = {
    FactType.INT: st.integers(-(2**53) + 1, 2**53 - 1),
    FactType.NUMBER: st.floats(-1e12, 1e12).filter(lambda number: number == 0 or abs(number) > 1e-12),
    FactType.TEXT: st.text(st.characters(exclude_categories=["C"]), max_size=12),
    FactType.DATE: st.dates(date(1, 1, 1)),
}


@st.composite
def rows(draw: st.DrawFn) -> SimpleClause:
    about: About = draw(st.sampled_from(("", "exists", "all", "none")))
    fact = draw(st.sampled_from(FAMILY.members if about else FAMILY.facts))
    operator = draw(st.sampled_from(operators_of(fact, FAMILY)))
    value: SimpleValue = None
    if operator.endswith("in_area"):
        value = draw(st.sampled_from(("73", "73.12", "73.12.01.2001")))
    elif operator in ("in", "not_in"):
        listed = st.lists(_SCALARS[fact.type], min_size=1, max_size=4).map(tuple)
        named = [Named("pekerjaan")] if fact.type is FactType.TEXT else []
        value = draw(st.one_of(listed, *map(st.just, named)))
    elif operator not in ("yes", "no", "known", "unknown"):
        parameter = _PARAMETER_OF.get(fact.type)
        value = draw(st.one_of(_SCALARS[fact.type], *([st.just(Named(parameter))] if parameter else [])))
    return SimpleClause(fact.name, operator, value, about)


@settings(derandomize=True, database=None, deadline=None, max_examples=60)
@given(st.lists(rows(), min_size=1, max_size=5))
def test_rows_come_back_unchanged(clauses: list[SimpleClause]) -> None:
    rule = parse_rule(text_of_clauses(clauses, FAMILY), FAMILY, PARAMETERS)
    assert clauses_of(rule) == clauses
    assert parse_rule(text_of_clauses(clauses_of(rule) or [], FAMILY), FAMILY, PARAMETERS).digest == rule.digest


@pytest.mark.parametrize(
    ("clause", "message"),
    [
        (SimpleClause("dsil", "<=", 4), "fakta `dsil` tidak dikenal"),
        (SimpleClause("desil", "yes"), "`yes` dengan nilai itu tidak dapat dipakai untuk `desil`"),
        (SimpleClause("desil", "<=", "4) || (true"), "`<=` dengan nilai itu tidak dapat dipakai untuk `desil`"),
        (SimpleClause("desil", "<= 4 ||", 4), "`<= 4 ||` dengan nilai itu tidak dapat dipakai untuk `desil`"),
        (SimpleClause("rawan_pangan", "yes", None, "exists"), "fakta `rawan_pangan` tidak dikenal"),
        (SimpleClause("desil", "in", ()), "`in` dengan nilai itu tidak dapat dipakai untuk `desil`"),
    ],
)
def test_rows_that_do_not_fit_are_refused(clause: SimpleClause, message: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        text_of_clauses([clause], FAMILY)
    assert str(caught.value) == message


def test_values_as_typed() -> None:
    facts = {fact.name: fact for fact in FAMILY.facts}
    assert value_from_text(facts["desil"], "<=", " 4 ") == 4
    assert value_from_text(facts["desil"], "<=", "param.batas_desil") == Named("batas_desil")
    assert value_from_text(facts["desil"], "in", "1, 2,") == (1, 2)
    assert value_from_text(facts["pendapatan"], "<", "2,5") == 2.5
    assert value_from_text(facts["terdaftar_sejak"], "<", "2022-01-31") == date(2022, 1, 31)
    assert value_from_text(facts["rawan_pangan"], "yes", "") is None
    for name, written, message in (
        ("desil", "empat", "“empat” bukan bilangan bulat; tulis misalnya 4"),
        ("terdaftar_sejak", "2022-02-30", "“2022-02-30” bukan tanggal; tulis misalnya 2022-01-31"),
        ("penghasilan_utama", "", "“” bukan teks; tulis misalnya petani"),
    ):
        with pytest.raises(ValueError, match=r".") as caught:
            value_from_text(facts[name], "==", written)
        assert str(caught.value) == message
