"""Everybody at once: the rules of many components over a snapshot, and their answers into the tables by COPY."""

import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import duckdb
import ibis  # type: ignore[import-untyped,unused-ignore]
from django.db import connection
from pyarrow import csv as arrow_csv

from rangkul.institutions.facts import institution_facts
from rangkul.programmes.enums import RequiredRegistry, Verdict
from rangkul.programmes.models import Component, ScreeningResult, ScreeningRun, ScreeningTally, Terms
from rangkul.programmes.verdicts import judge, rule_of, subject_kind, verdict_of
from rangkul.registry.snapshot import Snapshot, SubjectFacts
from rangkul.rules.compile import compile_columns

_RELATION = {"family": "families", "person": "persons"}
_HOLDS_ID = {
    ("family", RequiredRegistry.DTKS): "punya_id_dtks",
    ("family", RequiredRegistry.DTSEN): "terdaftar_dtsen",
    ("person", RequiredRegistry.DTKS): "punya_id_dtks",
    ("person", RequiredRegistry.DTSEN): "coalesce(keluarga_terdaftar_dtsen, false)",
}


@dataclass(frozen=True, slots=True)
class Question:
    """A component with the terms to judge by."""

    component: Component
    terms: Terms

    @property
    def kind(self) -> str:
        return subject_kind(self.component)


@dataclass(frozen=True, slots=True)
class Answers:
    """The verdicts over a snapshot: per component a relation with columns id, area_code, answer, holds_id."""

    base: duckdb.DuckDBPyConnection
    taken_at: datetime
    relation: dict[Any, str] = field(default_factory=dict)


def judge_everybody(taken: Snapshot, questions: Sequence[Question]) -> Answers:
    """Answer every question over the snapshot; rules about the same kind of subject share one query."""
    answers = Answers(taken.connection, taken.taken_at)
    for number, (kind, together) in enumerate(_grouped(questions)):
        if kind == "institution":
            for question in together:
                _judge_institutions(taken, question, answers)
            continue
        _judge_columns(taken, kind, together, f"answers_{number}", answers)
    return answers


def store_answers(run: ScreeningRun, question: Question, answers: Answers) -> ScreeningRun:
    """Keep the counts on the run and by village, and by id whoever meets the rule or cannot be judged."""
    relation = answers.relation[question.component.pk]
    counted = answers.base.execute(
        f"SELECT area_code, answer, count(*) FROM ({relation}) GROUP BY 1, 2 ORDER BY 1, 2"  # noqa: S608
    ).fetchall()
    totals: dict[Verdict, int] = defaultdict(int)
    for _area, answer, count in counted:
        totals[verdict_of(answer)] += count
    ScreeningTally.objects.bulk_create(
        ScreeningTally(run=run, area_code=area, verdict=verdict_of(answer), amount=count)
        for area, answer, count in counted
    )
    run.met, run.not_met, run.unknown = (totals[each] for each in (Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN))
    run.save(update_fields=["met", "not_met", "unknown"])
    rows = answers.base.execute(
        f"SELECT '{run.pk}' AS run_id, id::VARCHAR AS subject_id, area_code,"  # noqa: S608
        f" CASE WHEN answer THEN '{Verdict.MET}' ELSE '{Verdict.UNKNOWN}' END AS verdict, holds_id"
        f" FROM ({relation}) WHERE answer IS NOT FALSE"
    ).to_arrow_table()
    buffer = io.BytesIO()
    arrow_csv.write_csv(rows, buffer, arrow_csv.WriteOptions(include_header=False))
    _copy_in(buffer)
    return run


def _copy_in(rows: io.BytesIO) -> None:
    table = ScreeningResult._meta.db_table
    with connection.cursor() as cursor:
        statement = f"COPY {table} (run_id, subject_id, area_code, verdict, has_registry_id) FROM STDIN (FORMAT csv)"
        with cursor.cursor.copy(statement) as into:
            into.write(rows.getbuffer())


def _grouped(questions: Iterable[Question]) -> list[tuple[str, list[Question]]]:
    """Questions about one kind of subject whose parameters agree, so that one query can answer them together."""
    groups: list[tuple[str, list[Question], dict[str, Any]]] = []
    for question in questions:
        for kind, together, parameters in groups:
            given = question.terms.parameters
            if kind == question.kind and all(parameters.get(name, value) == value for name, value in given.items()):
                together.append(question)
                parameters.update(given)
                break
        else:
            groups.append((question.kind, [question], dict(question.terms.parameters)))
    return [(kind, together) for kind, together, _ in groups]


def _judge_columns(taken: Snapshot, kind: str, together: list[Question], name: str, answers: Answers) -> None:
    engine = ibis.duckdb.from_connection(taken.connection)
    columns = {f"c{number}": question for number, question in enumerate(together)}
    parameters: dict[str, Any] = {}
    for question in together:
        parameters |= question.terms.parameters
    asked = compile_columns(
        {column: rule_of(question.terms, question.component.unit) for column, question in columns.items()},
        subjects=engine.table(_RELATION[kind]),
        members=engine.table("members") if kind == "family" else None,
        subject_key="id",
        member_subject_key="family_id",
        parameters=parameters,
        as_of=taken.as_of,
    )
    # Village and registry id are carried along once, not looked up again for every component.
    proofs = {required: f"holds_{required.lower()}" for kinds, required in _HOLDS_ID if kinds == kind}
    held = ", ".join(f"{_HOLDS_ID[kind, required]} AS {column}" for required, column in proofs.items())
    taken.connection.execute(
        f"CREATE TEMP TABLE {name} AS SELECT a.*, s.area_code, {', '.join(proofs.values())}"  # noqa: S608
        f" FROM ({ibis.to_sql(asked, dialect='duckdb')}) a"
        f" JOIN (SELECT id, area_code, {held} FROM {_RELATION[kind]}) s ON s.id = a.id"
    )
    for column, question in columns.items():
        required = question.terms.required_registry
        holds = proofs[RequiredRegistry(required)] if required else "true"
        answers.relation[question.component.pk] = (
            f"SELECT id, area_code, {column} AS answer, {holds} AS holds_id FROM {name}"  # noqa: S608
        )


def _judge_institutions(taken: Snapshot, question: Question, answers: Answers) -> None:
    """A district has dozens of institutions: each is judged by itself."""
    name = f"institutions_{question.component.pk.hex}"
    taken.connection.execute(f"CREATE TEMP TABLE {name} (id UUID, area_code VARCHAR, answer BOOLEAN, holds_id BOOLEAN)")
    rows = [
        [
            each.pk,
            each.area_code,
            judge(question.terms, question.component.unit, SubjectFacts(facts), taken.as_of).result,
            not question.terms.required_registry,
        ]
        for each, facts in institution_facts(on=taken.as_of, area=taken.area)
    ]
    if rows:
        taken.connection.executemany(f"INSERT INTO {name} VALUES (?, ?, ?, ?)", rows)  # noqa: S608
    answers.relation[question.component.pk] = f"SELECT * FROM {name}"  # noqa: S608
