"""The parts of an aid that count members of a family: who counts for which part, and who is beyond a cap.

What counts, for how much and how many of them is dated data of the terms (`Terms.parts`), as in PKH: pregnant women, small
children, pupils, the elderly, severe disability (domain C.2).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from rangkul.programmes.entries import parameter_types, vocabulary_of
from rangkul.programmes.enums import PartState
from rangkul.programmes.models import Terms
from rangkul.registry.snapshot import SubjectFacts
from rangkul.rules.explain import explain
from rangkul.rules.parse import Rule, parse_member_condition
from rangkul.rules.tree import Reference, walk
from rangkul.rules.vocabulary import ParameterType


@dataclass(frozen=True, slots=True)
class MemberPart:
    """One part for one member: `value` in whole rupiah a delivery, only where it is counted."""

    name: str
    state: PartState
    value: int | None = None


@dataclass(frozen=True, slots=True)
class FamilyParts:
    """The parts of each member by the member's id, in the family's order.

    `total` is the sum of what is counted, None when parts are hidden or a member's part is unknown; `at_most` persons of
    a family count, `caps` are (part, how many persons). `has_hidden`: parts about health were left out.
    """

    members: tuple[tuple[UUID, tuple[MemberPart, ...]], ...]
    total: int | None
    at_most: int | None
    caps: tuple[tuple[str, int], ...]
    has_hidden: bool
    tells_health: bool


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    value: int
    at_most: int | None
    is_sensitive: bool
    answers: tuple[bool | None, ...]


def when_rule(when: str, unit: str, types: Mapping[str, ParameterType]) -> Rule:
    """The checked condition of a part, asked of a member `a`. Raises RuleError."""
    return _rule(when, unit, tuple(sorted(types.items())))


@lru_cache(maxsize=256)
def _rule(when: str, unit: str, types: tuple[tuple[str, ParameterType], ...]) -> Rule:
    return parse_member_condition(when, vocabulary_of(unit), dict(types))


def family_parts(
    terms: Terms, unit: str, family: SubjectFacts, as_of: date, *, sees_health: bool
) -> FamilyParts | None:
    """Who counts for which part; None when the terms have no parts.

    A person counts once, for the part of the highest value, the youngest first; what is over a part's cap may still count
    for another part. Without the right to see health, parts about it are left out and nothing is counted up, since the
    caps would tell.
    """
    if not terms.parts:
        return None
    parameters: Mapping[str, Any] = terms.parameters
    every = [_asked(each, terms, unit, family, as_of) for each in terms.parts["listed"]]
    shown = [each for each in every if sees_health or not each.is_sensitive]
    has_hidden = len(shown) < len(every)
    at_most = _limit(terms.parts, parameters)
    counted = {} if has_hidden else _counted(every, at_most, family)
    rows = []
    for place, member in enumerate(family.members):
        told = [_told(each, place, counted, at_most, has_hidden) for each in shown if each.answers[place] is not False]
        rows.append((member["_id"], tuple(told)))
    is_unknown = any(answer is None for each in every for answer in each.answers)
    return FamilyParts(
        members=tuple(rows),
        total=None if has_hidden or is_unknown else sum(each.value for each in counted.values()),
        at_most=at_most,
        caps=tuple((each.name, each.at_most) for each in shown if each.at_most is not None),
        has_hidden=has_hidden,
        tells_health=any(each.is_sensitive for each in shown),
    )


def _asked(part: Mapping[str, str], terms: Terms, unit: str, family: SubjectFacts, as_of: date) -> _Part:
    rule = when_rule(part["when"], unit, parameter_types(terms.parameters))
    told = explain(rule, facts=family.facts, members=family.members, parameters=terms.parameters, as_of=as_of)
    return _Part(
        name=part["name"],
        value=terms.parameters[part["value"]],
        at_most=_limit(part, terms.parameters),
        is_sensitive=any(isinstance(node, Reference) and node.fact.sensitive for node in walk(rule.root)),
        answers=tuple(each.result for each in told.clauses[0].members),
    )


def _limit(holder: Mapping[str, Any], parameters: Mapping[str, Any]) -> int | None:
    return parameters[holder["at_most"]] if holder.get("at_most") else None


def _counted(parts: Sequence[_Part], at_most: int | None, family: SubjectFacts) -> dict[int, _Part]:
    """{place of a member: the part counted}: the dearest part first, in each the youngest first."""
    counted: dict[int, _Part] = {}
    for part in sorted(parts, key=lambda each: -each.value):
        for place in _first(part, counted, family):
            if at_most is not None and len(counted) >= at_most:
                return counted
            counted[place] = part
    return counted


def _first(part: _Part, counted: Mapping[int, _Part], family: SubjectFacts) -> Iterator[int]:
    eligible = [place for place, answer in enumerate(part.answers) if answer and place not in counted]
    eligible.sort(key=lambda place: family.members[place].get("urutan_termuda") or len(family.members) + 1)
    yield from eligible[: part.at_most]


def _told(part: _Part, place: int, counted: Mapping[int, _Part], at_most: int | None, has_hidden: bool) -> MemberPart:
    if part.answers[place] is None:
        return MemberPart(part.name, PartState.UNKNOWN)
    if has_hidden:
        return MemberPart(part.name, PartState.MET)
    if place in counted:
        is_this = counted[place] is part
        return MemberPart(part.name, PartState.COUNTED if is_this else PartState.OTHER, part.value if is_this else None)
    is_full = at_most is not None and len(counted) >= at_most
    return MemberPart(part.name, PartState.FAMILY_FULL if is_full else PartState.PART_FULL)
