"""Between a draft of terms and a scenario: a draft tried out beside what is in force, and a change written into a draft."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from rangkul.insight.whatif.asking import clauses_of, with_clauses
from rangkul.insight.whatif.in_force import InForce
from rangkul.insight.whatif.scenario import Change
from rangkul.programmes.terms_writing import TermsWriting


@dataclass(frozen=True, slots=True)
class Tried:
    """What a draft changes against what is in force; `untold` says what of it no scenario holds."""

    change: Change
    amount_differs: bool
    order_differs: bool
    registry_differs: bool


def tried(writing: TermsWriting, in_force: InForce) -> Tried:
    """The change that a draft makes. Parameters that only the draft has are written into the rule as values."""
    known = {name: value for name, value in writing.parameters.items() if name in in_force.parameters}
    text = _with_values(writing.rule_text, writing.parameters, in_force)
    ranking = tuple((str(step["value"]), str(step.get("direction", "naik"))) for step in writing.ranking)
    deliveries = writing.deliveries_per_year
    return Tried(
        change=Change(
            parameters={name: value for name, value in known.items() if value != in_force.parameters[name]},
            rule_text="" if text == in_force.rule_text.strip() else text,
            tariff=None if writing.tariff in (None, in_force.tariff) else writing.tariff,
            deliveries=None if deliveries == in_force.deliveries else deliveries,
        ),
        amount_differs=writing.amount_text.strip() != in_force.amount_text
        or (writing.tariff is None and in_force.tariff is not None),
        order_differs=ranking != in_force.ranking,
        registry_differs=writing.required_registry != in_force.required_registry,
    )


def written(writing: TermsWriting, in_force: InForce, change: Change) -> TermsWriting:
    """A draft with the values of a scenario: what the scenario leaves as in force is as in force, the rest stays."""
    values = {name: change.parameters.get(name, now) for name, now in in_force.parameters.items()}
    text = change.rule_text or in_force.rule_text
    if text.strip() == _with_values(writing.rule_text, writing.parameters, in_force):
        text = writing.rule_text  # the draft's own rule, its own parameters still by name
    clauses = clauses_of(in_force, change)
    return replace(
        writing,
        rule_text=with_clauses(text, clauses) if clauses else text,
        parameters=dict(writing.parameters) | values,
        tariff=in_force.tariff if change.tariff is None else change.tariff,
        deliveries_per_year=in_force.deliveries if change.deliveries is None else change.deliveries,
    )


def _with_values(text: str, parameters: Mapping[str, Any], in_force: InForce) -> str:
    for name, value in parameters.items():
        if name not in in_force.parameters:
            text = re.sub(rf"\bparam\.{re.escape(name)}\b", _literal(value).replace("\\", r"\\"), text)
    return text.strip()


def _literal(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_literal, value))}]"
    return json.dumps(value, ensure_ascii=False)
