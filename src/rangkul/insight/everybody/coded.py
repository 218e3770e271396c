"""Members told by what they have in common: a million members have some ten thousand combinations of the facts asked.

A question about members is then asked of every combination once, and each member only says which is his. Which facts
are worth it is known when what is in force is first answered; a rule about other facts reads the members themselves.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import duckdb
import ibis  # type: ignore[import-untyped,unused-ignore]

from rangkul.insight.everybody.warm import EverybodySnapshot
from rangkul.rules.hoisted import NOBODY, PROFILE, CodedMembers
from rangkul.rules.parse import Rule
from rangkul.rules.tree import Reference, walk

_KEPT = "coded_members"
_MOST = 3
"""Codings a snapshot keeps: another one is made when further rules ask for further facts."""
WORTH = 4
"""A coding is kept when at least so many members share a combination, taken over all."""


@dataclass(frozen=True, slots=True)
class Coding:
    """Members coded by some facts; the tables are `links_…` (family_n, profile) and `profiles_…` (profile, facts)."""

    number: int
    facts: frozenset[str]

    def members(self, snapshot: EverybodySnapshot) -> CodedMembers:
        """As unbound Ibis tables, for `compile_columns`."""
        types = snapshot.schemas["members"]
        return CodedMembers(
            links=ibis.table({"family_n": "int32", PROFILE: "int32"}, name=f"links_{self.number}"),
            profiles=ibis.table(
                {PROFILE: "int32"} | {fact: types[fact] for fact in sorted(self.facts)}, name=f"profiles_{self.number}"
            ),
        )


def facts_of_members(rules: Iterable[Rule]) -> frozenset[str]:
    """The facts of members that rules ask for, by column."""
    return frozenset().union(*(_facts(rule)[True] for rule in rules))


def facts_of_subjects(rules: Iterable[Rule]) -> frozenset[str]:
    """The facts of the subjects themselves that rules ask for, by column."""
    return frozenset().union(*(_facts(rule)[False] for rule in rules))


def _facts(rule: Rule) -> dict[bool, frozenset[str]]:
    """Of members (True) and of the subject, by column; worked out once for a rule."""
    found: dict[bool, frozenset[str]] | None = rule.memo.get("fact_columns")
    if found is None:
        asked = [part for part in walk(rule.root) if isinstance(part, Reference)]
        found = rule.memo["fact_columns"] = {
            of_member: frozenset(part.fact.column for part in asked if part.of_member is of_member)
            for of_member in (True, False)
        }
    return found


def members_for(snapshot: EverybodySnapshot, rules: Iterable[Rule]) -> Any:
    """The members for `compile_columns`, coded where a coding is kept."""
    coding = find_coding(snapshot, facts_of_members(rules))
    return coding.members(snapshot) if coding else snapshot.members()


def find_coding(snapshot: EverybodySnapshot, facts: frozenset[str]) -> Coding | None:
    """A kept coding that knows these facts (columns of `members`), if there is one."""
    if not facts:
        return None
    return next((each for each in snapshot.memory.get(_KEPT, ()) if facts <= each.facts), None)


def keep_coding(snapshot: EverybodySnapshot, cursor: duckdb.DuckDBPyConnection, facts: frozenset[str]) -> None:
    """Code the members by these facts and those that were asked before, unless too few members share a combination.

    The caller holds the snapshot's lock. Tables are never dropped: somebody may be asking them.
    """
    kept: list[Coding] = snapshot.memory.setdefault(_KEPT, [])
    tried: list[frozenset[str]] = snapshot.memory.setdefault(f"{_KEPT}_in_vain", [])
    if not facts or find_coding(snapshot, facts) or len(kept) >= _MOST or any(each <= facts for each in tried):
        return
    wanted = facts.union(*(each.facts for each in kept))
    coding = Coding(len(kept) + len(tried), wanted)
    links, profiles = f"links_{coding.number}", f"profiles_{coding.number}"
    listed = ", ".join(sorted(wanted))
    same = " AND ".join(f"m.{fact} IS NOT DISTINCT FROM p.{fact}" for fact in sorted(wanted))
    # The commonest first: they stay near the processor.
    cursor.execute(
        f"CREATE TABLE {profiles} AS SELECT (row_number() OVER (ORDER BY amount DESC) - 1)::INTEGER AS {PROFILE}, {listed}"  # noqa: S608
        f" FROM (SELECT {listed}, count(*) AS amount FROM members WHERE family_n IS NOT NULL GROUP BY ALL)"
    )
    counted = cursor.execute(
        f"SELECT (SELECT count(*) FROM {profiles}) * {WORTH} <= (SELECT count(family_n) FROM members)"  # noqa: S608
    ).fetchone()
    if not counted or not counted[0]:
        cursor.execute(f"DROP TABLE {profiles}")
        tried.append(wanted)
        return
    cursor.execute(
        f"CREATE TABLE {links} AS SELECT m.family_n, p.{PROFILE}"  # noqa: S608
        f" FROM members m JOIN {profiles} p ON {same} WHERE m.family_n IS NOT NULL"
    )
    cursor.execute(f"INSERT INTO {profiles} ({PROFILE}) VALUES ({NOBODY})")  # noqa: S608
    cursor.execute(f"INSERT INTO {links} SELECT f.n, {NOBODY} FROM families f ANTI JOIN members m ON m.family_n = f.n")  # noqa: S608
    kept.append(coding)
