"""The columns for everybody, in DuckDB and in PostgreSQL, and the explanation for one family give the same answers."""

import os
from typing import Any

import ibis  # type: ignore[import-untyped,unused-ignore]
import pytest
from hypothesis import HealthCheck, given, settings

from tests.rules.agreement import Question, questions, rows_of_duckdb, rows_of_postgres

NIGHTLY = os.environ.get("RANGKUL_RULE_EXAMPLES")
EXAMPLES = int(NIGHTLY or "10")
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

    `RANGKUL_RULE_EXAMPLES=500` makes 100,000 other pairs each night; in `make test` they are always the same 2,000.
    """
    question.check("DuckDB", rows_of_duckdb(question, _engine()))
    question.check("PostgreSQL", rows_of_postgres(question))


def _engine() -> Any:
    if not _CONNECTION:
        _CONNECTION.append(ibis.duckdb.connect(threads=1))
    return _CONNECTION[0]
