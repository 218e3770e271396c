-- What Dukcapil says of persons.

-- name: checked
UPDATE {claims} c SET target = p.id, old = p.nik_status,
    mode = CASE WHEN (c.a IS NULL OR c.a = p.nik_status OR (p.nik_index IS NULL AND c.a NOT IN ('BELUM_REKAM', 'TIDAK_PUNYA')))
                     AND (c.v = '' OR p.died_on IS NOT NULL) THEN 'S' ELSE 'U' END
FROM registry_person p WHERE c.k = 'CHECKED' AND p.id = c.person_id;

-- name: older_than_known
-- A newer result stays; an older one that says the same changes nothing and is no news.
UPDATE {found} x SET code = 'HASIL_LEBIH_LAMA', detail = 'hasil ' || to_char(g.as_of, 'DD-MM-YYYY') || ' sudah dicatat'
FROM (SELECT c.row, max(s.as_of) AS as_of
      FROM {claims} c JOIN registry_sourcerecord s ON s.person_id = c.person_id AND s.source = 'DUKCAPIL' AND s.nik_status <> ''
      WHERE c.k = 'CHECKED' AND c.mode = 'U' AND s.as_of > %(as_of)s::date GROUP BY c.row) g
WHERE x.row = g.row AND x.code = '';

-- name: corrected_since
UPDATE {found} x SET code = 'LEBIH_LAMA_DARI_PERBAIKAN',
       detail = 'diperbaiki ' || to_char(o.at AT TIME ZONE %(zone)s, 'DD-MM-YYYY')
FROM {claims} c, registry_person p, {corrected} o
WHERE c.k = 'CHECKED' AND c.mode = 'U' AND p.id = c.person_id AND o.person_id = p.id AND x.row = c.row AND x.code = ''
  AND ((o.fields && ARRAY['nik', 'nik_status'] AND c.a <> p.nik_status)
       OR ('died_on' = ANY (o.fields) AND c.v <> '' AND p.died_on IS NULL));

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
