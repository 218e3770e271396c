"""What the registry knows that ends a benefit or calls for one, over everybody at once: relations as SQL.

Each constant is one SELECT for a room above to join with its own lists; the parameters are `as_of` (date), and `lower`
and `upper` (bounds of an area's code). They name no actor: only jobs that have been asked for by somebody with the right
to it may use them, and what they find is read through policies.
"""

HELD_OUTSIDE = """
SELECT o.id, o.programme, o.number, o.source, lower(o.period) AS since, 'person' AS kind, p.id AS subject_id,
    p.area_code, p.name
FROM registry_outsidemembership o JOIN registry_person p ON p.id = o.person_id
WHERE o.period @> %(as_of)s::date AND p.area_code >= %(lower)s AND p.area_code < %(upper)s
UNION ALL
SELECT o.id, o.programme, o.number, o.source, lower(o.period), 'family', f.id, f.area_code, f.head_name
FROM registry_outsidemembership o JOIN registry_family f ON f.id = o.family_id
WHERE o.period @> %(as_of)s::date AND f.area_code >= %(lower)s AND f.area_code < %(upper)s
"""
"""Memberships of outside programmes in force: id, programme, number, source, since, kind, subject_id, area_code, name."""

PERSON_NOW = """
SELECT r.id AS record, r.merged_into_id IS NOT NULL AS was_merged, s.id, s.name, s.area_code, s.birth_date, s.died_on,
    s.source, s.nik_index, s.education_code, s.updated_at::date AS changed_on,
    CASE WHEN s.birth_date <= %(as_of)s THEN date_part('year', age(%(as_of)s::date, s.birth_date))::int END AS age
FROM registry_person r JOIN registry_person s ON s.id = coalesce(r.survivor_id, r.id)
"""
"""Every record with the person it is now, after however many merges."""

FAMILY_NOW = """
SELECT f.id, f.head_name, f.area_code, f.kk_index, f.source, f.updated_at::date AS changed_on,
    CASE WHEN f.ended_on <= %(as_of)s THEN f.ended_on END AS ended_on
FROM registry_family f WHERE f.formed_on IS NULL OR f.formed_on <= %(as_of)s
"""
"""Families formed by the day; `ended_on` only when it is past."""

LIVING_MEMBERS = """
SELECT m.family_id, p.id AS person_id, m.relation,
    CASE WHEN p.birth_date <= %(as_of)s THEN date_part('year', age(%(as_of)s::date, p.birth_date))::int END AS age
FROM registry_membership m JOIN registry_person p ON p.id = m.person_id
WHERE m.period @> %(as_of)s::date AND p.merged_into_id IS NULL AND (p.died_on IS NULL OR p.died_on > %(as_of)s)
"""
"""Who lives in a family on the day: family_id, person_id, relation, age (null when unknown)."""

DIED_IN_FAMILY = """
SELECT m.family_id, m.relation, p.id AS person_id, p.name, p.died_on, p.source
FROM registry_membership m JOIN registry_person p ON p.id = m.person_id
WHERE p.died_on <= %(as_of)s AND p.merged_into_id IS NULL AND m.period @> p.died_on
"""
"""Who died as a member of a family, and in which place (relation)."""

MOVED_AWAY = """
SELECT DISTINCT ON (m.person_id) m.id, m.person_id, m.family_id, upper(m.period) AS moved_on
FROM registry_membership m
WHERE m.end_reason = 'PINDAH' AND upper(m.period) <= %(as_of)s
    AND NOT EXISTS (
        SELECT FROM registry_membership n
        WHERE n.person_id = m.person_id AND lower(n.period) >= upper(m.period) AND lower(n.period) <= %(as_of)s
    )
ORDER BY m.person_id, upper(m.period) DESC
"""
"""Persons whose last membership of a family ended by moving; none began since. See `queries.away`."""

NOT_AWAY = """NOT EXISTS (
    SELECT FROM registry_membership w
    WHERE w.person_id = {0} AND w.end_reason = 'PINDAH' AND upper(w.period) <= %(as_of)s AND NOT EXISTS (
        SELECT FROM registry_membership n
        WHERE n.person_id = w.person_id AND lower(n.period) >= upper(w.period) AND lower(n.period) <= %(as_of)s
    )
)"""
"""A condition: the person whose id is {0} had not moved away by the day."""

VERIFIED_NIK = """
SELECT nik_index FROM registry_person
WHERE nik_status = 'ADA_PADAN' AND merged_into_id IS NULL AND died_on IS NULL AND nik_index IS NOT NULL
"""
"""Keyed indexes of NIKs that the population register has confirmed: two records that carry one are one person."""

DECILES = """
SELECT DISTINCT ON (family_id, person_id) family_id, person_id, id, source, since, decile
FROM (
    SELECT coalesce(w.family_id, m.family_id) AS family_id,
        CASE WHEN coalesce(w.family_id, m.family_id) IS NULL THEN w.person_id END AS person_id,
        w.id, w.source, lower(w.period) AS since, w.decile
    FROM registry_welfarestatus w
    LEFT JOIN registry_membership m ON m.person_id = w.person_id AND m.period @> %(as_of)s::date
    WHERE w.period @> %(as_of)s::date AND w.decile IS NOT NULL
) known
ORDER BY family_id, person_id, since DESC NULLS LAST, decile, id
"""
"""The decile in force of each family (its own or a member's; the latest, of one day the lower), and of persons in none."""

SERVED_OUTSIDE = """
SELECT o.person_id, o.family_id FROM registry_outsidemembership o WHERE o.period @> %(as_of)s::date
"""
"""Persons and families with any outside programme in force."""

FAMILIES_HERE = """
SELECT f.id, f.head_name, f.area_code FROM registry_family f
WHERE f.area_code >= %(lower)s AND f.area_code < %(upper)s AND (f.ended_on IS NULL OR f.ended_on > %(as_of)s)
    AND (f.formed_on IS NULL OR f.formed_on <= %(as_of)s)
"""
"""Families that live in the area on the day."""

PERSONS_HERE = f"""
SELECT p.id, p.name, p.area_code FROM registry_person p
WHERE p.area_code >= %(lower)s AND p.area_code < %(upper)s AND p.merged_into_id IS NULL
    AND (p.died_on IS NULL OR p.died_on > %(as_of)s) AND {NOT_AWAY.format("p.id")}
"""  # noqa: S608 - every part is a constant of this module
"""Persons who live in the area on the day."""

DISABLED_WITHOUT_PBI = f"""
SELECT DISTINCT ON (p.id) p.id AS person_id, p.name, p.area_code, c.id, c.source, lower(c.period) AS since
FROM registry_condition c JOIN registry_person p ON p.id = c.person_id
WHERE c.kind = 'DISABILITAS' AND c.period @> %(as_of)s::date
    AND p.area_code >= %(lower)s AND p.area_code < %(upper)s AND p.merged_into_id IS NULL
    AND (p.died_on IS NULL OR p.died_on > %(as_of)s) AND {NOT_AWAY.format("p.id")}
    AND NOT EXISTS (
        SELECT FROM registry_outsidemembership o WHERE o.person_id = p.id AND o.programme = 'PBI_JK'
            AND o.period @> %(as_of)s::date
    )
    AND NOT EXISTS (
        SELECT FROM registry_membership m JOIN registry_outsidemembership o ON o.family_id = m.family_id
        WHERE m.person_id = p.id AND m.period @> %(as_of)s::date AND o.programme = 'PBI_JK'
            AND o.period @> %(as_of)s::date
    )
ORDER BY p.id, lower(c.period) DESC NULLS LAST, c.id
"""  # noqa: S608 - every part is a constant of this module
"""Persons with a disability in force whom PBI-JK does not cover (R224)."""
