"""Why a frozen screening says what it says, in sentences the reader may see."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rangkul.platform.policy.actor import Actor
from rangkul.programmes.models import Screening
from rangkul.programmes.policies.catalogue import VIEW_HEALTH
from rangkul.rules.explanation import Clause, Explanation

_ANSWERS = {True: "yes", False: "no", None: "unknown"}


@dataclass(frozen=True, slots=True)
class Reason:
    """One clause of the rule: `answer` is "yes", "no" or "unknown"."""

    text: str
    answer: str


def reasons_of(actor: Actor, screening: Screening) -> list[Reason]:
    """The clauses with their answers; what tells of health stays general without the right to see it (R008)."""
    if not screening.explanation:
        return []
    explanation = Explanation.from_json(screening.explanation)
    if not actor.may(VIEW_HEALTH):
        explanation = explanation.masked()
    return [Reason(clause.sentence, _ANSWERS[clause.result]) for clause in told(explanation.clauses)]


def told(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """The clauses a reader wants to hear: of "one of these" the parts that hold, or, when none does, all of them."""
    for clause in clauses:
        if clause.operator != "any" or clause.is_hidden or not clause.children:
            yield clause
            continue
        holding = [child for child in clause.children if child.result]
        if not holding:
            yield clause
        yield from told(holding or clause.children)


def sentences_of(actor: Actor, screening: Screening) -> list[str]:
    """The clauses that are not met or not known, as sentences."""
    return [reason.text for reason in reasons_of(actor, screening) if reason.answer != "yes"]
