"""Screening everybody in a snapshot folder, of a district or a nation: the same rules on whichever engine.

As in PostgreSQL, whoever meets a rule or cannot be judged is written by id, and everybody is counted by village:

    OUT/results/component=CODE/*.parquet    id, area_code, terms_version, rule_digest, verdict, has_registry_id
    OUT/tallies.parquet                     component, area_code, verdict, amount
    OUT/screening.json                      day, engine, components with version and counts
"""

import json
import os
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import ibis  # type: ignore[import-untyped,unused-ignore]
import pyarrow as pa
from pyarrow import parquet

from rangkul.kernel.errors import Refused
from rangkul.programmes.engines import Engine
from rangkul.programmes.enums import RequiredRegistry, Verdict
from rangkul.programmes.folder_questions import FolderQuestion
from rangkul.registry.snapshot_folder import SnapshotFolder
from rangkul.registry.vocabulary import FAMILY
from rangkul.rules.compile import Table, compile_columns

_PROOFS = {RequiredRegistry.DTKS: "punya_id_dtks", RequiredRegistry.DTSEN: "terdaftar_dtsen"}
Progress = Callable[[str], None]


@dataclass
class FolderScreening:
    """What came out: per component how many subjects by verdict, and the components that a folder cannot answer.

    `seconds` from the open engine to the written counts.
    """

    as_of: date
    engine: str
    counts: dict[str, dict[Verdict, int]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    seconds: float = 0.0


@dataclass(slots=True)
class _Tallies:
    component: list[str] = field(default_factory=list)
    area_code: list[str] = field(default_factory=list)
    verdict: list[str] = field(default_factory=list)
    amount: list[int] = field(default_factory=list)

    def add(self, component: str, area: str, verdict: Verdict, amount: int) -> None:
        if amount:
            for column, value in zip(self.columns(), (component, area, verdict.value, amount), strict=True):
                column.append(value)

    def columns(self) -> tuple[list[Any], ...]:
        return (self.component, self.area_code, self.verdict, self.amount)


def screen_folder(
    folder: SnapshotFolder,
    questions: Sequence[FolderQuestion],
    *,
    engine: Engine,
    out: Path,
    progress: Progress = lambda _told: None,
) -> FolderScreening:
    """Answer every question for every subject of the folder and write results and counts to `out`.

    Questions about institutions are left out: a snapshot holds none. `out` must not exist or be empty; what is there is
    complete when screening.json is. Raises Refused.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Refused(
            field="Folder hasil", value=str(out), expected="folder baru atau kosong", remedy="pilih folder lain"
        )
    started = time.perf_counter()
    done = FolderScreening(folder.as_of, engine.name)
    answerable = [each for each in questions if each.kind != "institution"]
    done.left_out = [each.component for each in questions if each.kind == "institution"]
    tallies = _Tallies()
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    before = os.umask(0o077)
    try:
        for number, parts in enumerate(engine.batches(folder), 1):
            progress(f"{number}: {', '.join(part.regency for part in parts)}")
            families = engine.read(folder.files("families", parts))
            members = engine.read(folder.files("members", parts))
            for kind, together in _grouped(answerable):
                subjects = families if kind == "family" else _persons(members, families, folder)
                _answer(kind, together, subjects, members, folder.as_of, engine, out, tallies)
        _write_tallies(tallies, out)
        _count(tallies, answerable, done)
        done.seconds = time.perf_counter() - started
        _write_note(done, answerable, out)
    finally:
        os.umask(before)
        shutil.rmtree(out / ".scratch", ignore_errors=True)
    return done


def _grouped(questions: Sequence[FolderQuestion]) -> list[tuple[str, list[FolderQuestion]]]:
    """Questions about one kind of subject whose parameters agree: one query answers them together."""
    groups: list[tuple[str, list[FolderQuestion], dict[str, Any]]] = []
    for question in questions:
        for kind, together, given in groups:
            own = question.parameters
            if kind == question.kind and all(given.get(name, value) == value for name, value in own.items()):
                together.append(question)
                given.update(own)
                break
        else:
            groups.append((question.kind, [question], dict(question.parameters)))
    return [(kind, together) for kind, together, _given in groups]


def _persons(members: Table, families: Table, folder: SnapshotFolder) -> Table:
    """Whoever lives in the folder's area, with the facts of the family under `keluarga_…`; unknown without one."""
    columns = [fact.column for fact in FAMILY.facts if fact.column in families.columns]
    seen = families.select(rk_family=families.id, **{f"keluarga_{name}": families[name] for name in columns})
    here = members.filter(members.area_code.substr(0, 5).isin([part.regency for part in folder.parts]))
    return here.left_join(seen, here.family_id == seen.rk_family).drop("rk_family")


def _answer(
    kind: str,
    together: list[FolderQuestion],
    subjects: Table,
    members: Table,
    as_of: date,
    engine: Engine,
    out: Path,
    tallies: _Tallies,
) -> None:
    columns = {f"c{number}": question for number, question in enumerate(together)}
    parameters: dict[str, Any] = {}
    for question in together:
        parameters |= question.parameters
    asked = compile_columns(
        {column: question.rule for column, question in columns.items()},
        subjects=subjects,
        members=members if kind == "family" else None,
        subject_key="id",
        member_subject_key="family_id",
        parameters=parameters,
        as_of=as_of,
    )
    proofs = {name: _holds(kind, name, subjects) for name in _PROOFS.values()}
    held = subjects.select(rk_id=subjects.id, area_code=subjects.area_code, **{f"rk_{k}": v for k, v in proofs.items()})
    kept = engine.keep(asked.join(held, asked.id == held.rk_id).drop("rk_id"), out / ".scratch")
    for column, question in columns.items():
        _write_results(kept, column, question, engine, out)
    _tally(kept, columns, engine, tallies)


def _holds(kind: str, name: str, subjects: Table) -> Any:
    """Whether the subject has the id of a registry; a person is in DTSEN by way of the family."""
    if kind == "person" and name == _PROOFS[RequiredRegistry.DTSEN]:
        return subjects[f"keluarga_{name}"].fill_null(False)
    return subjects[name]


def _write_results(kept: Table, column: str, question: FolderQuestion, engine: Engine, out: Path) -> None:
    met = kept[column]
    proof = _PROOFS.get(RequiredRegistry(question.required_registry))
    rows = kept.filter(met | met.isnull())
    results = rows.select(
        id=rows.id,
        area_code=rows.area_code,
        terms_version=ibis.literal(question.version, type="int32"),
        rule_digest=ibis.literal(question.rule.digest),
        verdict=rows[column].isnull().ifelse(Verdict.UNKNOWN.value, Verdict.MET.value),
        has_registry_id=rows[f"rk_{proof}"] if proof else ibis.literal(True),
    )
    engine.write(results, out / "results" / f"component={question.component}")


def _tally(kept: Table, columns: dict[str, FolderQuestion], engine: Engine, tallies: _Tallies) -> None:
    """Counts by village of all components of a group in one pass."""
    sums: dict[str, Any] = {"rk_all": kept.count()}
    for column in columns:
        sums[f"{column}_met"] = kept[column].fill_null(False).cast("int64").sum()
        sums[f"{column}_unknown"] = kept[column].isnull().cast("int64").sum()
    for row in engine.collect(kept.group_by("area_code").aggregate(**sums)).to_pylist():
        for column, question in columns.items():
            met, unknown = row[f"{column}_met"], row[f"{column}_unknown"]
            for verdict, amount in (
                (Verdict.MET, met),
                (Verdict.NOT_MET, row["rk_all"] - met - unknown),
                (Verdict.UNKNOWN, unknown),
            ):
                tallies.add(question.component, row["area_code"], verdict, amount)


def _write_tallies(tallies: _Tallies, out: Path) -> None:
    """Sorted, and villages that two batches share added up."""
    kinds = (pa.string(), pa.string(), pa.string(), pa.int64())
    names = ("component", "area_code", "verdict", "amount")
    arrays = [pa.array(values, kind) for values, kind in zip(tallies.columns(), kinds, strict=True)]
    table = pa.table(dict(zip(names, arrays, strict=True)))
    summed = table.group_by(list(names[:3])).aggregate([("amount", "sum")]).rename_columns(list(names))
    parquet.write_table(summed.sort_by([(name, "ascending") for name in names[:3]]), out / "tallies.parquet")


def _count(tallies: _Tallies, questions: Sequence[FolderQuestion], done: FolderScreening) -> None:
    done.counts = {question.component: dict.fromkeys(Verdict, 0) for question in questions}
    for component, _area, verdict, amount in zip(*tallies.columns(), strict=True):
        done.counts[component][Verdict(verdict)] += amount


def _write_note(done: FolderScreening, questions: Sequence[FolderQuestion], out: Path) -> None:
    told = {
        "as_of": done.as_of.isoformat(),
        "engine": done.engine,
        "seconds": round(done.seconds, 3),
        "components": {
            each.component: {
                "terms_version": each.version,
                "rule_digest": each.rule.digest,
                **{verdict.value: amount for verdict, amount in done.counts[each.component].items()},
            }
            for each in questions
        },
        "left_out": done.left_out,
    }
    (out / "screening.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
