"""Which clauses a reader hears of an "or", by the real engine."""

from datetime import date

import pytest

from rangkul.programmes.queries.reasons import told
from rangkul.rules.explain import explain
from rangkul.rules.parse import parse_rule
from rangkul.rules.vocabulary import Fact, FactType, Vocabulary

VOCABULARY = Vocabulary(
    "family",
    (Fact("desil", FactType.INT, "desil", "DTKS"), Fact("rawan_pangan", FactType.BOOL, "rawan pangan", "DTKS")),
)
RULE = parse_rule("rawan_pangan && (desil <= 4 || !diketahui(desil))", VOCABULARY, {})


def heard(**facts: object) -> list[str]:
    explanation = explain(RULE, facts=facts, parameters={}, as_of=date(2026, 1, 1))
    return [clause.text for clause in told(explanation.clauses)]


@pytest.mark.requirement("R409")
def test_of_one_of_these_the_part_that_holds_is_told() -> None:
    assert heard(desil=2, rawan_pangan=True) == ["rawan_pangan", "desil <= 4"]
    assert heard(desil=None, rawan_pangan=True) == ["rawan_pangan", "!diketahui(desil)"]


def test_when_none_holds_all_are_told_under_their_heading() -> None:
    assert heard(desil=7, rawan_pangan=True) == [
        "rawan_pangan", "desil <= 4 || !diketahui(desil)", "desil <= 4", "!diketahui(desil)",
    ]  # fmt: skip
