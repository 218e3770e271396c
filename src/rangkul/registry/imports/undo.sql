-- Taking a batch back, all in one transaction. What others built upon stays, with everything it needs.

-- A before-image tells how a row was: "absent" when there was none (the batch that made it was undone and handed it on),
-- "seen" the revision that the batch found where an older image was handed on to it.

-- name: touched
CREATE TEMPORARY TABLE import_kept_persons ON COMMIT DROP AS
SELECT p.id, CASE
    WHEN EXISTS (SELECT 1 FROM registry_person q WHERE q.merged_into_id = p.id) THEN 'MERGED'
    WHEN EXISTS (SELECT 1 FROM audit_eventsubject s JOIN audit_event e ON e.id = s.event_id
                 WHERE s.kind = 'person' AND s.subject_id = p.id AND e.at >= %(applied_at)s
                   AND e.name NOT LIKE 'registry.import.%%') THEN 'EVENT'
    WHEN p.revision <> coalesce((SELECT coalesce(b."values" ->> 'seen', b."values" ->> 'revision')::int FROM importing_importbefore b
                                 WHERE b.batch_id = %(batch)s AND b.row_id = p.id), 0) + 1 THEN 'CHANGED'
    ELSE 'LATER_FILE' END AS why
FROM registry_person p
WHERE p.batch_id = %(batch)s AND (
    EXISTS (SELECT 1 FROM audit_eventsubject s JOIN audit_event e ON e.id = s.event_id
            WHERE s.kind = 'person' AND s.subject_id = p.id AND e.at >= %(applied_at)s AND e.name NOT LIKE 'registry.import.%%')
    OR EXISTS (SELECT 1 FROM registry_person q WHERE q.merged_into_id = p.id)
    OR EXISTS (SELECT 1 FROM registry_membership c WHERE c.person_id = p.id AND c.batch_id IS DISTINCT FROM %(batch)s
               AND NOT EXISTS (SELECT 1 FROM importing_importbefore b WHERE b.batch_id = %(batch)s AND b.row_id = p.id
                               AND NOT b."values" ? 'absent'))
    OR EXISTS (SELECT 1 FROM registry_identity c WHERE c.person_id = p.id AND c.batch_id IS DISTINCT FROM %(batch)s
               AND NOT EXISTS (SELECT 1 FROM importing_importbefore b WHERE b.batch_id = %(batch)s AND b.row_id = p.id
                               AND NOT b."values" ? 'absent'))
    OR EXISTS (SELECT 1 FROM registry_welfarestatus c WHERE c.person_id = p.id AND c.batch_id IS DISTINCT FROM %(batch)s
               AND NOT EXISTS (SELECT 1 FROM importing_importbefore b WHERE b.batch_id = %(batch)s AND b.row_id = p.id
                               AND NOT b."values" ? 'absent'))
    OR EXISTS (SELECT 1 FROM registry_outsidemembership c WHERE c.person_id = p.id AND c.batch_id IS DISTINCT FROM %(batch)s
               AND NOT EXISTS (SELECT 1 FROM importing_importbefore b WHERE b.batch_id = %(batch)s AND b.row_id = p.id
                               AND NOT b."values" ? 'absent'))
    OR EXISTS (SELECT 1 FROM registry_answersheet c WHERE c.person_id = p.id)
    OR EXISTS (SELECT 1 FROM registry_condition c WHERE c.person_id = p.id AND c.batch_id IS DISTINCT FROM %(batch)s
               AND NOT EXISTS (SELECT 1 FROM importing_importbefore b WHERE b.batch_id = %(batch)s AND b.row_id = p.id
                               AND NOT b."values" ? 'absent'))
    OR p.revision <> coalesce((SELECT coalesce(b."values" ->> 'seen', b."values" ->> 'revision')::int FROM importing_importbefore b
                               WHERE b.batch_id = %(batch)s AND b.row_id = p.id), 0) + 1);

-- name: touched_families
CREATE TEMPORARY TABLE import_kept_families ON COMMIT DROP AS
SELECT f.id, CASE WHEN EXISTS (SELECT 1 FROM audit_eventsubject s JOIN audit_event e ON e.id = s.event_id
                               WHERE s.kind = 'family' AND s.subject_id = f.id AND e.at >= %(applied_at)s
                                 AND e.name NOT LIKE 'registry.import.%%') THEN 'EVENT' ELSE 'CHANGED' END AS why
FROM registry_family f
WHERE f.batch_id = %(batch)s AND (
    EXISTS (SELECT 1 FROM audit_eventsubject s JOIN audit_event e ON e.id = s.event_id
            WHERE s.kind = 'family' AND s.subject_id = f.id AND e.at >= %(applied_at)s AND e.name NOT LIKE 'registry.import.%%')
    OR f.revision <> coalesce((SELECT coalesce(b."values" ->> 'seen', b."values" ->> 'revision')::int FROM importing_importbefore b
                               WHERE b.batch_id = %(batch)s AND b.row_id = f.id), 0) + 1
    OR EXISTS (SELECT 1 FROM registry_welfarestatus c WHERE c.family_id = f.id AND c.batch_id IS DISTINCT FROM %(batch)s)
    OR EXISTS (SELECT 1 FROM registry_identity c WHERE c.family_id = f.id AND c.batch_id IS DISTINCT FROM %(batch)s)
    OR EXISTS (SELECT 1 FROM registry_outsidemembership c WHERE c.family_id = f.id AND c.batch_id IS DISTINCT FROM %(batch)s)
    OR EXISTS (SELECT 1 FROM registry_answersheet c WHERE c.family_id = f.id)
    OR EXISTS (SELECT 1 FROM registry_condition c WHERE c.family_id = f.id AND c.batch_id IS DISTINCT FROM %(batch)s));

-- name: later_files
-- Whom a later file changed belongs to that file by now; what this batch told of them stays. Images of the years before
-- cannot speak of this batch and are not read.
INSERT INTO import_kept_persons
SELECT DISTINCT p.id, 'LATER_FILE' FROM importing_importbefore b JOIN registry_person p ON p.id = b.row_id
WHERE b."table" = 'registry_person' AND b."values" ->> 'batch_id' = %(batch)s::text
  AND b.batch_id IN (SELECT i.id FROM importing_importbatch i WHERE i.id <> %(batch)s AND i.applied_at >= %(applied_at)s)
  AND p.batch_id IS DISTINCT FROM %(batch)s AND p.id NOT IN (SELECT id FROM import_kept_persons);

-- name: later_files_families
INSERT INTO import_kept_families
SELECT DISTINCT f.id, 'LATER_FILE' FROM importing_importbefore b JOIN registry_family f ON f.id = b.row_id
WHERE b."table" = 'registry_family' AND b."values" ->> 'batch_id' = %(batch)s::text
  AND b.batch_id IN (SELECT i.id FROM importing_importbatch i WHERE i.id <> %(batch)s AND i.applied_at >= %(applied_at)s)
  AND f.batch_id IS DISTINCT FROM %(batch)s AND f.id NOT IN (SELECT id FROM import_kept_families);

-- name: members_of_kept
INSERT INTO import_kept_persons
SELECT DISTINCT p.id, 'FAMILY' FROM registry_membership m JOIN import_kept_families k ON k.id = m.family_id
JOIN registry_person p ON p.id = m.person_id
WHERE p.batch_id = %(batch)s AND p.id NOT IN (SELECT id FROM import_kept_persons);

-- name: families_of_kept
INSERT INTO import_kept_families
SELECT DISTINCT f.id, 'FAMILY' FROM registry_membership m JOIN registry_family f ON f.id = m.family_id
WHERE f.batch_id = %(batch)s AND f.id NOT IN (SELECT id FROM import_kept_families)
  AND NOT EXISTS (SELECT 1 FROM importing_importbefore b WHERE b.batch_id = %(batch)s AND b.row_id = f.id
                  AND NOT b."values" ? 'absent')
  AND (m.batch_id IS DISTINCT FROM %(batch)s OR m.person_id IN (SELECT id FROM import_kept_persons));

-- name: members_of_those
INSERT INTO import_kept_persons
SELECT DISTINCT p.id, 'FAMILY' FROM registry_membership m JOIN import_kept_families k ON k.id = m.family_id
JOIN registry_person p ON p.id = m.person_id
WHERE p.batch_id = %(batch)s AND p.id NOT IN (SELECT id FROM import_kept_persons);

-- name: pairs_unsettled
-- A pair nobody decided goes with its person; the persons of the others were kept as referred to.
DELETE FROM registry_duplicatepair d USING registry_person p
WHERE p.id IN (d.left_id, d.right_id) AND p.batch_id = %(batch)s AND p.id NOT IN (SELECT id FROM import_kept_persons)
  AND NOT EXISTS (SELECT 1 FROM importing_importbefore b WHERE b.batch_id = %(batch)s AND b.row_id = p.id
                  AND NOT b."values" ? 'absent');

-- name: leftovers
DELETE FROM registry_sourcerecord s WHERE s.batch_id = %(batch)s AND s.person_id NOT IN (SELECT id FROM import_kept_persons)
  AND NOT EXISTS (SELECT 1 FROM importing_importbefore b WHERE b.batch_id = %(batch)s AND b.row_id = s.id
                  AND NOT b."values" ? 'absent');

-- name: conditions
DELETE FROM registry_condition WHERE batch_id = %(batch)s AND (person_id IS NULL OR person_id NOT IN (SELECT id FROM import_kept_persons));

-- name: programmes
DELETE FROM registry_outsidemembership WHERE batch_id = %(batch)s AND (person_id IS NULL OR person_id NOT IN (SELECT id FROM import_kept_persons));

-- name: listed
DELETE FROM registry_welfarestatus WHERE batch_id = %(batch)s AND (person_id IS NULL OR person_id NOT IN (SELECT id FROM import_kept_persons));

-- name: identities
DELETE FROM registry_identity WHERE batch_id = %(batch)s AND (person_id IS NULL OR person_id NOT IN (SELECT id FROM import_kept_persons));

-- name: memberships
DELETE FROM registry_membership m WHERE batch_id = %(batch)s AND person_id NOT IN (SELECT id FROM import_kept_persons);

-- name: persons
DELETE FROM registry_person p WHERE p.batch_id = %(batch)s AND p.id NOT IN (SELECT id FROM import_kept_persons)
  AND NOT EXISTS (SELECT 1 FROM importing_importbefore b WHERE b.batch_id = %(batch)s AND b.row_id = p.id
                  AND NOT b."values" ? 'absent');

-- name: families
DELETE FROM registry_family f WHERE f.batch_id = %(batch)s AND f.id NOT IN (SELECT id FROM import_kept_families)
  AND NOT EXISTS (SELECT 1 FROM importing_importbefore b WHERE b.batch_id = %(batch)s AND b.row_id = f.id
                  AND NOT b."values" ? 'absent')
  AND NOT EXISTS (SELECT 1 FROM registry_membership m WHERE m.family_id = f.id);

-- name: kept
SELECT 'person', p.id::text, p.name, k.why FROM registry_person p JOIN import_kept_persons k ON k.id = p.id
UNION ALL
SELECT 'family', f.id::text, f.head_name, k.why FROM registry_family f JOIN import_kept_families k ON k.id = f.id
LIMIT 1000;

-- name: kept_count
SELECT count(DISTINCT id) FROM import_kept_persons UNION ALL SELECT count(DISTINCT id) FROM import_kept_families;
