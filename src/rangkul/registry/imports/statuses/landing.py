"""The landing of status files: what `platform.importing` asks of the registry."""

import json
from typing import Any

import polars as pl
from django.db import connection

from rangkul.kernel import clock
from rangkul.platform.importing.checking import Problem
from rangkul.platform.importing.enums import Verdict
from rangkul.platform.importing.landing import FORMATS, LANDINGS, Fallen, Matched, Progress, register_landing
from rangkul.platform.importing.models import ImportBatch
from rangkul.registry.enums import Source
from rangkul.registry.imports.statuses import staging
from rangkul.registry.imports.statuses.contrary import contrary
from rangkul.registry.imports.statuses.reasons import REASONS
from rangkul.registry.imports.statuses.statements import Statements, load
from rangkul.registry.imports.statuses.undo import undo

SAMPLES = 25
_LOCK = "registry.import"
# The verdict of a row is that of its most telling claim: something changes, else something is new, else all is known.
_VERDICTS_SQL = """
SELECT verdict, count(*) FROM (
    SELECT x.row, CASE WHEN x.code <> '' THEN 'DOUBTFUL' WHEN bool_or(c.mode IN ('C', 'U', 'E')) THEN 'CHANGED'
                       WHEN bool_or(c.mode = 'I') THEN 'NEW' ELSE 'SAME' END AS verdict
    FROM {found} x LEFT JOIN {claims} c ON c.row = x.row GROUP BY x.row, x.code) v GROUP BY 1
"""
_SAMPLES_SQL = """
SELECT c.row, CASE WHEN bool_or(c.mode IN ('C', 'U', 'E')) THEN 'CHANGED' ELSE 'NEW' END,
       max(coalesce(p.name, h.head_name, '')),
       jsonb_object_agg(CASE c.k WHEN 'STATUS' THEN 'desil' WHEN 'MEMBER' THEN CASE WHEN c.mode = 'E' THEN 'keluar_program' ELSE 'ikut_program' END
                                 WHEN 'LEAVE' THEN 'keluar_program' WHEN 'IDENTITY' THEN 'nomor' WHEN 'SHEET' THEN 'isian'
                                 WHEN 'HEALTH' THEN 'kesehatan' ELSE 'status_nik' END,
                        jsonb_build_array(c.old, CASE c.k WHEN 'STATUS' THEN coalesce(c.n::text, CASE WHEN c.l THEN 'terdaftar' ELSE 'tidak terdaftar' END)
                                 WHEN 'MEMBER' THEN CASE WHEN c.mode <> 'E' THEN c.a || coalesce(' ' || nullif(c.v, ''), '') END
                                 WHEN 'IDENTITY' THEN c.v WHEN 'SHEET' THEN c.a WHEN 'HEALTH' THEN 'dicatat' WHEN 'CHECKED' THEN concat_ws(', ', c.a, 'meninggal ' || nullif(c.v, '')) END))
FROM {claims} c LEFT JOIN registry_person p ON p.id = c.person_id LEFT JOIN registry_family h ON h.id = c.family_id
WHERE c.row IN ((SELECT DISTINCT row FROM {claims} WHERE mode IN ('C', 'U', 'E') AND row > 0 ORDER BY row LIMIT %(samples)s)
                UNION (SELECT DISTINCT row FROM {claims} WHERE mode = 'I' AND row > 0 ORDER BY row LIMIT %(samples)s)
                UNION SELECT unnest(%(others)s::int[])) AND c.mode <> 'S'
GROUP BY c.row ORDER BY c.row
"""
# Rows taken for the head's family although their card is another: whoever approves is asked.
_OTHER_CARD_SQL = """
SELECT r.row, f.head_name FROM {rows} r JOIN {found} x ON x.row = r.row AND x.code = '' JOIN registry_family f ON f.id = x.family_id
WHERE r.subject = 'F' AND f.kk_index <> r.kk_index ORDER BY r.row
"""
_FALLEN_SQL = """
SELECT CASE WHEN c.person_id IS NULL THEN 'family' ELSE 'person' END, coalesce(c.person_id, c.family_id),
       coalesce(p.area_code, h.area_code), CASE c.k WHEN 'STATUS' THEN 'desil' ELSE 'ikut_program' END, coalesce(c.old, '')
FROM {claims} c LEFT JOIN registry_person p ON p.id = c.person_id LEFT JOIN registry_family h ON h.id = c.family_id
WHERE c.row = 0 ORDER BY 3, coalesce(p.name, h.head_name), 2
"""


class StatusLanding:
    """Statuses, memberships, numbers and filled forms of persons and families the registry knows, from one source."""

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
        """Verdicts for every staged row; rows about nobody the registry knows, or about several, are doubtful."""
        statements = Statements(batch, source=self.source)
        _match(statements, progress)
        doubts = statements.rows("SELECT row, code, detail FROM {found} WHERE code <> '' ORDER BY row")
        counts = {str(verdict): int(count) for verdict, count in statements.rows(_VERDICTS_SQL)}
        cards = {int(row): str(head) for row, head in statements.rows(_OTHER_CARD_SQL)}
        others = list(cards)[:SAMPLES]
        subjects = int(statements.rows("SELECT count(DISTINCT kk_index) FROM {rows} WHERE kk_index IS NOT NULL")[0][0])
        return Matched(
            counts=counts,
            problems=[_problem(*each) for each in doubts],
            samples=[
                (
                    row,
                    verdict,
                    name,
                    _as_difference(told) | ({"keluarga": [cards[row], "KK lain"]} if row in cards else {}),
                )
                for row, verdict, name, told in statements.rows(_SAMPLES_SQL, samples=SAMPLES, others=others)
            ],
            families=subjects,
            question=" ".join(filter(None, (_question(statements, batch), _about_cards(list(cards))))),
            fallen=[Fallen(*each) for each in statements.rows(_FALLEN_SQL)],
            fall_offs=int(statements.rows("SELECT count(*) FROM {claims} WHERE row = 0")[0][0]),
        )

    def apply(self, batch: ImportBatch, progress: Progress) -> dict[str, int]:
        """Write what is new, changes and ends; those who fell off the list end only when the approver said so."""
        statements = Statements(batch, source=self.source)
        _bulk(batch)
        _match(statements, progress)
        if not batch.layout.get("closes_missing"):
            statements.run("DELETE FROM {claims} WHERE row = 0")
        outcome: dict[str, int] = {}
        todo = load("apply")
        for place, (title, text) in enumerate(todo.items()):
            written = statements.run(text, at=clock.now())
            if written:
                outcome[title] = written
            progress(place, len(todo), f"menulis ke registri, langkah {place + 1} dari {len(todo)}")
        outcome["fallen"] = int(statements.rows("SELECT count(*) FROM {claims} WHERE row = 0")[0][0])
        outcome["same"] = int(
            statements.rows(
                "SELECT count(*) FROM (SELECT row FROM {claims} GROUP BY row HAVING bool_and(mode = 'S')) s"
            )[0][0]
        )
        return outcome

    def contrary(self, batch: ImportBatch, other: ImportBatch) -> list[tuple[int, str, dict[str, list[str | None]]]]:
        theirs = LANDINGS[FORMATS[other.format_code].landing]
        is_same_source = isinstance(theirs, StatusLanding) and theirs.source == self.source
        return contrary(batch, other, is_same_source=is_same_source)

    def undo(self, batch: ImportBatch, progress: Progress) -> dict[str, object]:
        _bulk(batch)
        return undo(batch, Statements(batch, source=self.source), progress)


def _match(statements: Statements, progress: Progress) -> None:
    for table in ("found", "claims"):
        statements.run(f"TRUNCATE {{{table}}}")
    statements.run("ANALYZE {rows}")
    steps = [*load("match").items()]
    for place, (title, text) in enumerate(steps):
        statements.run(text)
        if title == "claimed":
            statements.run("ANALYZE {claims}")
        progress(place, len(steps) + 3, "mencari orang dan keluarganya di registri")
    for text in load("compare").values():
        statements.run_for_both(text)
    progress(len(steps) + 1, len(steps) + 3, "membandingkan dengan registri")
    for name in ("checked", "health", "fallen"):
        for text in load(name).values():
            statements.run(text)


def _question(statements: Statements, batch: ImportBatch) -> str:
    """A file said to hold families with many rows per family card holds persons (Tanggamus' 311,662, R115)."""
    rows, cards = statements.rows(
        "SELECT count(*), count(DISTINCT kk_index) FROM {rows} WHERE subject = 'F' AND kk_index IS NOT NULL"
    )[0]
    if rows < 20 or rows < 1.25 * cards:
        return ""
    return (
        f"Berkas ini daftar keluarga, tetapi {rows} barisnya hanya berisi {cards} nomor KK. "
        "Apakah isinya orang (anggota keluarga), bukan keluarga?"
    )


def _about_cards(rows: list[int]) -> str:
    """What the approver is asked when families are known under another card than the file's."""
    if not rows:
        return ""
    first = ", ".join(map(str, rows[:5])) + (" …" if len(rows) > 5 else "")
    return (
        f"{len(rows)} baris memuat KK lain: NIK atau nomor pesertanya dan nama kepala keluarganya sama seperti di "
        f"registri, tetapi nomor KK-nya berbeda (baris {first}). Apakah keluarganya memang sama?"
    )


def _problem(number: int, code: str, detail: str) -> Problem:
    reason = REASONS[code]
    return Problem(
        number=number,
        verdict=Verdict.DOUBTFUL,
        code=code,
        column=reason.column,
        shown=(f"baris {detail}" if code == "BARIS_BERTENTANGAN" else detail)[:300],
        expected=reason.expected,
        remedy=reason.remedy,
    )


def _as_difference(told: Any) -> dict[str, list[str | None]]:
    return json.loads(told) if isinstance(told, str) else dict(told)


def _bulk(batch: ImportBatch) -> None:
    """One import at a time, and one summary row per statement in the trail of rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [_LOCK])
        cursor.execute("SELECT set_config('rangkul.bulk', %s, true)", [str(batch.pk)])
        cursor.execute("SET LOCAL work_mem = '128MB'")


def landing_code(source: str) -> str:
    """The code under which the landing of a source is registered."""
    return f"registry.status.{source}"


for _source in Source:
    register_landing(landing_code(_source.value), StatusLanding(_source.value))
