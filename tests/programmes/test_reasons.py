"""Which clauses a reader hears of an "or"."""

from rangkul.programmes.queries.reasons import told
from rangkul.rules.explanation import Clause


def clause(text: str, result: bool | None, *children: Clause) -> Clause:
    return Clause(operator="||" if children else "==", text=text, sentence=text, result=result, children=children)


def heard(*clauses: Clause) -> list[str]:
    return [each.sentence for each in told(clauses)]


def test_of_one_of_these_the_part_that_holds_is_told() -> None:
    assert heard(clause("salah satu", True, clause("desil 2", True), clause("desil belum diketahui", False))) == ["desil 2"]


def test_when_none_holds_all_are_told_under_their_heading() -> None:
    either = clause("salah satu", False, clause("desil 7", False), clause("desil belum diketahui", False))
    assert heard(clause("rawan pangan", True), either) == [
        "rawan pangan", "salah satu", "desil 7", "desil belum diketahui",
    ]  # fmt: skip
