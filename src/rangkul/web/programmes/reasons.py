"""Reasons as a page shows them: the clauses of an explanation with their answers and the source of each fact."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from rangkul.rules.explain import Clause, Explanation
from rangkul.rules.wording import value_words

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


def facts_used(explanation: Explanation) -> list[dict[str, str]]:
    """Every fact that a clause read, once: label, value in words, source with its date; nothing of hidden clauses."""

    def gathered(clauses: Iterable[Clause]) -> Iterable[dict[str, str]]:
        for clause in clauses:
            for fact in () if clause.is_hidden else clause.facts:
                yield {"label": fact.label, "value": fact.shown or in_words(fact.value), "source": fact.source}
            yield from gathered(clause.children)

    return list(
        {(each["label"], each["value"], each["source"]): each for each in gathered(explanation.clauses)}.values()
    )


def limits_used(explanation: Explanation, labels: Mapping[str, str]) -> list[dict[str, str]]:
    """The parameters of the rule as they stood, for a summary list; `labels` are those of its terms."""
    return [
        {
            "label": labels.get(name) or name.replace("_", " "),
            "value": explanation.shown.get(name)
            or ", ".join(map(in_words, value if isinstance(value, list) else [value])),
        }
        for name, value in explanation.parameters.items()
    ]


def in_words(value: Any) -> str:
    """A value of an explanation, where dates are text, as people write it."""
    if isinstance(value, str) and len(value) == len("2026-11-22"):
        try:
            return value_words(date.fromisoformat(value))
        except ValueError:
            return value
    return value_words(value)
