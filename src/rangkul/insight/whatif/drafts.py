"""Between a draft of terms and a scenario: a draft tried out beside what is in force, and a change written into a draft."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rangkul.insight.whatif.asking import as_tried, clauses_of, with_clauses
from rangkul.insight.whatif.in_force import InForce
from rangkul.insight.whatif.scenario import NO_REGISTRY, Change
from rangkul.programmes.terms_writing import TermsWriting

_DECILE = {"family": "desil", "person": "keluarga.desil"}


def tried(writing: TermsWriting, in_force: InForce) -> Change:
    """The change that a draft makes. Parameters that only the draft has are written into its texts as values."""
    known = {name: value for name, value in writing.parameters.items() if name in in_force.parameters}
    text = _with_values(writing.rule_text, writing.parameters, in_force)
    deliveries = writing.deliveries_per_year
    return Change(
        parameters={name: value for name, value in known.items() if value != in_force.parameters[name]},
        rule_text="" if text == in_force.rule_text.strip() else text,
        tariff=None if writing.tariff in (None, in_force.tariff) else writing.tariff,
        deliveries=None if deliveries == in_force.deliveries else deliveries,
        amount_text=_amount(writing, in_force),
        ranking=() if _order(writing, in_force) == in_force.ranking else _order(writing, in_force),
        registry="" if writing.required_registry == in_force.required_registry else _registry(writing),
    )


def _amount(writing: TermsWriting, in_force: InForce) -> str:
    """The draft's calculation; its tariff where it has none but the terms in force have."""
    text = _with_values(writing.amount_text, writing.parameters, in_force)
    if not text and in_force.amount_text and writing.tariff is not None:
        text = str(writing.tariff)
    return "" if text == in_force.amount_text.strip() else text


def _order(writing: TermsWriting, in_force: InForce) -> tuple[tuple[str, str], ...]:
    """Step by step; a draft without an order takes the lowest decile first, where there is one."""
    order = tuple(
        (_with_values(str(step["value"]), writing.parameters, in_force), str(step.get("direction", "naik")))
        for step in writing.ranking
    )
    if order or not in_force.ranking or in_force.kind not in _DECILE:
        return order
    return ((_DECILE[in_force.kind], "naik"),)


def _registry(writing: TermsWriting) -> str:
    return writing.required_registry or NO_REGISTRY


def written(writing: TermsWriting, in_force: InForce, change: Change) -> TermsWriting:
    """A draft with the values of a scenario: what the scenario leaves as in force is as in force, the rest stays."""
    values = {name: change.parameters.get(name, now) for name, now in in_force.parameters.items()}
    text = change.rule_text or in_force.rule_text
    if text.strip() == _with_values(writing.rule_text, writing.parameters, in_force):
        text = writing.rule_text  # the draft's own rule, its own parameters still by name
    clauses = clauses_of(in_force, change)
    tried_as = as_tried(in_force, change)
    return replace(
        writing,
        rule_text=with_clauses(text, clauses) if clauses else text,
        parameters=dict(writing.parameters) | values,
        tariff=in_force.tariff if change.tariff is None else change.tariff,
        amount_text=_kept(writing.amount_text, tried_as.amount_text, writing, in_force),
        ranking=writing.ranking
        if tried_as.ranking == _order(writing, in_force)
        else tuple({"value": text, "direction": direction} for text, direction in tried_as.ranking),
        required_registry=tried_as.required_registry,
        deliveries_per_year=in_force.deliveries if change.deliveries is None else change.deliveries,
    )


def _kept(own: str, tried_as: str, writing: TermsWriting, in_force: InForce) -> str:
    """The draft's own text, its parameters still by name, where it says what was tried."""
    if not own.strip() and tried_as == str(writing.tariff):
        return own  # the draft has a tariff, tried as a calculation in place of the one in force
    return own if tried_as.strip() == _with_values(own, writing.parameters, in_force) else tried_as


def _with_values(text: str, parameters: Mapping[str, Any], in_force: InForce) -> str:
    for name, value in parameters.items():
        if name not in in_force.parameters:
            text = re.sub(rf"\bparam\.{re.escape(name)}\b", _literal(value).replace("\\", r"\\"), text)
    return text.strip()


def _literal(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_literal, value))}]"
    return json.dumps(value, ensure_ascii=False)
