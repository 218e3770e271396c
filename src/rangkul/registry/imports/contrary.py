"""Two population files that both wait and say different things about one person."""

import json

from django.db import connection
from psycopg import sql

from rangkul.platform.importing.models import ImportBatch
from rangkul.registry.imports import staging

_CONTRARY_SQL = """
SELECT m.row, m.name, d.difference::text
FROM (SELECT m.row AS mine, t.row AS theirs FROM {mine} m JOIN {theirs} t ON t.nik_index = m.nik_index
      UNION ALL SELECT m.row, t.row FROM {mine} m JOIN {theirs} t ON t.kk_index = m.kk_index AND t.name_key = m.name_key
      WHERE m.nik_index IS NULL OR t.nik_index IS NULL) both_tell
JOIN {mine} m ON m.row = both_tell.mine JOIN {theirs} t ON t.row = both_tell.theirs
CROSS JOIN LATERAL (SELECT jsonb_strip_nulls(jsonb_build_object(
    'nama', CASE WHEN m.name_key <> t.name_key THEN jsonb_build_array(t.name, m.name) END,
    'jenis_kelamin', CASE WHEN m.sex <> t.sex THEN jsonb_build_array(t.sex, m.sex) END,
    'tanggal_lahir', CASE WHEN m.birth_date <> t.birth_date THEN jsonb_build_array(t.birth_date, m.birth_date) END,
    'wilayah', CASE WHEN m.area_code <> t.area_code THEN jsonb_build_array(t.area_code, m.area_code) END,
    'keluarga', CASE WHEN m.kk_index <> t.kk_index THEN jsonb_build_array('nomor KK lain', 'nomor KK ini') END,
    'meninggal', CASE WHEN (m.life = 'DEAD') <> (t.life = 'DEAD') THEN jsonb_build_array(t.life, m.life) END
)) AS difference) d
WHERE d.difference <> '{{}}'::jsonb
ORDER BY m.row
"""


def contrary(batch: ImportBatch, other: ImportBatch) -> list[tuple[int, str, dict[str, list[str | None]]]]:
    """(row, name, {field: [what `other` says, what `batch` says]}) of persons in both files by NIK, without one by card and name.

    A file that is newer by its own day is expected to differ in what time changes; all the same both wait, and only one
    of them can be applied last.
    """
    if not (staging.staged(batch) and staging.staged(other)):
        return []
    names = {"mine": staging.rows_table(batch), "theirs": staging.rows_table(other)}
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(_CONTRARY_SQL).format(**names))
        return [(number, name, json.loads(difference)) for number, name, difference in cursor.fetchall()]
