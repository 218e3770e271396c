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

-- name: kept
SELECT 'person', p.id::text FROM importing_importbefore b JOIN registry_person p ON p.id = b.row_id
WHERE b.batch_id = %(batch)s AND b."table" = 'registry_person' AND p.revision <> (b."values" ->> 'revision')::int + 1
LIMIT 1000;
