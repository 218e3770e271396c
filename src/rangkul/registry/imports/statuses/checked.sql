-- What Dukcapil says of persons.

-- name: checked
UPDATE {claims} c SET target = p.id, old = p.nik_status,
    mode = CASE WHEN (c.a IS NULL OR c.a = p.nik_status OR (p.nik_index IS NULL AND c.a NOT IN ('BELUM_REKAM', 'TIDAK_PUNYA')))
                     AND (c.v = '' OR p.died_on IS NOT NULL) THEN 'S' ELSE 'U' END
FROM registry_person p WHERE c.k = 'CHECKED' AND p.id = c.person_id;

-- name: nik_not_recorded
UPDATE {found} x SET code = 'NIK_BELUM_DICATAT'
FROM {claims} c, {rows} r, registry_person p
WHERE c.k = 'CHECKED' AND p.id = c.person_id AND p.nik_index IS NULL AND r.row = c.row AND r.nik_index IS NOT NULL AND x.row = c.row;

-- name: verified_elsewhere
UPDATE {found} x SET code = 'NIK_DUA_ORANG'
FROM {claims} c, registry_person p, registry_person q
WHERE c.k = 'CHECKED' AND c.mode = 'U' AND c.a = 'ADA_PADAN' AND p.id = c.person_id AND q.nik_index = p.nik_index AND q.id <> p.id
  AND q.nik_status = 'ADA_PADAN' AND q.died_on IS NULL AND q.merged_into_id IS NULL AND x.row = c.row;

-- name: verified_elsewhere_gone
DELETE FROM {claims} c USING {found} x WHERE x.row = c.row AND x.code <> '';
