"""A hundred thousand open cases for `desk_bench`, laid down by INSERT … SELECT, with what hangs on a case in an office.

Families of the demo district are copied so that every matched case is about a family of its own, but for the three in a
hundred about which two cases are open. States, hands, lateness, requirements, tasks, assessments, referrals and history
are spread by the case's number: the same on every run.
"""

import time
from typing import Any

from bench.desk_staff import Official

MARK = "UKUR-"
MATCHED_SHARE = 0.6
_STATES = (
    *("REGISTERED",) * 7, "RETURNED", *("MATCHED",) * 3, *("HANDLED",) * 6, "ASSESSED", "REFERRED", "PROPOSED",
)  # fmt: skip
"""Of twenty cases: those from the ninth on are matched, those from the twelfth on are in somebody's hands."""


def fill(cases: int, villages: list[str], staff: list[Official]) -> float:
    """Put open cases into the district's villages; seconds taken, 0 when they are there already."""
    from django.db import connection, transaction

    from rangkul.platform.audit.rows import bulk_change

    started = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM desk_case WHERE starts_with(ticket, %s)", [MARK])
        there = int(cursor.fetchone()[0])
        if there == cases:
            return 0.0
        if there:
            raise RuntimeError(f"{there} cases of another size are here: remove the bench's folder 'desk' first")
        with transaction.atomic(), bulk_change("bench"):
            cursor.execute("SET LOCAL synchronous_commit = off")
            _copy_families(cursor, round(cases * MATCHED_SHARE))
            _plan(cursor, cases, villages, staff)
            # One lock a person and family is too many for one transaction: the conflicts are worked out once, below.
            cursor.execute("ALTER TABLE desk_case DISABLE TRIGGER desk_case_conflicts_new")
            for statement in (_CASES, _REQUIREMENTS, _TASKS, _ASSESSMENTS, _REFERRALS, _EVENTS, _SUBJECTS):
                cursor.execute(statement, _words())
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE desk_case ENABLE TRIGGER desk_case_conflicts_new")
            cursor.execute(_CONFLICTS)
        cursor.execute("VACUUM (ANALYZE)")
    return time.monotonic() - started


def _copy_families(cursor: Any, wanted: int) -> None:
    """As many families as there are matched cases: living ones of the demo with their members, again and again."""
    cursor.execute("CREATE TEMP TABLE b_family ON COMMIT DROP AS SELECT id AS old, uuidv7() AS new, n "
                   "FROM (SELECT id FROM registry_family WHERE ended_on IS NULL) AS f, "
                   "generate_series(1, (%s / (SELECT count(*) FROM registry_family WHERE ended_on IS NULL)) + 1) AS n", [wanted])  # fmt: skip
    cursor.execute("CREATE INDEX ON b_family (old)")
    cursor.execute("CREATE TEMP TABLE b_person ON COMMIT DROP AS SELECT m.person_id AS old, uuidv7() AS new, b.n, "
                   "b.new AS family, m.id AS membership, m.relation FROM registry_membership m "
                   "JOIN b_family b ON b.old = m.family_id WHERE upper_inf(m.period)")  # fmt: skip
    fresh = "decode(md5(b.new::text), 'hex')"
    _copy(cursor, "registry_family", "b_family b ON b.old = t.id", id="b.new", kk_index=fresh)
    _copy(cursor, "registry_person", "b_person b ON b.old = t.id", id="b.new",
          nik_index=f"CASE WHEN t.nik_index IS NOT NULL THEN {fresh} END")  # fmt: skip
    _copy(cursor, "registry_membership", "b_person b ON b.membership = t.id", id="uuidv7()", person_id="b.new",
          family_id="b.family")  # fmt: skip


def _copy(cursor: Any, table: str, joined: str, **changed: str) -> None:
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'", [table]
    )
    columns = [row[0] for row in cursor.fetchall()]
    values = ", ".join(changed.get(each, f"t.{each}") for each in columns)
    cursor.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} t JOIN {joined}")


def _plan(cursor: Any, cases: int, villages: list[str], staff: list[Official]) -> None:
    """A line for each case to be: its number, state, family, village and hands."""
    cursor.execute(
        'CREATE TEMP TABLE b_staff (area text COLLATE "C", place int, user_id uuid, name text) ON COMMIT DROP'
    )
    hands = [each for each in staff if each.role in ("BACK_OFFICE", "FACILITATOR")]
    rows = []
    for village in villages:
        here = [each for each in hands if village in each.areas] or hands[:1]
        rows += [(village, place, each.user_id, each.name) for place, each in enumerate(here)]
    cursor.executemany("INSERT INTO b_staff VALUES (%s, %s, %s, %s)", rows)
    cursor.execute(
        """
        CREATE TEMP TABLE b_plan ON COMMIT DROP AS
        WITH numbered AS (
            SELECT n, (%(states)s::text[])[n %% 20 + 1] AS state, n %% 20 >= 8 AS matched,
                   (n / 20) * 12 + greatest(n %% 20 - 8, 0) AS m
            FROM generate_series(0, %(cases)s - 1) AS n
        ), living AS (
            SELECT row_number() OVER (ORDER BY b.new) - 1 AS place, b.new AS family_id, f.area_code
            FROM b_family b JOIN registry_family f ON f.id = b.old
        ), heads AS (
            SELECT DISTINCT ON (family) family, new AS person_id FROM b_person ORDER BY family, relation <> 'HEAD', new
        )
        SELECT p.n, uuidv7() AS id, p.state, p.matched, l.family_id, h.person_id, s.user_id, s.name AS user_name,
               coalesce(l.area_code, (%(villages)s::text[])[p.n %% cardinality(%(villages)s::text[]) + 1]) AS area_code
        FROM numbered p
        LEFT JOIN living l ON p.matched AND l.place = p.m - CASE WHEN p.m %% 67 = 1 THEN 1 ELSE 0 END
        LEFT JOIN heads h ON h.family = l.family_id
        LEFT JOIN LATERAL (SELECT s.user_id, s.name FROM b_staff s WHERE s.area = l.area_code AND p.n %% 20 >= 11
                           ORDER BY (s.place + p.n) %% 3 LIMIT 1) AS s ON true
        """,
        {"states": list(_STATES), "cases": cases, "villages": villages},
    )
    cursor.execute("CREATE INDEX ON b_plan (n)")
    cursor.execute("ANALYZE b_plan")


def _words() -> dict[str, Any]:
    """What the statements below need from the product: sealed texts, the catalogue's services."""
    from rangkul.desk.queries import list_services
    from rangkul.platform import crypto

    story = "Beras tinggal untuk dua hari, suami belum bekerja sejak musim tanam, anak kedua belum punya seragam. " * 2
    services = list_services()
    return {
        "mark": MARK,
        "story": crypto.seal(story, context="desk.story"),
        "phone": crypto.seal("081200000000", context="desk.phone"),
        "found": crypto.seal("Keluarga tinggal di rumah papan, penghasilan tidak tetap.", context="desk.assessment"),
        "services": [each.code for each in services],
        "asked": [each.code for each in services for _ in each.requirements],
        "places": [place for each in services for place, _ in enumerate(each.requirements)],
        "labels": [label for each in services for label in each.requirements],
    }


_CASES = """
INSERT INTO desk_case (id, ticket, form_key, channel, kind, sector, category, classified_at, is_urgent, urgency,
    is_anonymous, reporter_agency, area_code, story_cipher, reporter_name, relationship, phone_cipher, concerned_name,
    person_id, family_id, match_result, state, assigned_to, assigned_to_name, return_reason, outcome, public_note,
    due_on, service_code, clock_unit, clock_amount, clock_started_at, paused_at, at_risk_at, due_at, unknown_years,
    escalation_level, decision_level, registered_by, registered_at, revision, contested_at, updated_at, may_be_told)
SELECT p.id, %(mark)s || lpad(p.n::text, 8, '0'), gen_random_uuid(),
    (ARRAY['LOKET', 'FASILITATOR', 'DESA', 'WEB'])[p.n %% 4 + 1], 'KEBUTUHAN',
    (ARRAY['PANGAN', 'KESEHATAN', 'PENDIDIKAN', 'SOSIAL_EKONOMI'])[p.n %% 4 + 1], '',
    CASE WHEN p.n %% 20 > 2 THEN now() END, p.n %% 97 = 0, '', false, '', p.area_code, %(story)s,
    'Contoh Pelapor ' || p.n, CASE WHEN p.n %% 3 = 0 THEN 'KELUARGA' ELSE 'DIRI_SENDIRI' END, %(phone)s,
    coalesce(r.name, 'Contoh Warga ' || p.n), p.person_id, p.family_id,
    CASE WHEN p.matched THEN 'TERDAFTAR' ELSE 'BELUM' END, p.state, p.user_id, coalesce(p.user_name, ''),
    CASE WHEN p.state = 'RETURNED' THEN 'Belum lengkap' ELSE '' END, '', '',
    CASE WHEN p.state <> 'RETURNED' THEN t.due::date END,
    CASE WHEN p.n %% 20 >= 8 THEN (%(services)s::text[])[p.n %% cardinality(%(services)s::text[]) + 1] ELSE '' END,
    'HARI', 5, t.began, CASE WHEN p.state = 'RETURNED' THEN now() - interval '2 days' END,
    CASE WHEN p.state <> 'RETURNED' THEN t.due - interval '1 day' END, CASE WHEN p.state <> 'RETURNED' THEN t.due END,
    '{}', 0, 'DESA', p.user_id, t.began, 1, CASE WHEN p.n %% 1000 = 11 THEN now() END, now(), p.n %% 3 = 0
FROM b_plan p
CROSS JOIN LATERAL (SELECT now() - (p.n %% 30) * interval '1 day' AS began,
                           now() + ((p.n * 7919) %% 40 - 10) * interval '1 day' AS due) AS t
LEFT JOIN registry_person r ON r.id = p.person_id
ORDER BY p.n
"""
_REQUIREMENTS = """
INSERT INTO desk_requirement (id, case_id, service_code, position, label, state, reason, bring, file_name, checked_by_name)
SELECT uuidv7(), p.id, a.code, a.place, a.label,
    CASE WHEN p.n %% 20 >= 14 THEN 'ADA' ELSE 'BELUM' END, '', '', '', ''
FROM b_plan p
JOIN unnest(%(asked)s::text[], %(places)s::int[], %(labels)s::text[]) AS a (code, place, label)
  ON a.code = (%(services)s::text[])[p.n %% cardinality(%(services)s::text[]) + 1]
WHERE p.n %% 20 >= 8
"""
_TASKS = """
INSERT INTO desk_task (id, form_key, case_id, title, due_on, assigned_to, assigned_to_name, state, result,
    created_by_name, created_at, ended_by_name)
SELECT uuidv7(), gen_random_uuid(), p.id, 'Kunjungi rumah dan potret dapurnya', current_date + (p.n %% 15) - 5, p.user_id,
    p.user_name, 'TERBUKA', '', 'Contoh Koordinator', now(), ''
FROM b_plan p WHERE p.user_id IS NOT NULL AND p.n %% 4 = 0
"""
_ASSESSMENTS = """
INSERT INTO desk_assessment (id, case_id, version, need_cipher, situation_cipher, recommendation_cipher, risk, way,
    assessed_by, assessed_by_name, assessed_at)
SELECT uuidv7(), p.id, 1, %(found)s, %(found)s, %(found)s, 'SEDANG', 'LANGSUNG', p.user_id, p.user_name, now()
FROM b_plan p WHERE p.n %% 20 >= 16
"""
_REFERRALS = """
INSERT INTO desk_referral (id, case_id, agency_id, to_role, to_area_code, to_label, ticket, concerned_name, area_code,
    reason, service_wanted, is_accompanied, state, answer, answer_due_on, is_with_desk, reminders, sent_by_name, sent_at,
    revision)
SELECT uuidv7(), p.id, a.id, '', '', a.name, c.ticket, c.concerned_name, p.area_code, 'Mohon dilayani', '', false,
    CASE WHEN p.n %% 40 < 20 THEN 'DIKIRIM' ELSE 'DITERIMA' END, '', current_date + (p.n %% 17) - 4, false, 0,
    p.user_name, now(), 1
FROM b_plan p JOIN desk_case c ON c.id = p.id
CROSS JOIN (SELECT id, name FROM institutions_agency ORDER BY id LIMIT 1) AS a
WHERE p.state = 'REFERRED'
"""
_EVENTS = """
CREATE TEMP TABLE b_event ON COMMIT DROP AS
SELECT uuidv7() AS id, p.id AS case_id, p.person_id, d.name, d.data, d.days, p.area_code, p.n
FROM b_plan p JOIN (VALUES
    ('desk.case.register', 0, 0), ('desk.case.match', 8, 1), ('desk.case.handle', 11, 2), ('desk.case.note', 13, 3)
) AS s (name, from_place, days) ON p.n %% 20 >= s.from_place
CROSS JOIN LATERAL (SELECT s.name, s.days, CASE s.name
    WHEN 'desk.case.register' THEN jsonb_build_object('ticket', %(mark)s || lpad(p.n::text, 8, '0'), 'channel', 'LOKET')
    WHEN 'desk.case.match' THEN '{"result": "TERDAFTAR"}'::jsonb ELSE '{}'::jsonb END AS data) AS d
ORDER BY p.n
"""
_SUBJECTS = """
WITH told AS (
    INSERT INTO audit_event (id, at, name, actor_name, role, object_kind, object_id, area_code, reason, data)
    SELECT id, now() - (30 - n %% 30 - days) * interval '1 day', name, 'Contoh Petugas', 'BACK_OFFICE', 'case', case_id,
        area_code, CASE WHEN name = 'desk.case.note' THEN 'Sudah dihubungi lewat telepon' ELSE '' END, data
    FROM b_event
)
INSERT INTO audit_eventsubject (event_id, kind, subject_id)
SELECT id, 'case', case_id FROM b_event
UNION ALL SELECT id, 'person', person_id FROM b_event WHERE name = 'desk.case.match' AND person_id IS NOT NULL
"""
_CONFLICTS = """
INSERT INTO desk_conflict (case_id, area_code)
SELECT id, area_code FROM desk_case WHERE state <> 'CLOSED' AND (
    contested_at IS NOT NULL
    OR person_id IN (SELECT person_id FROM desk_case WHERE state <> 'CLOSED' GROUP BY person_id HAVING count(*) > 1)
    OR family_id IN (SELECT family_id FROM desk_case WHERE state <> 'CLOSED' GROUP BY family_id HAVING count(*) > 1)
) ON CONFLICT DO NOTHING
"""
