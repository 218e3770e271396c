-- What the health office tells of mothers and small children.

-- name: does_not_fit
UPDATE {found} x SET code = CASE WHEN c.a = 'KEHAMILAN' THEN 'BUKAN_PEREMPUAN' ELSE 'BUKAN_BALITA' END
FROM {claims} c JOIN registry_person p ON p.id = c.person_id
WHERE c.k = 'HEALTH' AND x.row = c.row AND (
    (c.a = 'KEHAMILAN' AND p.sex = 'L')
    OR (c.a = 'GIZI_BALITA' AND (p.birth_date IS NULL OR p.birth_date > c.f OR p.birth_date + interval '60 months' <= c.f)));

-- name: does_not_fit_gone
DELETE FROM {claims} c USING {found} x WHERE c.k = 'HEALTH' AND x.row = c.row AND x.code <> '';

-- name: health
UPDATE {claims} c SET target = h.id,
    mode = CASE WHEN h.status = c.v AND h.until_on IS NOT DISTINCT FROM c.u THEN 'S' ELSE 'U' END
FROM registry_healthrecord h
WHERE c.k = 'HEALTH' AND h.person_id = c.person_id AND h.kind = c.a AND h.measured_on = c.f AND h.source = c.d ->> 'source';
