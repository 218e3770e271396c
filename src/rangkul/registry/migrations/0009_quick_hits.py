"""Found people in one statement whose plan is kept, and name words found in spite of exchanged letters.

Measured (docs/matching.md): of a search by NIK nearly all the time went into planning five statements anew. A plpgsql
function keeps its plans for the session. These functions run with the rights of the caller, so row-level security holds.
"""

from django.contrib.postgres.operations import CreateExtension
from django.db import migrations

HITS = """
CREATE FUNCTION registry_records_with_nik(wanted bytea, most integer)
RETURNS TABLE (id uuid, merged_into_id uuid)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY SELECT p.id, p.merged_into_id FROM registry_person AS p WHERE p.nik_index = wanted LIMIT most;
END $$;

CREATE FUNCTION registry_hits(wanted uuid[])
RETURNS TABLE (
    id uuid, name varchar, nik_cipher bytea, nik_status varchar, sex varchar, birth_date date, area_code varchar,
    died_on date, family_id uuid, head_name varchar, relation varchar
)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY
    SELECT p.id, p.name, p.nik_cipher, p.nik_status, p.sex, p.birth_date, p.area_code::varchar, p.died_on,
           f.id, f.head_name, m.relation
    FROM registry_person AS p
    LEFT JOIN registry_membership AS m ON m.person_id = p.id AND upper_inf(m.period)
    LEFT JOIN registry_family AS f ON f.id = m.family_id
    WHERE p.id = ANY (wanted) AND p.merged_into_id IS NULL;
END $$;
"""
UNDO_HITS = "DROP FUNCTION registry_hits(uuid[]); DROP FUNCTION registry_records_with_nik(bytea, integer);"

WORDS = """
CREATE OR REPLACE FUNCTION registry_words_like(asked text) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    alike text[];
BEGIN
    SELECT array_agg(word) INTO alike FROM (
        SELECT word, max(similarity(word, asked)) AS likeness FROM registry_nameword
        WHERE word % asked AND similarity(word, asked) >= CASE WHEN length(asked) <= 4 THEN 0.3 ELSE 0.38 END
        GROUP BY word ORDER BY 2 DESC, word LIMIT 12
    ) AS found;
    -- exchanged letters leave no trigram of a short word: then words one or two edits away
    IF alike IS NULL AND length(asked) BETWEEN 4 AND 40 THEN
        SELECT array_agg(word) INTO alike FROM (
            SELECT DISTINCT word, levenshtein_less_equal(word, asked, 2) AS edits FROM registry_nameword
            WHERE length(word) BETWEEN length(asked) - 1 AND length(asked) + 1 AND left(word, 1) = left(asked, 1)
              AND levenshtein_less_equal(word, asked, 2) <= 2
            ORDER BY 2, 1 LIMIT 12
        ) AS near;
    END IF;
    RETURN coalesce(alike, ARRAY[asked]);
END $$;
"""
UNDO_WORDS = """
CREATE OR REPLACE FUNCTION registry_words_like(asked text) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(word), ARRAY[asked]) FROM (
        SELECT word, max(similarity(word, asked)) AS likeness FROM registry_nameword
        WHERE word % asked AND similarity(word, asked) >= CASE WHEN length(asked) <= 4 THEN 0.3 ELSE 0.38 END
        GROUP BY word ORDER BY 2 DESC, word LIMIT 12
    ) AS alike
$$;
"""


class Migration(migrations.Migration):
    replaces = [("registry", "0010_quick_hits")]
    dependencies = [("registry", "0008_linkage")]
    operations = [
        CreateExtension("fuzzystrmatch"),
        migrations.RunSQL(HITS, UNDO_HITS),
        migrations.RunSQL(WORDS, UNDO_WORDS),
    ]
