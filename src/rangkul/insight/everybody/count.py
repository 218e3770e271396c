"""How far a rule reaches: met, not met and unknown in the actor's areas, with a few examples, as somebody types it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import ibis  # type: ignore[import-untyped,unused-ignore]
from django.utils.translation import gettext as _

from rangkul.insight.everybody.coded import members_for
from rangkul.insight.everybody.warm import RELATION, EverybodySnapshot, kept_snapshot
from rangkul.institutions.facts import institution_facts
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.rules.compile import compile_columns
from rangkul.rules.explain import explain
from rangkul.rules.parse import Rule
from rangkul.rules.tree import Reference, walk

EXAMPLES = 5
VIEW_HEALTH = "registry.person.view_health"


@dataclass(frozen=True, slots=True)
class RuleReach:
    """Counts in the rule's unit (persons, families or institutions) inside the actor's areas, as of `as_of`.

    The examples are always the same for the same data: by a fixed scatter of their ids, not by chance.
    """

    met: int
    not_met: int
    unknown: int
    examples_met: tuple[UUID, ...]
    examples_not: tuple[UUID, ...]
    as_of: date
    snapshot: EverybodySnapshot | None = None

    @property
    def total(self) -> int:
        """Everybody who was asked about."""
        return self.met + self.not_met + self.unknown


def count_rule(actor: Actor, rule: Rule, parameters: Mapping[str, Any], *, unit: str, as_of: date) -> RuleReach:
    """The reach of a checked rule over the kept snapshot, whose own day counts (`RuleReach.as_of`).

    `unit`: "person", "family" or "institution" (the component's unit, in any case). Institutions are few and read from
    the directory. Raises Denied when the rule speaks of health and the actor may not see health, NoSnapshotYet, TooSlow,
    ParameterError.
    """
    check_may_ask(actor, rule)
    kind = unit.lower()
    if kind == "institution":
        return _count_institutions(actor, rule, parameters, as_of)
    snapshot = kept_snapshot(as_of=as_of)
    asked = compile_columns(
        {"answer": rule},
        subjects=snapshot.subjects(kind, actor),
        members=members_for(snapshot, [rule]) if kind == "family" else None,
        subject_key="n",
        member_subject_key="family_n",
        parameters=parameters,
        as_of=snapshot.as_of,
    )
    with snapshot.asking() as cursor:
        rows = cursor.execute(
            f"WITH counted AS (SELECT answer, count(*) AS amount, min_by(n, hash(n), {EXAMPLES}) AS ns"  # noqa: S608
            f" FROM ({ibis.to_sql(asked, dialect='duckdb')}) GROUP BY answer)"
            f" SELECT answer, amount, (SELECT list(s.id ORDER BY s.n) FROM {RELATION[kind]} s WHERE s.n IN"
            " (SELECT unnest(ns))) FROM counted"
        ).fetchall()
    count = {answer: number for answer, number, _ids in rows}
    ids = {answer: tuple(found) for answer, _number, found in rows}
    return RuleReach(
        met=count.get(True, 0),
        not_met=count.get(False, 0),
        unknown=count.get(None, 0),
        examples_met=ids.get(True, ()),
        examples_not=ids.get(False, ()),
        as_of=snapshot.as_of,
        snapshot=snapshot,
    )


def speaks_of_health(rule: Rule) -> bool:
    """Whether the rule reads a fact that only an officer with the right to health may see."""
    return any(isinstance(part, Reference) and part.fact.sensitive for part in walk(rule.root))


def check_may_ask(actor: Actor, rule: Rule) -> None:
    """Raise `Denied` for a rule about health by somebody who may not see health: counts and examples would tell."""
    if speaks_of_health(rule) and not (actor.is_system or actor.may(VIEW_HEALTH)):
        raise Denied(
            permission=VIEW_HEALTH,
            message=_(
                "Aturan ini memakai data kesehatan, yang tidak boleh Anda lihat. Hapus fakta kesehatan dari aturan."
            ),
        )


def _count_institutions(actor: Actor, rule: Rule, parameters: Mapping[str, Any], as_of: date) -> RuleReach:
    answers: dict[bool | None, list[UUID]] = {True: [], False: [], None: []}
    for each, facts in institution_facts(on=as_of):
        if actor.is_system or actor.covers(each.area_code):
            answers[explain(rule, facts=facts, parameters=parameters, as_of=as_of).result].append(each.pk)
    return RuleReach(
        met=len(answers[True]),
        not_met=len(answers[False]),
        unknown=len(answers[None]),
        examples_met=tuple(answers[True][:EXAMPLES]),
        examples_not=tuple(answers[False][:EXAMPLES]),
        as_of=as_of,
    )
