-- Writing one batch, all in one transaction. "taken" rows are new (no verdict), changed or the same.
-- Statements of the first part run once, those of the second once per range of rows: a person and all that is said
-- of her are written while her pages are near, in the order of the file, so that indexes of ids grow at their end.

-- name: families_new
INSERT INTO registry_family (id, kk_cipher, kk_index, area_code, address, hamlet, rt, rw, livelihood, head_name,
                             source, batch_id, revision, created_at, updated_at)
SELECT {new_id}, h.kk_cipher, h.kk_index, h.area_code, coalesce(h.address, ''), coalesce(h.hamlet, ''), coalesce(h.rt, ''),
       coalesce(h.rw, ''), '', h.name, %(source)s, %(batch)s, 1, %(at)s, %(at)s
FROM (SELECT DISTINCT ON (r.kk_index) r.row FROM {rows} r LEFT JOIN {verdicts} v ON v.row = r.row
      WHERE r.kk_index IS NOT NULL AND r.life = 'ALIVE' AND coalesce(v.verdict, 'NEW') IN ('NEW', 'CHANGED', 'SAME')
      ORDER BY r.kk_index, (r.relation = 'HEAD') DESC, r.row) one
JOIN {rows} h ON h.row = one.row
WHERE NOT EXISTS (SELECT 1 FROM registry_family f WHERE f.kk_index = h.kk_index AND f.ended_on IS NULL)
ORDER BY h.row;

-- name: families_before
INSERT INTO importing_importbefore (batch_id, "table", row_id, "values")
SELECT %(batch)s, 'registry_family', f.id, to_jsonb(f)
FROM (SELECT DISTINCT ON (r.kk_index) r.* FROM {rows} r JOIN {verdicts} v ON v.row = r.row
      WHERE r.life = 'ALIVE' AND v.verdict = 'CHANGED' AND r.relation = 'HEAD' ORDER BY r.kk_index, r.row) h
JOIN registry_family f ON f.kk_index = h.kk_index AND f.ended_on IS NULL AND f.batch_id IS DISTINCT FROM %(batch)s
WHERE upper(f.head_name) <> upper(h.name) OR h.area_code <> f.area_code OR upper(h.address) <> upper(f.address)
   OR upper(h.hamlet) <> upper(f.hamlet) OR h.rt <> f.rt OR h.rw <> f.rw;

-- name: families_changed
UPDATE registry_family f
SET head_name = h.name, area_code = h.area_code, address = coalesce(h.address, f.address),
    hamlet = coalesce(h.hamlet, f.hamlet), rt = coalesce(h.rt, f.rt), rw = coalesce(h.rw, f.rw),
    source = %(source)s, batch_id = %(batch)s, revision = f.revision + 1, updated_at = %(at)s
FROM (SELECT DISTINCT ON (r.kk_index) r.* FROM {rows} r JOIN {verdicts} v ON v.row = r.row
      WHERE r.life = 'ALIVE' AND v.verdict = 'CHANGED' AND r.relation = 'HEAD' ORDER BY r.kk_index, r.row) h,
     importing_importbefore b
WHERE h.kk_index = f.kk_index AND b.batch_id = %(batch)s AND b."table" = 'registry_family' AND b.row_id = f.id;

-- name: persons_before
INSERT INTO importing_importbefore (batch_id, "table", row_id, "values")
SELECT %(batch)s, 'registry_person', p.id, to_jsonb(p)
FROM {verdicts} v JOIN registry_person p ON p.id = v.person_id WHERE v.verdict = 'CHANGED';

-- name: persons_changed
UPDATE registry_person p
SET name = r.name, name_key = r.name_key,
    nik_cipher = CASE WHEN p.nik_index IS NULL THEN r.nik_cipher ELSE p.nik_cipher END,
    nik_index = coalesce(p.nik_index, r.nik_index),
    nik_status = CASE WHEN p.nik_index IS NULL AND r.nik_index IS NOT NULL THEN coalesce(r.nik_status, 'BELUM_DICEK')
                      WHEN r.nik_status NOT IN ('BELUM_DICEK', 'TIDAK_PUNYA')
                           AND (r.nik_index = p.nik_index OR p.nik_index IS NULL) THEN r.nik_status
                      ELSE p.nik_status END,
    sex = coalesce(r.sex, p.sex), birth_place = coalesce(r.birth_place, p.birth_place),
    birth_date = coalesce(r.birth_date, p.birth_date), mother_name = coalesce(r.mother_name, p.mother_name),
    marital_status = coalesce(r.marital_status, p.marital_status),
    education_code = coalesce(r.education_code, p.education_code),
    occupation_code = coalesce(r.occupation_code, p.occupation_code), area_code = r.area_code,
    address = coalesce(r.address, p.address), hamlet = coalesce(r.hamlet, p.hamlet),
    rt = coalesce(r.rt, p.rt), rw = coalesce(r.rw, p.rw),
    died_on = CASE WHEN r.life = 'DEAD' THEN coalesce(p.died_on, %(as_of)s::date) ELSE p.died_on END,
    source = %(source)s, batch_id = %(batch)s, revision = p.revision + 1, updated_at = %(at)s
FROM {rows} r JOIN {verdicts} v ON v.row = r.row
WHERE v.verdict = 'CHANGED' AND p.id = v.person_id;

-- name: memberships_before
INSERT INTO importing_importbefore (batch_id, "table", row_id, "values")
SELECT %(batch)s, 'registry_membership', m.id, to_jsonb(m)
FROM {rows} r JOIN {verdicts} v ON v.row = r.row JOIN registry_membership m ON m.person_id = v.person_id AND upper_inf(m.period)
JOIN registry_family f ON f.id = m.family_id
WHERE v.verdict = 'CHANGED' AND ((lower(m.period) < %(as_of)s
       AND (r.life <> 'ALIVE' OR (r.kk_index IS NOT NULL AND f.kk_index IS DISTINCT FROM r.kk_index)))
    OR (r.life = 'ALIVE' AND f.kk_index = r.kk_index AND r.relation <> m.relation AND lower(m.period) <= %(as_of)s));

-- name: memberships_closed
-- Another place in the same family ends a row as well: memberships_new begins the next one on the file's day.
UPDATE registry_membership m
SET period = daterange(lower(m.period), %(as_of)s::date),
    end_reason = CASE WHEN r.life = 'DEAD' THEN 'MENINGGAL'
                      WHEN r.life = 'ALIVE' AND f.kk_index = r.kk_index THEN 'PERBAIKAN' ELSE 'PINDAH' END
FROM {rows} r JOIN {verdicts} v ON v.row = r.row, registry_family f
WHERE v.verdict = 'CHANGED' AND m.person_id = v.person_id AND upper_inf(m.period) AND lower(m.period) < %(as_of)s
  AND f.id = m.family_id
  AND (r.life <> 'ALIVE' OR (r.kk_index IS NOT NULL AND f.kk_index IS DISTINCT FROM r.kk_index)
       OR (f.kk_index = r.kk_index AND f.ended_on IS NULL AND r.relation <> m.relation));

-- name: relations_changed
-- A row that began on the file's own day says what the file says from its beginning.
UPDATE registry_membership m SET relation = r.relation
FROM {rows} r JOIN {verdicts} v ON v.row = r.row, registry_family f
WHERE v.verdict = 'CHANGED' AND m.person_id = v.person_id AND upper_inf(m.period) AND f.id = m.family_id
  AND r.life = 'ALIVE' AND f.kk_index = r.kk_index AND r.relation <> m.relation AND lower(m.period) = %(as_of)s;

-- name: identities_before
-- One number of a kind is in force; but what BPJS's own files told of its numbers, a village's file does not end.
INSERT INTO importing_importbefore (batch_id, "table", row_id, "values")
SELECT %(batch)s, 'registry_identity', i.id, to_jsonb(i)
FROM {rows} r JOIN {verdicts} v ON v.row = r.row AND v.verdict = 'CHANGED'
JOIN registry_identity i ON i.person_id = v.person_id AND upper_inf(i.period) AND lower(i.period) <= %(as_of)s
 AND ((i.kind = 'ID_DTKS' AND i.value <> r.dtks_id) OR (i.kind = 'JKN' AND i.value <> r.jkn_number AND i.source <> 'BPJS'));

-- name: identities_closed
UPDATE registry_identity i SET period = daterange(lower(i.period), %(as_of)s::date)
FROM importing_importbefore b
WHERE b.batch_id = %(batch)s AND b."table" = 'registry_identity' AND b.row_id = i.id AND lower(i.period) < %(as_of)s;

-- name: identities_changed
-- A number that began on the file's own day is said better by the file.
UPDATE registry_identity i SET value = CASE i.kind WHEN 'JKN' THEN r.jkn_number ELSE r.dtks_id END
FROM importing_importbefore b, {verdicts} v JOIN {rows} r ON r.row = v.row
WHERE b.batch_id = %(batch)s AND b."table" = 'registry_identity' AND b.row_id = i.id AND lower(i.period) = %(as_of)s
  AND v.verdict = 'CHANGED' AND v.person_id = i.person_id;

-- name: programmes_before
INSERT INTO importing_importbefore (batch_id, "table", row_id, "values")
SELECT %(batch)s, 'registry_outsidemembership', o.id, to_jsonb(o)
FROM {rows} r JOIN {verdicts} v ON v.row = r.row AND v.verdict = 'CHANGED'
JOIN registry_outsidemembership o ON o.person_id = v.person_id AND o.programme = ANY (string_to_array(r.leaves, ','))
WHERE o.source = %(source)s AND upper_inf(o.period) AND lower(o.period) < %(as_of)s;

-- name: programmes_left
UPDATE registry_outsidemembership o SET period = daterange(lower(o.period), %(as_of)s::date)
FROM importing_importbefore b WHERE b.batch_id = %(batch)s AND b."table" = 'registry_outsidemembership' AND b.row_id = o.id;

-- name: conditions_before
INSERT INTO importing_importbefore (batch_id, "table", row_id, "values")
SELECT %(batch)s, 'registry_condition', c.id, to_jsonb(c)
FROM {rows} r JOIN {verdicts} v ON v.row = r.row AND v.verdict = 'CHANGED'
JOIN registry_condition c ON c.person_id = v.person_id AND c.kind = 'DISABILITAS' AND c.source = %(source)s AND upper_inf(c.period)
WHERE r.disability_code IS NOT NULL AND c.original_code <> r.disability_code AND lower(c.period) < %(as_of)s;

-- name: conditions_closed
UPDATE registry_condition c SET period = daterange(lower(c.period), %(as_of)s::date)
FROM importing_importbefore b WHERE b.batch_id = %(batch)s AND b."table" = 'registry_condition' AND b.row_id = c.id;

-- name: told_before
INSERT INTO importing_importbefore (batch_id, "table", row_id, "values")
SELECT %(batch)s, 'registry_welfarestatus', w.id, to_jsonb(w)
FROM {rows} r JOIN {verdicts} v ON v.row = r.row AND v.verdict IN ('CHANGED', 'SAME') AND v.code = ''
JOIN registry_welfarestatus w ON w.person_id = v.person_id AND w.source = %(source)s AND w.is_listed AND w.period @> %(as_of)s::date
WHERE r.told IS NOT NULL AND w.told IS DISTINCT FROM r.told;

-- name: told_changed
UPDATE registry_welfarestatus w SET told = r.told
FROM {rows} r JOIN {verdicts} v ON v.row = r.row, importing_importbefore b
WHERE b.batch_id = %(batch)s AND b."table" = 'registry_welfarestatus' AND b.row_id = w.id AND v.person_id = w.person_id;

-- name: leftovers_before
INSERT INTO importing_importbefore (batch_id, "table", row_id, "values")
SELECT %(batch)s, 'registry_sourcerecord', s.id, to_jsonb(s)
FROM {rows} r JOIN {verdicts} v ON v.row = r.row AND v.verdict IN ('CHANGED', 'SAME') AND v.code <> 'DILEWATI'
JOIN registry_sourcerecord s ON s.person_id = v.person_id AND s.source = %(source)s AND s.as_of = %(as_of)s::date
WHERE r.leftover_index IS NOT NULL AND s.leftover_index IS DISTINCT FROM r.leftover_index
  AND s.batch_id IS DISTINCT FROM %(batch)s;

-- name: persons_new
INSERT INTO registry_person (id, name, name_key, nik_cipher, nik_index, nik_status, sex, birth_place, birth_date,
    mother_name, marital_status, education_code, occupation_code, area_code, address, hamlet, rt, rw, died_on, source,
    batch_id, revision, created_at, updated_at)
SELECT r.id, r.name, r.name_key, r.nik_cipher, r.nik_index,
       coalesce(r.nik_status, CASE WHEN r.nik_index IS NULL THEN 'TIDAK_PUNYA' ELSE 'BELUM_DICEK' END),
       coalesce(r.sex, ''), coalesce(r.birth_place, ''), r.birth_date, coalesce(r.mother_name, ''),
       coalesce(r.marital_status, ''), coalesce(r.education_code, ''), coalesce(r.occupation_code, ''), r.area_code,
       coalesce(r.address, ''), coalesce(r.hamlet, ''), coalesce(r.rt, ''), coalesce(r.rw, ''),
       CASE WHEN r.life = 'DEAD' THEN %(as_of)s::date END, %(source)s, %(batch)s, 1, %(at)s, %(at)s
FROM {rows} r
WHERE r.row >= %(first)s AND r.row < %(after)s AND NOT EXISTS (SELECT 1 FROM {verdicts} v WHERE v.row = r.row)
ORDER BY r.row;

-- name: memberships_new
-- In the order of the blind index, that is in none: the exclusion constraint's tree takes a fifth less time and space.
INSERT INTO registry_membership (id, person_id, family_id, relation, period, end_reason, batch_id)
SELECT {new_id}, coalesce(v.person_id, r.id), f.id, coalesce(r.relation, 'OTHER'), daterange(%(as_of)s::date, NULL), '', %(batch)s
FROM {rows} r
LEFT JOIN {verdicts} v ON v.row = r.row
JOIN registry_family f ON f.kk_index = r.kk_index AND f.ended_on IS NULL
WHERE r.row >= %(first)s AND r.row < %(after)s AND r.life = 'ALIVE'
  AND (v.row IS NULL OR (v.verdict = 'CHANGED' AND NOT EXISTS (
       SELECT 1 FROM registry_membership m WHERE m.person_id = v.person_id AND m.period && daterange(%(as_of)s::date, NULL))))
ORDER BY r.kk_index;

-- name: identities_new
INSERT INTO registry_identity (id, person_id, kind, value, period, source, batch_id, created_at)
SELECT {new_id}, coalesce(v.person_id, r.id), n.kind, n.value, daterange(%(as_of)s::date, NULL), %(source)s, %(batch)s, %(at)s
FROM {rows} r
LEFT JOIN {verdicts} v ON v.row = r.row
CROSS JOIN LATERAL (VALUES ('ID_DTKS', r.dtks_id), ('JKN', r.jkn_number)) n(kind, value)
WHERE r.row >= %(first)s AND r.row < %(after)s AND n.value IS NOT NULL AND coalesce(v.verdict, 'NEW') IN ('NEW', 'CHANGED')
  AND (v.row IS NULL OR NOT EXISTS (SELECT 1 FROM registry_identity i
       WHERE i.person_id = v.person_id AND i.kind = n.kind AND i.value = n.value AND i.period @> %(as_of)s::date))
ORDER BY r.row;

-- name: listed_new
INSERT INTO registry_welfarestatus (id, person_id, is_listed, told, period, source, batch_id, created_at)
SELECT {new_id}, coalesce(v.person_id, r.id), true, r.told, daterange(%(as_of)s::date, NULL), %(source)s, %(batch)s, %(at)s
FROM {rows} r LEFT JOIN {verdicts} v ON v.row = r.row
WHERE r.row >= %(first)s AND r.row < %(after)s AND r.is_listed AND coalesce(v.verdict, 'NEW') IN ('NEW', 'CHANGED')
  AND (v.row IS NULL OR NOT EXISTS (SELECT 1 FROM registry_welfarestatus w
       WHERE w.person_id = v.person_id AND w.source = %(source)s AND w.is_listed AND w.period @> %(as_of)s::date))
ORDER BY r.row;

-- name: programmes_joined
INSERT INTO registry_outsidemembership (id, person_id, programme, number, period, source, batch_id, created_at)
SELECT {new_id}, coalesce(v.person_id, r.id), j.code, '', daterange(%(as_of)s::date, NULL), %(source)s, %(batch)s, %(at)s
FROM {rows} r
LEFT JOIN {verdicts} v ON v.row = r.row
CROSS JOIN LATERAL unnest(string_to_array(r.joins, ',')) j(code)
WHERE r.row >= %(first)s AND r.row < %(after)s AND coalesce(v.verdict, 'NEW') IN ('NEW', 'CHANGED')
  AND (v.row IS NULL OR NOT EXISTS (SELECT 1 FROM registry_outsidemembership o
       WHERE o.person_id = v.person_id AND o.programme = j.code AND o.period @> %(as_of)s::date))
ORDER BY r.row;

-- name: conditions_new
INSERT INTO registry_condition (id, person_id, kind, disability_type, severity, original_code, device, period, source, batch_id, created_at)
SELECT {new_id}, coalesce(v.person_id, r.id), n.kind, n.type, n.severity, n.code, '', n.period, %(source)s, %(batch)s, %(at)s
FROM {rows} r
LEFT JOIN {verdicts} v ON v.row = r.row
CROSS JOIN LATERAL (VALUES
    ('DISABILITAS', coalesce(r.disability_type, ''), 'BELUM_DINILAI', r.disability_code, daterange(%(as_of)s::date, NULL)),
    ('HAMIL', '', '', CASE WHEN r.is_pregnant THEN '1' END,
     daterange(%(as_of)s::date, (%(as_of)s::date + interval '9 months')::date))) n(kind, type, severity, code, period)
WHERE r.row >= %(first)s AND r.row < %(after)s AND n.code IS NOT NULL
  AND r.life = 'ALIVE' AND coalesce(v.verdict, 'NEW') IN ('NEW', 'CHANGED')
  AND (v.row IS NULL OR NOT EXISTS (SELECT 1 FROM registry_condition c WHERE c.person_id = v.person_id AND c.kind = n.kind
       AND (n.kind = 'HAMIL' OR (c.source = %(source)s AND c.original_code = n.code)) AND c.period @> %(as_of)s::date))
ORDER BY r.row;

-- name: leftovers_new
-- What the file says in columns that the registry has no place for, unless the newest file before said just that.
INSERT INTO registry_sourcerecord AS known (id, person_id, source, as_of, name, sex, nik_status, leftover_cipher,
    leftover_index, batch_id, created_at)
SELECT {new_id}, w.person_id, %(source)s, %(as_of)s::date, '', '', '', w.leftover_cipher, w.leftover_index, %(batch)s, %(at)s
FROM (
    SELECT DISTINCT ON (coalesce(v.person_id, r.id)) coalesce(v.person_id, r.id) AS person_id, r.leftover_cipher, r.leftover_index
    FROM {rows} r LEFT JOIN {verdicts} v ON v.row = r.row
    WHERE r.row >= %(first)s AND r.row < %(after)s AND r.leftover_index IS NOT NULL
      AND (v.row IS NULL OR (v.verdict IN ('NEW', 'CHANGED', 'SAME') AND v.code <> 'DILEWATI'))
      AND (v.person_id IS NULL OR r.leftover_index IS DISTINCT FROM (
           SELECT s.leftover_index FROM registry_sourcerecord s
           WHERE s.person_id = v.person_id AND s.source = %(source)s AND s.as_of <= %(as_of)s::date
             AND s.leftover_index IS NOT NULL ORDER BY s.as_of DESC LIMIT 1))
    ORDER BY coalesce(v.person_id, r.id), r.row
) w
ON CONFLICT (person_id, source, as_of) DO UPDATE SET leftover_cipher = EXCLUDED.leftover_cipher,
    leftover_index = EXCLUDED.leftover_index, batch_id = EXCLUDED.batch_id, created_at = EXCLUDED.created_at;
