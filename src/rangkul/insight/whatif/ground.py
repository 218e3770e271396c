"""What is in force, answered once for a snapshot and kept in its DuckDB: only what a scenario changes is computed anew.

A ground holds two tables over the actor's areas, for families and for persons: breakdowns, the answers of the rules in
force, who is enrolled, who is reached, and for families whether any of the components reaches them.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from rangkul.insight.everybody import EverybodySnapshot, keep_coding, keep_families
from rangkul.insight.everybody.warm import RELATION
from rangkul.insight.whatif.asking import Asked, asked_by, parsed_value, together
from rangkul.insight.whatif.columns import (
    Counted,
    Place,
    answers_in_sql,
    cell_in_sql,
    count_all,
    cut_of,
    everything_asked,
    group_in_sql,
    places_of,
    pool_in_sql,
)
from rangkul.insight.whatif.in_force import InForce, token_of
from rangkul.insight.whatif.scenario import Change
from rangkul.platform.policy.actor import Actor
from rangkul.rules.errors import ParameterError, RuleError

KINDS = ("family", "person")
REACHED = {"family": "(hits > 0 OR by_member)", "person": "(hits > 0)"}
"""SQL that any of the components reaches a row, a family also through a member."""
_MOST = 4
_SECONDS = 60.0
"""Once for a snapshot, so it may take longer than a question."""
_SERVED = """
CREATE TABLE IF NOT EXISTS served_families AS
SELECT s.component_id, f.n AS family_n FROM served s JOIN families f ON f.id = s.subject_id WHERE s.kind = 'family'
UNION SELECT s.component_id, p.family_n FROM served s JOIN members p ON p.id = s.subject_id
WHERE s.kind = 'person' AND p.family_n IS NOT NULL
"""


@dataclass(frozen=True, eq=False, slots=True)
class Ground:
    """The kept answers; `tables` by kind, `broken` tells why a rule in force cannot be asked."""

    name: str
    components: tuple[InForce, ...]
    tables: Mapping[str, str]
    broken: Mapping[str, str]
    areas: tuple[str, ...]
    _counted: dict[tuple[str, int], Counted] = field(default_factory=dict)

    def places(self, kind: str) -> list[Place]:
        """The components of a kind that can be asked."""
        return [each for each in places_of(self.components, kind) if each.terms.code not in self.broken]

    def counted(self, cursor: duckdb.DuckDBPyConnection, kind: str, poor: int) -> Counted:
        """Everything in force counted by every breakdown; worked out once for a target decile."""
        found = self._counted.get((kind, poor))
        if found is None:
            measures = {"n": "count(*)", "reached": f"count_if({REACHED[kind]})"}
            for place in self.places(kind):
                measures |= measures_of(place, f"r{place.number}", f"e{place.number}")
            source = f"SELECT *, {group_in_sql('cell', 'desil', poor)} AS grp FROM {self.tables[kind]}"  # noqa: S608
            found = self._counted[kind, poor] = count_all(cursor, source, measures, self.areas)
        return found


def measures_of(place: Place, reached: str, enrolled: str) -> dict[str, str]:
    """What is counted of a component: met, unknown, reached, enrolled and of them not reached, amounts that differ."""
    number = place.number
    measures = {
        f"met{number}": f"count_if(m{number})",
        f"unknown{number}": f"count_if(m{number} IS NULL)",
        f"reached{number}": f"count_if({reached})",
        f"enrolled{number}": f"count_if({enrolled})",
        f"enrolled_out{number}": f"count_if({enrolled} AND NOT {reached})",
    }
    if place.terms.amount_text:
        measures[f"amount{number}"] = f"coalesce(sum(v{number}) FILTER (WHERE {reached}), 0)"
        measures[f"uncosted{number}"] = f"count_if({reached} AND v{number} IS NULL)"
    return measures


def ground_of(snapshot: EverybodySnapshot, actor: Actor, components: Sequence[InForce]) -> Ground:
    """The ground of these components in the actor's areas; made on first use. Raises TooSlow."""
    token = (token_of(components), actor.areas, actor.is_system)
    with snapshot.lock:
        kept: OrderedDict[Any, Ground] = snapshot.memory.setdefault("whatif", OrderedDict())
        found = kept.get(token)
        if found is None:
            made = snapshot.memory["whatif_made"] = snapshot.memory.get("whatif_made", 0) + 1
            with snapshot.asking(_SECONDS) as cursor:
                found = _make(snapshot, actor, tuple(components), cursor, f"ground_{made}")
                kept[token] = found
                while len(kept) > _MOST:
                    _token, old = kept.popitem(last=False)
                    for table in old.tables.values():
                        cursor.execute(f"DROP TABLE IF EXISTS {table}")
        kept.move_to_end(token)
        return found


def _make(
    snapshot: EverybodySnapshot,
    actor: Actor,
    components: tuple[InForce, ...],
    cursor: duckdb.DuckDBPyConnection,
    name: str,
) -> Ground:
    cursor.execute(_SERVED)
    asked: dict[str, Asked] = {}
    broken: dict[str, str] = {}
    for each in components:
        if each.kind in KINDS:
            try:
                asked[each.code] = asked_by(each, Change())
                check_values(each)
            except (RuleError, ParameterError, ValueError) as error:
                broken[each.code] = str(error)
                asked.pop(each.code, None)
    tables = {kind: f"{name}_{kind}" for kind in KINDS}
    families = {
        place: asked[place.terms.code] for place in places_of(components, "family") if place.terms.code in asked
    }
    question = together(everything_asked("family", families))
    keep_coding(snapshot, cursor, question.member_facts)
    keep_families(snapshot, cursor, question.member_facts, question.own_facts)
    for kind in reversed(KINDS):  # families need to know which of their members are reached
        places = {place: asked[place.terms.code] for place in places_of(components, kind) if place.terms.code in asked}
        _fill(snapshot, actor, cursor, kind, tables, places)
    return Ground(name, components, tables, broken, snapshot.areas)


def check_values(terms: InForce) -> None:
    """Raise RuleError or ParameterError when the amount or the declared order of the terms cannot be read."""
    texts = [text for text, _direction in terms.ranking] + ([terms.amount_text] if terms.amount_text else [])
    for text in texts:
        parsed_value(text, terms.kind, terms.parameters)


def _fill(
    snapshot: EverybodySnapshot,
    actor: Actor,
    cursor: duckdb.DuckDBPyConnection,
    kind: str,
    tables: Mapping[str, str],
    asked: Mapping[Place, Asked],
) -> None:
    """Answers first; then each quota cuts, and the table that is kept is written. `hits`: how many components reach."""
    answers = [column for place in asked for column in place.columns]
    enrolled = [f"bool_or(component_id = '{place.terms.component_id}') AS e{place.number}" for place in asked]
    flags = [f"coalesce(e.e{place.number}, false) AS e{place.number}" for place in asked]
    columns = [*_BREAKDOWNS[kind], *(f"a.{column}" for column in answers), *flags]
    joins = _JOINS[kind]
    if asked:
        joins += f" JOIN ({answers_in_sql(snapshot, cursor, actor, kind, asked)}) a ON a.n = s.n"
        joins += (
            f" LEFT JOIN (SELECT x.n, {', '.join(enrolled)} FROM served y JOIN {RELATION[kind]} x"  # noqa: S608
            f" ON x.id = y.subject_id WHERE y.kind = '{kind}' GROUP BY 1) e ON e.n = s.n"
        )
    if kind == "family":
        joins += f" LEFT JOIN (SELECT DISTINCT family_n FROM {tables['person']} WHERE hits > 0) x ON x.family_n = s.n"  # noqa: S608
        columns.append("x.family_n IS NOT NULL AS by_member")
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE pre AS SELECT {', '.join(columns)} FROM {joins}"  # noqa: S608
        f" WHERE {snapshot.areas_of(actor, 's.area_code')}"
    )
    reached = []
    for place in asked:
        pool = pool_in_sql(place)
        reached.append(f"({pool} AND {cut_of(cursor, 'pre', place, place.terms.quota, pool)}) AS r{place.number}")
    hits = " + ".join([f"r{place.number}::UTINYINT" for place in asked] or ["0::UTINYINT"])
    cursor.execute(
        f"CREATE TABLE {tables[kind]} AS SELECT *, {', '.join([*reached, f'({hits})::UTINYINT AS hits'])} FROM pre"  # noqa: S608
    )
    cursor.execute("DROP TABLE pre")


_BREAKDOWNS = {
    "family": (
        *("s.n", f"{cell_in_sql('s.area_n', 'h.sex', 'h.disabled')} AS cell", "s.desil"),
        *("s.punya_id_dtks", "s.terdaftar_dtsen"),
    ),
    "person": (
        *("s.n", "s.family_n", f"{cell_in_sql('s.area_n', 's.jenis_kelamin', 's.disabilitas')} AS cell"),
        *("s.keluarga_desil AS desil", "s.punya_id_dtks", "s.keluarga_terdaftar_dtsen"),
    ),
}
_JOINS = {"family": "families s LEFT JOIN heads h ON h.family_n = s.n", "person": "persons s"}
