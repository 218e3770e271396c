"""Two status files that both wait and say different things about one person or family."""

import json

from django.db import connection
from psycopg import sql

from rangkul.platform.importing.models import ImportBatch
from rangkul.registry.imports.statuses import staging

_SAID = """
    SELECT c.row, c.person_id, c.family_id, c.a, c.v, c.n, c.l, c.k IN ('MEMBER', 'LEAVE') AS is_served, c.k = 'MEMBER' AS is_member,
           CASE WHEN c.u >= c.f THEN daterange(c.f, c.u) ELSE daterange(c.f, NULL) END AS period,
           CASE c.k WHEN 'MEMBER' THEN concat_ws(' ', c.a, nullif(c.v, '')) WHEN 'LEAVE' THEN 'bukan ' || c.a
                ELSE CASE WHEN c.l THEN coalesce(c.n::text, 'terdaftar') ELSE 'tidak terdaftar' END END AS said
    FROM {claims} c WHERE c.row > 0 AND (c.k = 'STATUS' OR (%(members)s AND c.k IN ('MEMBER', 'LEAVE')))
"""
# The same register and an overlapping time: another decile or listing; the same programme: served or not, or another number.
_CONTRARY_SQL = """
WITH mine AS MATERIALIZED ({mine}), theirs AS MATERIALIZED ({theirs}), both_say AS (
    SELECT m.*, t.said AS other FROM mine m JOIN theirs t ON {about} AND t.a = m.a AND t.is_served = m.is_served
    WHERE t.period && m.period AND CASE WHEN m.is_served
        THEN t.is_member <> m.is_member OR (t.v <> m.v AND t.v <> '' AND m.v <> '')
        ELSE t.l <> m.l OR t.n <> m.n END)
SELECT b.row, coalesce(r.name, ''), jsonb_object_agg(CASE WHEN b.is_served THEN 'ikut_program' ELSE 'desil' END,
                                                     jsonb_build_array(b.other, b.said))::text
FROM both_say b JOIN {rows} r ON r.row = b.row GROUP BY b.row, r.name ORDER BY b.row
"""
_ABOUT = ("t.person_id = m.person_id", "t.family_id = m.family_id")


def contrary(
    batch: ImportBatch, other: ImportBatch, *, is_same_source: bool
) -> list[tuple[int, str, dict[str, list[str | None]]]]:
    """(row, name, {field: [what `other` says, what `batch` says]}) of whom both matched files are about.

    Deciles and listings of a register are held against each other whatever the source of the file; memberships only of
    one source, for those of two stand side by side in the registry anyway.
    """
    if not (staging.staged(batch) and staging.staged(other)):
        return []
    said = {
        name: sql.SQL(_SAID).format(claims=staging.table(which, "claims"))
        for name, which in (("mine", batch), ("theirs", other))
    } | {"rows": staging.table(batch, "rows")}
    found: list[tuple[int, str, dict[str, list[str | None]]]] = []
    with connection.cursor() as cursor:
        for about in _ABOUT:
            cursor.execute(sql.SQL(_CONTRARY_SQL).format(**said, about=sql.SQL(about)), {"members": is_same_source})
            found += [(number, name, json.loads(difference)) for number, name, difference in cursor.fetchall()]
    return sorted(found, key=lambda each: each[0])
