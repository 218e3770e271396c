-- Who was on the list before and is not on this one: claims with row 0, which are applied only when the approver says so.
-- Somebody whose row is doubtful is not counted: it is not known that they fell off.

-- name: members
INSERT INTO {claims} (row, k, person_id, family_id, a, v, f, target, mode, old)
SELECT 0, 'MEMBER', o.person_id, o.family_id, o.programme, o.number, %(as_of)s::date, o.id, 'E', o.programme
FROM registry_outsidemembership o
LEFT JOIN registry_person p ON p.id = o.person_id
LEFT JOIN registry_family h ON h.id = o.family_id
WHERE o.programme IN (SELECT DISTINCT c.a FROM {claims} c WHERE c.k = 'MEMBER')
  AND o.source = %(source)s AND upper_inf(o.period) AND lower(o.period) < %(as_of)s::date
  AND coalesce(p.area_code, h.area_code) >= %(scope)s AND coalesce(p.area_code, h.area_code) < %(scope_end)s
  AND NOT EXISTS (SELECT 1 FROM {claims} c WHERE c.row > 0 AND c.k IN ('MEMBER', 'LEAVE') AND c.a = o.programme AND c.person_id = o.person_id)
  AND NOT EXISTS (SELECT 1 FROM {claims} c WHERE c.row > 0 AND c.k IN ('MEMBER', 'LEAVE') AND c.a = o.programme AND c.family_id = o.family_id)
  AND NOT EXISTS (SELECT 1 FROM {rows} r WHERE r.nik_index = p.nik_index)
  AND NOT EXISTS (SELECT 1 FROM {rows} r WHERE r.kk_index = h.kk_index);

-- name: statuses
INSERT INTO {claims} (row, k, person_id, family_id, a, v, f, u, l, mode, old)
SELECT 0, 'STATUS', w.person_id, w.family_id, g.a, '', g.f, g.u, false, 'I', coalesce(w.decile::text, 'terdaftar')
FROM (SELECT c.a, c.f, c.u, (SELECT max(lower(e.period)) FROM registry_welfarestatus e WHERE e.source = c.a AND lower(e.period) < c.f) AS before
      FROM {claims} c WHERE c.k = 'STATUS' AND c.u IS NOT NULL GROUP BY c.a, c.f, c.u) g
JOIN registry_welfarestatus w ON w.source = g.a AND lower(w.period) = g.before AND w.is_listed
LEFT JOIN registry_person p ON p.id = w.person_id
LEFT JOIN registry_family h ON h.id = w.family_id
WHERE coalesce(p.area_code, h.area_code) >= %(scope)s AND coalesce(p.area_code, h.area_code) < %(scope_end)s
  AND NOT EXISTS (SELECT 1 FROM registry_welfarestatus e WHERE e.source = g.a AND e.period = daterange(g.f, g.u)
                  AND (e.person_id = w.person_id OR e.family_id = w.family_id))
  AND NOT EXISTS (SELECT 1 FROM {claims} c WHERE c.row > 0 AND c.k = 'STATUS' AND c.f = g.f AND c.person_id = w.person_id)
  AND NOT EXISTS (SELECT 1 FROM {claims} c WHERE c.row > 0 AND c.k = 'STATUS' AND c.f = g.f AND c.family_id = w.family_id)
  AND NOT EXISTS (SELECT 1 FROM {rows} r WHERE r.nik_index = p.nik_index)
  AND NOT EXISTS (SELECT 1 FROM {rows} r WHERE r.kk_index = h.kk_index);

-- name: open_statuses
INSERT INTO {claims} (row, k, person_id, family_id, a, v, f, l, target, mode, old)
SELECT 0, 'STATUS', w.person_id, w.family_id, w.source, '', %(as_of)s::date, false, w.id, 'E', coalesce(w.decile::text, 'terdaftar')
FROM registry_welfarestatus w
LEFT JOIN registry_person p ON p.id = w.person_id
LEFT JOIN registry_family h ON h.id = w.family_id
WHERE w.source IN (SELECT DISTINCT c.a FROM {claims} c WHERE c.k = 'STATUS' AND c.u IS NULL AND c.row > 0)
  AND w.is_listed AND upper_inf(w.period) AND lower(w.period) < %(as_of)s::date
  AND coalesce(p.area_code, h.area_code) >= %(scope)s AND coalesce(p.area_code, h.area_code) < %(scope_end)s
  AND NOT EXISTS (SELECT 1 FROM {claims} c WHERE c.row > 0 AND c.k = 'STATUS' AND c.a = w.source AND c.person_id = w.person_id)
  AND NOT EXISTS (SELECT 1 FROM {claims} c WHERE c.row > 0 AND c.k = 'STATUS' AND c.a = w.source AND c.family_id = w.family_id)
  AND NOT EXISTS (SELECT 1 FROM {rows} r WHERE r.nik_index = p.nik_index)
  AND NOT EXISTS (SELECT 1 FROM {rows} r WHERE r.kk_index = h.kk_index);
