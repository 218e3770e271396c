"""What every matching asks besides a number: whether name and birth date fit, and what officials corrected since."""

from psycopg import sql

ALIKE = sql.SQL(
    "(coalesce(p.birth_date = r.birth_date, false)"
    " OR coalesce(similarity(p.name_key, r.name_key) >= 0.5, r.birth_date IS NULL OR p.birth_date IS NULL))"
)
"""Row `r` may be person `p`: the same birth date or a name alike enough; a row that tells neither cannot be held against it."""

FITS_FAMILY = sql.SQL(
    "(r.name_key IS NULL OR coalesce(similarity(upper(f.head_name), r.name_key) >= 0.5, false) OR EXISTS ("
    "SELECT 1 FROM registry_membership m JOIN registry_person p ON p.id = m.person_id"
    " WHERE m.family_id = f.id AND similarity(p.name_key, r.name_key) >= 0.5))"
)
"""The name in row `r` is that of the head or of a member, present or past, of family `f`."""

WHO = sql.SQL("(p.name || coalesce(', lahir ' || to_char(p.birth_date, 'DD-MM-YYYY'), ''))")
"""Person `p` as the page of doubtful rows names them."""

_HERE = "{0}.area_code >= %(scope)s AND {0}.area_code < %(scope_end)s"

WHO_HERE = sql.SQL(
    f"(CASE WHEN {_HERE.format('p')} THEN p.name || coalesce(', lahir ' || to_char(p.birth_date, 'DD-MM-YYYY'), '')"
    " ELSE 'orang' END || ' (' || p.area_code || ')')"
)
FAMILY_HERE = sql.SQL(
    f"(CASE WHEN {_HERE.format('f')} THEN f.head_name ELSE 'keluarga' END || ' (' || f.area_code || ')')"
)
"""The same with the village; who lives outside the file's area is not named to whoever uploaded it."""

CORRECTED = sql.SQL("""(
    SELECT s.subject_id AS person_id, max(e.at) AS at, array_agg(DISTINCT x.field) AS fields
    FROM audit_event e
    JOIN audit_eventsubject s ON s.event_id = e.id AND s.kind = 'person'
    CROSS JOIN LATERAL (
        SELECT CASE f.name WHEN 'area_code' THEN 'place' WHEN 'address' THEN 'place' ELSE f.name END
        FROM jsonb_array_elements_text(e.data -> 'fields') f(name) WHERE e.name = 'registry.person.correct'
        UNION ALL SELECT 'nik' WHERE e.name = 'registry.person.record_nik'
        UNION ALL SELECT 'died_on' WHERE e.name IN ('registry.person.record_death', 'registry.person.take_back_death')
        UNION ALL SELECT 'place'
        WHERE e.name IN ('registry.family.move', 'registry.family.correct_address',
                         'registry.family.transfer_member', 'registry.person.bring_back')) x(field)
    WHERE e.name IN ('registry.person.correct', 'registry.person.record_nik', 'registry.person.record_death',
                     'registry.person.take_back_death', 'registry.family.move', 'registry.family.correct_address',
                     'registry.family.transfer_member', 'registry.person.bring_back')
      AND e.at >= (%(as_of)s::date + 1)::timestamp AT TIME ZONE %(zone)s
    GROUP BY s.subject_id)""")
"""Whom officials corrected after the file's day: `person_id`, when last, and the fields (`place` for where they live)."""
