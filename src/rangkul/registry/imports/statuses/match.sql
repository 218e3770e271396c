-- Whom each staged row is about, what it claims, and how that differs from what is known. Runs any number of times.
-- No number decides alone: name and birth date must fit (`alike`, `fits_family`). Who lives outside the file's area is not named.

-- name: persons_by_nik
INSERT INTO {found} (row, person_id, code, detail)
SELECT r.row, (array_agg(p.id))[1],
       CASE WHEN count(*) > 1 THEN 'NIK_DUA_ORANG'
            WHEN NOT bool_or(p.area_code >= %(scope)s AND p.area_code < %(scope_end)s) THEN 'NIK_DI_WILAYAH_LAIN'
            WHEN NOT bool_or({alike}) THEN 'NIK_DIPAKAI_NAMA_LAIN'
            ELSE '' END,
       string_agg({who_here}, '; ')
FROM {rows} r JOIN registry_person p ON p.nik_index = r.nik_index AND p.merged_into_id IS NULL
WHERE r.subject = 'P'
GROUP BY r.row, r.name_key, r.birth_date;

-- name: persons_by_number
INSERT INTO {found} (row, person_id, code, detail)
SELECT r.row, (array_agg(p.id))[1],
       CASE WHEN count(*) > 1 THEN 'BEBERAPA_YANG_COCOK'
            WHEN NOT bool_or(p.area_code >= %(scope)s AND p.area_code < %(scope_end)s) THEN 'NIK_DI_WILAYAH_LAIN'
            WHEN NOT bool_or(r.nik_index IS NULL OR p.nik_index IS NULL) THEN 'NIK_BERBEDA'
            WHEN NOT bool_or({alike}) THEN 'NOMOR_DIPAKAI_NAMA_LAIN' ELSE '' END,
       string_agg({who_here}, '; ')
FROM (SELECT DISTINCT r.row, r.nik_index, r.name_key, r.birth_date, coalesce(p.survivor_id, p.id) AS id
      FROM {rows} r
      JOIN LATERAL (SELECT i.person_id FROM registry_identity i
                    WHERE i.kind = r.id_kind AND i.value = r.id_value AND i.period @> %(as_of)s::date AND i.person_id IS NOT NULL
                    UNION SELECT o.person_id FROM registry_outsidemembership o
                    WHERE o.programme = r.id_kind AND o.number = r.id_value AND o.number <> '' AND o.person_id IS NOT NULL) i ON true
      JOIN registry_person p ON p.id = i.person_id
      WHERE r.subject = 'P' AND r.id_value IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {found} x WHERE x.row = r.row)) r
JOIN registry_person p ON p.id = r.id
GROUP BY r.row;

-- name: persons_by_family
INSERT INTO {found} (row, person_id, code, detail)
SELECT r.row, (array_agg(p.id))[1],
       CASE WHEN count(*) > 1 THEN 'BEBERAPA_YANG_COCOK'
            WHEN NOT bool_or(p.area_code >= %(scope)s AND p.area_code < %(scope_end)s) THEN 'NIK_DI_WILAYAH_LAIN'
            WHEN NOT bool_or(r.nik_index IS NULL OR p.nik_index IS NULL) THEN 'NIK_BERBEDA' ELSE '' END,
       string_agg({who_here}, '; ')
FROM {rows} r
JOIN registry_family f ON f.kk_index = r.kk_index AND f.ended_on IS NULL
JOIN registry_membership m ON m.family_id = f.id AND upper_inf(m.period)
JOIN registry_person p ON p.id = m.person_id AND p.merged_into_id IS NULL AND p.name_key = r.name_key
     AND (p.birth_date = r.birth_date OR p.birth_date IS NULL OR r.birth_date IS NULL)
WHERE r.subject = 'P' AND NOT EXISTS (SELECT 1 FROM {found} x WHERE x.row = r.row)
GROUP BY r.row;

-- name: persons_by_household
INSERT INTO {found} (row, person_id, code, detail)
SELECT g.row, (array_agg(p.id))[1],
       CASE WHEN count(*) > 1 THEN 'BEBERAPA_YANG_COCOK'
            WHEN NOT bool_or(p.area_code >= %(scope)s AND p.area_code < %(scope_end)s) THEN 'NIK_DI_WILAYAH_LAIN'
            WHEN NOT bool_or(g.nik_index IS NULL OR p.nik_index IS NULL) THEN 'NIK_BERBEDA' ELSE '' END,
       string_agg({who_here}, '; ')
FROM (SELECT DISTINCT r.row, r.nik_index, p.id
      FROM {rows} r
      JOIN registry_identity i ON i.kind = r.id_kind AND i.value = r.id_value AND i.period @> %(as_of)s::date AND i.family_id IS NOT NULL
      JOIN registry_membership m ON m.family_id = i.family_id AND upper_inf(m.period)
      JOIN registry_person p ON p.id = m.person_id AND p.merged_into_id IS NULL AND p.name_key = r.name_key
      WHERE r.subject = 'P' AND NOT EXISTS (SELECT 1 FROM {found} x WHERE x.row = r.row)) g
JOIN registry_person p ON p.id = g.id
GROUP BY g.row;

-- name: persons_by_birth
INSERT INTO {found} (row, person_id, code, detail)
SELECT r.row, (array_agg(p.id))[1],
       CASE WHEN count(*) > 1 THEN 'BEBERAPA_YANG_COCOK'
            WHEN NOT bool_or(r.nik_index IS NULL OR p.nik_index IS NULL) THEN 'NIK_BERBEDA' ELSE '' END,
       string_agg({who_here}, '; ')
FROM {rows} r
JOIN registry_person p ON p.birth_date = r.birth_date AND p.name_key = r.name_key AND p.merged_into_id IS NULL
     AND p.area_code = r.area_code
WHERE r.subject = 'P' AND NOT EXISTS (SELECT 1 FROM {found} x WHERE x.row = r.row)
GROUP BY r.row;

-- name: families_of_persons
UPDATE {found} x SET family_id = m.family_id
FROM registry_membership m WHERE m.person_id = x.person_id AND upper_inf(m.period);

-- name: families_by_kk
INSERT INTO {found} (row, family_id, code, detail)
SELECT r.row, f.id,
       CASE WHEN NOT (f.area_code >= %(scope)s AND f.area_code < %(scope_end)s) THEN 'NIK_DI_WILAYAH_LAIN'
            WHEN NOT {fits_family} THEN 'KK_DIPAKAI_NAMA_LAIN'
            ELSE '' END,
       {family_here}
FROM {rows} r JOIN registry_family f ON f.kk_index = r.kk_index AND f.ended_on IS NULL
WHERE r.subject = 'F';

-- name: families_by_number
INSERT INTO {found} (row, family_id, code, detail)
SELECT k.row, k.ids[1],
       CASE WHEN cardinality(k.ids) > 1 THEN 'BEBERAPA_YANG_COCOK' WHEN NOT k.is_here THEN 'NIK_DI_WILAYAH_LAIN'
            WHEN NOT k.fits THEN 'NOMOR_DIPAKAI_NAMA_LAIN' ELSE '' END, k.detail
FROM (SELECT r.row, coalesce(array_agg(f.id) FILTER (WHERE r.is_named), array_agg(f.id)) AS ids, bool_or({fits_family}) AS fits,
             bool_or(f.area_code >= %(scope)s AND f.area_code < %(scope_end)s) AS is_here,
             string_agg({family_here}, '; ') AS detail
      FROM (SELECT c.row, c.id, c.name_key, bool_or(p.name_key = c.name_key) AS is_named
            FROM (SELECT DISTINCT r.row, r.name_key, coalesce(i.family_id, m.family_id) AS id
                  FROM {rows} r
                  JOIN LATERAL (SELECT i.person_id, i.family_id FROM registry_identity i
                                WHERE i.kind = r.id_kind AND i.value = r.id_value AND i.period @> %(as_of)s::date
                                UNION SELECT o.person_id, o.family_id FROM registry_outsidemembership o
                                WHERE o.programme = r.id_kind AND o.number = r.id_value AND o.number <> '') i ON true
                  LEFT JOIN registry_membership m ON m.person_id = i.person_id AND upper_inf(m.period)
                  WHERE r.subject = 'F' AND r.id_value IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {found} x WHERE x.row = r.row)) c
            LEFT JOIN registry_membership n ON n.family_id = c.id AND upper_inf(n.period)
            LEFT JOIN registry_person p ON p.id = n.person_id
            GROUP BY c.row, c.id, c.name_key) r
      JOIN registry_family f ON f.id = r.id AND f.ended_on IS NULL
      GROUP BY r.row) k;

-- name: families_by_nik
INSERT INTO {found} (row, family_id, code, detail)
SELECT r.row, (array_agg(f.id))[1],
       CASE WHEN count(*) > 1 THEN 'NIK_DUA_ORANG'
            WHEN NOT bool_or(f.area_code >= %(scope)s AND f.area_code < %(scope_end)s) THEN 'NIK_DI_WILAYAH_LAIN'
            WHEN NOT bool_or({fits_family}) THEN 'NIK_DIPAKAI_NAMA_LAIN' ELSE '' END,
       string_agg({family_here}, '; ')
FROM {rows} r
JOIN registry_person p ON p.nik_index = r.nik_index AND p.merged_into_id IS NULL
JOIN registry_membership m ON m.person_id = p.id AND upper_inf(m.period)
JOIN registry_family f ON f.id = m.family_id
WHERE r.subject = 'F' AND NOT EXISTS (SELECT 1 FROM {found} x WHERE x.row = r.row)
GROUP BY r.row;

-- name: other_card
-- Found by NIK or number under another card than the row's: the head's family under a new card (told to the approver), or
-- somebody who left this family for one that the registry does not know.
UPDATE {found} x SET code = 'KK_LAIN', detail = {family_here}
FROM {rows} r, registry_family f
WHERE x.row = r.row AND x.code = '' AND r.subject = 'F' AND f.id = x.family_id AND f.kk_index <> r.kk_index
  AND NOT coalesce(similarity(upper(f.head_name), r.name_key) >= 0.5, false)
  AND NOT EXISTS (SELECT 1 FROM registry_membership m JOIN registry_person p ON p.id = m.person_id
                  WHERE m.family_id = f.id AND upper_inf(m.period) AND m.relation = 'HEAD' AND p.nik_index = r.nik_index);

-- name: saying_nothing
INSERT INTO {found} (row) SELECT r.row FROM {rows} r WHERE r.subject = '-';

-- name: nobody
INSERT INTO {found} (row, code)
SELECT r.row, 'BELUM_ADA_DI_REGISTRI' FROM {rows} r WHERE NOT EXISTS (SELECT 1 FROM {found} x WHERE x.row = r.row);

-- name: without_family
UPDATE {found} x SET code = 'TANPA_KELUARGA' FROM {rows} r
WHERE r.row = x.row AND x.code = '' AND r.subject = 'P' AND x.family_id IS NULL AND r.claims @> '[{{"s": "F"}}]';

-- name: claimed
INSERT INTO {claims} (row, k, person_id, family_id, a, v, f, u, n, l, d, x, c)
SELECT r.row, e ->> 'k', CASE WHEN e ->> 's' = 'P' THEN x.person_id END, CASE WHEN e ->> 's' = 'F' THEN x.family_id END,
       e ->> 'a', coalesce(e ->> 'v', ''), (e ->> 'f')::date, (e ->> 'u')::date, (e ->> 'n')::smallint, (e ->> 'l')::boolean,
       jsonb_strip_nulls(coalesce(e -> 'd', '{{}}')), jsonb_strip_nulls(coalesce(e -> 'x', '{{}}')),
       jsonb_strip_nulls(coalesce(e -> 'c', '{{}}'))
FROM {rows} r JOIN {found} x ON x.row = r.row AND x.code = '' CROSS JOIN LATERAL jsonb_array_elements(r.claims) e
WHERE CASE WHEN e ->> 's' = 'P' THEN x.person_id IS NOT NULL ELSE x.family_id IS NOT NULL END
ORDER BY r.row;

-- name: contradicting
-- Columns that nobody knows ("+") contradict nobody: members of a family may each have their own.
UPDATE {found} x SET code = 'BARIS_BERTENTANGAN', detail = g.first || ' dan ' || g.last
FROM (SELECT min(c.row) AS first, max(c.row) AS last, array_agg(DISTINCT c.row) AS rows
      FROM {claims} c
      GROUP BY CASE WHEN c.k = 'LEAVE' THEN 'MEMBER' ELSE c.k END, c.person_id, c.family_id,
               CASE WHEN c.k <> 'CHECKED' THEN c.a END, c.f, c.u
      HAVING count(DISTINCT (c.k, c.v, c.n, c.l, c.d, c.x - '+', CASE WHEN c.k = 'CHECKED' THEN c.a END)) > 1) g
WHERE x.row = ANY (g.rows);

-- name: contradicting_gone
DELETE FROM {claims} c USING {found} x WHERE x.row = c.row AND x.code <> '';

-- name: repeated
DELETE FROM {claims} c USING {claims} o
WHERE o.seq < c.seq AND o.k = c.k AND o.a IS NOT DISTINCT FROM c.a AND o.f IS NOT DISTINCT FROM c.f AND o.u IS NOT DISTINCT FROM c.u
  AND o.person_id = c.person_id;

-- name: repeated_of_families
DELETE FROM {claims} c USING {claims} o
WHERE o.seq < c.seq AND o.k = c.k AND o.a IS NOT DISTINCT FROM c.a AND o.f IS NOT DISTINCT FROM c.f AND o.u IS NOT DISTINCT FROM c.u
  AND o.family_id = c.family_id;
