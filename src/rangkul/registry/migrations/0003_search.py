"""Search by name and look-ups across areas, as functions that carry their scope as a parameter (decision 18, ADR 0018).

Trigram operators are not leakproof, so under row-level security PostgreSQL may not use their index. The name search is
therefore one SECURITY DEFINER function: it looks the typed words up in a small dictionary of name words by trigrams,
then finds persons by whole words, which an ordinary inverted index answers. It never returns a row outside `scope`.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

DICTIONARY = """
CREATE FUNCTION registry_keep_name_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO registry_nameword (word)
    SELECT DISTINCT word FROM arrived, unnest(string_to_array(arrived.name_key, ' ')) AS word
    WHERE word <> '' AND NOT EXISTS (SELECT FROM registry_nameword AS known WHERE known.word = word.word);
    RETURN NULL;
END $$;
CREATE TRIGGER registry_person_words AFTER INSERT ON registry_person
    REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION registry_keep_name_words();

CREATE FUNCTION registry_keep_new_name_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO registry_nameword (word)
    SELECT DISTINCT word FROM unnest(string_to_array(NEW.name_key, ' ')) AS word
    WHERE word <> '' AND NOT EXISTS (SELECT FROM registry_nameword AS known WHERE known.word = word.word);
    RETURN NULL;
END $$;
CREATE TRIGGER registry_person_new_words AFTER UPDATE OF name_key ON registry_person FOR EACH ROW
    WHEN (OLD.name_key IS DISTINCT FROM NEW.name_key) EXECUTE FUNCTION registry_keep_new_name_words();

INSERT INTO registry_nameword (word)
    SELECT DISTINCT word FROM registry_person, unnest(string_to_array(name_key, ' ')) AS word WHERE word <> '';
REVOKE ALL ON registry_nameword FROM rangkul_app;
"""

LOOKUPS = """
CREATE FUNCTION registry_area_of_nik(wanted bytea) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT area_code FROM registry_person
    WHERE nik_index = wanted AND nik_status = 'ADA_PADAN' AND died_on IS NULL AND merged_into_id IS NULL
    LIMIT 1
$$;
CREATE FUNCTION registry_area_of_kk(wanted bytea) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT area_code FROM registry_family WHERE kk_index = wanted AND ended_on IS NULL LIMIT 1
$$;
"""

SEARCH = """
CREATE FUNCTION registry_words_like(asked text) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(word), ARRAY[asked]) FROM (
        SELECT word, max(similarity(word, asked)) AS likeness FROM registry_nameword
        WHERE word % asked AND similarity(word, asked) >= CASE WHEN length(asked) <= 4 THEN 0.3 ELSE 0.38 END
        GROUP BY word ORDER BY 2 DESC, word LIMIT 12
    ) AS alike
$$;

CREATE FUNCTION registry_search_name(key text, scope text[], born date, wanted integer)
RETURNS TABLE (id uuid, name varchar, name_key varchar)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    words text[] := (string_to_array(key, ' '))[1:6];
    total integer := cardinality(words);
    held text := 'string_to_array(p.name_key, '' '')';
    inside text;
    each text;
    pair text[];
    part text;
    parts text[] := '{}';
    joined text;
    whole text;
    looser text[] := '{}';
    base text;
    found integer;
BEGIN
    IF coalesce(cardinality(scope), 0) = 0 OR coalesce(total, 0) = 0 THEN
        RETURN;
    END IF;
    SELECT string_agg(format('(p.area_code >= %L AND p.area_code < %L)', area, area || '/'), ' OR ')
        INTO inside FROM unnest(scope) AS area;

    FOR position IN 1..total LOOP
        each := words[position];
        part := format('%s && %L::text[]', held, registry_words_like(each));
        -- NURAINI may be written NUR AINI
        FOR cut IN 3..length(each) - 3 LOOP
            pair := ARRAY[left(each, cut), substr(each, cut + 1)];
            IF (SELECT count(DISTINCT word) FROM registry_nameword WHERE word = ANY (pair)) = cardinality(pair) THEN
                part := part || format(' OR %s @> %L::text[]', held, pair);
            END IF;
        END LOOP;
        parts := parts || ('(' || part || ')');
    END LOOP;
    whole := '(' || array_to_string(parts, ' AND ') || ')';
    -- NUR AINI may be written NURAINI
    FOR position IN 1..total - 1 LOOP
        joined := words[position] || words[position + 1];
        IF EXISTS (SELECT FROM registry_nameword WHERE word = joined) THEN
            whole := whole || ' OR (' || array_to_string(
                parts[1:position - 1] || parts[position + 2:] || format('(%s && %L::text[])', held, ARRAY[joined]),
                ' AND ') || ')';
        END IF;
    END LOOP;

    base := 'SELECT p.id, p.name, p.name_key FROM registry_person AS p WHERE p.merged_into_id IS NULL AND (' || inside || ')';
    IF born IS NOT NULL THEN
        base := base || format(' AND p.birth_date = %L', born);
    END IF;
    RETURN QUERY EXECUTE format(
        'SELECT m.id, m.name, m.name_key FROM (%s AND (%s) LIMIT 1500) AS m
         ORDER BY similarity(m.name_key, %L) DESC, m.id LIMIT %s', base, whole, key, wanted);
    GET DIAGNOSTICS found = ROW_COUNT;

    -- too few: somebody recorded with one word less
    IF found < least(wanted, 5) AND total BETWEEN 2 AND 6 THEN
        FOR position IN 1..total LOOP
            looser := looser || ('(' || array_to_string(parts[1:position - 1] || parts[position + 1:], ' AND ') || ')');
        END LOOP;
        RETURN QUERY EXECUTE format(
            'SELECT m.id, m.name, m.name_key FROM (%s AND (%s) AND NOT (%s) LIMIT 600) AS m
             ORDER BY similarity(m.name_key, %L) DESC, m.id LIMIT %s',
            base, array_to_string(looser, ' OR '), whole, key, wanted);
    END IF;
END $$;
"""

UNDO = """
DROP FUNCTION registry_search_name(text, text[], date, integer);
DROP FUNCTION registry_words_like(text);
DROP FUNCTION registry_area_of_kk(bytea);
DROP FUNCTION registry_area_of_nik(bytea);
DROP TRIGGER registry_person_new_words ON registry_person;
DROP TRIGGER registry_person_words ON registry_person;
DROP FUNCTION registry_keep_new_name_words();
DROP FUNCTION registry_keep_name_words();
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_walls")]
    operations = [
        migrations.RunSQL(DICTIONARY + LOOKUPS + SEARCH, UNDO),
    ]
