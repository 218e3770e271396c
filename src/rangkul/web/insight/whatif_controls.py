"""The controls of the what-if page: for every programme what can be moved, from where to where, and what is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import gcd
from typing import Any

from django.utils.translation import gettext as _

from rangkul.insight.whatif.asking import facts_left_out
from rangkul.insight.whatif.figures import ComponentOutcome
from rangkul.insight.whatif.in_force import InForce, InForceList
from rangkul.insight.whatif.scenario import NO_REGISTRY, Change
from rangkul.programmes.entries import parameter_label
from rangkul.programmes.enums import RequiredRegistry
from rangkul.programmes.queries.subjects import UNIT_OF_KIND
from rangkul.registry.enums import OutsideProgramme
from rangkul.web.insight.whatif_reading import as_text, order_as_text
from rangkul.web.shared.wording import money_in_words, number_in_words

DECILES = (1, 10)
AGES = (0, 100)


@dataclass(frozen=True, kw_only=True)
class Control:
    """One value: a slider when it has bounds, with the number beside it. `was` is what is in force, in words."""

    name: str
    label: str
    value: str
    was: str
    least: str = ""
    most: str = ""
    step: str = "1"
    is_number: bool = True
    is_changed: bool = False
    problem: str = ""

    @property
    def id(self) -> str:
        """Id in the page: names with dots are awkward there."""
        return self.name.replace(".", "-")


@dataclass(frozen=True, kw_only=True)
class Programme:
    """The controls of one component."""

    terms: InForce
    controls: tuple[Control, ...]
    exclusions: tuple[tuple[str, str, bool], ...]
    rule_text: str
    amount_text: str
    order_text: str
    registries: tuple[tuple[str, str, bool], ...]
    is_rule_changed: bool
    is_order_changed: bool
    is_changed: bool
    error: str
    warning: str
    problems: tuple[str, ...] = field(default_factory=tuple)


def programmes_of(
    in_force: InForceList,
    outcomes: Mapping[str, ComponentOutcome],
    changes: Mapping[str, Change],
    problems: Mapping[str, str],
) -> list[Programme]:
    """The controls of the components looked at, in the catalogue's order."""
    return [_programme(each.terms, in_force, each, changes, problems) for each in outcomes.values()]


def _programme(
    terms: InForce,
    in_force: InForceList,
    outcome: ComponentOutcome,
    changes: Mapping[str, Change],
    problems: Mapping[str, str],
) -> Programme:
    change = changes.get(terms.code, Change())
    controls = [_of_parameter(terms, name, now, change, problems) for name, now in terms.parameters.items()]
    if not terms.amount_text:
        controls.append(_of_tariff(terms, change, problems))
    controls.append(_of_deliveries(terms, change, problems))
    controls.append(_of_quota(terms, change, problems, outcome))
    mine = tuple(text for name, text in problems.items() if name.startswith(f"{terms.code}."))
    return Programme(
        terms=terms,
        controls=tuple(controls),
        exclusions=tuple(_exclusions(terms, in_force, change)),
        rule_text=change.rule_text or terms.rule_text,
        amount_text=change.amount_text or terms.amount_text,
        order_text=order_as_text(change.ranking or terms.ranking),
        registries=tuple(_registries(terms, change)),
        is_rule_changed=bool(change.rule_text),
        is_order_changed=bool(change.amount_text or change.ranking or change.registry),
        is_changed=not change.is_empty,
        error=outcome.error,
        warning=outcome.warning,
        problems=mine,
    )


def _registries(terms: InForce, change: Change) -> Iterable[tuple[str, str, bool]]:
    """(value, label, chosen); institutions hold no registry id."""
    if terms.kind == "institution":
        return
    now = change.registry or terms.required_registry or NO_REGISTRY
    yield NO_REGISTRY, _("tidak ada"), now == NO_REGISTRY
    yield from ((value, str(label), now == value) for value, label in RequiredRegistry.choices)


def _of_parameter(terms: InForce, name: str, now: Any, change: Change, problems: Mapping[str, str]) -> Control:
    full = f"{terms.code}.param.{name}"
    value = change.parameters.get(name, now)
    is_number = isinstance(now, int | float) and not isinstance(now, bool)
    least, most = _bounds(name, now, value) if is_number else ("", "")
    return Control(
        name=full,
        label=label_of(terms, name),
        value=as_text(value),
        was=as_text(now),
        least=least,
        most=most,
        step="any" if isinstance(now, float) else _step(now, value) if is_number else "1",
        is_number=is_number,
        is_changed=name in change.parameters,
        problem=problems.get(full, ""),
    )


def label_of(terms: InForce, name: str) -> str:
    """A parameter as an officer calls it."""
    return parameter_label(UNIT_OF_KIND[terms.kind], terms.labels, name)


def _bounds(name: str, now: float, value: float) -> tuple[str, str]:
    """Deciles and ages have their own; anything else from zero to three times the larger of both."""
    if name.startswith("desil"):
        return str(DECILES[0]), str(DECILES[1])
    if name.startswith("umur"):
        return str(AGES[0]), str(AGES[1])
    least = min(0, now, value)
    return str(least), str(max(10, 3 * max(now, value)))


def _step(*values: int) -> str:
    """How far a slider goes at once: round, and such that both values lie on it, else a browser would move them."""
    if max(values) < 1_000:
        return "1"
    common = gcd(*values)
    return str(next(step for step in (10_000, 5_000, 1_000, 500, 100, 50, 10, 1) if common % step == 0))


def _of_tariff(terms: InForce, change: Change, problems: Mapping[str, str]) -> Control:
    value = terms.tariff if change.tariff is None else change.tariff
    largest = max(terms.tariff or 0, value or 0, 100_000)
    return Control(
        name=f"{terms.code}.tarif",
        label=_("Nilai tiap penyaluran (rupiah)"),
        value="" if value is None else str(value),
        was=money_in_words(terms.tariff) if terms.tariff is not None else _("belum diisi"),
        least="0",
        most=str(3 * largest),
        step=_step(terms.tariff or 0, value or 0),
        is_changed=change.tariff is not None,
        problem=problems.get(f"{terms.code}.tarif", ""),
    )


def _of_deliveries(terms: InForce, change: Change, problems: Mapping[str, str]) -> Control:
    value = terms.deliveries if change.deliveries is None else change.deliveries
    return Control(
        name=f"{terms.code}.kali",
        label=_("Penyaluran setahun"),
        value=str(value),
        was=str(terms.deliveries),
        least="1",
        most=str(max(12, value)),
        is_changed=change.deliveries is not None,
        problem=problems.get(f"{terms.code}.kali", ""),
    )


def _of_quota(terms: InForce, change: Change, problems: Mapping[str, str], outcome: ComponentOutcome) -> Control:
    value = terms.quota if change.quota is None else change.quota
    largest = max(terms.quota or 0, value or 0, outcome.before.met, outcome.after.met, 10)
    return Control(
        name=f"{terms.code}.kuota",
        label=_("Kuota (%(unit)s)") % {"unit": terms.unit},
        value="" if value is None else str(value),
        was=_("tanpa kuota") if terms.quota is None else number_in_words(terms.quota),
        least="0",
        most=str(largest),
        is_changed=change.quota is not None,
        problem=problems.get(f"{terms.code}.kuota", ""),
    )


def _exclusions(terms: InForce, in_force: InForceList, change: Change) -> list[tuple[str, str, bool]]:
    """(value, label, chosen) of outside programmes and of the office's own components whose recipients may be left out."""
    labels = {each.value: str(each.label) for each in OutsideProgramme}
    found = [(each, labels.get(each, each), each in change.without) for each in facts_left_out(terms.kind)]
    if terms.kind == "institution":
        return found
    own = [
        each for each in in_force.components if each.is_own and each.kind != "institution" and each.code != terms.code
    ]
    return found + [(each.code, each.label, each.code in change.without) for each in own]
