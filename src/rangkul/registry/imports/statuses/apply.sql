-- Writing the claims of one batch, all in one transaction: images of what changes first, then ends, changes, new rows.

-- name: statuses_before
INSERT INTO importing_importbefore (batch_id, "table", row_id, "values")
SELECT DISTINCT ON (t.id) %(batch)s::uuid, 'registry_welfarestatus', t.id, to_jsonb(t)
FROM {claims} c JOIN registry_welfarestatus t ON t.id = c.target WHERE c.k = 'STATUS' AND c.mode IN ('U', 'C', 'E');

-- name: members_before
INSERT INTO importing_importbefore (batch_id, "table", row_id, "values")
SELECT DISTINCT ON (t.id) %(batch)s::uuid, 'registry_outsidemembership', t.id, to_jsonb(t)
FROM {claims} c JOIN registry_outsidemembership t ON t.id = c.target WHERE c.k IN ('MEMBER', 'LEAVE') AND c.mode IN ('U', 'C', 'E');

-- name: identities_before
INSERT INTO importing_importbefore (batch_id, "table", row_id, "values")
SELECT DISTINCT ON (t.id) %(batch)s::uuid, 'registry_identity', t.id, to_jsonb(t)
FROM {claims} c JOIN registry_identity t ON t.id = c.target WHERE c.k = 'IDENTITY' AND c.mode IN ('U', 'C');

-- name: sheets_before
INSERT INTO importing_importbefore (batch_id, "table", row_id, "values")
SELECT DISTINCT ON (t.id) %(batch)s::uuid, 'registry_answersheet', t.id, to_jsonb(t)
FROM {claims} c JOIN registry_answersheet t ON t.id = c.target WHERE c.k = 'SHEET' AND c.mode IN ('U', 'C');

-- name: persons_before
INSERT INTO importing_importbefore (batch_id, "table", row_id, "values")
SELECT DISTINCT ON (t.id) %(batch)s::uuid, 'registry_person', t.id, to_jsonb(t)
FROM {claims} c JOIN registry_person t ON t.id = c.target WHERE c.k = 'CHECKED' AND c.mode = 'U';

-- name: memberships_before
INSERT INTO importing_importbefore (batch_id, "table", row_id, "values")
SELECT DISTINCT ON (t.id) %(batch)s::uuid, 'registry_membership', t.id, to_jsonb(t)
FROM {claims} c JOIN registry_person p ON p.id = c.target AND p.died_on IS NULL
JOIN registry_membership t ON t.person_id = p.id AND upper_inf(t.period) AND lower(t.period) < c.v::date
WHERE c.k = 'CHECKED' AND c.mode = 'U' AND c.v <> '';

-- name: health_before
INSERT INTO importing_importbefore (batch_id, "table", row_id, "values")
SELECT DISTINCT ON (t.id) %(batch)s::uuid, 'registry_healthrecord', t.id, to_jsonb(t)
FROM {claims} c JOIN registry_healthrecord t ON t.id = c.target WHERE c.k = 'HEALTH' AND c.mode = 'U';

-- name: said_before
INSERT INTO importing_importbefore (batch_id, "table", row_id, "values")
SELECT %(batch)s::uuid, 'registry_sourcerecord', t.id, to_jsonb(t)
FROM registry_sourcerecord t WHERE t.source = %(source)s AND t.as_of = %(as_of)s::date AND t.batch_id IS DISTINCT FROM %(batch)s::uuid
  AND %(source)s IN ('DUKCAPIL', 'DTSEN')
  AND EXISTS (SELECT 1 FROM {found} x LEFT JOIN registry_membership m ON m.family_id = x.family_id AND upper_inf(m.period)
              WHERE x.code = '' AND t.person_id IN (x.person_id, m.person_id));

-- name: statuses_ended
UPDATE registry_welfarestatus t SET period = daterange(lower(t.period), c.f)
FROM {claims} c WHERE c.target = t.id AND c.k = 'STATUS' AND c.mode IN ('C', 'E');

-- name: statuses_changed
UPDATE registry_welfarestatus t SET decile = c.n, is_listed = c.l
FROM {claims} c WHERE c.target = t.id AND c.k = 'STATUS' AND c.mode = 'U';

-- name: statuses_new
INSERT INTO registry_welfarestatus (id, person_id, family_id, is_listed, decile, period, source, batch_id, created_at)
SELECT {new_id}, c.person_id, c.family_id, c.l, c.n, daterange(c.f, c.u), c.a, %(batch)s, %(at)s
FROM {claims} c WHERE c.k = 'STATUS' AND c.mode IN ('I', 'C');

-- name: members_ended
UPDATE registry_outsidemembership t SET period = daterange(lower(t.period), c.f)
FROM {claims} c WHERE c.target = t.id AND c.k IN ('MEMBER', 'LEAVE') AND c.mode IN ('C', 'E');

-- name: members_changed
UPDATE registry_outsidemembership t SET number = c.v
FROM {claims} c WHERE c.target = t.id AND c.k = 'MEMBER' AND c.mode = 'U';

-- name: members_new
INSERT INTO registry_outsidemembership (id, person_id, family_id, programme, number, period, source, batch_id, created_at)
SELECT {new_id}, c.person_id, c.family_id, c.a, c.v, daterange(c.f, c.u), %(source)s, %(batch)s, %(at)s
FROM {claims} c WHERE c.k = 'MEMBER' AND c.mode IN ('I', 'C');

-- name: identities_ended
UPDATE registry_identity t SET period = daterange(lower(t.period), c.f)
FROM {claims} c WHERE c.target = t.id AND c.k = 'IDENTITY' AND c.mode = 'C';

-- name: identities_changed
UPDATE registry_identity t SET value = c.v FROM {claims} c WHERE c.target = t.id AND c.k = 'IDENTITY' AND c.mode = 'U';

-- name: identities_new
INSERT INTO registry_identity (id, person_id, family_id, kind, value, period, source, batch_id, created_at)
SELECT {new_id}, c.person_id, c.family_id, c.a, c.v, daterange(c.f, c.u), %(source)s, %(batch)s, %(at)s
FROM {claims} c WHERE c.k = 'IDENTITY' AND c.mode IN ('I', 'C');

-- name: sheets_ended
UPDATE registry_answersheet t SET period = daterange(lower(t.period), c.f)
FROM {claims} c WHERE c.target = t.id AND c.k = 'SHEET' AND c.mode = 'C';

-- name: sheets_changed
UPDATE registry_answersheet t
SET answers = t.answers || c.d, secret_index = t.secret_index || c.x, secret_cipher = t.secret_cipher || c.c
FROM {claims} c WHERE c.target = t.id AND c.k = 'SHEET' AND c.mode = 'U';

-- name: sheets_new
INSERT INTO registry_answersheet (id, person_id, family_id, form, version, period, answers, secret_index, secret_cipher,
                                  source, batch_id, created_at)
SELECT {new_id}, c.person_id, c.family_id, c.a, c.v, daterange(c.f, c.u), c.d, c.x, c.c, %(source)s, %(batch)s, %(at)s
FROM {claims} c WHERE c.k = 'SHEET' AND c.mode IN ('I', 'C');

-- name: memberships_ended
UPDATE registry_membership t SET period = daterange(lower(t.period), c.v::date), end_reason = 'MENINGGAL'
FROM {claims} c, importing_importbefore b
WHERE c.k = 'CHECKED' AND c.mode = 'U' AND c.v <> '' AND t.person_id = c.target
  AND b.batch_id = %(batch)s AND b."table" = 'registry_membership' AND b.row_id = t.id;

-- name: persons_changed
UPDATE registry_person t
SET nik_status = CASE WHEN c.a IS NULL OR (t.nik_index IS NULL AND c.a NOT IN ('BELUM_REKAM', 'TIDAK_PUNYA')) THEN t.nik_status ELSE c.a END,
    died_on = coalesce(t.died_on, nullif(c.v, '')::date), revision = t.revision + 1, updated_at = %(at)s
FROM {claims} c WHERE c.target = t.id AND c.k = 'CHECKED' AND c.mode = 'U';

-- name: said
-- What Dukcapil and DTSEN write of a person stays beside what the registry says: the three-way page compares them.
INSERT INTO registry_sourcerecord AS known (id, person_id, source, as_of, name, birth_date, sex, nik_status, is_same_nik,
    name_key, is_same_kk, is_same_mother, batch_id, created_at)
SELECT {new_id}, w.person_id, %(source)s, %(as_of)s::date, w.name, w.birth_date, w.sex, w.nik_status, w.is_same_nik,
    w.name_key, w.is_same_kk, w.is_same_mother, %(batch)s, %(at)s
FROM (
    SELECT DISTINCT ON (p.id) p.id AS person_id, left(coalesce(r.name, ''), 200) AS name, r.birth_date, coalesce(c.a, '') AS nik_status,
           CASE WHEN r.nik_index IS NOT NULL THEN coalesce(p.nik_index = r.nik_index, false) END AS is_same_nik,
           coalesce(r.name_key, '') AS name_key, (
               SELECT bool_or(f.kk_index = r.kk_index) FROM registry_membership m JOIN registry_family f ON f.id = m.family_id
               WHERE r.kk_index IS NOT NULL AND m.person_id = p.id AND upper_inf(m.period) AND f.kk_index IS NOT NULL
           ) AS is_same_kk,
           CASE WHEN upper(trim(a.d ->> 'jenis_kelamin')) IN ('L', 'LAKI-LAKI', 'LAKI LAKI', 'PRIA') THEN 'L'
               WHEN upper(trim(a.d ->> 'jenis_kelamin')) IN ('P', 'PEREMPUAN', 'WANITA') THEN 'P' ELSE '' END AS sex,
           CASE upper(trim(a.d ->> 'cocok_ibu')) WHEN 'SESUAI' THEN true WHEN 'TIDAK SESUAI' THEN false END AS is_same_mother
    FROM {rows} r
    JOIN {found} x ON x.row = r.row AND x.code = ''
    LEFT JOIN LATERAL (
        SELECT m.person_id FROM registry_membership m JOIN registry_person o ON o.id = m.person_id
        WHERE r.subject = 'F' AND m.family_id = x.family_id AND upper_inf(m.period)
          AND (o.nik_index = r.nik_index OR o.name_key = r.name_key OR m.relation = 'HEAD')
        ORDER BY (o.nik_index = r.nik_index) IS TRUE DESC, (o.name_key = r.name_key) IS TRUE DESC LIMIT 1) h ON true
    JOIN registry_person p ON p.id = CASE WHEN r.subject = 'F' THEN h.person_id ELSE x.person_id END
    LEFT JOIN {claims} c ON c.row = r.row AND c.k = 'CHECKED'
    LEFT JOIN {claims} a ON a.row = r.row AND a.k = 'SHEET' AND a.a = 'DUKCAPIL'
    WHERE %(source)s IN ('DUKCAPIL', 'DTSEN') AND (r.name IS NOT NULL OR r.birth_date IS NOT NULL OR r.nik_index IS NOT NULL)
    ORDER BY p.id, r.row
) w
ON CONFLICT (person_id, source, as_of) DO UPDATE SET name = EXCLUDED.name, birth_date = EXCLUDED.birth_date,
    sex = EXCLUDED.sex, nik_status = EXCLUDED.nik_status, is_same_nik = EXCLUDED.is_same_nik, name_key = EXCLUDED.name_key,
    is_same_kk = EXCLUDED.is_same_kk, is_same_mother = EXCLUDED.is_same_mother, batch_id = EXCLUDED.batch_id, created_at = EXCLUDED.created_at;

-- name: health_changed
UPDATE registry_healthrecord t SET status = c.v, until_on = c.u
FROM {claims} c WHERE c.target = t.id AND c.k = 'HEALTH' AND c.mode = 'U';

-- name: health_new
INSERT INTO registry_healthrecord (id, person_id, kind, status, measured_on, until_on, source, reported_period, batch_id, recorded_by_name, created_at)
SELECT {new_id}, c.person_id, c.a, c.v, c.f, c.u, c.d ->> 'source', to_char(c.f, 'YYYY-MM'), %(batch)s,
       (SELECT i.uploaded_by_name FROM importing_importbatch i WHERE i.id = %(batch)s), %(at)s
FROM (SELECT DISTINCT ON (person_id, a, f, d ->> 'source') * FROM {claims} WHERE k = 'HEALTH' AND mode = 'I'
      ORDER BY person_id, a, f, d ->> 'source', seq) c;

-- name: pregnancies
INSERT INTO registry_condition (id, person_id, kind, disability_type, severity, original_code, device, period, source, batch_id, created_at)
SELECT {new_id}, c.person_id, 'HAMIL', '', '', '', '', daterange(c.f, c.u), %(source)s, %(batch)s, %(at)s
FROM (SELECT DISTINCT ON (person_id) * FROM {claims} WHERE k = 'HEALTH' AND a = 'KEHAMILAN' AND mode <> 'S' ORDER BY person_id, f DESC) c
WHERE NOT EXISTS (SELECT 1 FROM registry_condition e WHERE e.person_id = c.person_id AND e.kind = 'HAMIL' AND e.period && daterange(c.f, c.u));
