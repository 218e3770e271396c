"""Making the cover: aid, entitlement and groups of everybody, over the kept snapshot, once for each set of rules.

The tables stand beside the snapshot's own, in memory and as files, and go with it; a rule published since makes a new
cover. Whoever takes the snapshot makes the cover too, so that a page only reads the files.
"""

import hashlib
import inspect
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

import duckdb

from rangkul.insight.coverage import aids, beside, measures
from rangkul.insight.coverage.measures import FAMILY, PERSON, UNDER_FIVE, UNKNOWN, CoveredComponent
from rangkul.insight.everybody import EverybodySnapshot
from rangkul.insight.everybody.store import Kept
from rangkul.programmes.everybody import Answers, Question, judge_everybody
from rangkul.programmes.queries.coverage import questions_in_force
from rangkul.registry.enums import HealthStatus
from rangkul.registry.snapshot import Snapshot

MOST_COMPONENTS = 62
LONGEST_SECONDS = 120.0
_MEMBERSHIPS = {
    FAMILY: {
        "pkh": "f.menerima_pkh",
        "bpnt": "f.menerima_bpnt",
        "kks": "f.menerima_kks",
        "blt-dd": "f.menerima_blt_dd",
    },
    PERSON: {"pbi-jk": "m.menerima_pbi", "kip": "m.menerima_kip"},
}
"""Components of others whose recipients the registry knows, by code, and the column that tells."""
_KEY = "insight.coverage"


def components_of(snapshot: EverybodySnapshot) -> tuple[CoveredComponent, ...]:
    """The components whose rules are asked of everybody; the cover's tables are made when they are not there yet.

    Raises TooSlow.
    """
    questions = _questions(snapshot.as_of)
    token = _token(questions)
    with snapshot.lock:
        kept = snapshot.memory.get(_KEY)
        if kept is None or kept[0] != token:
            components = tuple(_covered(place, each) for place, each in enumerate(questions))
            if not beside.read(snapshot, token):
                _build(snapshot, questions, components)
                beside.write(snapshot, token)
            kept = snapshot.memory[_KEY] = (token, components)
    found: tuple[CoveredComponent, ...] = kept[1]
    return found


def is_prepared(kept: Kept) -> bool:
    """Whether the cover of the rules in force stands beside a snapshot; cheap, it opens nothing."""
    return beside.exists(kept, _token(_questions(kept.as_of)))


def _questions(on: date) -> list[Question]:
    found = [each for each in questions_in_force(on=on) if each.kind in (FAMILY, PERSON)]
    return found[:MOST_COMPONENTS]


def _token(questions: Sequence[Question]) -> str:
    """Differs with the rules in force and with the way they are counted here."""
    told = "/".join(f"{each.component.pk} {each.terms.pk} {each.terms.rule_digest}" for each in questions)
    return hashlib.sha256(f"{_way()} {told}".encode()).hexdigest()[:32]


@cache
def _way() -> str:
    told = "".join(inspect.getsource(each) for each in (aids, measures)) + Path(__file__).read_text(encoding="utf-8")
    return hashlib.sha256(told.encode()).hexdigest()


def _build(snapshot: EverybodySnapshot, questions: Sequence[Question], components: Sequence[CoveredComponent]) -> None:
    with snapshot.asking(LONGEST_SECONDS) as base:
        taken = Snapshot(base, "", snapshot.as_of, snapshot.taken_at)
        _fill(base, judge_everybody(taken, questions), components)


def _covered(place: int, question: Question) -> CoveredComponent:
    component = question.component
    return CoveredComponent(
        id=component.pk,
        code=component.code,
        name=component.name,
        programme=component.programme.name,
        unit=question.kind,
        place=place,
        is_sensitive=component.is_sensitive,
        is_known=component.programme.is_own or component.code in _MEMBERSHIPS[question.kind],
    )


def _fill(base: duckdb.DuckDBPyConnection, answers: Answers, components: Sequence[CoveredComponent]) -> None:
    met = {unit: _met(answers, [each for each in components if each.unit == unit]) for unit in (FAMILY, PERSON)}
    open_bits = sum(1 << each.place for each in components if each.is_known and not each.is_sensitive)
    has = {unit: _has_outside(unit, components) for unit in (FAMILY, PERSON)}
    served = {unit: _served(unit, components) for unit in (FAMILY, PERSON)}
    base.execute(
        f"""
        CREATE TEMP TABLE met_family AS {met[FAMILY]};
        CREATE TEMP TABLE met_person AS {met[PERSON]};
        CREATE TEMP TABLE served_family AS {served[FAMILY]};
        CREATE TEMP TABLE served_person AS {served[PERSON]};
        CREATE TEMP TABLE people AS
            SELECT m.id, m.family_id, m.area_code, m.umur AS age, m.jenis_kelamin AS sex, m.hubungan AS relation,
                m.disabilitas AS disabled, m.hamil AS pregnant,
                coalesce(m.jenis_disabilitas, '{UNKNOWN}') AS kind, coalesce(m.tingkat_disabilitas, '{UNKNOWN}') AS severity,
                coalesce(m.umur < {UNDER_FIVE} AND m.status_gizi <> '{HealthStatus.NORMAL.value}', false) AS malnourished,
                (m.menerima_pbi::INT * {aids.KIS} + m.menerima_kip::INT * {aids.KIP}
                    + (s.has IS NOT NULL)::INT * {aids.LOCAL}) AS own_aid,
                coalesce(q.met, 0) AS met, coalesce(s.has, 0) AS own_has, m.menerima_pbi, m.menerima_kip
            FROM persons m
            LEFT JOIN met_person q ON q.id = m.id
            LEFT JOIN served_person s ON s.id = m.id;
        CREATE TEMP TABLE homes AS
            SELECT f.id, f.area_code, f.desil AS decile,
                (f.menerima_pkh::INT * {aids.PKH} + f.menerima_bpnt::INT * {aids.FOOD} + f.menerima_kks::INT * {aids.KKS}
                    + (f.menerima_blt_dd OR s.has IS NOT NULL)::INT * {aids.LOCAL}) AS own_aid,
                coalesce(q.met, 0) AS met, coalesce(s.has, 0) | {has[FAMILY]} AS has
            FROM families f
            LEFT JOIN met_family q ON q.id = f.id
            LEFT JOIN served_family s ON s.id = f.id;
        CREATE OR REPLACE TABLE cover_families AS
            SELECT h.id, h.area_code, h.decile, (h.own_aid | coalesce(p.aid, 0))::UTINYINT AS aid, h.met, h.has,
                ((h.met | coalesce(p.met, 0)) & {open_bits}) <> 0 AS entitled, p.age, p.sex,
                coalesce(p.disabled, false) AS disabled, coalesce(p.pregnant, false) AS pregnant,
                coalesce(p.malnourished, false) AS malnourished,
                coalesce(p.kinds, []) AS kinds, coalesce(p.severities, []) AS severities
            FROM homes h LEFT JOIN (
                SELECT family_id, bit_or(own_aid) AS aid, bit_or(met) AS met, bool_or(disabled) AS disabled,
                    bool_or(pregnant) AS pregnant, bool_or(malnourished) AS malnourished,
                    list(DISTINCT kind) FILTER (disabled) AS kinds, list(DISTINCT severity) FILTER (disabled) AS severities,
                    max(age) FILTER (relation = 'HEAD') AS age, max(sex) FILTER (relation = 'HEAD') AS sex
                FROM people WHERE family_id IS NOT NULL GROUP BY 1
            ) p ON p.family_id = h.id;
        CREATE OR REPLACE TABLE cover_persons AS
            SELECT m.id, m.family_id, m.area_code, h.decile, (m.own_aid | coalesce(h.own_aid, 0))::UTINYINT AS aid, m.met,
                m.own_has | {has[PERSON]} AS has, ((m.met | coalesce(h.met, 0)) & {open_bits}) <> 0 AS entitled,
                m.age, m.sex, m.disabled, m.pregnant, m.malnourished,
                CASE WHEN m.disabled THEN [m.kind] ELSE [] END AS kinds,
                CASE WHEN m.disabled THEN [m.severity] ELSE [] END AS severities
            FROM people m LEFT JOIN homes h ON h.id = m.family_id;
        """  # noqa: S608 - numbers and names of our own
    )


def _served(unit: str, components: Sequence[CoveredComponent]) -> str:
    """SQL: {id: bits of the components that serve it}; 0 for one of which no rule was asked."""
    cases = " ".join(f"WHEN '{each.id}' THEN {1 << each.place}" for each in components)
    bit = f"CASE component_id::VARCHAR {cases} ELSE 0 END" if cases else "0"
    return f"SELECT subject_id AS id, bit_or(({bit})::BIGINT) AS has FROM served WHERE kind = '{unit}' GROUP BY 1"  # noqa: S608


def _met(answers: Answers, components: Sequence[CoveredComponent]) -> str:
    """SQL: {id: bits of the rules that are met}."""
    parts = [
        f"SELECT id, {1 << each.place}::BIGINT AS bit FROM ({answers.relation[each.id]}) WHERE answer"  # noqa: S608
        for each in components
    ]
    every = " UNION ALL ".join(parts) or "SELECT NULL::UUID AS id, 0::BIGINT AS bit WHERE false"
    return f"SELECT id, bit_or(bit) AS met FROM ({every}) GROUP BY 1"  # noqa: S608


def _has_outside(unit: str, components: Sequence[CoveredComponent]) -> str:
    """SQL: the bits of components of others that the registry's memberships tell of."""
    parts = [
        f"{column}::INT::BIGINT * {1 << each.place}"
        for each in components
        if each.unit == unit and (column := _MEMBERSHIPS[unit].get(each.code))
    ]
    return f"({' | '.join(parts)})" if parts else "0::BIGINT"
