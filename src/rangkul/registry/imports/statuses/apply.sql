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
