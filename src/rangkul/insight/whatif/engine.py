"""Running a scenario: only what it changes is asked again, everything is counted inside DuckDB, for a district at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from time import perf_counter
from typing import Any

import duckdb

from rangkul.insight.everybody import EverybodySnapshot, kept_snapshot
from rangkul.insight.whatif import institutions
from rangkul.insight.whatif.asking import Asked, affects_reach, as_tried, asked_by, check_change, needs_asking, told
from rangkul.insight.whatif.columns import (
    TOTAL,
    Counted,
    Place,
    answers_in_sql,
    any_of,
    count_all,
    cut_of,
    group_in_sql,
    not_left_out_in_sql,
    pool_in_sql,
)
from rangkul.insight.whatif.figures import ComponentOutcome, Outcome
from rangkul.insight.whatif.ground import KINDS, Ground, ground_of, measures_of
from rangkul.insight.whatif.in_force import InForce, InForceList, list_in_force
from rangkul.insight.whatif.policies import check_can_view
from rangkul.insight.whatif.reading import families_of, outcome_of
from rangkul.insight.whatif.scenario import Change, Scenario
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor

_BY_MEMBER = {"family": ("s.by_member",), "person": ()}


@dataclass(slots=True)
class Run:
    """A scenario in the course of being answered: what is asked of each component and what came of it.

    `asked` has the rules that must be answered anew, `changed` every component whose reach may be another, `errors` why
    a change cannot be used. After `answer`, `sources` is by kind a query over the temporary tables with columns `r…`
    (reached now), `b…` (reached before) and the breakdowns.
    """

    snapshot: EverybodySnapshot
    actor: Actor
    scenario: Scenario
    ground: Ground
    known: Mapping[str, InForce]
    asked: dict[str, Asked] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)

    def prepare(self) -> None:
        """Check every change before anything is computed."""
        for each in self.ground.components:
            change = self.scenario.change_of(each.code)
            if each.kind not in KINDS or change.is_empty or each.code in self.ground.broken:
                continue
            try:
                asked = asked_by(each, change)
                check_change(self.actor, change, asked)
            except (ValueError, Denied) as error:
                self.errors[each.code] = told(error)
                continue
            if needs_asking(change):
                self.asked[each.code] = asked

    def changed(self, kind: str) -> list[Place]:
        """Components of the kind whose reach may be another."""
        return [
            Place(each.number, as_tried(each.terms, self.change(each)))
            for each in self.ground.places(kind)
            if each.terms.code not in self.errors and affects_reach(self.change(each))
        ]

    def change(self, place: Place) -> Change:
        """What is other for a component."""
        return self.scenario.change_of(place.terms.code)

    def answer(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Fill the temporary tables: persons first, because a family is also reached through its members."""
        persons, families = self.changed("person"), self.changed("family")
        if persons:
            self.sources["person"] = self._fill(cursor, "person", persons, "false")
        if persons or families:
            by_member = "s.by_member"
            if persons:
                cursor.execute(
                    "CREATE TEMP TABLE reached_members AS SELECT DISTINCT family_n"  # noqa: S608
                    f" FROM ({self.sources['person']}) WHERE family_n IS NOT NULL AND (anyway OR any_changed)"
                )
                by_member = "(s.n IN (FROM reached_members))"
            self.sources["family"] = self._fill(cursor, "family", families, by_member)

    def _fill(self, cursor: duckdb.DuckDBPyConnection, kind: str, places: list[Place], by_member: str) -> str:
        """Only rows for which something may be other: the rule is not plainly false, or they are reached or enrolled."""
        asked = {place: self.asked[place.terms.code] for place in places if place.terms.code in self.asked}
        columns = ["s.n", "s.desil", f"{group_in_sql('s.cell', 's.desil', self.scenario.poor)} AS grp"]
        columns += ["s.family_n"] if kind == "person" else []
        others = " - ".join(["s.hits", *(f"s.r{each.number}::UTINYINT" for each in places)])
        columns.append(f"{any_of([f'{others} > 0', by_member])} AS anyway")
        columns.append(f"{any_of(['s.hits > 0', *_BY_MEMBER[kind]])} AS reached_before")
        touched = [f"{by_member} <> s.by_member"] if self.sources else []
        source = f"{self.ground.tables[kind]} s"
        if asked:
            self._answer(cursor, kind, asked)
            source += f" LEFT JOIN answers_{kind} a ON a.n = s.n"
            touched.append("a.n IS NOT NULL")
        for place in places:
            columns += self._columns(place, is_asked=place in asked)
            touched += [f"s.r{place.number}", f"s.e{place.number}"]
            touched += [] if place in asked else [f"s.m{place.number} IS DISTINCT FROM false"]
        pre = f"pre_{kind}"
        cursor.execute(
            f"CREATE TEMP TABLE {pre} AS SELECT {', '.join(columns)} FROM {source} WHERE {any_of(touched)}"  # noqa: S608
        )
        reached = []
        for place in places:
            cut = cut_of(cursor, pre, place, self._quota(place), f"p{place.number}")
            reached.append(f"(p{place.number} AND {cut}) AS r{place.number}")
        names = any_of(f"r{place.number}" for place in places)
        return f"SELECT *, {', '.join([*reached, f'{names} AS any_changed'])} FROM {pre}"  # noqa: S608

    def _answer(self, cursor: duckdb.DuckDBPyConnection, kind: str, asked: Mapping[Place, Asked]) -> None:
        """The rules answered anew; whoever is not here meets none of them."""
        answers = answers_in_sql(self.snapshot, cursor, self.actor, kind, asked)
        # Families are whole numbers without gaps: an array of them is quicker than a hash table, up to a million.
        cursor.execute("SET perfect_ht_threshold = 20")
        maybe = any_of(f"m{each.number} IS DISTINCT FROM false" for each in asked)
        cursor.execute(f"CREATE TEMP TABLE answers_{kind} AS SELECT * FROM ({answers}) WHERE {maybe}")  # noqa: S608

    def _columns(self, place: Place, *, is_asked: bool) -> list[str]:
        met, *others = place.columns
        source = "a." if is_asked else "s."
        found = f"CASE WHEN a.n IS NULL THEN false ELSE a.{met} END AS {met}" if is_asked else f"s.{met}"
        return [
            found,
            *(f"{source}{column}" for column in others),
            f"s.r{place.number} AS b{place.number}",
            f"s.e{place.number}",
            f"{self._pool(place, source)} AS p{place.number}",
        ]

    def _pool(self, place: Place, source: str) -> str:
        family = "s.n" if place.terms.kind == "family" else "s.family_n"
        left_out = not_left_out_in_sql(self.change(place), self.known, family)
        return f"({pool_in_sql(place, source)} AND {left_out})"

    def _quota(self, place: Place) -> int | None:
        quota = self.change(place).quota
        return place.terms.quota if quota is None else quota

    def counted(self, cursor: duckdb.DuckDBPyConnection, kind: str) -> Counted:
        """The scenario counted by every breakdown; empty when nothing of the kind is other."""
        if kind not in self.sources:
            return {}
        measures = {"more": "sum((anyway OR any_changed)::INTEGER - reached_before::INTEGER)"}
        for place in self.changed(kind):
            now, then = f"r{place.number}", f"b{place.number}"
            measures |= measures_of(place, now, f"e{place.number}")
            measures[f"gained{place.number}"] = f"count_if({now} AND NOT {then})"
            measures[f"lost{place.number}"] = f"count_if({then} AND NOT {now})"
        return count_all(cursor, self.sources[kind], measures, self.snapshot.areas)


def run_scenario(actor: Actor, scenario: Scenario, *, on: date, in_force: InForceList | None = None) -> Outcome:
    """What a scenario would change, over the kept snapshot, inside the actor's areas.

    Terms and quotas are those in force on `on`, read once at the beginning (or by the caller: `in_force`), so that a
    quota changed meanwhile counts from the next run on; the facts are of the snapshot's own day.
    Raises Denied, NoSnapshotYet, TooSlow.
    """
    check_can_view(actor)
    started = perf_counter()
    in_force = in_force or list_in_force(actor, on=on)
    snapshot = kept_snapshot(as_of=on)
    run = begin(snapshot, actor, scenario, in_force)
    with snapshot.asking() as cursor:
        run.answer(cursor)
        before = {kind: run.ground.counted(cursor, kind, scenario.poor) for kind in KINDS}
        after = {kind: run.counted(cursor, kind) for kind in KINDS}
    components = [_outcome(run, place, before, after) for place in _places(run)]
    return Outcome(
        scenario=scenario,
        as_of=snapshot.as_of,
        taken_at=snapshot.taken_at,
        components=tuple(components),
        families=families_of(before["family"], after["family"]),
        hidden=in_force.hidden,
        seconds=perf_counter() - started,
    )


def begin(snapshot: EverybodySnapshot, actor: Actor, scenario: Scenario, in_force: InForceList) -> Run:
    """A run whose changes are checked, ready to be answered."""
    ground = ground_of(snapshot, actor, in_force.chosen(scenario.components))
    run = Run(snapshot, actor, scenario, ground, {each.code: each for each in in_force.components})
    run.prepare()
    return run


def _places(run: Run) -> list[Place]:
    return [Place(number, each) for number, each in enumerate(run.ground.components)]


def _outcome(run: Run, place: Place, before: Mapping[str, Counted], after: Mapping[str, Counted]) -> ComponentOutcome:
    terms, change = place.terms, run.change(place)
    if terms.kind not in KINDS:
        return institutions.outcome_of(run.actor, terms, change, on=run.snapshot.as_of)
    error = run.errors.get(terms.code) or run.ground.broken.get(terms.code, "")
    is_changed = place in run.changed(terms.kind)
    sides: dict[str, Any] = {"before": before[terms.kind], "after": after[terms.kind] if is_changed else {}}
    assert TOTAL in before[terms.kind]
    return outcome_of(run.actor, place, change, error=error, **sides)
