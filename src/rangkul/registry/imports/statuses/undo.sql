-- Taking a batch back. Where a later batch changed the same row again, its image of the row becomes ours, and the row stays.

-- name: handed_on
UPDATE importing_importbefore later SET "values" = ours."values"
FROM importing_importbefore ours, importing_importbatch b
WHERE ours.batch_id = %(batch)s AND later."table" = ours."table" AND later.row_id = ours.row_id AND later.batch_id = b.id
  AND b.applied_at > %(applied_at)s AND ours."table" <> 'registry_person';

-- name: handed_on_gone
DELETE FROM importing_importbefore ours USING importing_importbefore later, importing_importbatch b
WHERE ours.batch_id = %(batch)s AND later."table" = ours."table" AND later.row_id = ours.row_id AND later.batch_id = b.id
  AND b.applied_at > %(applied_at)s AND ours."table" <> 'registry_person';

-- name: statuses
DELETE FROM registry_welfarestatus WHERE batch_id = %(batch)s;

-- name: members
DELETE FROM registry_outsidemembership WHERE batch_id = %(batch)s;

-- name: identities
DELETE FROM registry_identity WHERE batch_id = %(batch)s;

-- name: sheets
DELETE FROM registry_answersheet WHERE batch_id = %(batch)s;

-- name: health
DELETE FROM registry_healthrecord WHERE batch_id = %(batch)s;

-- name: pregnancies
DELETE FROM registry_condition WHERE batch_id = %(batch)s;

-- name: said
DELETE FROM registry_sourcerecord t WHERE batch_id = %(batch)s
  AND NOT EXISTS (SELECT 1 FROM importing_importbefore b WHERE b.batch_id = %(batch)s AND b.row_id = t.id);

-- name: kept
SELECT 'person', p.id::text, p.name,
       CASE WHEN EXISTS (SELECT 1 FROM audit_eventsubject s JOIN audit_event e ON e.id = s.event_id
                         WHERE s.kind = 'person' AND s.subject_id = p.id AND e.at >= %(applied_at)s
                           AND e.name NOT LIKE 'registry.import.%%') THEN 'EVENT' ELSE 'CHANGED' END
FROM importing_importbefore b JOIN registry_person p ON p.id = b.row_id
WHERE b.batch_id = %(batch)s AND b."table" = 'registry_person' AND p.revision <> (b."values" ->> 'revision')::int + 1
LIMIT 1000;
