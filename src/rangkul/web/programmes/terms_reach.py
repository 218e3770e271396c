"""Whom a rule reaches while it is written: counts, the money it takes, ten examples the reader may open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import ibis  # type: ignore[import-untyped,unused-ignore]
from django.utils.translation import gettext as _

from rangkul.insight.everybody import EverybodySnapshot, NoSnapshotYet, TooSlow, count_rule, members_for
from rangkul.insight.everybody.blanks import Blank, blanks_of
from rangkul.institutions import queries as institutions
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.entries import parameter_types, vocabulary_of
from rangkul.programmes.policies.catalogue import can_see_recipients
from rangkul.programmes.verdicts import rule_of
from rangkul.registry import policies as registry_policies
from rangkul.registry import queries as registry
from rangkul.registry.small_counts import THRESHOLD
from rangkul.rules.compile import compile_columns
from rangkul.rules.errors import ParameterError, RuleError
from rangkul.rules.parse import Rule, parse_value

MOST_BLANKS = 3
KIND_OF_UNIT = {"PERSON": "person", "FAMILY": "family", "INSTITUTION": "institution"}


@dataclass(frozen=True, slots=True)
class Example:
    """Somebody the reader may see, for the page that explains the answer."""

    kind: str
    id: UUID
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class Reach:
    """Counts in the component's unit inside the reader's areas; None where a count is too small to be told.

    `yearly` is the money of a year in whole rupiah (count x amount x deliveries), None when no amount is known.
    `blanks` names the facts that are most often unknown, where somebody cannot be judged. `before` is how many the version in force meets. `problem` says why there are no counts.
    """

    unit: str = ""
    met: int | None = None
    not_met: int | None = None
    unknown: int | None = None
    before: int | None = None
    yearly: int | None = None
    each_time: int | None = None
    without_amount: int = 0
    as_of: date | None = None
    examples_met: tuple[Example, ...] = ()
    examples_not: tuple[Example, ...] = ()
    is_guarded: bool = False
    blanks: tuple[Blank, ...] = ()
    problem: str = ""

    @property
    def more(self) -> int | None:
        """How many more (or fewer) than the version in force meets."""
        return None if self.met is None or self.before is None else self.met - self.before


def reach_of(
    actor: Actor,
    component: Any,
    rule: Rule,
    parameters: Mapping[str, Any],
    *,
    amount_text: str = "",
    tariff: int | None = None,
    deliveries: int = 1,
    on: date,
    in_force: Any = None,
) -> Reach:
    """The reach of a checked rule, never an error: what stands in the way is told in `problem`.

    For a sensitive component counts from 1 to 4 and the examples are kept from whoever may not see health.
    """
    unit = component.unit
    try:
        found = count_rule(actor, rule, parameters, unit=unit, as_of=on)
        before = None
        if in_force is not None:
            old = rule_of(in_force, unit)
            before = count_rule(actor, old, in_force.parameters, unit=unit, as_of=on).met
    except Denied as denied:
        return Reach(problem=denied.message)
    except (NoSnapshotYet, TooSlow, ParameterError, RuleError) as error:
        return Reach(problem=str(error))
    guarded = not can_see_recipients(actor, component)
    each, without = _money(actor, found.snapshot, rule, parameters, unit, amount_text, tariff, found.met)
    is_small = guarded and any(0 < count < THRESHOLD for count in (found.met, found.not_met, found.unknown))

    def shown(count: int) -> int | None:
        return None if is_small else count

    return Reach(
        unit=str(component.get_unit_display()),
        met=shown(found.met),
        not_met=shown(found.not_met),
        unknown=shown(found.unknown),
        before=None if guarded else before,
        each_time=None if is_small else each,
        yearly=None if is_small or each is None else each * deliveries,
        without_amount=0 if is_small else without,
        as_of=found.as_of,
        examples_met=() if guarded else _examples(actor, unit, found.examples_met),
        examples_not=() if guarded else _examples(actor, unit, found.examples_not),
        is_guarded=is_small,
        blanks=() if is_small or not found.unknown else _blanks(actor, found.snapshot, rule, unit),
    )


def _blanks(actor: Actor, snapshot: EverybodySnapshot | None, rule: Rule, unit: str) -> tuple[Blank, ...]:
    kind = KIND_OF_UNIT[unit]
    if snapshot is None or kind == "institution":
        return ()
    try:
        return tuple(blanks_of(snapshot, actor, rule, kind=kind)[:MOST_BLANKS])
    except TooSlow:
        return ()


def _money(
    actor: Actor,
    snapshot: EverybodySnapshot | None,
    rule: Rule,
    parameters: Mapping[str, Any],
    unit: str,
    amount_text: str,
    tariff: int | None,
    met: int,
) -> tuple[int | None, int]:
    """(whole rupiah of one delivery for all who meet the rule, how many of them whose amount is not known)."""
    if not amount_text.strip():
        return (None if tariff is None else tariff * met), 0
    kind = KIND_OF_UNIT[unit]
    if snapshot is None or kind == "institution":
        return None, 0
    try:
        value = parse_value(amount_text, vocabulary_of(unit), parameter_types(parameters))
    except (RuleError, ValueError):
        return None, 0
    asked = compile_columns(
        {"answer": rule},
        values={"amount": value},
        subjects=snapshot.subjects(kind, actor),
        members=members_for(snapshot, [rule, value]) if kind == "family" else None,
        subject_key="n",
        member_subject_key="family_n",
        parameters=parameters,
        as_of=snapshot.as_of,
    )
    try:
        with snapshot.asking() as cursor:
            row = cursor.execute(
                "SELECT sum(amount), count(*) FILTER (WHERE amount IS NULL)"  # noqa: S608 - our own compiled rule
                f" FROM ({ibis.to_sql(asked, dialect='duckdb')}) WHERE answer"
            ).fetchone()
    except TooSlow:
        return None, 0
    total, without = row or (None, 0)
    return round(total or 0), int(without)


def _examples(actor: Actor, unit: str, ids: tuple[UUID, ...]) -> tuple[Example, ...]:
    """Those the reader may see, by name of the record and place."""
    kind = KIND_OF_UNIT[unit]
    if kind == "institution":
        names = institutions.names_of(ids)
        return tuple(Example(kind, each, names[each], "") for each in ids if each in names)
    visible = registry_policies.families_visible_to(actor) if kind == "family" else registry_policies.visible_to(actor)
    seen = set(visible.filter(pk__in=ids).values_list("pk", flat=True))
    labels = registry.labels_for(kind, seen)
    places = registry.area_labels({label.area_code for label in labels.values()})
    return tuple(
        Example(kind, each, labels[each].name, places.get(labels[each].area_code, labels[each].area_code))
        for each in ids
        if each in labels
    )


def nobody(reason: str = "") -> Reach:
    """No counts, and why."""
    return Reach(problem=reason or _("Perbaiki aturannya dulu, lalu jumlahnya dihitung."))
