"""Who comes first when not everybody can: the declared order of the terms, value by value, and what decided each place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rangkul.programmes.entries import parameter_types, vocabulary_of
from rangkul.programmes.models import ProposalLine, Terms
from rangkul.rules.explain import value_of
from rangkul.rules.parse import Rule, parse_value
from rangkul.rules.tree import Reference, walk
from rangkul.rules.vocabulary import ParameterType

ASCENDING, DESCENDING = "naik", "turun"
BY_ID = "id"
DIRECTIONS: dict[str, str | Promise] = {ASCENDING: _("kecil didahulukan"), DESCENDING: _("besar didahulukan")}
Number = float | int | None


@dataclass(frozen=True, slots=True)
class Place:
    """One place in the order: `decided_by` is the number of the value (from 0) that parts it from the place before it.

    It is "id" when all values are equal and only the id parts them, and "" for the first place.
    """

    subject_id: UUID
    rank: int
    values: tuple[Number, ...]
    decided_by: str


def rank_values(terms: Terms, unit: str, facts: Mapping[str, Any], as_of: date) -> list[Number]:
    """The values of the declared order for one subject, from the frozen facts of a screening (`anggota` its members).

    A fact that is missing or unknown makes its value None.
    """
    members: Sequence[Mapping[str, Any]] = facts.get("anggota", ())
    return [
        _plain(value_of(rule, facts=facts, members=members, parameters=terms.parameters, as_of=as_of))
        for rule in _rules(terms, unit)
    ]


def declared(terms: Terms, unit: str) -> list[dict[str, Any]]:
    """The declared order as it is frozen on a batch: {"value", "direction", "label", "sensitive"} of each value.

    `label` is the fact's name in words where the value is one fact, else its text; `sensitive` where it tells of health.
    """
    found = []
    for each, rule in zip(terms.ranking, _rules(terms, unit), strict=True):
        facts = [node.fact for node in walk(rule.root) if isinstance(node, Reference)]
        is_one = isinstance(rule.root, Reference)
        label = facts[0].label if is_one else each["value"]
        found.append({**each, "label": label, "sensitive": any(fact.sensitive for fact in facts)})
    return found


def order_of(ranking: Sequence[Mapping[str, Any]], values: Mapping[UUID, Sequence[Number]]) -> list[Place]:
    """The subjects in the declared order, the same whatever order they come in.

    Value by value, "naik" the smaller first, "turun" the larger; unknown always last; whoever is equal in all of them by
    id, so that no two runs differ and nothing is drawn by lot.
    """
    falls = [each["direction"] == DESCENDING for each in ranking]
    keys = {key: _sort_key(found, falls) for key, found in values.items()}
    ordered = sorted(values, key=lambda key: (keys[key], str(key)))
    places: list[Place] = []
    for number, key in enumerate(ordered, start=1):
        before = keys[ordered[number - 2]] if number > 1 else None
        places.append(Place(key, number, tuple(values[key]), _decided(before, keys[key])))
    return places


def place_lines(lines: Sequence[ProposalLine], terms: Terms, unit: str) -> list[dict[str, Any]]:
    """Put the declared order on lines (unsaved), from the facts of their screenings; returns it as `declared` does.

    Where the terms declare none, the lines carry none.
    """
    ranking = declared(terms, unit)
    if not ranking:
        for line in lines:
            line.computed_rank, line.rank_values, line.rank_decided = None, [], ""
        return []
    nothing: list[Number] = [None] * len(ranking)
    found = {
        line.pk: rank_values(terms, unit, line.screening.facts, line.screening.as_of) if line.screening else nothing
        for line in lines
    }
    # Within a batch a subject stands once: equals are parted by the subject's id, not by the line's.
    subject_of = {line.subject_id: line for line in lines}
    for place in order_of(ranking, {key: found[line.pk] for key, line in subject_of.items()}):
        line = subject_of[place.subject_id]
        line.computed_rank, line.rank_values, line.rank_decided = place.rank, list(place.values), place.decided_by
    return ranking


def yearly_cost(terms: Terms, unit: str, facts: Mapping[str, Any], as_of: date, *, deliveries: int) -> int | None:
    """What `deliveries` of the aid cost for one recipient in whole rupiah; None where the terms name no amount.

    By the terms' amount (a value of the rules' language over the frozen facts) where they have one, else the tariff.
    """
    each: Number = terms.tariff
    if terms.amount_text:
        rule = _value(terms.amount_text, unit, _types(terms))
        members: Sequence[Mapping[str, Any]] = facts.get("anggota", ())
        each = value_of(rule, facts=facts, members=members, parameters=terms.parameters, as_of=as_of)
    return None if each is None else round(each) * deliveries


def deliveries_left(per_year: int, fiscal_year: int, on: date) -> int:
    """How many deliveries of a fiscal year are still to come on a day; all of them before the year and after it."""
    return per_year if on.year != fiscal_year else per_year - (on.month - 1) * per_year // 12


def _rules(terms: Terms, unit: str) -> list[Rule]:
    return [_value(each["value"], unit, _types(terms)) for each in terms.ranking]


def _types(terms: Terms) -> tuple[tuple[str, ParameterType], ...]:
    return tuple(sorted(parameter_types(terms.parameters).items()))


@lru_cache(maxsize=512)
def _value(text: str, unit: str, parameters: tuple[tuple[str, ParameterType], ...]) -> Rule:
    return parse_value(text, vocabulary_of(unit), dict(parameters))


def _sort_key(values: Sequence[Number], falls: Sequence[bool]) -> tuple[tuple[bool, float], ...]:
    return tuple(
        (value is None, 0.0 if value is None else float(-value if fall else value))
        for value, fall in zip(values, falls, strict=True)
    )


def _decided(before: tuple[tuple[bool, float], ...] | None, own: tuple[tuple[bool, float], ...]) -> str:
    if before is None:
        return ""
    return next((str(number) for number, pair in enumerate(zip(before, own, strict=True)) if pair[0] != pair[1]), BY_ID)


def _plain(value: Number) -> Number:
    return int(value) if isinstance(value, float) and value.is_integer() else value
