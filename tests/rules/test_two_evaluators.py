"""The columns for everybody and the explanation for one family give the same answer to every rule."""

import math
import os
from typing import Any

import ibis  # type: ignore[import-untyped,unused-ignore]
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rangkul.rules.compile import compile_columns
from rangkul.rules.explain import explain
from rangkul.rules.parse import parse_rule
from tests.rules.generators import PARAMETERS, World, rule_texts, worlds

EXAMPLES = int(os.environ.get("RANGKUL_RULE_EXAMPLES", "24"))
RULES, FAMILIES = 8, 40


@st.composite
def questions(draw: st.DrawFn) -> tuple[World, tuple[str, ...]]:
    """A world and rules about it."""
    world = draw(worlds(FAMILIES))
    return world, tuple(draw(rule_texts(world.vocabulary)) for _ in range(RULES))


@pytest.mark.requirement("R309")
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(questions())
def test_columns_and_explanation_agree(question: tuple[World, tuple[str, ...]]) -> None:
    """Random rules over random families, nulls, nothing-known, huge and odd values included: 24 × 8 × 40 pairs."""
    world, texts = question
    rules = {f"r{number}": parse_rule(text, world.vocabulary, PARAMETERS) for number, text in enumerate(texts)}
    subjects, members = world.tables()
    table = compile_columns(
        rules,
        subjects=subjects,
        members=members,
        subject_key="id",
        member_subject_key="keluarga_id",
        parameters=world.parameters,
        as_of=world.as_of,
        clause_columns=True,
    )
    rows = {row["id"]: row for row in _engine().to_pyarrow(table).to_pylist()}
    assert len(rows) == FAMILIES
    for number, family in enumerate(world.families):
        for name, rule in rules.items():
            told = explain(
                rule,
                facts=_without_unknown(family),
                members=world.members[number],
                parameters=world.parameters,
                as_of=world.as_of,
            )
            row = rows[number]
            assert row[name] is told.result, (rule.text, family, world.members[number], world.parameters, world.as_of)
            assert [row[f"{name}__{place}"] for place in range(1, len(rule.clauses) + 1)] == [
                clause.result for clause in told.clauses
            ], rule.text


def _without_unknown(family: dict[str, object]) -> dict[str, object]:
    """Unknown facts left out altogether, and not-a-number kept: all of it must mean unknown."""
    return {
        name: value
        for name, value in family.items()
        if value is not None or (isinstance(value, float) and math.isnan(value))
    }


_CONNECTION: list[Any] = []


def _engine() -> Any:
    if not _CONNECTION:
        _CONNECTION.append(ibis.duckdb.connect(threads=1))
    return _CONNECTION[0]
