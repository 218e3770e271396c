"""The columns for everybody, in DuckDB and in PostgreSQL, and the explanation for one family give the same answers."""

import os
from datetime import date
from typing import Any

import ibis  # type: ignore[import-untyped,unused-ignore]
import pytest
from hypothesis import HealthCheck, given, settings

from rangkul.rules.parse import parse_value
from tests.rules.agreement import (
    Question,
    questions,
    rows_of_duckdb,
    rows_of_postgres,
    rows_of_profiles,
    rows_of_the_what_if,
)
from tests.rules.generators import World
from tests.rules.vocabularies import FAMILY

NIGHTLY = os.environ.get("RANGKUL_RULE_EXAMPLES")
EXAMPLES = int(NIGHTLY or "5")
RULES, VALUES, FAMILIES = 6, 4, 20
"""An example is (6 + 4) × 20 = 200 pairs of a rule or value and a family."""

_CONNECTION: list[Any] = []


@pytest.mark.requirement("R309")
@pytest.mark.django_db
@settings(
    max_examples=EXAMPLES,
    derandomize=not NIGHTLY,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(questions(families=FAMILIES, rules=RULES, values=VALUES))
def test_both_evaluators_agree(question: Question) -> None:
    """Random rules and values over random families, nulls, nothing-known, huge and odd values included.

    `make nightly` asks 25,000 other pairs each night (`RANGKUL_RULE_EXAMPLES=125`); in `make test` they are always the same 1,000.
    """
    question.check("DuckDB", rows_of_duckdb(question, _engine()))
    question.check("what-if", rows_of_the_what_if(question, _engine()))
    question.check("profiles", rows_of_profiles(question, _engine()))
    question.check("PostgreSQL", rows_of_postgres(question))


DIFFERENT_BY_NATURE = {
    # PostgreSQL refuses a product that vanishes; the others give 0.
    "vanishing": "pendapatan * pendapatan * pendapatan",
    "vanishing_quotient": "pendapatan / 9000000000000000.0 / 9000000000000000.0",
    # PostgreSQL calculates with bare decimals exactly, so that 0.1 + 0.2 is 0.3.
    "decimals": "0.1 + 0.2 + (desil > 1 ? 0.1 : 0.7)",
    # LEAST and GREATEST skip what is unknown.
    "least": "terkecil(desil, anggota.sum(a, a.umur), pendapatan)",
    "greatest": "math.greatest(desil, 4)",
    # Python has no year 10000; DuckDB and PostgreSQL have.
    "dates": "hari_antara(tambah_hari(terdaftar_sejak, 36600), tanggal_acuan())",
    "months": "bulan_antara(terdaftar_sejak, tanggal_acuan())",
    # A sum in another order.
    "order": "anggota.sum(a, a.penghasilan)",
    # A whole number beyond the limit among fractions, in a calculation.
    "wide_least": "0.2 / terkecil(0.5, desil)",
    "wide_choice": "(pendapatan > 0.0 ? desil : 0.5) * 2.0",
    "wide_compared": "terbesar(0.5, desil)",
    "huge": "9007199254740991 * (desil + 0.5)",
}


@pytest.mark.django_db
def test_what_engines_do_differently_by_nature_has_one_meaning() -> None:
    """Cases that random examples find seldom."""
    families: tuple[dict[str, object], ...] = (
        {"desil": 2, "pendapatan": 1e-300, "terdaftar_sejak": date(9999, 12, 31)},
        {"desil": None, "pendapatan": -5e-324, "terdaftar_sejak": date(1, 1, 1)},
        {"desil": 1, "pendapatan": float("nan"), "terdaftar_sejak": date(2024, 2, 29)},
        {"desil": -(2**62), "pendapatan": 0.3, "terdaftar_sejak": date(2026, 11, 23)},
    )
    members: tuple[tuple[dict[str, object], ...], ...] = (
        ({"umur": 3, "penghasilan": 0.1}, {"umur": 4, "penghasilan": 1e11}, {"umur": 4, "penghasilan": -1e11}),
        (),
        ({"umur": None, "penghasilan": 0.1},),
        ({"umur": 70, "penghasilan": 0.1}, {"umur": 70, "penghasilan": 0.7}, {"umur": 7, "penghasilan": 0.2}),
    )
    question = Question(
        World(FAMILY, families, members, {}, date(2026, 11, 22)),
        {},
        {name: parse_value(text, FAMILY, {}) for name, text in DIFFERENT_BY_NATURE.items()},
    )
    question.check("DuckDB", rows_of_duckdb(question, _engine()))
    question.check("what-if", rows_of_the_what_if(question, _engine()))
    question.check("profiles", rows_of_profiles(question, _engine()))
    question.check("PostgreSQL", rows_of_postgres(question))


def _engine() -> Any:
    if not _CONNECTION:
        _CONNECTION.append(ibis.duckdb.connect(threads=1))
    return _CONNECTION[0]
