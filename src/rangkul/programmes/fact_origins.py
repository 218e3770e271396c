"""An explanation with the source of each fact and since when it holds, in the place of the vocabulary's general source."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from rangkul.registry.origins import Origins
from rangkul.registry.snapshot import SubjectFacts
from rangkul.rules.explanation import Clause, Explanation, FactUsed, json_value
from rangkul.rules.vocabulary import Fact, Vocabulary
from rangkul.rules.wording import value_shown


def tell_origins(explanation: Explanation, vocabulary: Vocabulary, subject: SubjectFacts) -> Explanation:
    """The explanation with "DTSEN, sejak 1 Januari 2022" for each fact that a row tells; others keep what they had.

    A question about members names the facts of those for whom it is yes or unknown.
    """
    return replace(explanation, clauses=tuple(_told(clause, vocabulary, subject) for clause in explanation.clauses))


def _told(clause: Clause, vocabulary: Vocabulary, subject: SubjectFacts) -> Clause:
    of_subject = tuple(_with_origin(fact, subject.origins) for fact in clause.facts)
    of_members = tuple(_member_facts(clause, vocabulary.members, subject.members)) if clause.members else ()
    return replace(
        clause,
        facts=(*of_subject, *of_members),
        children=tuple(_told(child, vocabulary, subject) for child in clause.children),
    )


def _with_origin(fact: FactUsed, origins: Origins) -> FactUsed:
    origin = origins.get(fact.name)
    return replace(fact, source=origin.text) if origin and fact.value is not None and fact.value is not False else fact


def _member_facts(clause: Clause, known: Sequence[Fact], members: Sequence[Mapping[str, Any]]) -> Iterator[FactUsed]:
    words = _words_asked(clause.text)
    asked = [fact for fact in known if fact.name in words or (fact.english and fact.english in words)]
    answers = {each.index: each for each in clause.members if each.result is not False}
    for index, answer in answers.items():
        member = members[index]
        for fact in asked:
            origin, value = member.get("_origins", {}).get(fact.name), member.get(fact.name)
            if origin is not None and value is not None and value is not False:
                yield FactUsed(
                    name=f"anggota.{fact.name}",
                    label=f"{fact.label}, {answer.label}",
                    value=json_value(value),
                    source=f"{fact.label}: {origin.text}",
                    sensitive=fact.sensitive,
                    shown=value_shown(fact, value) if fact.labels is not None else "",
                )


@lru_cache(maxsize=2048)
def _words_asked(text: str) -> frozenset[str]:
    """The words after a dot in a clause: what it asks of a member, in either language."""
    return frozenset(re.findall(r"\.([A-Za-z_]\w*)", text))
