"""One meaning: what a world's families are told one by one, and what an engine says about all of them at once."""

import math
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import ibis  # type: ignore[import-untyped,unused-ignore]
import numpy as np
import pyarrow as pa
from django.db import connection, transaction
from hypothesis import strategies as st

from rangkul.rules.answering import answers
from rangkul.rules.coded import Coded, plan_columns
from rangkul.rules.compile import CodedMembers, compile_columns
from rangkul.rules.explain import explain, value_of
from rangkul.rules.hoisted import NOBODY, PROFILE
from rangkul.rules.parse import Rule, parse_rule, parse_value
from rangkul.rules.prepared import filled, shaping, slots_of
from rangkul.rules.values import bind_parameters
from tests.rules.generators import PARAMETERS, World, rule_texts, value_texts, worlds

_POSTGRES_TYPES = {
    pa.bool_(): "boolean",
    pa.int64(): "bigint",
    pa.float64(): "double precision",
    pa.string(): "text",
    pa.date32(): "date",
}


@dataclass(frozen=True)
class Question:
    """A world with rules and values about it; `str()` shows what is needed to repeat it."""

    world: World
    rules: Mapping[str, Rule]
    values: Mapping[str, Rule]

    def __repr__(self) -> str:
        """Short: `check` says what differs; Hypothesis warns of a long one, which would hide it."""
        return f"Question(rules={[each.text for each in (*self.rules.values(), *self.values.values())]})"[:3_000]

    def columns(self, subjects: Any, members: Any, slots: Mapping[str, str] | None = None) -> Any:
        """The Ibis table of all answers over an engine's tables (keys `id` and `keluarga_id`)."""
        return compile_columns(
            self.rules,
            subjects=subjects,
            members=members,
            subject_key="id",
            member_subject_key="keluarga_id",
            parameters=self.world.parameters,
            as_of=self.world.as_of,
            clause_columns=True,
            values=self.values,
            slots=slots or {},
        )

    @property
    def asked(self) -> tuple[Rule, ...]:
        """Rules and values."""
        return (*self.rules.values(), *self.values.values())

    def told(self, number: int) -> dict[str, object]:
        """What Python tells the family of that number: the same columns."""
        facts, members = _without_unknown(self.world.families[number]), self.world.members[number]
        given: dict[str, Any] = {
            "facts": facts, "members": members, "parameters": self.world.parameters, "as_of": self.world.as_of,
        }  # fmt: skip
        row: dict[str, object] = {"id": number}
        for name, rule in self.rules.items():
            explanation = explain(rule, **given)
            row[name] = explanation.result
            row |= {f"{name}__{place}": clause.result for place, clause in enumerate(explanation.clauses, 1)}
        for name, value in self.values.items():
            found = value_of(value, **given)
            row[name] = None if found is None else float(found)
        return row

    def check(self, engine: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Fail at the first family and column where the engine's rows say something else than Python."""
        by_id = {row["id"]: row for row in rows}
        assert len(by_id) == len(self.world.families), f"{engine}: {len(by_id)} rows"
        for number, family in enumerate(self.world.families):
            told, row = self.told(number), by_id[number]
            assert row.keys() == told.keys()
            for name, expected in told.items():
                rule = (self.rules | dict(self.values)).get(name.partition("__")[0])
                assert row[name] == expected and type(row[name]) is type(expected), (
                    f"{engine} says {row[name]!r}, Python says {expected!r}: {name} {rule.text if rule else ''}\n"
                    f"family {family}\nmembers {self.world.members[number]}\n"
                    f"parameters {self.world.parameters}, as of {self.world.as_of}"
                )


@st.composite
def questions(draw: st.DrawFn, *, families: int, rules: int, values: int) -> Question:
    """A random world with rules and values about it."""
    world = draw(worlds(families))
    return Question(
        world,
        {f"r{n}": parse_rule(draw(rule_texts(world.vocabulary)), world.vocabulary, PARAMETERS) for n in range(rules)},
        {
            f"v{n}": parse_value(draw(value_texts(world.vocabulary)), world.vocabulary, PARAMETERS)
            for n in range(values)
        },
    )


def rows_of_duckdb(question: Question, engine: Any) -> list[dict[str, object]]:
    """All answers by DuckDB; `engine` is a connection of `ibis.duckdb`."""
    subjects, members = map(ibis.memtable, question.world.arrow_tables())
    rows: list[dict[str, object]] = engine.to_pyarrow(question.columns(subjects, members)).to_pylist()
    return rows


def rows_of_the_what_if(question: Question, engine: Any) -> list[dict[str, object]]:
    """The same by DuckDB as the what-if asks what `rules.coded` leaves: members by what they have in common, values put
    into compiled SQL."""
    tables = _coded_tables(question)
    families, linked, coded = (
        ibis.table(ibis.Schema.from_pyarrow(table.schema), name=name) for name, table in tables.items()
    )
    bound, slots = _bound_and_slots(question)
    sql = ibis.to_sql(question.columns(families, CodedMembers(linked, coded), slots), dialect="duckdb")
    with _registered(engine, tables):
        found: list[dict[str, object]] = engine.con.execute(filled(sql, slots, bound)).to_arrow_table().to_pylist()
    return found


def rows_of_profiles(question: Question, engine: Any) -> list[dict[str, object]]:
    """The same as the what-if asks first: families and members by their profiles, put together as bits.

    What cannot be answered so is left as Python says it: sums, and questions to members that name a fact of the family.
    """
    tables = _coded_tables(question)
    families, links, _profiles = tables.values()
    facts = [name for name in families.column_names if name != "id"]
    owners, numbers = links["keluarga_id"].to_pylist(), links[PROFILE].to_pylist()
    linked = [
        [n for owner, n in zip(owners, numbers, strict=True) if owner == family] for family in range(len(families))
    ]
    keys = sorted(range(len(families)), key=lambda family: -len(linked[family]))
    kinds: dict[str, int] = {}
    own = [kinds.setdefault(repr([row[name] for name in facts]), len(kinds)) for row in families.to_pylist()]
    firsts = families.take(pa.array([own.index(number) for number in range(len(kinds))], pa.int64()))
    tables["rk_kinds"] = firsts.drop_columns(["id"]).append_column(PROFILE, pa.array(range(len(kinds)), pa.int64()))
    as_ibis = {name: ibis.table(ibis.Schema.from_pyarrow(table.schema), name=name) for name, table in tables.items()}
    coded = Coded(
        as_ibis["rk_kinds"], as_ibis["rk_profiles"], np.array(keys), np.array([own[key] for key in keys]),
        tuple(
            np.array([linked[key][place] for key in keys if len(linked[key]) > place])
            for place in range(max(map(len, linked)))
        ),
    )  # fmt: skip
    bound, slots = _bound_and_slots(question)
    nodes = {
        name: node
        for rule_name, rule in question.rules.items()
        for name, node in {
            rule_name: rule.root, **{f"{rule_name}__{n}": part for n, part in enumerate(rule.clauses, 1)}
        }.items()
    }  # fmt: skip
    rows = [question.told(number) for number in range(len(families))]
    with _registered(engine, tables):
        told: dict[str, Any] = {"parameters": bound, "as_of": question.world.as_of, "slots": slots}
        plan = plan_columns(nodes, coded, cursor=engine.con, **told)
        given = answers(plan, coded, slots=slots, bound=bound, cursor=engine.con)
    for name, answer in given.items():
        for key, value in zip(keys, answer.as_arrow(len(keys)).to_pylist(), strict=True):
            rows[key][name] = value
    return rows


def _bound_and_slots(question: Question) -> tuple[dict[str, Any], dict[str, str]]:
    bound: dict[str, Any] = {}
    for rule in question.asked:
        bound |= bind_parameters(rule, question.world.parameters)
    return bound, slots_of(bound.keys() - set().union(*map(shaping, question.asked)))


@contextmanager
def _registered(engine: Any, tables: Mapping[str, pa.Table]) -> Iterator[None]:
    for name, table in tables.items():
        engine.con.register(name, table)
    try:
        yield
    finally:
        for name in tables:
            engine.con.unregister(name)


def _coded_tables(question: Question) -> dict[str, pa.Table]:
    """Families, links and profiles: members by what they have in common."""
    subjects, members = question.world.arrow_tables()
    numbers: dict[str, int] = {}
    names = members.column_names[1:]
    rows = [tuple(row[name] for name in names) for row in members.to_pylist()]
    links = [numbers.setdefault(repr(row), len(numbers)) for row in rows]
    first = [links.index(number) for number in range(len(numbers))]
    owners = members["keluarga_id"].to_pylist()
    alone = [family for family, there in enumerate(question.world.members) if not there]
    nobody = pa.table({name: pa.nulls(1, members.schema.field(name).type) for name in names})
    profiles = pa.concat_tables([members.take(pa.array(first, pa.int64())).drop_columns(["keluarga_id"]), nobody])
    return {
        "rk_families": subjects,
        "rk_links": pa.table({"keluarga_id": owners + alone, PROFILE: links + [NOBODY] * len(alone)}),
        "rk_profiles": profiles.append_column(PROFILE, pa.array([*range(len(first)), NOBODY], pa.int64())),
    }


def rows_of_postgres(question: Question) -> list[dict[str, object]]:
    """All answers by the test's PostgreSQL, over temporary tables that are gone afterwards."""
    # An error inside takes only the savepoint with it, so that Hypothesis can go on to a smaller example.
    with transaction.atomic(), connection.cursor() as cursor:
        tables = [
            _temporary(name, table)
            for name, table in zip(("rk_families", "rk_members"), question.world.arrow_tables(), strict=True)
        ]
        cursor.execute(ibis.to_sql(question.columns(*tables), dialect="postgres"))
        names = [column.name for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        cursor.execute("DROP TABLE rk_families, rk_members")
    return rows


def _temporary(name: str, table: pa.Table) -> Any:
    columns = ", ".join(f'"{field.name}" {_POSTGRES_TYPES[field.type]}' for field in table.schema)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {name} ({columns})")
        with cursor.cursor.copy(f"COPY {name} FROM STDIN") as into:
            for row in table.to_pylist():
                into.write_row(list(row.values()))
    return ibis.table(ibis.Schema.from_pyarrow(table.schema), name=name)


def _without_unknown(family: Mapping[str, object]) -> dict[str, object]:
    """Unknown facts left out altogether, and not-a-number kept: all of it must mean unknown."""
    return {
        name: value
        for name, value in family.items()
        if value is not None or (isinstance(value, float) and math.isnan(value))
    }
