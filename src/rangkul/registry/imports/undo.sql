-- Taking a batch back, all in one transaction. What others built upon stays, with everything it needs.

-- A before-image tells how a row was: "absent" when there was none (the batch that made it was undone and handed it on),
-- "seen" the revision that the batch found where an older image was handed on to it.

-- What only this batch made, `import_made_*`, is looked up once; whoever points to it is then sought from the other side, so
-- that tables with few rows cost little. Deleting goes in parts: PostgreSQL remembers some thirty checks a person.

-- name: made_persons
CREATE TEMPORARY TABLE import_made_persons ON COMMIT DROP AS
SELECT p.id, b.row_id IS NOT NULL AND NOT b."values" ? 'absent' AS was_before,
       p.revision <> coalesce(coalesce(b."values" ->> 'seen', b."values" ->> 'revision')::int, 0) + 1 AS is_changed
FROM registry_person p
LEFT JOIN importing_importbefore b ON b.batch_id = %(batch)s AND b."table" = 'registry_person' AND b.row_id = p.id
WHERE p.batch_id = %(batch)s;

-- name: made_families
CREATE TEMPORARY TABLE import_made_families ON COMMIT DROP AS
SELECT f.id, b.row_id IS NOT NULL AND NOT b."values" ? 'absent' AS was_before,
       f.revision <> coalesce(coalesce(b."values" ->> 'seen', b."values" ->> 'revision')::int, 0) + 1 AS is_changed
FROM registry_family f
LEFT JOIN importing_importbefore b ON b.batch_id = %(batch)s AND b."table" = 'registry_family' AND b.row_id = f.id
WHERE f.batch_id = %(batch)s;

-- name: made_persons_key
ALTER TABLE import_made_persons ADD PRIMARY KEY (id);

-- name: made_families_key
ALTER TABLE import_made_families ADD PRIMARY KEY (id);

-- name: kept_persons
CREATE TEMPORARY TABLE import_kept_persons (id uuid PRIMARY KEY, why text NOT NULL) ON COMMIT DROP;

-- name: kept_families
CREATE TEMPORARY TABLE import_kept_families (id uuid PRIMARY KEY, why text NOT NULL) ON COMMIT DROP;

-- name: planned
ANALYZE import_made_persons, import_made_families, import_kept_persons, import_kept_families;

-- name: merged
INSERT INTO import_kept_persons
SELECT DISTINCT t.id, 'MERGED' FROM registry_person q JOIN import_made_persons t ON t.id = q.merged_into_id
WHERE q.merged_into_id IS NOT NULL;

-- name: told_of
INSERT INTO import_kept_persons
SELECT DISTINCT t.id, 'EVENT' FROM audit_event e JOIN audit_eventsubject s ON s.event_id = e.id AND s.kind = 'person'
JOIN import_made_persons t ON t.id = s.subject_id
WHERE e.at >= %(applied_at)s AND e.name NOT LIKE 'registry.import.%%'
ON CONFLICT DO NOTHING;

-- name: changed
INSERT INTO import_kept_persons SELECT t.id, 'CHANGED' FROM import_made_persons t WHERE t.is_changed
ON CONFLICT DO NOTHING;

-- name: told_by_others
INSERT INTO import_kept_persons
SELECT DISTINCT t.id, 'LATER_FILE' FROM import_made_persons t JOIN (
    SELECT c.person_id FROM registry_membership c WHERE c.batch_id IS DISTINCT FROM %(batch)s
    UNION ALL SELECT c.person_id FROM registry_identity c WHERE c.batch_id IS DISTINCT FROM %(batch)s
    UNION ALL SELECT c.person_id FROM registry_welfarestatus c WHERE c.batch_id IS DISTINCT FROM %(batch)s
    UNION ALL SELECT c.person_id FROM registry_outsidemembership c WHERE c.batch_id IS DISTINCT FROM %(batch)s
    UNION ALL SELECT c.person_id FROM registry_condition c WHERE c.batch_id IS DISTINCT FROM %(batch)s) c ON c.person_id = t.id
WHERE NOT t.was_before
ON CONFLICT DO NOTHING;

-- name: with_sheets
INSERT INTO import_kept_persons
SELECT DISTINCT t.id, 'LATER_FILE' FROM import_made_persons t JOIN registry_answersheet c ON c.person_id = t.id
ON CONFLICT DO NOTHING;

-- name: families_told_of
INSERT INTO import_kept_families
SELECT DISTINCT t.id, 'EVENT' FROM audit_event e JOIN audit_eventsubject s ON s.event_id = e.id AND s.kind = 'family'
JOIN import_made_families t ON t.id = s.subject_id
WHERE e.at >= %(applied_at)s AND e.name NOT LIKE 'registry.import.%%';

-- name: families_changed
INSERT INTO import_kept_families SELECT t.id, 'CHANGED' FROM import_made_families t WHERE t.is_changed
ON CONFLICT DO NOTHING;

-- name: families_told_by_others
INSERT INTO import_kept_families
SELECT DISTINCT t.id, 'CHANGED' FROM import_made_families t JOIN (
    SELECT c.family_id FROM registry_welfarestatus c WHERE c.family_id IS NOT NULL AND c.batch_id IS DISTINCT FROM %(batch)s
    UNION ALL SELECT c.family_id FROM registry_identity c WHERE c.family_id IS NOT NULL AND c.batch_id IS DISTINCT FROM %(batch)s
    UNION ALL SELECT c.family_id FROM registry_outsidemembership c WHERE c.family_id IS NOT NULL AND c.batch_id IS DISTINCT FROM %(batch)s
    UNION ALL SELECT c.family_id FROM registry_answersheet c WHERE c.family_id IS NOT NULL
    UNION ALL SELECT c.family_id FROM registry_condition c WHERE c.family_id IS NOT NULL AND c.batch_id IS DISTINCT FROM %(batch)s) c
    ON c.family_id = t.id
ON CONFLICT DO NOTHING;

-- name: later_files
-- Whom a later file changed belongs to that file by now; what this batch told of them stays. Images of the years before
-- cannot speak of this batch and are not read.
INSERT INTO import_kept_persons
SELECT DISTINCT p.id, 'LATER_FILE' FROM importing_importbefore b JOIN registry_person p ON p.id = b.row_id
WHERE b."table" = 'registry_person' AND b."values" ->> 'batch_id' = %(batch)s::text
  AND b.batch_id IN (SELECT i.id FROM importing_importbatch i WHERE i.id <> %(batch)s AND i.applied_at >= %(applied_at)s)
  AND p.batch_id IS DISTINCT FROM %(batch)s
ON CONFLICT DO NOTHING;

-- name: later_files_families
INSERT INTO import_kept_families
SELECT DISTINCT f.id, 'LATER_FILE' FROM importing_importbefore b JOIN registry_family f ON f.id = b.row_id
WHERE b."table" = 'registry_family' AND b."values" ->> 'batch_id' = %(batch)s::text
  AND b.batch_id IN (SELECT i.id FROM importing_importbatch i WHERE i.id <> %(batch)s AND i.applied_at >= %(applied_at)s)
  AND f.batch_id IS DISTINCT FROM %(batch)s
ON CONFLICT DO NOTHING;

-- name: decided_pairs
INSERT INTO import_kept_persons
SELECT DISTINCT t.id, 'REFERRED' FROM import_made_persons t
JOIN (SELECT left_id AS id FROM registry_duplicatepair WHERE state <> 'OPEN'
      UNION ALL SELECT right_id FROM registry_duplicatepair WHERE state <> 'OPEN') d ON d.id = t.id
ON CONFLICT DO NOTHING;

-- name: written_by_others
-- What another file wrote of them; what this batch itself wrote goes with it.
INSERT INTO import_kept_persons
SELECT DISTINCT t.id, 'REFERRED' FROM import_made_persons t
JOIN registry_sourcerecord o ON o.person_id = t.id AND o.batch_id IS DISTINCT FROM %(batch)s
WHERE NOT t.was_before
ON CONFLICT DO NOTHING;

-- name: members_of_kept
INSERT INTO import_kept_persons
SELECT DISTINCT t.id, 'FAMILY' FROM registry_membership m JOIN import_kept_families k ON k.id = m.family_id
JOIN import_made_persons t ON t.id = m.person_id
ON CONFLICT DO NOTHING;

-- name: families_of_kept
INSERT INTO import_kept_families
SELECT DISTINCT t.id, 'FAMILY' FROM registry_membership m JOIN import_made_families t ON t.id = m.family_id AND NOT t.was_before
WHERE m.batch_id IS DISTINCT FROM %(batch)s OR m.person_id IN (SELECT id FROM import_kept_persons)
ON CONFLICT DO NOTHING;

-- name: members_of_those
INSERT INTO import_kept_persons
SELECT DISTINCT t.id, 'FAMILY' FROM registry_membership m JOIN import_kept_families k ON k.id = m.family_id
JOIN import_made_persons t ON t.id = m.person_id
ON CONFLICT DO NOTHING;

-- name: planned_again
ANALYZE import_kept_persons, import_kept_families;

-- name: gone_persons
CREATE TEMPORARY TABLE import_gone_persons ON COMMIT DROP AS
SELECT t.id, ((row_number() OVER (ORDER BY t.id) - 1) / %(part)s)::int AS part FROM import_made_persons t
WHERE NOT t.was_before AND NOT EXISTS (SELECT 1 FROM import_kept_persons k WHERE k.id = t.id);

-- name: gone_persons_key
CREATE INDEX ON import_gone_persons (part);

-- name: pairs_unsettled
-- A pair nobody decided goes with its person; the persons of the others were kept as referred to.
DELETE FROM registry_duplicatepair d
WHERE d.left_id IN (SELECT id FROM import_gone_persons) OR d.right_id IN (SELECT id FROM import_gone_persons);

-- name: leftovers
DELETE FROM registry_sourcerecord s WHERE s.batch_id = %(batch)s
  AND NOT EXISTS (SELECT 1 FROM import_kept_persons k WHERE k.id = s.person_id)
  AND NOT EXISTS (SELECT 1 FROM importing_importbefore b WHERE b.batch_id = %(batch)s AND b."table" = 'registry_sourcerecord'
                  AND b.row_id = s.id AND NOT b."values" ? 'absent');

-- name: conditions
DELETE FROM registry_condition t WHERE batch_id = %(batch)s AND NOT EXISTS (SELECT 1 FROM import_kept_persons k WHERE k.id = t.person_id);

-- name: programmes
DELETE FROM registry_outsidemembership t WHERE batch_id = %(batch)s AND NOT EXISTS (SELECT 1 FROM import_kept_persons k WHERE k.id = t.person_id);

-- name: listed
DELETE FROM registry_welfarestatus t WHERE batch_id = %(batch)s AND NOT EXISTS (SELECT 1 FROM import_kept_persons k WHERE k.id = t.person_id);

-- name: identities
DELETE FROM registry_identity t WHERE batch_id = %(batch)s AND NOT EXISTS (SELECT 1 FROM import_kept_persons k WHERE k.id = t.person_id);

-- name: memberships
DELETE FROM registry_membership t WHERE batch_id = %(batch)s AND NOT EXISTS (SELECT 1 FROM import_kept_persons k WHERE k.id = t.person_id);

-- name: persons
DELETE FROM registry_person p USING import_gone_persons g WHERE g.part = %(number)s AND p.id = g.id AND p.batch_id = %(batch)s;

-- name: gone_families
CREATE TEMPORARY TABLE import_gone_families ON COMMIT DROP AS
SELECT t.id, ((row_number() OVER (ORDER BY t.id) - 1) / %(part)s)::int AS part FROM import_made_families t
WHERE NOT t.was_before AND NOT EXISTS (SELECT 1 FROM import_kept_families k WHERE k.id = t.id)
  AND NOT EXISTS (SELECT 1 FROM registry_membership m WHERE m.family_id = t.id);

-- name: gone_families_key
CREATE INDEX ON import_gone_families (part);

-- name: families
DELETE FROM registry_family f USING import_gone_families g WHERE g.part = %(number)s AND f.id = g.id AND f.batch_id = %(batch)s;

-- name: kept
SELECT 'person', p.id::text, p.name, k.why FROM registry_person p JOIN import_kept_persons k ON k.id = p.id
UNION ALL
SELECT 'family', f.id::text, f.head_name, k.why FROM registry_family f JOIN import_kept_families k ON k.id = f.id
LIMIT 1000;

-- name: kept_count
SELECT count(DISTINCT id) FROM import_kept_persons UNION ALL SELECT count(DISTINCT id) FROM import_kept_families;
