"""People are sought by their written names first: a district writes far fewer different names than it has people.

Crossing the long lists of two common words (NUR, SITI) person by person took most of a search; over the distinct name keys
it takes a few milliseconds, and an ordinary index leads from a name to its people inside the scope. A number is looked up
in every register at once.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

KEEP = """
CREATE OR REPLACE FUNCTION registry_keep_name_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    WITH fresh AS (
        INSERT INTO registry_namekey (name_key, words)
        SELECT DISTINCT arrived.name_key, string_to_array(arrived.name_key, ' ') FROM arrived
        WHERE NOT EXISTS (SELECT FROM registry_namekey AS known WHERE known.name_key = arrived.name_key)
        RETURNING words
    )
    INSERT INTO registry_nameword (word)
    SELECT DISTINCT word FROM fresh, unnest(fresh.words) AS word
    WHERE word <> '' AND NOT EXISTS (SELECT FROM registry_nameword AS known WHERE known.word = word.word);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION registry_keep_new_name_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO registry_namekey (name_key, words)
    SELECT NEW.name_key, string_to_array(NEW.name_key, ' ')
    WHERE NOT EXISTS (SELECT FROM registry_namekey AS known WHERE known.name_key = NEW.name_key);
    INSERT INTO registry_nameword (word)
    SELECT DISTINCT word FROM unnest(string_to_array(NEW.name_key, ' ')) AS word
    WHERE word <> '' AND NOT EXISTS (SELECT FROM registry_nameword AS known WHERE known.word = word.word);
    RETURN NULL;
END $$;

INSERT INTO registry_namekey (name_key, words)
    SELECT DISTINCT name_key, string_to_array(name_key, ' ') FROM registry_person;
REVOKE ALL ON registry_namekey FROM rangkul_app;
"""
UNKEEP = """
CREATE OR REPLACE FUNCTION registry_keep_name_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO registry_nameword (word)
    SELECT DISTINCT word FROM arrived, unnest(string_to_array(arrived.name_key, ' ')) AS word
    WHERE word <> '' AND NOT EXISTS (SELECT FROM registry_nameword AS known WHERE known.word = word.word);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION registry_keep_new_name_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO registry_nameword (word)
    SELECT DISTINCT word FROM unnest(string_to_array(NEW.name_key, ' ')) AS word
    WHERE word <> '' AND NOT EXISTS (SELECT FROM registry_nameword AS known WHERE known.word = word.word);
    RETURN NULL;
END $$;
"""

SEARCH = """
CREATE OR REPLACE FUNCTION registry_search_name(key text, scope text[], born date, wanted integer)
RETURNS TABLE (id uuid, name varchar, name_key varchar)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    words text[] := (string_to_array(key, ' '))[1:6];
    total integer := cardinality(words);
    inside text;
    pair text[];
    part text;
    parts text[] := '{}';
    joined text;
    as_typed text;
    whole text;
    looser text[] := '{}';
    people text;
    found integer;
    more integer;
BEGIN
    IF coalesce(cardinality(scope), 0) = 0 OR coalesce(total, 0) = 0 THEN
        RETURN;
    END IF;
    SELECT string_agg(format('(p.area_code >= %L AND p.area_code < %L)', area, area || '/'), ' OR ')
        INTO inside FROM unnest(scope) AS area;
    -- %s: which written names, how many of them, how many people; names are few where people are many
    people := 'SELECT p.id, p.name, p.name_key FROM ('
        || format('SELECT DISTINCT k.name_key, similarity(k.name_key, %L) AS likeness FROM registry_namekey AS k', key)
        || ' WHERE %s ORDER BY 2 DESC, 1 LIMIT %s) AS k JOIN registry_person AS p ON p.name_key = k.name_key'
        || ' WHERE p.merged_into_id IS NULL AND (' || inside || ')'
        || CASE WHEN born IS NULL THEN '' ELSE format(' AND p.birth_date = %L', born) END
        || ' ORDER BY k.likeness DESC, p.id LIMIT %s';

    as_typed := format('k.words @> %L::text[]', words);
    RETURN QUERY EXECUTE format(people, as_typed, 2000, wanted);
    GET DIAGNOSTICS found = ROW_COUNT;
    IF found >= wanted THEN
        RETURN;  -- a common name as it was typed fills the list
    END IF;

    FOR position IN 1..total LOOP
        part := format('k.words && %L::text[]', registry_words_like(words[position]));
        -- NURAINI may be written NUR AINI
        FOR cut IN 3..length(words[position]) - 3 LOOP
            pair := ARRAY[left(words[position], cut), substr(words[position], cut + 1)];
            IF (SELECT count(DISTINCT word) FROM registry_nameword WHERE word = ANY (pair)) = cardinality(pair) THEN
                part := part || format(' OR k.words @> %L::text[]', pair);
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
                parts[1:position - 1] || parts[position + 2:] || format('(k.words && %L::text[])', ARRAY[joined]),
                ' AND ') || ')';
        END IF;
    END LOOP;
    RETURN QUERY EXECUTE format(people, format('(%s) AND NOT %s', whole, as_typed), 3000, wanted - found);
    GET DIAGNOSTICS more = ROW_COUNT;
    found := found + more;

    -- too few: somebody recorded with one word less
    IF found < least(wanted, 5) AND total BETWEEN 2 AND 6 THEN
        FOR position IN 1..total LOOP
            looser := looser || ('(' || array_to_string(parts[1:position - 1] || parts[position + 1:], ' AND ') || ')');
        END LOOP;
        RETURN QUERY EXECUTE format(people,
            format('(%s) AND NOT (%s)', array_to_string(looser, ' OR '), whole), 3000, wanted - found);
    END IF;
END $$;
"""
UNSEARCH = """
CREATE OR REPLACE FUNCTION registry_search_name(key text, scope text[], born date, wanted integer)
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

# It runs under the caller's row-level security and keeps its plan: six statements became one.
NUMBERS = """
CREATE FUNCTION registry_people_with_number(wanted text[], kinds text[], kk bytea, most integer)
RETURNS TABLE (person_id uuid, merged_into_id uuid, register text, kind varchar)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY
    SELECT p.id, p.merged_into_id, found.register, found.kind FROM (
        (SELECT NULL::uuid AS person, f.id AS family, 'KK' AS register, ''::varchar AS kind
         FROM registry_family AS f WHERE f.kk_index = kk AND f.ended_on IS NULL LIMIT most)
        UNION ALL
        (SELECT i.person_id, i.family_id, 'IDENTITY', i.kind FROM registry_identity AS i
         WHERE i.kind = ANY (kinds) AND i.value = ANY (wanted) LIMIT most)
        UNION ALL
        (SELECT o.person_id, o.family_id, 'PROGRAMME', o.programme FROM registry_outsidemembership AS o
         WHERE o.number = ANY (wanted) AND o.number <> '' LIMIT most)
    ) AS found
    CROSS JOIN LATERAL (
        SELECT found.person AS id WHERE found.person IS NOT NULL
        UNION ALL
        SELECT m.person_id FROM registry_membership AS m
        WHERE found.person IS NULL AND m.family_id = found.family AND upper_inf(m.period)
    ) AS each
    -- A plain column: behind the walls COALESCE counts as leaky, and the whole table would be read before it is asked.
    JOIN registry_person AS p ON p.id = each.id;
END $$;
"""
UNNUMBERS = "DROP FUNCTION registry_people_with_number(text[], text[], bytea, integer);"


class Migration(migrations.Migration):
    replaces = [("registry", "0012_name_keys")]
    dependencies = [("registry", "0009_quick_hits")]
    operations = [
        migrations.RunSQL(KEEP, UNKEEP),
        migrations.RunSQL(SEARCH, UNSEARCH),
        migrations.RunSQL(NUMBERS, UNNUMBERS),
    ]
