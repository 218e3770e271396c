"""The landing of population files: what `platform.importing` asks of the registry."""

from functools import cache

import polars as pl
from django.db import connection

from rangkul.kernel import clock
from rangkul.platform.importing.checking import Problem
from rangkul.platform.importing.enums import Verdict
from rangkul.platform.importing.landing import Matched, Progress, register_landing
from rangkul.platform.importing.models import ImportBatch
from rangkul.registry.enums import Source
from rangkul.registry.imports import staging
from rangkul.registry.imports.contrary import contrary
from rangkul.registry.imports.reasons import REASONS
from rangkul.registry.imports.samples import areas_of, samples
from rangkul.registry.imports.statements import Statements, load
from rangkul.registry.imports.undo import undo

CHUNK = 20_000
_IN_CHUNKS = (
    *("persons_new", "memberships_new", "identities_new", "listed_new", "programmes_joined", "conditions_new"),
    "leftovers_new",
)
_LEFTOVERS = ("leftovers_before", "leftovers_new")
"""Statements for files that have columns without a place in the registry."""
_LOCK = "registry.import"
# Whom a doubtful row may be about: who was found, who has its NIK, who bears its name and birth date in its village.
_DOUBTS_SQL = """
SELECT v.row, v.verdict, v.code, v.detail, r.name, ARRAY(
    SELECT DISTINCT c.id::text FROM (
        SELECT p.id, p.area_code FROM registry_person p WHERE p.id = v.person_id
        UNION ALL SELECT p.id, p.area_code FROM registry_person p WHERE p.nik_index = r.nik_index AND p.merged_into_id IS NULL
        UNION ALL SELECT p.id, p.area_code FROM registry_person p
        WHERE p.birth_date = r.birth_date AND p.name_key = r.name_key AND p.area_code = r.area_code AND p.merged_into_id IS NULL
    ) c WHERE c.area_code >= %(scope)s AND c.area_code < %(scope_end)s LIMIT 5)
FROM {verdicts} v JOIN {rows} r ON r.row = v.row WHERE v.verdict IN ('DOUBTFUL', 'REFUSED') ORDER BY v.row
"""


class PopulationLanding:
    """Persons and families from files of one source."""

    def __init__(self, source: str) -> None:
        self.source = source

    def begin(self, batch: ImportBatch) -> None:
        staging.begin(batch)

    def stage(self, batch: ImportBatch, frame: pl.DataFrame) -> None:
        staging.stage(batch, frame)

    def staged(self, batch: ImportBatch) -> int:
        return staging.staged(batch)

    def forget(self, batch: ImportBatch) -> None:
        staging.forget(batch)

    def match(self, batch: ImportBatch, progress: Progress) -> Matched:
        """Verdicts for every staged row; problems with the reason why somebody must decide."""
        statements = Statements(batch, source=self.source)
        _match(statements, batch, progress)
        counts = {str(verdict): int(count) for verdict, count in statements.rows(
            "SELECT coalesce(v.verdict, 'NEW'), count(*) FROM {rows} r LEFT JOIN {verdicts} v ON v.row = r.row GROUP BY 1"
        )}  # fmt: skip
        doubts = statements.rows(_DOUBTS_SQL)
        new, changed = counts.get("NEW", 0), counts.get("CHANGED", 0)
        shown = samples(statements, new=new, changed=changed)
        families = int(statements.rows("SELECT count(DISTINCT kk_index) FROM {rows}")[0][0])
        return Matched(
            counts=counts,
            problems=[_problem(*each) for each in doubts],
            samples=[(number, verdict, name, difference) for number, verdict, name, difference, _ in shown],
            areas=areas_of(statements, shown),
            families=families,
            question=question_about(rows=batch.rows_staged, families=families),
        )

    def apply(self, batch: ImportBatch, progress: Progress) -> dict[str, int]:
        """Match again (others may have written since) and write; one import at a time."""
        statements = Statements(batch, source=self.source)
        _bulk(batch)
        _check_at_once()
        _match(statements, batch, progress)
        has_leftovers = bool(statements.rows("SELECT FROM {rows} WHERE leftover_index IS NOT NULL LIMIT 1"))
        todo = {title: text for title, text in _statements("apply").items() if has_leftovers or title not in _LEFTOVERS}
        outcome: dict[str, int] = dict.fromkeys(todo, 0)
        for title, text in todo.items():
            if title not in _IN_CHUNKS:
                progress(0, batch.rows_staged, "menulis keluarga dan perubahan")
                outcome[title] = statements.run(text, at=clock.now())
        staging.make_plannable("registry_family", columns=("id", "kk_index"))
        last = int(statements.rows("SELECT coalesce(max(row), 0) FROM {rows}")[0][0])
        for first in range(0, last + 1, CHUNK):
            for title, text in todo.items():
                if title not in _IN_CHUNKS:
                    continue
                outcome[title] += statements.run(text, at=clock.now(), first=first, after=first + CHUNK)
            progress(min(first + CHUNK, last), last, "menulis orang ke registri")
        outcome = {title: written for title, written in outcome.items() if written}
        outcome["same"] = int(statements.rows("SELECT count(*) FROM {verdicts} WHERE verdict = 'SAME'")[0][0])
        return outcome

    def contrary(self, batch: ImportBatch, other: ImportBatch) -> list[tuple[int, str, dict[str, list[str | None]]]]:
        return contrary(batch, other)

    def undo(self, batch: ImportBatch, progress: Progress) -> dict[str, object]:
        _bulk(batch)
        _check_at_once()
        return undo(batch, Statements(batch, source=self.source), progress)


def question_about(*, rows: int, families: int) -> str:
    """The question that a strange relation of persons and families raises; empty when it looks like a population.

    Tanggamus' 311,662 "families" were persons (R115): a list of families has about one row per family card, a
    population three to five.
    """
    if rows < 50 or not families:
        return ""
    size = rows / families
    if size < 1.25:
        return (
            f"Berkas berisi {rows} baris dan {families} nomor KK: hampir setiap baris keluarga tersendiri. "
            "Apakah ini daftar kepala keluarga, bukan daftar seluruh penduduk?"
        )
    if size > 9:
        return (
            f"Berkas berisi {rows} baris tetapi hanya {families} nomor KK, rata-rata {size:.0f} orang tiap keluarga. "
            "Apakah kolom nomor KK sudah benar?"
        )
    return ""


def _match(statements: Statements, batch: ImportBatch, progress: Progress) -> None:
    statements.run("TRUNCATE {verdicts}")
    staging.make_searchable(batch)
    todo = _statements("match")
    for place, text in enumerate(todo.values()):
        statements.run(text)
        progress(place, len(todo), f"memadankan dengan registri, langkah {place + 1} dari {len(todo)}")
    statements.run("ANALYZE {verdicts} (row, verdict, person_id)")


def _problem(number: int, verdict: str, code: str, detail: str, name: str, candidates: list[str]) -> Problem:
    reason = REASONS[code]
    return Problem(
        number=number,
        verdict=Verdict(verdict),
        code=code,
        column=reason.column,
        shown=detail[:300],
        expected=reason.expected,
        remedy=reason.remedy,
        label=name,
        candidates=tuple(candidates),
    )


def _bulk(batch: ImportBatch) -> None:
    """One import at a time, and one summary row per statement in the trail of rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [_LOCK])
        cursor.execute("SELECT set_config('rangkul.bulk', %s, true)", [str(batch.pk)])
        cursor.execute("SET LOCAL work_mem = '128MB'")


def _check_at_once() -> None:
    """Foreign keys are checked after each statement instead of all at the end.

    Nothing in applying or undoing needs a key before its row is there; measured, a check costs a third less while the pages are
    near, and PostgreSQL need not remember six million of them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@cache
def _statements(name: str) -> dict[str, str]:
    return load(name)


def landing_code(source: str) -> str:
    """The code under which the landing of a source is registered."""
    return f"registry.population.{source}"


for _source in (Source.OPENSID, Source.DTKS):
    register_landing(landing_code(_source.value), PopulationLanding(_source.value))
