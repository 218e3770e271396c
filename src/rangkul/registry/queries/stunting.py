"""Small children by the height the health office told, and the aid their families had on that day (R307).

A child of 0 to 59 months is stunted when the newest status of the year before the day is "pendek" or "sangat pendek"
(height for age below −2 SD, Permenkes 2/2020); it is taken as it was told, never computed. Statuses that speak of weight
only (gizi kurang, gizi buruk) say nothing about height: such a child is not among the measured. Regsosek 427 asks what
the health worker's record says; its answers have no "normal", so everybody who was asked is its base.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from rangkul.platform.audit.actions import note_accesses
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies
from rangkul.registry.endings import NOT_AWAY
from rangkul.registry.enums import HealthSource, HealthStatus

REGSOSEK = "REGSOSEK"
EVERY_OFFICE = ""
SOURCES = (EVERY_OFFICE, *HealthSource.values, REGSOSEK)
"""What may be asked: every source of the health office, one of them, or Regsosek 427."""
MEASURES = ("terukur", "belum", "pendek", "pkh", "sembako", "daerah", "tanpa")
"""The cells: measured, not measured, stunted, and stunted whose family has PKH, food aid, local aid, none of the three."""
PAGE_SIZE = 50
_TALL = f"('{HealthStatus.NORMAL}', '{HealthStatus.STUNTED}', '{HealthStatus.SEVERELY_STUNTED}')"
_SHORT = f"('{HealthStatus.STUNTED}', '{HealthStatus.SEVERELY_STUNTED}')"
_HEALTH = f"""
    SELECT coalesce(r.survivor_id, r.id) AS person_id, h.status, h.measured_on, h.source,
        CASE h.status WHEN '{HealthStatus.SEVERELY_STUNTED}' THEN 2 WHEN '{HealthStatus.STUNTED}' THEN 1 ELSE 0 END AS grave
    FROM registry_healthrecord h JOIN registry_person r ON r.id = h.person_id
    WHERE h.kind = 'GIZI_BALITA' AND h.status IN {_TALL}
        AND h.measured_on <= %(as_of)s AND h.measured_on > %(as_of)s::date - 365
        AND (%(source)s = '' OR h.source = %(source)s)
"""  # noqa: S608 - every part is a constant of this module
_REGSOSEK = f"""
    SELECT coalesce(r.survivor_id, r.id) AS person_id,
        CASE trim(a.answers->>'q427') WHEN '2' THEN '{HealthStatus.STUNTED}' ELSE '{HealthStatus.NORMAL}' END AS status,
        lower(a.period) AS measured_on, '{REGSOSEK}' AS source,
        CASE trim(a.answers->>'q427') WHEN '2' THEN 1 ELSE 0 END AS grave
    FROM registry_answersheet a JOIN registry_person r ON r.id = a.person_id
    WHERE a.form = 'REGSOSEK2022K.4' AND a.period @> %(as_of)s::date AND coalesce(trim(a.answers->>'q427'), '') <> ''
"""  # noqa: S608 - every part is a constant of this module
_CHILDREN = f"""
WITH child AS (
    SELECT p.id, p.name, p.area_code, p.birth_date FROM registry_person p
    WHERE {{scope}} AND p.merged_into_id IS NULL AND (p.died_on IS NULL OR p.died_on > %(as_of)s)
        AND p.birth_date <= %(as_of)s AND p.birth_date > %(as_of)s::date - interval '60 months'
        AND {NOT_AWAY.format("p.id")}
),
told AS (
    SELECT DISTINCT ON (s.person_id) s.person_id, s.status, s.measured_on, s.source FROM ({{statuses}}) s
    JOIN child c ON c.id = s.person_id ORDER BY s.person_id, s.measured_on DESC NULLS LAST, s.grave DESC
),
home AS (
    SELECT t.person_id AS id, m.family_id FROM told t
    LEFT JOIN registry_membership m ON m.person_id = t.person_id AND m.period @> %(as_of)s::date
    WHERE t.status IN {_SHORT}
),
mates AS (
    SELECT h.id, x.person_id FROM home h
    JOIN registry_membership x ON x.family_id = h.family_id AND x.period @> %(as_of)s::date
    UNION SELECT id, id FROM home
),
held AS (
    SELECT h.id, o.programme FROM home h
    JOIN registry_outsidemembership o ON o.family_id = h.family_id AND o.period @> %(as_of)s::date
    UNION ALL
    SELECT a.id, o.programme FROM mates a
    JOIN registry_outsidemembership o ON o.person_id = a.person_id AND o.period @> %(as_of)s::date
    UNION ALL SELECT id, 'LOCAL' FROM home WHERE family_id = ANY(%(families)s)
    UNION ALL SELECT id, 'LOCAL' FROM mates WHERE person_id = ANY(%(persons)s)
),
aided AS (
    SELECT id, bool_or(programme = 'PKH') AS pkh, bool_or(programme = 'BPNT') AS food,
        bool_or(programme IN ('LOCAL', 'BLT_DD')) AS local FROM held GROUP BY 1
),
every AS (
    SELECT c.id, c.name, c.area_code, c.birth_date, t.status, t.measured_on, t.source,
        coalesce(t.status IN {_SHORT}, false) AS stunted, coalesce(h.family_id, c.id) AS household, h.family_id,
        coalesce(a.pkh, false) AS pkh, coalesce(a.food, false) AS food, coalesce(a.local, false) AS local
    FROM child c LEFT JOIN told t ON t.person_id = c.id
    LEFT JOIN home h ON h.id = c.id LEFT JOIN aided a ON a.id = c.id
)
"""  # noqa: S608 - every part is a constant of this module
_CONDITIONS = {
    "terukur": "status IS NOT NULL",
    "belum": "status IS NULL",
    "pendek": "stunted",
    "pkh": "stunted AND pkh",
    "sembako": "stunted AND food",
    "daerah": "stunted AND local",
    "tanpa": "stunted AND NOT pkh AND NOT food AND NOT local",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Aided:
    """Who had aid of the region on the day: families and persons enrolled in the office's own programmes."""

    families: Sequence[UUID] = ()
    persons: Sequence[UUID] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HeightCount:
    """One area on one day. Persons: `children`, `measured`, `stunted`; families with a stunted child: the rest."""

    area_code: str
    children: int
    measured: int
    stunted: int
    families: int
    pkh: int
    food: int
    local: int
    none: int
    newest: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredChild:
    """One child of a list."""

    id: UUID
    name: str
    area_code: str
    birth_date: date
    family_id: UUID | None
    status: str | None
    measured_on: date | None
    source: str | None
    pkh: bool
    food: bool
    local: bool


@dataclass(frozen=True, slots=True)
class ChildPage:
    """One page by village and name; `after` leads on, "" at the end."""

    rows: tuple[MeasuredChild, ...]
    after: str = ""


def count_heights(actor: Actor, *, on: date, area: str, source: str, aided: Aided, width: int) -> list[HeightCount]:
    """Counts by area of `width` characters inside the actor's areas and `area`. One query; nothing is hidden here.

    Raises Denied for a role that sees no persons. Areas are those of today, everything else is of the day.
    """
    policies.check_can_view_people(actor)
    head, given = _statement(actor, on, area, source, aided)
    of_families = ", ".join(
        f"count(DISTINCT household) FILTER (WHERE {_CONDITIONS[each]})" for each in ("pendek", "pkh", "sembako", "daerah", "tanpa")
    )  # fmt: skip
    rows = _read(
        f"{head} SELECT left(area_code, %(width)s), count(*), count(*) FILTER (WHERE status IS NOT NULL),"  # noqa: S608
        f" count(*) FILTER (WHERE stunted), {of_families}, max(measured_on) FROM every GROUP BY 1 ORDER BY 1",
        given | {"width": width},
    )
    return [
        HeightCount(
            area_code=row[0], children=row[1], measured=row[2], stunted=row[3], families=row[4], pkh=row[5],
            food=row[6], local=row[7], none=row[8], newest=row[9],
        )
        for row in rows
    ]  # fmt: skip


def list_heights(
    actor: Actor, *, on: date, area: str, source: str, aided: Aided, measure: str, after: str = "", limit: int = PAGE_SIZE
) -> ChildPage:  # fmt: skip
    """The children behind a cell, page by page; each one shown is logged with the stated purpose. One query.

    Raises Denied without the right to health or a purpose.
    """
    policies.check_can_view_people(actor)
    policies.check_can_view_health(actor)
    head, given = _statement(actor, on, area, source, aided)
    where = _CONDITIONS[measure]
    place, _bar, key = after.partition("|")
    name, _bar, key = key.rpartition("|")
    if key:
        where += " AND (area_code, name, id::text) > (%(place)s, %(name)s, %(key)s)"
        given |= {"place": place, "name": name, "key": key}
    rows = _read(
        f"{head} SELECT id, name, area_code, birth_date, family_id, status, measured_on, source, pkh, food, local"  # noqa: S608
        f" FROM every WHERE {where} ORDER BY area_code, name, id::text LIMIT %(limit)s",
        given | {"limit": limit + 1},
    )
    names = (
        "id",
        "name",
        "area_code",
        "birth_date",
        "family_id",
        "status",
        "measured_on",
        "source",
        "pkh",
        "food",
        "local",
    )
    found = [MeasuredChild(**dict(zip(names, row, strict=True))) for row in rows[:limit]]
    note_accesses(by=actor, kind="person", subject_ids=[each.id for each in found], fields=["nutrition"])
    last = found[-1] if len(rows) > limit else None
    return ChildPage(tuple(found), f"{last.area_code}|{last.name}|{last.id}" if last else "")


def _statement(actor: Actor, on: date, area: str, source: str, aided: Aided) -> tuple[str, dict[str, Any]]:
    scope, given = _inside([each.bounds for each in actor.areas], area)
    statuses = _REGSOSEK if source == REGSOSEK else _HEALTH
    given |= {
        "as_of": on,
        "source": "" if source == REGSOSEK else source,
        "families": list(aided.families),
        "persons": list(aided.persons),
    }
    return _CHILDREN.replace("{scope}", scope).replace("{statuses}", statuses), given


def _inside(own: Iterable[tuple[str, str]], area: str) -> tuple[str, dict[str, Any]]:
    parts: list[str] = []
    given: dict[str, Any] = {}
    for place, (lower, upper) in enumerate(own):
        parts.append(f"(p.area_code >= %(from{place})s AND p.area_code < %(until{place})s)")
        given |= {f"from{place}": lower, f"until{place}": upper}
    scope = f"({' OR '.join(parts)})" if parts else "false"
    if area:
        scope += " AND p.area_code >= %(area)s AND p.area_code < %(beyond)s"
        given |= {"area": area, "beyond": f"{area}/"}
    return scope, given


def _read(statement: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
