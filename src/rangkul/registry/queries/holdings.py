"""Which families hold which combination of outside programmes: KIS, KIP and KKS side by side (R123, R126)."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area
from rangkul.registry import policies

_HELD = """
WITH seen AS ({seen}),
held AS (
    SELECT o.programme, o.family_id FROM registry_outsidemembership o
    WHERE o.family_id IS NOT NULL AND o.period @> %s::date AND o.programme IN ('PBI_JK', 'KIP', 'KKS')
    UNION ALL
    SELECT o.programme, m.family_id FROM registry_outsidemembership o
    JOIN registry_membership m ON m.person_id = o.person_id AND m.period @> %s::date
    WHERE o.period @> %s::date AND o.programme IN ('PBI_JK', 'KIP', 'KKS')
),
folded AS (
    SELECT family_id, bool_or(programme = 'PBI_JK') AS kis, bool_or(programme = 'KIP') AS kip,
        bool_or(programme = 'KKS') AS kks
    FROM held GROUP BY 1
),
every AS (
    SELECT s.id, s.area_code, s.head_name, coalesce(f.kis, false) AS kis, coalesce(f.kip, false) AS kip,
        coalesce(f.kks, false) AS kks
    FROM seen s LEFT JOIN folded f ON f.family_id = s.id
)
"""


@dataclass(frozen=True, slots=True)
class HeldCount:
    """How many families of an area hold exactly this combination."""

    area_code: str
    kis: bool
    kip: bool
    kks: bool
    families: int


@dataclass(frozen=True, slots=True)
class HoldingFamily:
    """One family of a combination."""

    id: UUID
    area_code: str
    head_name: str


def count_holdings(actor: Actor, *, on: date, area: str = "") -> list[HeldCount]:
    """Families the actor may see, by village and by what they or a member hold on a day. One query."""
    head, given = _statement(actor, on, area)
    counted = "SELECT area_code, kis, kip, kks, count(*) FROM every GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
    rows = _read(f"{head} {counted}", given)
    return [HeldCount(*row) for row in rows]


def list_holdings(
    actor: Actor, *, on: date, area: str, kis: bool, kip: bool, kks: bool, after: UUID | None = None, limit: int = 50
) -> list[HoldingFamily]:
    """A page of the families of one combination, by id. One query."""
    head, given = _statement(actor, on, area)
    statement = "SELECT id, area_code, head_name FROM every WHERE kis = %s AND kip = %s AND kks = %s"
    given += [kis, kip, kks]
    if after is not None:
        statement += " AND id > %s"
        given.append(after)
    rows = _read(head + statement + " ORDER BY id LIMIT %s", [*given, limit])
    return [HoldingFamily(*row) for row in rows]


def _statement(actor: Actor, on: date, area: str) -> tuple[str, list[Any]]:
    found = policies.families_visible_to(actor).filter(ended_on__isnull=True)
    if area:
        found = found.filter(inside_area(area))
    seen, given = found.order_by().values("id", "area_code", "head_name").query.sql_with_params()
    return _HELD.format(seen=seen), [*given, on, on, on]


def _read(statement: str, given: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())
