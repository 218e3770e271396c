-- Handing what an undone batch leaves to the later file that built upon it: undoing that one later takes it along, and
-- never puts back what the first had told.

-- name: heirs
CREATE TEMPORARY TABLE import_heirs ON COMMIT DROP AS
SELECT DISTINCT ON (b.row_id) b.row_id AS id, b.batch_id AS heir, i.applied_at
FROM importing_importbefore b
JOIN importing_importbatch i ON i.id = b.batch_id
WHERE b.batch_id <> %(batch)s AND i.applied_at >= %(applied_at)s AND b."values" ->> 'batch_id' = %(batch)s::text
  AND ((b."table" = 'registry_person'
        AND EXISTS (SELECT 1 FROM registry_person p WHERE p.id = b.row_id AND p.batch_id IS DISTINCT FROM %(batch)s))
    OR (b."table" = 'registry_family'
        AND EXISTS (SELECT 1 FROM registry_family f WHERE f.id = b.row_id AND f.batch_id IS DISTINCT FROM %(batch)s)))
ORDER BY b.row_id, i.applied_at DESC;

-- name: heirs_of_families
INSERT INTO import_heirs
SELECT DISTINCT ON (k.id) k.id, i.id, i.applied_at
FROM import_kept_families k
JOIN registry_membership m ON m.family_id = k.id
LEFT JOIN import_heirs h ON h.id = m.person_id
JOIN importing_importbatch i ON i.id = coalesce(h.heir, m.batch_id)
WHERE k.why = 'FAMILY' AND k.id NOT IN (SELECT id FROM import_heirs)
  AND i.id <> %(batch)s AND i.state = 'APPLIED' AND i.applied_at >= %(applied_at)s
ORDER BY k.id, i.applied_at DESC;

-- name: heirs_of_members
INSERT INTO import_heirs
SELECT DISTINCT ON (k.id) k.id, h.heir, h.applied_at
FROM import_kept_persons k
JOIN registry_membership m ON m.person_id = k.id
JOIN import_heirs h ON h.id = m.family_id
WHERE k.why = 'FAMILY' AND k.id NOT IN (SELECT id FROM import_heirs)
ORDER BY k.id, h.applied_at DESC;

-- name: absent
UPDATE importing_importbefore later
SET "values" = jsonb_build_object('absent', true,
                                  'revision', coalesce(later."values" -> 'seen', later."values" -> 'revision'))
FROM import_heirs h
WHERE later.batch_id = h.heir AND later.row_id = h.id AND later."table" IN ('registry_person', 'registry_family')
  AND later."values" ->> 'batch_id' = %(batch)s::text
  AND NOT EXISTS (SELECT 1 FROM importing_importbefore ours WHERE ours.batch_id = %(batch)s AND ours.row_id = h.id);

-- name: older
UPDATE importing_importbefore later
SET "values" = ours."values" || jsonb_build_object('seen', coalesce(later."values" -> 'seen', later."values" -> 'revision'))
FROM importing_importbefore ours, import_heirs h
WHERE ours.batch_id = %(batch)s AND ours.row_id = h.id AND later.batch_id = h.heir AND later.row_id = h.id
  AND later."table" = ours."table" AND ours."table" IN ('registry_person', 'registry_family');

-- name: older_about
UPDATE importing_importbefore later SET "values" = ours."values"
FROM importing_importbefore ours, import_heirs h
WHERE ours.batch_id = %(batch)s AND h.id = (ours."values" ->> 'person_id')::uuid
  AND later.batch_id = h.heir AND later."table" = ours."table" AND later.row_id = ours.row_id;

-- name: alone
UPDATE importing_importbefore ours SET batch_id = h.heir
FROM import_heirs h
WHERE ours.batch_id = %(batch)s AND (ours.row_id = h.id OR (ours."values" ->> 'person_id')::uuid = h.id)
  AND NOT EXISTS (SELECT 1 FROM importing_importbefore later WHERE later.batch_id = h.heir
                  AND later."table" = ours."table" AND later.row_id = ours.row_id);

-- name: persons
UPDATE registry_person t SET batch_id = h.heir FROM import_heirs h WHERE t.id = h.id AND t.batch_id = %(batch)s;

-- name: families
UPDATE registry_family t SET batch_id = h.heir FROM import_heirs h WHERE t.id = h.id AND t.batch_id = %(batch)s;

-- name: memberships
UPDATE registry_membership t SET batch_id = h.heir FROM import_heirs h WHERE t.person_id = h.id AND t.batch_id = %(batch)s;

-- name: identities
UPDATE registry_identity t SET batch_id = h.heir FROM import_heirs h WHERE t.person_id = h.id AND t.batch_id = %(batch)s;

-- name: listed
UPDATE registry_welfarestatus t SET batch_id = h.heir FROM import_heirs h WHERE t.person_id = h.id AND t.batch_id = %(batch)s;

-- name: programmes
UPDATE registry_outsidemembership t SET batch_id = h.heir FROM import_heirs h WHERE t.person_id = h.id AND t.batch_id = %(batch)s;

-- name: leftovers
UPDATE registry_sourcerecord t SET batch_id = h.heir FROM import_heirs h WHERE t.person_id = h.id AND t.batch_id = %(batch)s;

-- name: conditions
UPDATE registry_condition t SET batch_id = h.heir FROM import_heirs h WHERE t.person_id = h.id AND t.batch_id = %(batch)s;
