"""Reasons as a page shows them: the clauses of an explanation with their answers and the source of each fact."""

from collections.abc import Iterable
from typing import Any

from rangkul.rules.explain import Clause, Explanation

_ANSWERS = {True: "yes", False: "no", None: "unknown"}


def reasons_of(explanation: Explanation) -> list[dict[str, Any]]:
    """Rows for `screening_reasons.html`: text, answer, note (sources), children."""
    return _rows(explanation.clauses)


def _rows(clauses: Iterable[Clause]) -> list[dict[str, Any]]:
    return [
        {
            "text": clause.sentence,
            "answer": _ANSWERS[clause.result],
            "is_hidden": clause.is_hidden,
            "sources": list(dict.fromkeys(fact.source for fact in clause.facts)),
            "children": _rows(clause.children),
        }
        for clause in clauses
    ]


def tells_health(explanation: Explanation) -> bool:
    """Whether a clause that is not hidden speaks of a sensitive fact."""

    def tells(clause: Clause) -> bool:
        return (clause.is_sensitive and not clause.is_hidden) or any(map(tells, clause.children))

    return any(map(tells, explanation.clauses))
