"""Families and persons for the tests of programmes: one by one, or thousands by one statement each."""

from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.utils import timezone
from psycopg.types.range import DateRange

from rangkul.registry.models import Condition, Family, Identity, Membership, OutsideMembership, Person, WelfareStatus

ALWAYS = DateRange(date(2020, 1, 1), None)


def a_family(area: str, *, livelihood: str = "", head_name: str = "KEPALA CONTOH", **more: object) -> Family:
    """A family without members."""
    now = timezone.now()
    return Family.objects.create(
        area_code=area,
        livelihood=livelihood,
        head_name=head_name,
        source="DEMO",
        created_at=now,
        updated_at=now,
        **more,
    )


def a_person(
    area: str, family: Family | None = None, *, relation: str = "HEAD", born: date | None = None, **more: object
) -> Person:
    """A person, in the family from 2020 on when one is given."""
    now = timezone.now()
    given = {"name": "WARGA CONTOH", "name_key": "WARGA CONTOH", "nik_status": "TIDAK_PUNYA", **more}
    person = Person.objects.create(
        area_code=area, birth_date=born, source="DEMO", created_at=now, updated_at=now, **given
    )
    if family is not None:
        Membership.objects.create(person=person, family=family, relation=relation, period=ALWAYS)
    return person


def _about(subject: Person | Family) -> dict[str, object]:
    key = "person" if isinstance(subject, Person) else "family"
    return {key: subject, "source": "DEMO", "created_at": timezone.now()}


def has_condition(subject: Person | Family, kind: str, period: DateRange = ALWAYS, **more: object) -> Condition:
    return Condition.objects.create(kind=kind, period=period, **more, **_about(subject))


def has_dtks_id(subject: Person | Family, period: DateRange = ALWAYS) -> Identity:
    return Identity.objects.create(kind="ID_DTKS", value=f"CONTOH-{subject.pk}", period=period, **_about(subject))


def has_decile(subject: Person | Family, decile: int, period: DateRange = ALWAYS) -> WelfareStatus:
    return WelfareStatus.objects.create(decile=decile, period=period, **_about(subject) | {"source": "DTSEN"})


def receives(subject: Person | Family, programme: str, period: DateRange = ALWAYS) -> OutsideMembership:
    return OutsideMembership.objects.create(programme=programme, period=period, **_about(subject))


def someone(person_id: UUID) -> Person:
    return Person.objects.get(pk=person_id)


def populate(
    families: int, *, regency: str = "73.12", kecamatan: int = 8, villages: int = 9, at: datetime | None = None
) -> None:
    """A plainly artificial population in believable proportions, by set-based SQL; the same for the same numbers.

    One to seven members a family (3.7 on average); some live in another village than their family, some have no known
    birth date, some statuses and memberships have ended, some families have no member at all.
    """
    at = at or timezone.now()
    with connection.cursor() as cursor:
        for statement in _POPULATION.split(";;"):
            cursor.execute(statement, {"n": families, "regency": regency, "k": kecamatan, "v": villages, "at": at})


_POPULATION = """
CREATE OR REPLACE FUNCTION pg_temp.dice(a bigint, b bigint, faces bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS
    'SELECT abs(hashint8extended(a, b)) %% faces';;
CREATE OR REPLACE FUNCTION pg_temp.place(i bigint, regency text, k bigint, v bigint) RETURNS text LANGUAGE sql IMMUTABLE AS
    'SELECT regency || ''.'' || lpad((1 + i %% k)::text, 2, ''0'') || ''.'' || (2001 + (i / k) %% v)::text';;
DROP TABLE IF EXISTS made_family, made_person;;
CREATE TEMP TABLE made_family AS
    SELECT i, gen_random_uuid() AS id, pg_temp.place(i, %(regency)s, %(k)s, %(v)s) AS area_code
    FROM generate_series(1, %(n)s) i;;
INSERT INTO registry_family (id, area_code, address, hamlet, rt, rw, livelihood, head_name, ended_on, source, revision,
                             created_at, updated_at)
    SELECT id, area_code, '', '', '', '',
        (ARRAY['PERTANIAN','PETERNAKAN','PERDAGANGAN_JASA','PERIKANAN','LAIN',''])[1 + pg_temp.dice(i, 1, 6)],
        'KEPALA ' || i, CASE WHEN pg_temp.dice(i, 2, 200) = 0 THEN DATE '2021-06-01' END, 'DEMO', 1, %(at)s, %(at)s
    FROM made_family;;
CREATE TEMP TABLE made_person AS
    SELECT f.i * 10 + j AS i, gen_random_uuid() AS id, f.id AS family_id, j, f.i AS fi,
        CASE WHEN pg_temp.dice(f.i * 10 + j, 3, 100) = 0 THEN pg_temp.place(f.i + 1, %(regency)s, %(k)s, %(v)s)
             ELSE f.area_code END AS area_code
    FROM made_family f, LATERAL generate_series(1, pg_temp.dice(f.i, 4, 4) + pg_temp.dice(f.i, 5, 5)) j;;
INSERT INTO registry_person (id, name, name_key, nik_status, sex, birth_place, birth_date, mother_name, marital_status,
                             education_code, occupation_code, area_code, address, hamlet, rt, rw, died_on, source,
                             revision, created_at, updated_at)
    SELECT id, 'WARGA ' || i, 'WARGA ' || i, 'TIDAK_PUNYA', (ARRAY['L','P'])[1 + pg_temp.dice(i, 6, 2)], '',
        CASE WHEN pg_temp.dice(i, 7, 50) > 0
             THEN DATE '2023-12-31' - (CASE WHEN j <= 2 THEN 7000 + pg_temp.dice(i, 8, 25000)
                                            ELSE pg_temp.dice(i, 8, 9000) END)::int END,
        '', CASE WHEN j <= 2 THEN 'MARRIED' ELSE 'SINGLE' END, '', '', area_code, '', '', '', '',
        CASE WHEN pg_temp.dice(i, 9, 100) = 0 THEN DATE '2022-03-01' END, 'DEMO', 1, %(at)s, %(at)s
    FROM made_person;;
INSERT INTO registry_membership (id, person_id, family_id, relation, period, end_reason)
    SELECT gen_random_uuid(), id, family_id, CASE j WHEN 1 THEN 'HEAD' WHEN 2 THEN 'SPOUSE' ELSE 'CHILD' END,
        CASE WHEN pg_temp.dice(i, 10, 60) = 0 THEN daterange('2020-01-01', '2022-02-01')
             ELSE daterange('2020-01-01', NULL) END, ''
    FROM made_person;;
INSERT INTO registry_identity (id, person_id, source, created_at, kind, value, period)
    SELECT gen_random_uuid(), id, 'DEMO', %(at)s, 'ID_DTKS', 'CONTOH-' || i,
        CASE WHEN pg_temp.dice(i, 12, 30) = 0 THEN daterange('2020-01-01', '2022-01-15')
             ELSE daterange('2021-01-01', NULL) END
    FROM made_person WHERE pg_temp.dice(fi, 11, 100) < 45 AND pg_temp.dice(i, 13, 10) > 0;;
INSERT INTO registry_welfarestatus (id, family_id, source, created_at, is_listed, decile, period)
    SELECT gen_random_uuid(), id, 'DTSEN', %(at)s, true, 1 + pg_temp.dice(i, 14 + p, 10),
        CASE p WHEN 0 THEN daterange('2021-01-01', '2022-01-01') ELSE daterange('2022-01-01', NULL) END
    FROM made_family, generate_series(0, 1) p WHERE pg_temp.dice(i, 16, 10) > 0;;
INSERT INTO registry_welfarestatus (id, person_id, source, created_at, is_listed, decile, period)
    SELECT gen_random_uuid(), id, 'DTKS', %(at)s, true, NULLIF(pg_temp.dice(i, 17, 10), 0),
        daterange('2022-01-01', NULL)
    FROM made_person WHERE pg_temp.dice(i, 18, 20) = 0;;
INSERT INTO registry_outsidemembership (id, family_id, source, created_at, programme, number, period)
    SELECT gen_random_uuid(), id, 'DEMO', %(at)s, programme, '', daterange('2021-01-01', NULL)
    FROM made_family, unnest(ARRAY['PKH','BPNT','BLT_DD','KKS']) WITH ORDINALITY o (programme, n)
    WHERE pg_temp.dice(i, 20 + n, 100) < 15;;
INSERT INTO registry_outsidemembership (id, person_id, source, created_at, programme, number, period)
    SELECT gen_random_uuid(), id, 'DEMO', %(at)s, programme, '', daterange('2021-01-01', NULL)
    FROM made_person, unnest(ARRAY['PBI_JK','KIP','PKH']) WITH ORDINALITY o (programme, n)
    WHERE pg_temp.dice(i, 30 + n, 100) < (ARRAY[30, 8, 2])[n];;
INSERT INTO registry_condition (id, family_id, source, created_at, kind, disability_type, severity, original_code,
                                device, period)
    SELECT gen_random_uuid(), id, 'DEMO', %(at)s, 'RAWAN_PANGAN', '', '', '', '', daterange('2021-01-01', NULL)
    FROM made_family WHERE pg_temp.dice(i, 40, 100) < 6;;
INSERT INTO registry_condition (id, person_id, source, created_at, kind, disability_type, severity, original_code,
                                device, period)
    SELECT gen_random_uuid(), id, 'DEMO', %(at)s, kind,
        CASE WHEN kind = 'DISABILITAS' THEN (ARRAY['FISIK','MENTAL',''])[1 + pg_temp.dice(i, 41, 3)] ELSE '' END,
        CASE WHEN kind = 'DISABILITAS' THEN (ARRAY['RINGAN','BERAT',''])[1 + pg_temp.dice(i, 42, 3)] ELSE '' END,
        '', '', CASE WHEN pg_temp.dice(i, 43, 10) = 0 THEN daterange('2020-01-01', '2021-01-01')
                     ELSE daterange('2021-01-01', NULL) END
    FROM made_person, unnest(ARRAY['DISABILITAS','BUTUH_ALAT_BANTU','KUSTA','HAMIL','LANSIA_TERLANTAR',
                                   'ANAK_TERLANTAR']) WITH ORDINALITY o (kind, n)
    WHERE pg_temp.dice(i, CASE WHEN n <= 2 THEN 50 ELSE 50 + n END, 1000) < (ARRAY[20, 12, 3, 10, 25, 10])[n];;
UPDATE registry_person p SET occupation_code = (ARRAY['5', '4', '9', '84', '6'])[1 + pg_temp.dice(m.i, 60, 5)]
    FROM made_person m WHERE m.id = p.id AND m.j <= 2 AND pg_temp.dice(m.i, 61, 4) = 0;;
INSERT INTO registry_groupmark (id, person_id, type_code, is_sensitive, period, evidence, source, marked_by_name,
                                end_reason, ended_by_name, created_at)
    SELECT gen_random_uuid(), id, (ARRAY['AT', 'LUT', 'KAT', 'TKSK', 'FM', 'GLD'])[1 + pg_temp.dice(i, 62, 6)], false,
        CASE WHEN pg_temp.dice(i, 63, 5) = 0 THEN daterange('2020-01-01', '2022-01-01')
             ELSE daterange('2021-01-01', NULL) END, 'contoh', 'DEMO', 'CONTOH', '', '', %(at)s
    FROM made_person WHERE pg_temp.dice(i, 64, 10) = 0;;
INSERT INTO registry_groupmark (id, family_id, type_code, is_sensitive, period, evidence, source, marked_by_name,
                                end_reason, ended_by_name, created_at)
    SELECT gen_random_uuid(), id, (ARRAY['KAT', 'KBSP', 'PIONIR'])[1 + pg_temp.dice(i, 65, 3)], false,
        daterange('2021-01-01', NULL), 'contoh', 'DEMO', 'CONTOH', '', '', %(at)s
    FROM made_family WHERE pg_temp.dice(i, 66, 20) = 0;;
INSERT INTO registry_answersheet (id, family_id, source, created_at, form, version, period, answers, secret_index,
                                  secret_cipher)
    SELECT gen_random_uuid(), id, 'PBDT', %(at)s, form, '1', period, jsonb_build_object(
            a, lpad((1 + pg_temp.dice(i, 67 + n, 11))::text, 2, '0'), b, (1 + pg_temp.dice(i, 68 + n, 8))::text,
            c, (1 + pg_temp.dice(i, 69 + n, 10))::text, d, (1 + pg_temp.dice(i, 70 + n, 5))::text,
            e, (1 + pg_temp.dice(i, 71 + n, 6))::text), '{}', '{}'
    FROM made_family, (VALUES
        (1, 'PBDT2015', daterange('2015-07-01', NULL), 'lantai_terluas', 'dinding_terluas', 'atap_terluas',
         'fasilitas_bab', 'status_bangunan'),
        (2, 'RUTA', daterange('2021-01-01', '2022-01-01'), 'lantai', 'dinding', 'atap', 'fasbab', 'sta_bangunan'),
        (3, 'REGSOSEK2022K.3', daterange('2022-03-01', NULL), 'q303', 'q304', 'q305', 'q309a', 'q301a')
    ) f (n, form, period, a, b, c, d, e) WHERE pg_temp.dice(i, 72 + n, 3) = 0;;
INSERT INTO registry_answersheet (id, person_id, source, created_at, form, version, period, answers, secret_index,
                                  secret_cipher)
    SELECT gen_random_uuid(), id, 'PBDT', %(at)s, form, '1', period, jsonb_build_object(
            a, (pg_temp.dice(i, 80 + n, 4))::text, b, lpad(pg_temp.dice(i, 81 + n, 12)::text, 2, '0'),
            c, pg_temp.dice(i, 82 + n, 10)::text), '{}', '{}'
    FROM made_person, (VALUES
        (1, 'PBDT2015', daterange('2015-07-01', NULL), 'partisipasi_sekolah', 'pendidikan_tertinggi',
         'status_dalam_pekerjaan'),
        (2, 'ART', daterange('2021-01-01', NULL), 'partisipasi_sekolah', 'pendidikan_tertinggi', 'status_pekerjaan'),
        (3, 'REGSOSEK2022K.4', daterange('2022-03-01', NULL), 'q412', 'q413', 'q418')
    ) f (n, form, period, a, b, c) WHERE pg_temp.dice(i, 83 + n, 3) = 0;;
INSERT INTO registry_answersheet (id, person_id, source, created_at, form, version, period, answers, secret_index,
                                  secret_cipher)
    SELECT gen_random_uuid(), id, 'PIP', %(at)s, 'PIP', '1', daterange('2022-01-01', '2023-01-01'),
        jsonb_build_object('jenjang', (ARRAY['SD', 'smp', 'SMK', 'lain'])[1 + pg_temp.dice(i, 90, 4)]), '{}', '{}'
    FROM made_person WHERE j > 2 AND pg_temp.dice(i, 91, 5) = 0;;
INSERT INTO registry_healthrecord (id, person_id, kind, status, measured_on, until_on, source, reported_period,
                                   recorded_by_name, created_at)
    SELECT gen_random_uuid(), id, kind, status, DATE '2022-05-31' - pg_temp.dice(i, 92 + n, 500)::int,
        CASE kind WHEN 'KEHAMILAN' THEN DATE '2022-05-31' + pg_temp.dice(i, 93, 60)::int - 30 END, 'POSYANDU', '',
        'CONTOH', %(at)s
    FROM made_person, (VALUES (1, 'GIZI_BALITA', 'PENDEK'), (2, 'GIZI_BALITA', 'GIZI_NORMAL'),
        (3, 'KEHAMILAN', 'HAMIL_KEK')) h (n, kind, status) WHERE pg_temp.dice(i, 94 + n, 12) = 0
    ON CONFLICT DO NOTHING;;
INSERT INTO registry_disabilityprofile (id, person_id, version, is_current, types, severity, rule, cause,
                                        has_asked_devices, caregiver, communication, missing, source, recorded_by_name,
                                        recorded_at, state, validated_by_name, validated_on, due_on)
    SELECT gen_random_uuid(), id, v, v = 2, '{FISIK}', 'BERAT', 'uji', '', false, '', '', '{}', 'DEMO', 'CONTOH',
        DATE '2022-01-01' + v * 150, (ARRAY['SUDAH', 'BELUM', 'SUDAH'])[v + pg_temp.dice(i, 98, 2)], '',
        DATE '2022-04-01', DATE '2023-04-01'
    FROM made_person, generate_series(1, 2) v WHERE pg_temp.dice(i, 99, 25) = 0;;
ANALYZE registry_person, registry_family, registry_membership, registry_identity, registry_welfarestatus,
    registry_outsidemembership, registry_condition, registry_groupmark, registry_answersheet;;
DROP TABLE made_family, made_person
"""
