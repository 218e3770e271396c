"""What changed between two periods of a poverty register: by village, family by family, and among given recipients (B04)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from rangkul.platform.policy.actor import Actor
from rangkul.registry import numbers, policies
from rangkul.registry.enums import DecileChange, OutsideProgramme, Source
from rangkul.registry.models import Family, WelfareStatus
from rangkul.registry.queries.areas import area_labels

PAGE_SIZE = 50
MOST_PERIODS = 40
CHANGED = tuple(kind for kind in DecileChange if kind != DecileChange.SAME)

# A row about a person counts for the family they were in on that day; several rows of one family: the lowest decile.
_ON_DAY = """
    SELECT coalesce(status.family_id, place.family_id) AS family_id, min(status.decile) AS decile
    FROM registry_welfarestatus AS status
    LEFT JOIN registry_membership AS place ON place.person_id = status.person_id AND place.period @> {day}::date
    WHERE status.source = %(source)s AND status.is_listed AND status.period @> {day}::date
      AND coalesce(status.family_id, place.family_id) IS NOT NULL
    GROUP BY 1"""
_COMPARED = f"""
    WITH was AS ({_ON_DAY.format(day="%(was)s")}), now AS ({_ON_DAY.format(day="%(now)s")}),
    compared AS (
        SELECT family.id, family.area_code, family.head_name, was.decile AS was, now.decile AS now,
            CASE WHEN was.family_id IS NULL THEN 'BARU' WHEN now.family_id IS NULL THEN 'HILANG'
                 WHEN was.decile IS NOT DISTINCT FROM now.decile THEN 'TETAP'
                 WHEN was.decile IS NULL OR now.decile IS NULL THEN 'TANPA_DESIL'
                 WHEN now.decile > was.decile THEN 'NAIK' ELSE 'TURUN' END AS kind
        FROM was FULL JOIN now USING (family_id)
        JOIN registry_family AS family ON family.id = coalesce(was.family_id, now.family_id)
        WHERE {{areas}}
    )"""  # noqa: S608 - constants
_WHERE = "(%(kinds)s::text[] IS NULL OR kind = ANY (%(kinds)s))"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two days of one register: what was in force on `was` against what is in force on `now`."""

    source: str
    was: date
    now: date


@dataclass(frozen=True, slots=True)
class VillageChanges:
    """Families of one village by what happened to them; kinds that did not occur are missing."""

    area_code: str
    area_label: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyChange:
    """One family in both periods; None is no decile or not listed, `kind` tells which."""

    id: UUID
    head_name: str
    masked_kk: str
    area_code: str
    area_label: str
    was: int | None
    now: int | None
    kind: str


@dataclass(frozen=True, slots=True)
class DecileChangePage:
    """One page by id; `after` leads on, None at the end."""

    rows: tuple[FamilyChange, ...]
    after: UUID | None = None


def list_decile_periods(actor: Actor, source: str) -> list[date]:
    """First days of the periods a register is known for, the newest first; none without the right to see families."""
    if not (actor.is_system or actor.may(policies.VIEW_FAMILY)):
        return []
    starts = WelfareStatus.objects.filter(source=Source(source)).values_list("period__startswith", flat=True)
    return [day for day in starts.distinct().order_by("-period__startswith")[:MOST_PERIODS] if day is not None]


def count_decile_changes(actor: Actor, comparison: Comparison) -> list[VillageChanges]:
    """Families by village and by what happened to them, inside the actor's areas. One query and the names."""
    sql = "SELECT area_code, kind, count(*) FROM compared GROUP BY 1, 2 ORDER BY 1"
    found: dict[str, dict[str, int]] = {}
    for area, kind, count in _run(actor, comparison, sql):
        found.setdefault(area, {})[kind] = count
    labels = area_labels(found)
    return [VillageChanges(area, labels.get(area, area), counts) for area, counts in found.items()]


def list_decile_changes(
    actor: Actor,
    comparison: Comparison,
    *,
    kinds: Collection[str] = CHANGED,
    area: str = "",
    among: Collection[UUID] | None = None,
    after: UUID | None = None,
    limit: int = PAGE_SIZE,
) -> DecileChangePage:
    """Families that changed, by id; `among` keeps only those families. Two queries and the names, whatever the size."""
    sql = f"""SELECT id, head_name, area_code, was, now, kind FROM compared
        WHERE {_WHERE} AND area_code >= %(area)s AND (%(area)s = '' OR area_code < %(area)s || '/')
          AND (%(among)s::uuid[] IS NULL OR id = ANY (%(among)s)) AND (%(after)s::uuid IS NULL OR id > %(after)s)
        ORDER BY id LIMIT %(limit)s"""  # noqa: S608 - constants
    given = {"kinds": list(kinds), "area": area, "among": None if among is None else list(among)}
    rows = _run(actor, comparison, sql, **given, after=after, limit=limit + 1)
    more, rows = len(rows) > limit, rows[:limit]
    ciphers = dict(Family.objects.filter(pk__in=[row[0] for row in rows]).values_list("pk", "kk_cipher"))
    labels = area_labels({row[2] for row in rows})
    return DecileChangePage(
        tuple(
            FamilyChange(
                id=family_id,
                head_name=head,
                masked_kk=numbers.masked(ciphers.get(family_id), numbers.KK),
                area_code=place,
                area_label=labels.get(place, place),
                was=was,
                now=now,
                kind=kind,
            )
            for family_id, head, place, was, now, kind in rows
        ),
        rows[-1][0] if more else None,
    )


def outside_touched(actor: Actor, comparison: Comparison, on: date) -> dict[str, dict[str, int]]:
    """{programme of others: {kind: families}} among families that changed and are served on a day. One query."""
    sql = f"""SELECT programme, kind, count(DISTINCT id) FROM (
            SELECT help.programme, kind, compared.id FROM compared
            JOIN registry_outsidemembership AS help ON help.family_id = compared.id
            WHERE {_WHERE} AND help.period @> %(on)s::date
            UNION ALL
            SELECT help.programme, kind, compared.id FROM compared
            JOIN registry_membership AS place ON place.family_id = compared.id AND place.period @> %(on)s::date
            JOIN registry_outsidemembership AS help ON help.person_id = place.person_id
            WHERE {_WHERE} AND help.period @> %(on)s::date
        ) AS served GROUP BY 1, 2"""  # noqa: S608 - constants
    found: dict[str, dict[str, int]] = {}
    for programme, kind, count in _run(actor, comparison, sql, kinds=list(CHANGED), on=on):
        found.setdefault(str(OutsideProgramme(programme).label), {})[kind] = count
    return found


def decile_changes_of(
    actor: Actor, comparison: Comparison, *, persons: Iterable[UUID], families: Iterable[UUID], on: date
) -> list[tuple[UUID, UUID, str]]:
    """(person or family given, their family on a day, kind) of those whose family changed. One query."""
    sql = f"""SELECT subject.id, compared.id, kind FROM compared
        JOIN (SELECT id, id AS family_id FROM unnest(%(families)s::uuid[]) AS given(id)
              UNION ALL
              SELECT place.person_id, place.family_id FROM registry_membership AS place
              WHERE place.person_id = ANY (%(persons)s::uuid[]) AND place.period @> %(on)s::date
             ) AS subject ON subject.family_id = compared.id
        WHERE {_WHERE}"""  # noqa: S608 - constants
    given = {"kinds": list(CHANGED), "families": list(families), "persons": list(persons), "on": on}
    return [(subject, family, kind) for subject, family, kind in _run(actor, comparison, sql, **given)]


def _run(actor: Actor, comparison: Comparison, sql: str, **given: Any) -> list[tuple[Any, ...]]:
    if not (actor.is_system or actor.may(policies.VIEW_FAMILY)) or not actor.areas:
        return []
    bounds = [area.bounds for area in actor.areas]
    areas = " OR ".join(
        f"(family.area_code >= %(from{place})s AND family.area_code < %(until{place})s)" for place in range(len(bounds))
    )
    given |= {f"from{place}": lower for place, (lower, _upper) in enumerate(bounds)}
    given |= {f"until{place}": upper for place, (_lower, upper) in enumerate(bounds)}
    given |= {"source": comparison.source, "was": comparison.was, "now": comparison.now}
    with connection.cursor() as cursor:
        cursor.execute(_COMPARED.format(areas=f"({areas})") + sql, given)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
