"""Which facts that a rule asks are not known, and of how many: why somebody cannot be judged."""

from dataclasses import dataclass

from rangkul.insight.everybody.warm import RELATION, EverybodySnapshot
from rangkul.platform.policy.actor import Actor
from rangkul.registry.policies import can_view_health
from rangkul.rules.parse import Rule
from rangkul.rules.vocabulary import Fact, FactType


@dataclass(frozen=True, slots=True)
class Blank:
    """A fact that is unknown for `missing` of `total` families, persons or (`of_members`) members of families."""

    label: str
    missing: int
    total: int
    of_members: bool

    @property
    def percent(self) -> int:
        """In whole percent, never 0 where something is missing."""
        return max(1, round(100 * self.missing / self.total))


def blanks_of(snapshot: EverybodySnapshot, actor: Actor, rule: Rule, *, kind: str) -> list[Blank]:
    """The facts of a rule that are unknown for somebody in the actor's areas, the most often unknown first.

    `kind`: "family" or "person". Facts about health only for who may see health. Raises TooSlow.
    """
    vocabulary = rule.vocabulary
    prefix = f"{vocabulary.member_list.name}." if vocabulary.member_list else ""
    own = [vocabulary.find_fact(name) for name in rule.facts_used]
    of_members = [
        vocabulary.find_member_fact(name.removeprefix(prefix))
        for name in rule.facts_used
        if prefix and name.startswith(prefix)
    ]
    found = _counted(snapshot, actor, RELATION[kind], own, of_members=False)
    found += _counted(snapshot, actor, "members", of_members, of_members=True)
    return sorted(found, key=lambda each: -each.missing / each.total)


def _counted(
    snapshot: EverybodySnapshot, actor: Actor, table: str, facts: list[Fact | None], *, of_members: bool
) -> list[Blank]:
    asked = [
        fact
        for fact in facts
        if fact is not None
        and fact.nullable
        and fact.type is not FactType.MEMBERS
        and (not fact.sensitive or can_view_health(actor))
    ]
    if not asked:
        return []
    missing = ", ".join(f"count(*) - count({fact.column})" for fact in asked)
    where = f"{snapshot.areas_of(actor)}{' AND family_n IS NOT NULL' if of_members else ''}"
    with snapshot.asking() as cursor:
        row = cursor.execute(f"SELECT count(*), {missing} FROM {table} WHERE {where}").fetchone()  # noqa: S608
    total, *counts = row or (0,)
    return [
        Blank(fact.label, int(count), int(total), of_members)
        for fact, count in zip(asked, counts, strict=True)
        if count
    ]
