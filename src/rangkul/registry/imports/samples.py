"""What the approver looks at before approving: new and changed rows from all over the file, each with its village."""

import json

from rangkul.registry.imports.statements import Statements

KEPT = 500

type Sample = tuple[int, str, str, dict[str, list[str | None]], str]

_SAMPLES_SQL = """
(SELECT r.row, 'NEW', r.name, '{{}}'::text, r.area_code FROM {rows} r
 WHERE r.row %% %(new_step)s = 0 AND NOT EXISTS (SELECT 1 FROM {verdicts} v WHERE v.row = r.row) ORDER BY r.row LIMIT %(kept)s)
UNION ALL
(SELECT r.row, 'CHANGED', r.name, v.difference::text, r.area_code FROM {verdicts} v JOIN {rows} r ON r.row = v.row
 WHERE v.verdict = 'CHANGED' AND v.row %% %(changed_step)s = 0 ORDER BY v.row LIMIT %(kept)s)
"""
_AREAS_SQL = """
SELECT r.row, r.area_code FROM {verdicts} v JOIN {rows} r ON r.row = v.row WHERE v.verdict IN ('DOUBTFUL', 'REFUSED')
"""


def samples(statements: Statements, *, new: int, changed: int) -> list[Sample]:
    """(row, verdict, name, {field: [old, new]}, village) of every so many rows, the whole file through.

    Files are sorted by village: the first rows alone would show the approver one village of seventy.
    """
    found = statements.rows(_SAMPLES_SQL, new_step=new // KEPT + 1, changed_step=changed // KEPT + 1, kept=KEPT)
    return [(number, verdict, name, json.loads(difference), area) for number, verdict, name, difference, area in found]


def areas_of(statements: Statements, shown: list[Sample]) -> dict[int, str]:
    """{row: village} of the samples and of every row that is doubtful or refused after matching."""
    problems = {int(number): str(area) for number, area in statements.rows(_AREAS_SQL)}
    return problems | {number: area for number, _, _, _, area in shown}
