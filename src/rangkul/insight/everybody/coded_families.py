"""Families as arrays: each one's own facts by the number of their combination, its members by the numbers of theirs.

Made beside the coding of the members, for the facts that what is in force asks: `rules.answering` then answers a moved slider
from some ten thousand combinations.
"""

from dataclasses import dataclass

import duckdb
import ibis  # type: ignore[import-untyped,unused-ignore]
import numpy as np

from rangkul.insight.everybody.coded import WORTH, Coding, find_coding
from rangkul.insight.everybody.warm import EverybodySnapshot
from rangkul.rules.coded import Array, Coded
from rangkul.rules.hoisted import PROFILE

_KEPT = "coded_families"
_MOST = 3
_FACT = "desil"
"""Coded when no rule asks for a family's own facts, so that there is something to number."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """`families` is None where too few families share a combination of these facts."""

    facts: frozenset[str]
    own: frozenset[str]
    families: Coded | None


def find_families(snapshot: EverybodySnapshot, facts: frozenset[str], own: frozenset[str]) -> Coded | None:
    """Families coded by these facts of members and of their own, if they are kept."""
    return next(
        (
            each.families
            for each in snapshot.memory.get(_KEPT, ())
            if each.families is not None and facts <= each.facts and own <= each.own
        ),
        None,
    )


def keep_families(
    snapshot: EverybodySnapshot, cursor: duckdb.DuckDBPyConnection, facts: frozenset[str], own: frozenset[str]
) -> None:
    """Code the families by their own facts and those asked before, where the members are coded.

    The caller holds the snapshot's lock. Tables are never dropped: somebody may be asking them.
    """
    kept: list[_Kept] = snapshot.memory.setdefault(_KEPT, [])
    coding = find_coding(snapshot, facts)
    known = any(facts <= each.facts and own <= each.own for each in kept)
    in_vain = any(each.families is None and each.own <= own for each in kept)
    if coding is None or known or in_vain or len(kept) >= _MOST:
        return
    wanted = own.union({_FACT}, *(each.own for each in kept if each.families))
    kept.append(_Kept(coding.facts, wanted, _coded(snapshot, cursor, coding, wanted, f"own_profiles_{len(kept)}")))


def _coded(
    snapshot: EverybodySnapshot, cursor: duckdb.DuckDBPyConnection, coding: Coding, own: frozenset[str], table: str
) -> Coded | None:
    listed = ", ".join(sorted(own))
    cursor.execute(
        f"CREATE TABLE {table} AS SELECT (row_number() OVER () - 1)::INTEGER AS {PROFILE}, *"  # noqa: S608
        f" FROM (SELECT DISTINCT {listed} FROM families)"
    )
    counted = cursor.execute(
        f"SELECT (SELECT count(*) FROM {table}) * {WORTH} <= (SELECT count(*) FROM families)"  # noqa: S608
    ).fetchone()
    if not counted or not counted[0]:
        cursor.execute(f"DROP TABLE {table}")
        return None
    same = " AND ".join(f"f.{fact} IS NOT DISTINCT FROM p.{fact}" for fact in sorted(own))
    found = cursor.execute(
        f"SELECT f.n, p.{PROFILE} FROM families f JOIN {table} p ON {same}"  # noqa: S608
    ).fetchnumpy()
    own_of: Array = np.empty(len(found["n"]), np.intp)
    own_of[found["n"]] = found[PROFILE]
    linked = cursor.execute(f"SELECT family_n, {PROFILE} FROM links_{coding.number} ORDER BY family_n").fetchnumpy()  # noqa: S608
    keys, slots = _by_size(linked["family_n"], linked[PROFILE].astype(np.intp), len(own_of))
    types = snapshot.schemas["families"]
    profiles = ibis.table({PROFILE: "int32"} | {fact: types[fact] for fact in sorted(own)}, name=table)
    return Coded(profiles, coding.members(snapshot).profiles, keys, own_of[keys], slots)


def _by_size(owners: Array, profiles: Array, families: int) -> tuple[Array, tuple[Array, ...]]:
    """The families in descending order of size, and their first members, second members and so on."""
    sizes = np.bincount(owners, minlength=families)
    starts = np.cumsum(sizes) - sizes
    keys = np.argsort(-sizes, kind="stable").astype(np.int32)
    firsts = starts[keys]
    ends = [int(np.count_nonzero(sizes > place)) for place in range(int(sizes.max(initial=0)))]
    return keys, tuple(profiles[firsts[:end] + place] for place, end in enumerate(ends))
