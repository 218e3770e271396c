-- Every claim beside what is known. mode: I new, C the old one ends and a new one begins, U changed in place, E ends, S same.
-- Each statement runs once for persons and once for families.

-- name: statuses
UPDATE {claims} c SET target = e.id, old = CASE WHEN e.is_listed THEN coalesce(e.decile::text, 'terdaftar') ELSE 'tidak terdaftar' END,
    mode = CASE WHEN e.decile IS NOT DISTINCT FROM c.n AND e.is_listed = c.l THEN 'S' WHEN lower(e.period) = c.f THEN 'U' ELSE 'C' END
FROM (SELECT c.seq, w.* FROM {claims} c CROSS JOIN LATERAL (
        SELECT * FROM registry_welfarestatus w WHERE w.{about} = c.{about} AND w.source = c.a
          AND CASE WHEN c.u IS NULL THEN w.period @> c.f ELSE w.period = daterange(c.f, c.u) END
        ORDER BY lower(w.period) DESC, w.created_at DESC LIMIT 1) w
      WHERE c.k = 'STATUS' AND c.{about} IS NOT NULL) e
WHERE e.seq = c.seq;

-- name: members
UPDATE {claims} c SET target = e.id, old = e.programme || coalesce(' ' || nullif(e.number, ''), ''),
    mode = CASE WHEN c.v = '' OR e.number = c.v THEN 'S' WHEN e.number = '' OR lower(e.period) = c.f THEN 'U' ELSE 'C' END
FROM (SELECT c.seq, o.* FROM {claims} c CROSS JOIN LATERAL (
        SELECT * FROM registry_outsidemembership o WHERE o.{about} = c.{about} AND o.programme = c.a AND o.source = %(source)s
          AND o.period @> c.f ORDER BY (o.number = c.v) DESC, lower(o.period) DESC LIMIT 1) o
      WHERE c.k = 'MEMBER' AND c.{about} IS NOT NULL) e
WHERE e.seq = c.seq;

-- name: leavers
UPDATE {claims} c SET target = e.id, old = e.programme, mode = 'E'
FROM (SELECT c.seq, o.* FROM {claims} c CROSS JOIN LATERAL (
        SELECT * FROM registry_outsidemembership o WHERE o.{about} = c.{about} AND o.programme = c.a AND o.source = %(source)s
          AND upper_inf(o.period) AND lower(o.period) < c.f ORDER BY lower(o.period) DESC LIMIT 1) o
      WHERE c.k = 'LEAVE' AND c.{about} IS NOT NULL) e
WHERE e.seq = c.seq;

-- name: leavers_of_nothing
UPDATE {claims} SET mode = 'S' WHERE k = 'LEAVE' AND target IS NULL AND {about} IS NOT NULL;

-- name: identities
UPDATE {claims} c SET target = e.id, old = e.value,
    mode = CASE WHEN e.value = c.v THEN 'S' WHEN lower(e.period) = c.f THEN 'U' ELSE 'C' END
FROM (SELECT c.seq, i.* FROM {claims} c CROSS JOIN LATERAL (
        SELECT * FROM registry_identity i WHERE i.{about} = c.{about} AND i.kind = c.a AND i.period @> c.f
          AND (i.value = c.v OR i.source = %(source)s) ORDER BY (i.value = c.v) DESC, lower(i.period) DESC LIMIT 1) i
      WHERE c.k = 'IDENTITY' AND c.{about} IS NOT NULL) e
WHERE e.seq = c.seq;

-- name: sheets
UPDATE {claims} c SET target = e.id,
    old = (SELECT count(*) FROM jsonb_each(c.d) n WHERE e.answers -> n.key IS DISTINCT FROM n.value)
        + (SELECT count(*) FROM jsonb_each(c.x) n WHERE e.secret_index -> n.key IS DISTINCT FROM n.value),
    mode = CASE WHEN e.answers @> c.d AND e.secret_index @> c.x THEN 'S' WHEN lower(e.period) = c.f THEN 'U' ELSE 'C' END
FROM (SELECT c.seq, s.* FROM {claims} c CROSS JOIN LATERAL (
        SELECT * FROM registry_answersheet s WHERE s.{about} = c.{about} AND s.form = c.a AND s.version = c.v
          AND CASE WHEN c.u IS NULL THEN s.period @> c.f ELSE s.period = daterange(c.f, c.u) END
        ORDER BY lower(s.period) DESC LIMIT 1) s
      WHERE c.k = 'SHEET' AND c.{about} IS NOT NULL) e
WHERE e.seq = c.seq;

-- name: until_the_next_status
UPDATE {claims} c SET u = (SELECT min(lower(w.period)) FROM registry_welfarestatus w
    WHERE w.{about} = c.{about} AND w.source = c.a AND lower(w.period) > c.f)
WHERE c.k = 'STATUS' AND c.u IS NULL AND c.mode IN ('I', 'C') AND c.{about} IS NOT NULL;

-- name: until_the_next_membership
UPDATE {claims} c SET u = (SELECT min(lower(o.period)) FROM registry_outsidemembership o
    WHERE o.{about} = c.{about} AND o.programme = c.a AND o.source = %(source)s AND lower(o.period) > c.f)
WHERE c.k = 'MEMBER' AND c.u IS NULL AND c.mode IN ('I', 'C') AND c.{about} IS NOT NULL;

-- name: until_the_next_number
UPDATE {claims} c SET u = (SELECT min(lower(i.period)) FROM registry_identity i
    WHERE i.{about} = c.{about} AND i.kind = c.a AND i.source = %(source)s AND lower(i.period) > c.f)
WHERE c.k = 'IDENTITY' AND c.u IS NULL AND c.mode IN ('I', 'C') AND c.{about} IS NOT NULL;

-- name: until_the_next_sheet
UPDATE {claims} c SET u = (SELECT min(lower(s.period)) FROM registry_answersheet s
    WHERE s.{about} = c.{about} AND s.form = c.a AND s.version = c.v AND lower(s.period) > c.f)
WHERE c.k = 'SHEET' AND c.u IS NULL AND c.mode IN ('I', 'C') AND c.{about} IS NOT NULL;
