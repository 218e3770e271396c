"""`screening_vs_sql`: every own programme over everybody, stored in PostgreSQL, against hand-written set-based SQL.

Both sides answer the same six rules for the same day, store whoever meets a rule or cannot be judged and the counts by
village, and are compared row by row: a difference is an error, not a figure. Everything is rolled back.
"""

from datetime import date
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from rangkul.kernel import clock
from rangkul.kernel.ids import new_id
from rangkul.platform.policy.actor import system_actor
from rangkul.programmes.actions import load_catalogue, screen_components
from rangkul.programmes.models import Component, ScreeningRun

OFFICE = system_actor("bench")

# What somebody would write by hand who knows PostgreSQL and these six rules.
_PREPARE = """
CREATE TEMP TABLE hand_member ON COMMIT DROP AS
    SELECT p.id, f.id AS family_id, p.area_code, p.birth_date
    FROM registry_person p
    LEFT JOIN registry_membership m ON m.person_id = p.id AND m.period @> %(day)s::date
    LEFT JOIN registry_family f ON f.id = m.family_id AND (f.formed_on IS NULL OR f.formed_on <= %(day)s)
        AND (f.ended_on IS NULL OR f.ended_on > %(day)s)
    WHERE p.merged_into_id IS NULL AND (p.died_on IS NULL OR p.died_on > %(day)s);;
CREATE TEMP TABLE hand_id ON COMMIT DROP AS
    SELECT DISTINCT person_id, family_id FROM registry_identity WHERE kind = 'ID_DTKS' AND period @> %(day)s::date;;
CREATE TEMP TABLE hand_family ON COMMIT DROP AS
    WITH ids AS (
        SELECT family_id FROM hand_id WHERE family_id IS NOT NULL
        UNION SELECT m.family_id FROM hand_id i JOIN hand_member m ON m.id = i.person_id WHERE m.family_id IS NOT NULL
    ), hungry AS (
        SELECT family_id FROM registry_condition
            WHERE kind = 'RAWAN_PANGAN' AND period @> %(day)s::date AND family_id IS NOT NULL
        UNION SELECT m.family_id FROM registry_condition c JOIN hand_member m ON m.id = c.person_id
            WHERE c.kind = 'RAWAN_PANGAN' AND c.period @> %(day)s::date
    ), said AS (
        SELECT coalesce(w.family_id, m.family_id) AS family_id, lower(w.period) AS since, w.decile
        FROM registry_welfarestatus w LEFT JOIN hand_member m ON m.id = w.person_id
        WHERE w.period @> %(day)s::date AND w.decile IS NOT NULL
    ), ranked AS (
        SELECT DISTINCT ON (family_id) family_id, decile FROM said WHERE family_id IS NOT NULL
        ORDER BY family_id, since DESC NULLS LAST, decile
    )
    SELECT f.id, f.area_code, nullif(f.livelihood, '') AS livelihood, r.decile,
        h.family_id IS NOT NULL AS is_hungry, i.family_id IS NOT NULL AS has_id
    FROM registry_family f
    LEFT JOIN ranked r ON r.family_id = f.id
    LEFT JOIN hungry h ON h.family_id = f.id
    LEFT JOIN ids i ON i.family_id = f.id
    WHERE (f.formed_on IS NULL OR f.formed_on <= %(day)s) AND (f.ended_on IS NULL OR f.ended_on > %(day)s);;
CREATE TEMP TABLE hand_person ON COMMIT DROP AS
    WITH said AS (
        SELECT person_id, bool_or(kind = 'DISABILITAS') AND bool_or(kind = 'BUTUH_ALAT_BANTU') AS needs_device,
            bool_or(kind = 'LANSIA_TERLANTAR') AS is_neglected, bool_or(kind = 'KUSTA') AS has_leprosy
        FROM registry_condition WHERE person_id IS NOT NULL AND period @> %(day)s::date GROUP BY person_id
    )
    SELECT m.id, m.area_code, i.person_id IS NOT NULL AS has_id, coalesce(s.needs_device, false) AS needs_device,
        coalesce(s.has_leprosy, false) AS has_leprosy,
        coalesce(s.is_neglected, false) AND CASE WHEN m.birth_date <= %(day)s
            THEN m.birth_date <= (%(day)s::date - INTERVAL '60 years')::date END AS is_neglected_elder
    FROM hand_member m LEFT JOIN said s ON s.person_id = m.id
    LEFT JOIN hand_id i ON i.person_id = m.id;;
CREATE TEMP TABLE hand_institution ON COMMIT DROP AS
    SELECT id, area_code, true AS has_id, kind = 'LKSA' AND registration_number <> ''
        AND (registered_until IS NULL OR registered_until >= %(day)s) AS is_fit
    FROM institutions_institution WHERE is_active
"""
_POOR = "(decile <= 4 OR decile IS NULL)"
_LIVELIHOODS = "('PERTANIAN', 'PETERNAKAN', 'PERDAGANGAN_JASA', 'PERIKANAN', 'LAIN')"
_ANSWERS = {
    "rastra": ("hand_family", f"is_hungry AND {_POOR}"),
    "uep": ("hand_family", f"livelihood IN {_LIVELIHOODS} AND {_POOR}"),
    "alat-bantu": ("hand_person", "needs_device"),
    "permakanan-lansia": ("hand_person", "is_neglected_elder"),
    "permakanan-kusta": ("hand_person", "has_leprosy"),
    "sandang-lksa": ("hand_institution", "is_fit"),
}
_STORE = """
INSERT INTO programmes_screeningresult (run_id, subject_id, area_code, verdict, has_registry_id)
    SELECT %(run)s, id, area_code, CASE WHEN {answer} THEN 'MET' ELSE 'UNKNOWN' END, has_id
    FROM {table} WHERE ({answer}) IS NOT FALSE;;
INSERT INTO programmes_screeningtally (run_id, area_code, verdict, amount)
    SELECT %(run)s, area_code, CASE WHEN {answer} THEN 'MET' WHEN ({answer}) IS FALSE THEN 'NOT_MET' ELSE 'UNKNOWN' END,
        count(*) FROM {table} GROUP BY 2, 3
"""


def run(*, area: str = "73.12", on: date = date(2022, 6, 1), repeats: int = 3) -> dict[str, Any]:
    """Seconds of both sides as medians of paired runs, and their ratio; `n` is the number of families.

    Expects a populated database whose people all live in `area`. Raises AssertionError when a verdict differs.
    """
    ours: list[float] = []
    by_hand: list[float] = []
    with transaction.atomic():
        load_catalogue(by=OFFICE, at=clock.now())
        components = {each.code: each.pk for each in Component.objects.filter(code__in=_ANSWERS)}
        for _repeat in range(repeats):
            with transaction.atomic():
                started = perf_counter()
                runs = screen_components(
                    component_ids=list(components.values()), area=area, as_of=on, by=OFFICE, at=clock.now()
                )
                ours.append(perf_counter() - started)
                started = perf_counter()
                hand = _by_hand(runs, on)
                by_hand.append(perf_counter() - started)
                _compare(hand)
                transaction.set_rollback(True)
        families = _one("SELECT count(*) FROM registry_family")
        transaction.set_rollback(True)
    value, baseline = median(ours), median(by_hand)
    return {
        "name": "screening_vs_sql",
        "value": round(value, 2),
        "unit": "s",
        "baseline": round(baseline, 2),
        "ratio": round(value / baseline, 2),
        "n": families,
    }


def _by_hand(runs: list[ScreeningRun], on: date) -> dict[UUID, UUID]:
    """The same runs by hand-written SQL; returns {our run: run by hand}."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '256MB'")
        for statement in _PREPARE.split(";;"):
            cursor.execute(statement, {"day": on})
        made = {}
        for theirs in runs:
            copy = ScreeningRun.objects.get(pk=theirs.pk)
            copy.pk = made[theirs.pk] = new_id()
            copy.save(force_insert=True)
            table, answer = _ANSWERS[theirs.component.code]
            for statement in _STORE.format(table=table, answer=answer).split(";;"):
                cursor.execute(statement, {"run": copy.pk})
        cursor.execute("SET LOCAL work_mem TO DEFAULT")
    return made


def _compare(hand: dict[UUID, UUID]) -> None:
    columns = {
        "programmes_screeningresult": "subject_id, area_code, verdict, has_registry_id",
        "programmes_screeningtally": "area_code, verdict, amount",
    }
    for ours, theirs in hand.items():
        for table, names in columns.items():
            one = f"SELECT {names} FROM {table} WHERE run_id = '{ours}'"
            other = f"SELECT {names} FROM {table} WHERE run_id = '{theirs}'"
            differing = _one(f"SELECT count(*) FROM (({one} EXCEPT {other}) UNION ALL ({other} EXCEPT {one})) d")
            assert differing == 0, f"{table}: {differing} rows differ for run {ours}"


def _one(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return int(row[0]) if row else 0


if __name__ == "__main__":
    import json
    import sys

    import django

    django.setup()
    sys.stdout.write(json.dumps(run(repeats=int(sys.argv[1]) if sys.argv[1:] else 3)) + "\n")
