"""Everybody at once: candidates to strike off and to propose, one statement a reason, stored as a frozen list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from json import dumps
from typing import Any
from uuid import UUID

from django.db import connection

from rangkul.programmes.enums import CandidateKind
from rangkul.programmes.models import CandidateRun
from rangkul.registry import endings
from rangkul.verivali.queries import list_left_school, list_nobody_there

LIMITS: dict[str, Any] = {"usia_sekolah": 21, "desil": 4, "desil_program": {"PKH": 4, "BPNT": 5, "PBI_JK": 5}}
"""Limits unless the run says otherwise: domain C.2 (school age 6-21) and B.2 (deciles of 2025); verify before use."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What another room found of somebody, such as a verification that met nobody at home."""

    kind: str
    subject_id: UUID
    evidence_id: UUID
    evidence_on: date


Source = Callable[[str, date], Iterable[Finding]]
SOURCES: dict[tuple[str, str], Source] = {}


def register_source(reason: str, source: str, find: Source) -> None:
    """Let another room tell of findings for a reason (TIDAK_DITEMUKAN): `find(area, as_of)`; every one is a CHECK."""
    SOURCES[reason, source] = find


def _nobody_there(area: str, on: date) -> Iterable[Finding]:
    """Whom the newest approved visit of verivali did not find."""
    for each in list_nobody_there(area, on):
        yield Finding(each.kind, each.subject_id, each.visit_id, each.visited_on)


def _left_school(area: str, on: date) -> Iterable[Finding]:
    """Who told an approved visit about KIP that they go to school no more (Regsosek 412)."""
    for each in list_left_school(area, on):
        yield Finding("person", each.person_id, each.visit_id, each.visited_on)


def register_own_sources() -> None:
    """Findings of the rooms below."""
    register_source("TIDAK_DITEMUKAN", "VERIVALI", _nobody_there)
    register_source("LULUS_SEKOLAH", "VERIVALI", _left_school)


_COLUMNS = """id, run_id, area_code, subject_kind, subject_id, subject_name, reason, advice, enrolment_id, outside_id,
    outside_programme, outside_number, cause_name, evidence_source, evidence_kind, evidence_id, evidence_on, facts"""
_INSERT = f"INSERT INTO programmes_candidate ({_COLUMNS})\n"
_ITEM = "uuidv7(), %(run)s, i.area_code, i.kind, i.subject_id, i.name"
_TOUCHES = "i.enrolment_id, i.outside_id, i.programme, i.number"

ITEMS = f"""
CREATE TEMP TABLE list_item AS
SELECT e.id AS item, e.id AS enrolment_id, NULL::uuid AS outside_id, '' AS programme, '' AS number, e.component_id,
    e.valid_from AS since, e.area_code,
    CASE WHEN e.person_id IS NOT NULL THEN 'person' ELSE 'family' END AS kind,
    coalesce(e.person_id, e.family_id) AS subject_id, '' AS name
FROM programmes_enrolment e
WHERE e.state = 'ACTIVE' AND e.institution_id IS NULL AND e.valid_from <= %(as_of)s
    AND e.area_code >= %(lower)s AND e.area_code < %(upper)s
UNION ALL
SELECT o.id, NULL, o.id, o.programme, o.number, NULL, o.since, o.area_code, o.kind, o.subject_id, ''
FROM ({endings.HELD_OUTSIDE}) o;
CREATE INDEX ON list_item (kind, subject_id);
UPDATE list_item i SET name = p.name FROM ({endings.PERSON_NOW}) p WHERE i.kind = 'person' AND p.record = i.subject_id;
UPDATE list_item i SET name = f.head_name FROM ({endings.FAMILY_NOW}) f WHERE i.kind = 'family' AND f.id = i.subject_id;
CREATE TEMP TABLE decile_now AS {endings.DECILES};
ANALYZE list_item, decile_now
"""  # noqa: S608 - every part is a constant of ours

DIED_PERSON = f"""
SELECT {_ITEM}, 'MENINGGAL', 'AKHIRI', {_TOUCHES}, p.name, p.source, 'person', p.id, p.died_on, '{{}}'::jsonb
FROM list_item i JOIN ({endings.PERSON_NOW}) p ON p.record = i.subject_id
WHERE i.kind = 'person' AND p.died_on <= %(as_of)s
"""  # noqa: S608
DIED_FAMILY = f"""
SELECT DISTINCT ON (i.item) {_ITEM}, 'MENINGGAL', CASE WHEN l.people IS NULL THEN 'AKHIRI' ELSE 'GANTI_PENGURUS' END,
    {_TOUCHES}, d.name, d.source, 'person', d.person_id, d.died_on, jsonb_build_object('sisa', coalesce(l.people, 0))
FROM list_item i JOIN ({endings.DIED_IN_FAMILY}) d ON d.family_id = i.subject_id
LEFT JOIN (
    SELECT family_id, count(*) AS people, bool_or(relation = 'HEAD') AS has_head
    FROM ({endings.LIVING_MEMBERS}) m GROUP BY 1
) l ON l.family_id = i.subject_id
WHERE i.kind = 'family' AND (l.people IS NULL OR (d.relation = 'HEAD' AND NOT l.has_head))
ORDER BY i.item, d.died_on DESC
"""  # noqa: S608
SCHOOL_PERSON = f"""
SELECT {_ITEM}, 'LULUS_SEKOLAH', 'AKHIRI', {_TOUCHES}, '', p.source, 'person', p.id, p.changed_on,
    jsonb_build_object('umur', p.age, 'batas', %(school)s::int, 'tamat', p.source = 'OPENSID' AND p.education_code <> ''
        AND p.education_code::text = ANY (ARRAY['5', '6', '7', '8', '9', '10']))
FROM list_item i JOIN ({endings.PERSON_NOW}) p ON p.record = i.subject_id
WHERE i.kind = 'person' AND i.programme = 'KIP' AND (p.died_on IS NULL OR p.died_on > %(as_of)s)
    AND (p.age > %(school)s OR (p.source = 'OPENSID' AND p.education_code = ANY (ARRAY['5', '6', '7', '8', '9', '10'])))
"""  # noqa: S608
SCHOOL_FAMILY = f"""
SELECT {_ITEM}, 'LULUS_SEKOLAH', 'PERIKSA', {_TOUCHES}, '', f.source, 'family', f.id, f.changed_on,
    jsonb_build_object('batas', %(school)s::int)
FROM list_item i JOIN ({endings.FAMILY_NOW}) f ON f.id = i.subject_id
WHERE i.kind = 'family' AND i.programme = 'KIP' AND f.ended_on IS NULL AND NOT EXISTS (
    SELECT FROM ({endings.LIVING_MEMBERS}) m
    WHERE m.family_id = f.id AND (m.age IS NULL OR m.age BETWEEN 6 AND %(school)s)
)
"""  # noqa: S608
# Who lives in another village than the decree names: outside the regency it ends, inside it is looked at.
_LEFT = "CASE WHEN left(n.area_code, 5) <> left(i.area_code, 5) THEN 'AKHIRI' ELSE 'PERIKSA' END"
MOVED_PERSON = f"""
SELECT {_ITEM}, 'PINDAH', {_LEFT}, {_TOUCHES}, '', n.source, 'person', n.id, n.changed_on,
    jsonb_build_object('ke', n.area_code)
FROM list_item i JOIN ({endings.PERSON_NOW}) n ON n.record = i.subject_id
WHERE i.kind = 'person' AND i.enrolment_id IS NOT NULL AND n.area_code <> i.area_code
    AND (n.died_on IS NULL OR n.died_on > %(as_of)s)
"""  # noqa: S608
MOVED_FAMILY = f"""
SELECT {_ITEM}, 'PINDAH', {_LEFT}, {_TOUCHES}, '', n.source, 'family', n.id, n.changed_on,
    jsonb_build_object('ke', n.area_code)
FROM list_item i JOIN ({endings.FAMILY_NOW}) n ON n.id = i.subject_id
WHERE i.kind = 'family' AND i.enrolment_id IS NOT NULL AND n.area_code <> i.area_code
"""  # noqa: S608
MOVED_OUT = f"""
SELECT {_ITEM}, 'PINDAH', 'PERIKSA', {_TOUCHES}, '', p.source, 'membership', m.id, m.moved_on, '{{}}'::jsonb
FROM list_item i JOIN ({endings.PERSON_NOW}) p ON p.record = i.subject_id
JOIN ({endings.MOVED_AWAY}) m ON m.person_id = p.id
WHERE i.kind = 'person' AND (p.died_on IS NULL OR p.died_on > %(as_of)s)
    AND NOT (i.enrolment_id IS NOT NULL AND p.area_code <> i.area_code)
"""  # noqa: S608
_DOUBLE = """
SELECT uuidv7(), %(run)s, i.area_code, i.kind, i.subject_id, i.name, 'GANDA', 'AKHIRI', {touches}, i.first_name,
    i.source, CASE WHEN i.enrolment_id IS NULL THEN 'outside' ELSE 'enrolment' END, i.first_item, i.first_since,
    jsonb_build_object('cara', i.way)
FROM (
    SELECT who.*, row_number() OVER list AS place, first_value(item) OVER list AS first_item,
        first_value(name) OVER list AS first_name, first_value(since) OVER list AS first_since,
        min(subject_id::text) OVER same <> max(subject_id::text) OVER same AS two_records,
        min(nullif(number, '')) OVER same <> max(nullif(number, '')) OVER same AS two_numbers
    FROM ({who}) who
    WINDOW list AS (PARTITION BY key, component_id, programme ORDER BY since NULLS LAST, item),
        same AS (PARTITION BY key, component_id, programme)
) i
WHERE i.place > 1 AND (i.two_records OR i.two_numbers)
"""
DOUBLE_PERSON = _DOUBLE.format(
    touches=_TOUCHES,
    who=f"""
    SELECT i.*, p.source, coalesce(encode(v.nik_index, 'hex'), p.id::text) AS key,
        CASE WHEN p.was_merged THEN 'GABUNG' WHEN v.nik_index IS NOT NULL THEN 'NIK' ELSE 'NOMOR' END AS way
    FROM list_item i JOIN ({endings.PERSON_NOW}) p ON p.record = i.subject_id
    LEFT JOIN ({endings.VERIFIED_NIK}) v ON v.nik_index = p.nik_index
    WHERE i.kind = 'person'
    """,  # noqa: S608
)
DOUBLE_FAMILY = _DOUBLE.format(
    touches=_TOUCHES,
    who=f"""
    SELECT i.*, f.source, coalesce(encode(f.kk_index, 'hex'), f.id::text) AS key,
        CASE WHEN f.kk_index IS NULL THEN 'NOMOR' ELSE 'KK' END AS way
    FROM list_item i JOIN ({endings.FAMILY_NOW}) f ON f.id = i.subject_id WHERE i.kind = 'family'
    """,  # noqa: S608
)
_RUNS = """
SELECT DISTINCT ON (r.component_id) r.id, r.component_id, r.area_code, r.as_of
FROM programmes_screeningrun r
WHERE r.as_of <= %(as_of)s AND (%(lower)s LIKE r.area_code || '%%' OR r.area_code LIKE %(lower)s || '%%')
ORDER BY r.component_id, r.as_of DESC, r.created_at DESC
"""
INELIGIBLE = f"""
SELECT {_ITEM}, 'TIDAK_LAYAK', 'PERIKSA', {_TOUCHES}, '', 'PENILAIAN', 'screening_run', r.id, r.as_of, '{{}}'::jsonb
FROM list_item i JOIN ({_RUNS}) r ON r.component_id = i.component_id
LEFT JOIN ({endings.PERSON_NOW}) p ON i.kind = 'person' AND p.record = i.subject_id
LEFT JOIN ({endings.FAMILY_NOW}) f ON i.kind = 'family' AND f.id = i.subject_id
WHERE i.area_code LIKE r.area_code || '%%' AND r.as_of >= i.since
    AND coalesce(p.area_code, f.area_code) = i.area_code AND f.ended_on IS NULL
    AND (p.died_on IS NULL OR p.died_on > %(as_of)s)
    AND NOT EXISTS (SELECT FROM programmes_screeningresult s WHERE s.run_id = r.id AND s.subject_id = i.subject_id)
    AND NOT EXISTS (SELECT FROM programmes_screeningresult s WHERE s.run_id = r.id AND s.subject_id = p.id)
    AND NOT EXISTS (SELECT FROM programmes_screeningresult s JOIN registry_person o ON o.id = s.subject_id
        WHERE s.run_id = r.id AND o.survivor_id = p.id)
"""  # noqa: S608
HIGH_DECILE = f"""
SELECT {_ITEM}, 'DESIL_TINGGI', 'PERIKSA', {_TOUCHES}, '', coalesce(d.source, o.source), 'welfarestatus',
    coalesce(d.id, o.id), coalesce(d.since, o.since), jsonb_build_object('desil', coalesce(d.decile, o.decile),
        'batas', (%(limits)s::jsonb ->> i.programme)::int)
FROM list_item i
LEFT JOIN ({endings.LIVING_MEMBERS}) m ON i.kind = 'person' AND m.person_id = i.subject_id
LEFT JOIN decile_now d ON d.family_id = coalesce(m.family_id, CASE WHEN i.kind = 'family' THEN i.subject_id END)
LEFT JOIN decile_now o ON o.person_id = i.subject_id
WHERE i.outside_id IS NOT NULL AND coalesce(d.decile, o.decile) > (%(limits)s::jsonb ->> i.programme)::int
"""  # noqa: S608
STRIKE_OFF = (
    *(DIED_PERSON, DIED_FAMILY, SCHOOL_PERSON, SCHOOL_FAMILY, MOVED_PERSON, MOVED_FAMILY, MOVED_OUT),
    *(DOUBLE_PERSON, DOUBLE_FAMILY, INELIGIBLE, HIGH_DECILE),
)

_NO_ITEM = "NULL::uuid, NULL::uuid, '', '', ''"
# Components whose very name tells of health are no ground: the list would say why.
_ENTITLED = f"""
SELECT s.subject_id, c.unit, array_agg(c.name ORDER BY c.name) AS names, max(r.as_of) AS as_of,
    (array_agg(r.id ORDER BY r.as_of DESC))[1] AS run_id
FROM ({_RUNS}) r JOIN programmes_component c ON c.id = r.component_id AND NOT c.is_sensitive
JOIN programmes_screeningresult s ON s.run_id = r.id AND s.verdict = 'MET' GROUP BY 1, 2
"""  # noqa: S608
_SERVED = f"""
SELECT n.id AS person_id, e.family_id FROM programmes_enrolment e
LEFT JOIN ({endings.PERSON_NOW}) n ON n.record = e.person_id
WHERE e.state = 'ACTIVE' UNION ALL {endings.SERVED_OUTSIDE}
"""  # noqa: S608
NOTHING_FAMILY = f"""
WITH people AS MATERIALIZED ({endings.LIVING_MEMBERS}),
served AS MATERIALIZED ({_SERVED}),
helped AS (
    SELECT family_id FROM served WHERE family_id IS NOT NULL
    UNION SELECT p.family_id FROM people p JOIN served s ON s.person_id = p.person_id
),
entitled AS (
    SELECT family_id, array_agg(DISTINCT name) AS names, max(as_of) AS as_of, (array_agg(run_id))[1] AS run_id
    FROM (
        SELECT e.subject_id AS family_id, n.name, e.as_of, e.run_id FROM ({_ENTITLED}) e, unnest(e.names) n (name)
        WHERE e.unit = 'FAMILY'
        UNION ALL SELECT p.family_id, n.name, e.as_of, e.run_id
        FROM ({_ENTITLED}) e JOIN people p ON p.person_id = e.subject_id, unnest(e.names) n (name)
        WHERE e.unit = 'PERSON'
    ) every GROUP BY 1
)
SELECT uuidv7(), %(run)s, f.area_code, 'family', f.id, f.head_name, 'TANPA_BANTUAN', 'USULKAN', {_NO_ITEM},
    coalesce(d.source, 'PENILAIAN'), CASE WHEN d.id IS NULL THEN 'screening_run' ELSE 'welfarestatus' END,
    coalesce(d.id, e.run_id), coalesce(d.since, e.as_of),
    jsonb_build_object('desil', d.decile, 'berhak', coalesce(to_jsonb(e.names), '[]'::jsonb))
FROM ({endings.FAMILIES_HERE}) f
LEFT JOIN decile_now d ON d.family_id = f.id LEFT JOIN entitled e ON e.family_id = f.id
WHERE (d.decile <= %(decile)s OR e.family_id IS NOT NULL) AND NOT EXISTS (SELECT FROM helped h WHERE h.family_id = f.id)
    AND EXISTS (SELECT FROM people p WHERE p.family_id = f.id)
"""  # noqa: S608
NOTHING_PERSON = f"""
SELECT uuidv7(), %(run)s, p.area_code, 'person', p.id, p.name, 'TANPA_BANTUAN', 'USULKAN', {_NO_ITEM},
    coalesce(d.source, 'PENILAIAN'), CASE WHEN d.id IS NULL THEN 'screening_run' ELSE 'welfarestatus' END,
    coalesce(d.id, e.run_id), coalesce(d.since, e.as_of),
    jsonb_build_object('desil', d.decile, 'berhak', coalesce(to_jsonb(e.names), '[]'::jsonb))
FROM ({endings.PERSONS_HERE}) p
LEFT JOIN decile_now d ON d.person_id = p.id
LEFT JOIN ({_ENTITLED}) e ON e.subject_id = p.id AND e.unit = 'PERSON'
WHERE (d.decile <= %(decile)s OR e.subject_id IS NOT NULL)
    AND NOT EXISTS (SELECT FROM ({endings.LIVING_MEMBERS}) m WHERE m.person_id = p.id)
    AND NOT EXISTS (SELECT FROM ({_SERVED}) s WHERE s.person_id = p.id)
"""  # noqa: S608
NO_PBI = f"""
SELECT uuidv7(), %(run)s, c.area_code, 'person', c.person_id, c.name, 'DISABILITAS_TANPA_PBI', 'USULKAN', {_NO_ITEM},
    c.source, 'condition', c.id, c.since, '{{}}'::jsonb
FROM ({endings.DISABLED_WITHOUT_PBI}) c
"""  # noqa: S608
PROPOSE = (NOTHING_FAMILY, NOTHING_PERSON, NO_PBI)

Progress = Callable[[int, int, str], None]


def fill_list(run: CandidateRun, progress: Progress) -> int:
    """Find and store every candidate of the run; one statement a reason whatever the size. Needs the owner's role."""
    given: dict[str, Any] = {
        "run": run.pk,
        "as_of": run.as_of,
        "lower": run.area_code,
        "upper": f"{run.area_code}/",
        "school": run.parameters["usia_sekolah"],
        "decile": run.parameters["desil"],
        "limits": dumps(run.parameters["desil_program"]),
    }
    statements = STRIKE_OFF if run.kind == CandidateKind.STRIKE_OFF else PROPOSE
    total = 0
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.list_item, pg_temp.decile_now")
        for statement in ITEMS.split(";"):
            cursor.execute(statement, given)
        for place, statement in enumerate(statements):
            progress(place, len(statements), "Mencari calon")
            cursor.execute(_INSERT + statement, given)
            total += cursor.rowcount
        if run.kind == CandidateKind.STRIKE_OFF:
            total += sum(_fill_findings(run, reason, source, find) for (reason, source), find in SOURCES.items())
        cursor.execute("DROP TABLE pg_temp.list_item, pg_temp.decile_now")
    return total


def _fill_findings(run: CandidateRun, reason: str, source: str, find: Source) -> int:
    found = list(find(run.area_code, run.as_of))
    statement = f"""
    SELECT {_ITEM}, %(reason)s, 'PERIKSA', {_TOUCHES}, '', %(source)s, 'finding', w.evidence_id, w.evidence_on, '{{}}'::jsonb
    FROM list_item i JOIN unnest(%(kinds)s::text[], %(ids)s::uuid[], %(evidence)s::uuid[], %(days)s::date[])
        AS w (kind, subject_id, evidence_id, evidence_on) ON w.kind = i.kind AND w.subject_id = i.subject_id
    WHERE %(reason)s <> 'LULUS_SEKOLAH' OR (i.programme = 'KIP' AND NOT EXISTS (
        SELECT FROM programmes_candidate c WHERE c.run_id = %(run)s AND c.reason = 'LULUS_SEKOLAH' AND c.outside_id = i.outside_id))
    """  # noqa: S608 - constants of this module
    given: dict[str, Any] = {
        "run": run.pk,
        "reason": reason,
        "source": source,
        "kinds": [each.kind for each in found],
        "ids": [each.subject_id for each in found],
        "evidence": [each.evidence_id for each in found],
        "days": [each.evidence_on for each in found],
    }
    with connection.cursor() as cursor:
        cursor.execute(_INSERT + statement, given)
        return int(cursor.rowcount)
