"""Who gets two things at once that do not go together: by pair and village, the list behind each figure, and what ending frees."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from rangkul.institutions.residing import RESIDENTS
from rangkul.kernel.area_code import AreaCode
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.enums import PER_HEAD, EnrolmentState, OverlapRule, TermsState
from rangkul.programmes.errors import NoSuchProposal
from rangkul.programmes.models import Component, OverlapPolicy, Terms
from rangkul.programmes.policies import overlaps as policies
from rangkul.programmes.policies.catalogue import can_view_health
from rangkul.programmes.policies.proposals import enrolments_visible_to
from rangkul.programmes.queries.overlaps import policies_in_force
from rangkul.reference import queries as reference_queries
from rangkul.registry import endings
from rangkul.registry.enums import Source
from rangkul.registry.queries.labels import labels_for
from rangkul.registry.queries.together import DWELLING_KEY

PAGE_SIZE = 50
FIRST, SECOND = "first", "second"

_THINGS = f"""
WITH visible AS ({{own}}),
kitchen AS ({{kitchens}}),
member AS MATERIALIZED ({endings.LIVING_MEMBERS}),
held AS (
    SELECT 'enrolment' AS kind, e.id, c.programme_id, c.id AS component_id, e.valid_from AS since, '' AS number,
        CASE WHEN e.person_id IS NULL THEN 'family' ELSE 'person' END AS who, coalesce(n.id, e.person_id, e.family_id) AS holder,
        e.area_code, '' AS source
    FROM visible e JOIN programmes_component c ON c.id = e.component_id
    LEFT JOIN ({endings.PERSON_NOW}) n ON n.record = e.person_id
    UNION ALL
    SELECT 'meal', r.id, c.programme_id, c.id, greatest(k.valid_from, r.since), '', 'person', coalesce(n.id, r.person_id),
        k.area_code, ''
    FROM kitchen k JOIN programmes_component c ON c.id = k.component_id
    JOIN ({RESIDENTS}) r ON r.institution_id = k.institution_id
    LEFT JOIN ({endings.PERSON_NOW}) n ON n.record = r.person_id
    UNION ALL
    SELECT 'outside', o.id, p.id, NULL, o.since, o.number, o.kind, o.subject_id, o.area_code, o.source
    FROM ({endings.HELD_OUTSIDE}) o
    JOIN programmes_programme p ON upper(replace(p.code, '-', '_')) = o.programme
),
housed AS (
    SELECT h.*, CASE WHEN h.who = 'family' THEN h.holder ELSE m.family_id END AS family_id
    FROM held h LEFT JOIN member m ON h.who = 'person' AND m.person_id = h.holder
),
thing AS MATERIALIZED (
    SELECT h.*, coalesce(h.family_id, h.holder) AS home, coalesce({DWELLING_KEY.format("f")}, h.holder::text) AS dwelling
    FROM housed h LEFT JOIN registry_family f ON f.id = h.family_id
),
rule AS (SELECT id, first_id, second_id, level FROM programmes_overlappolicy WHERE id = ANY(%(rules)s)),
pair AS (
    SELECT r.id AS rule_id, a.*, b.kind AS b_kind, b.id AS b_id, b.component_id AS b_component, b.since AS b_since,
        b.number AS b_number, b.who AS b_who, b.holder AS b_holder, b.area_code AS b_area, b.source AS b_source,
        b.programme_id AS b_programme, a.home <> b.home AS is_assumed
    FROM rule r JOIN thing a ON a.programme_id = r.first_id
    JOIN thing b ON b.programme_id = r.second_id AND b.holder = a.holder WHERE r.level = 'PERSON'
    UNION ALL
    SELECT r.id, a.*, b.kind, b.id, b.component_id, b.since, b.number, b.who, b.holder, b.area_code, b.source,
        b.programme_id, false
    FROM rule r JOIN thing a ON a.programme_id = r.first_id
    JOIN thing b ON b.programme_id = r.second_id AND b.home = a.home WHERE r.level = 'FAMILY'
    UNION ALL
    SELECT r.id, a.*, b.kind, b.id, b.component_id, b.since, b.number, b.who, b.holder, b.area_code, b.source,
        b.programme_id, a.home <> b.home
    FROM rule r JOIN thing a ON a.programme_id = r.first_id
    JOIN thing b ON b.programme_id = r.second_id AND b.dwelling = a.dwelling WHERE r.level = 'DWELLING'
)
"""  # noqa: S608 - every part is a constant of ours
_COUNTS = """
SELECT rule_id, area_code, 'homes', programme_id, NULL::uuid, count(DISTINCT home) FROM pair GROUP BY 1, 2, 4
UNION ALL
SELECT rule_id, area_code, 'first', programme_id, component_id, count(DISTINCT id) FROM pair GROUP BY 1, 2, 4, 5
UNION ALL
SELECT rule_id, b_area, 'second', b_programme, b_component, count(DISTINCT b_id) FROM pair GROUP BY 1, 2, 4, 5
"""
_COLUMNS = (
    *("area_code", "kind", "id", "component_id", "since", "number", "who", "holder", "source", "b_kind", "b_id"),
    *("b_component", "b_since", "b_number", "b_who", "b_holder", "b_area", "b_source", "is_assumed"),
)


@dataclass(frozen=True, slots=True)
class Freed:
    """What ending one side frees: recipients of that programme, and rupiah a year where the terms name an amount.

    `unpriced` of them have no amount in the terms, so the rupiah leave them out.
    """

    recipients: int = 0
    rupiah: int = 0
    unpriced: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PairReport:
    """One policy with what stands against it: families (or persons in none) and what ending either side frees."""

    policy: OverlapPolicy
    homes: int
    first: Freed
    second: Freed
    villages: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two things held: programme, who holds it, since when, whose record."""

    kind: str
    id: UUID
    name: str
    who: str
    holder_id: UUID
    holder: str
    url: str
    since: date | None
    number: str
    source: str
    source_label: str
    is_sensitive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapRow:
    """One pair of things held; `key` leads to the next page. `is_assumed`: only the written address is the same."""

    area_code: str
    area_label: str
    first: Side
    second: Side
    is_assumed: bool
    key: str

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.first, self.second


def overlap_report(actor: Actor, *, on: date, area: str = "") -> list[PairReport]:
    """Every policy that forbids or asks for a reason, with present overlaps in the actor's areas; the most first.

    Sensitive aid counts only for who may see health data. One statement an area, and three more. Raises Denied.
    """
    policies.check_can_view_holders(actor)
    rules = list(policies_in_force(on).exclude(rule=OverlapRule.ALLOWED))
    homes: dict[UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    sides: dict[tuple[UUID, str], dict[tuple[UUID, UUID | None], int]] = defaultdict(lambda: defaultdict(int))
    for rule_id, village, what, programme, component, total in _read(actor, rules, _COUNTS, on=on, area=area):
        if what == "homes":
            homes[rule_id][village] += total
        else:
            sides[rule_id, what][programme, component] += total
    values = _yearly_values(on)
    labels = reference_queries.labels_of({village for found in homes.values() for village in found})
    reports = [
        PairReport(
            policy=rule,
            homes=sum(homes[rule.pk].values()),
            first=_freed(sides[rule.pk, FIRST], values),
            second=_freed(sides[rule.pk, SECOND], values),
            villages=tuple((code, labels[code], total) for code, total in sorted(homes[rule.pk].items())),
        )
        for rule in rules
    ]
    return sorted(reports, key=lambda each: (-each.homes, each.policy.first.name, each.policy.second.name))


def get_policy(policy_id: UUID, *, on: date) -> OverlapPolicy:
    """A policy in force on a day. Raises NoSuchProposal."""
    found = policies_in_force(on).filter(pk=policy_id).first()
    if found is None:
        raise NoSuchProposal(policy_id)
    return found


def list_overlaps(
    actor: Actor, policy: OverlapPolicy, *, on: date, area: str = "", after: str = "", limit: int | None = PAGE_SIZE
) -> tuple[list[OverlapRow], bool]:
    """(a page of who gets both, whether there are more), by village. Raises Denied."""
    policies.check_can_view_holders(actor)
    where, given = "", {}
    parts = after.split("~")
    if len(parts) == 3:
        where = "WHERE (area_code, id::text, b_id::text) > (%(k0)s, %(k1)s, %(k2)s)"
        given = {f"k{place}": text for place, text in enumerate(parts)}
    page = "LIMIT %(limit)s" if limit is not None else ""
    statement = (
        f'SELECT {", ".join(_COLUMNS)} FROM pair {where} ORDER BY area_code COLLATE "C", id::text, b_id::text {page}'  # noqa: S608
    )
    raw = _read(actor, [policy], statement, on=on, area=area, **given, limit=(limit or 0) + 1)
    found = [dict(zip(_COLUMNS, row, strict=True)) for row in raw]
    more = limit is not None and len(found) > limit
    return _rows(actor, policy, found[:limit]), more


def _read(
    actor: Actor, rules: Iterable[OverlapPolicy], statement: str, *, on: date, area: str, **given: Any
) -> list[tuple[Any, ...]]:
    """The statement over the pairs of each of the actor's areas, narrowed to `area`."""
    wanted = [each.pk for each in rules]
    if not wanted:
        return []
    active = enrolments_visible_to(actor).filter(state=EnrolmentState.ACTIVE).order_by()
    if not can_view_health(actor):
        active = active.exclude(component__is_sensitive=True)
    own = active.filter(institution__isnull=True)
    # What an institution gets for each head and day its residents get: meals there and aid at home meet here.
    kitchens = active.filter(institution__isnull=False, component__item_unit=PER_HEAD, valid_from__lte=on)
    rows: list[tuple[Any, ...]] = []
    for place in _places(actor, area):
        inside = Q(area_code__gte=place, area_code__lt=f"{place}/")
        held = own.filter(inside).values("id", "component_id", "person_id", "family_id", "area_code", "valid_from")
        own_text, own_given = _as_text(held, "own")
        cooked = kitchens.filter(inside).values("component_id", "institution_id", "area_code", "valid_from")
        kitchen_text, kitchen_given = _as_text(cooked, "kitchen")
        bounds: dict[str, Any] = {"rules": wanted, "as_of": on, "lower": place, "upper": f"{place}/"}
        with connection.cursor() as cursor:
            cursor.execute(
                _THINGS.format(own=own_text, kitchens=kitchen_text) + statement,
                {**given, **own_given, **kitchen_given, **bounds},
            )
            rows += cursor.fetchall()
    return rows


def _as_text(rows: QuerySet[Any, Any], prefix: str) -> tuple[str, dict[str, Any]]:
    """A query as a part of a larger statement: its text with named blanks, and what goes into them."""
    text, given = rows.query.sql_with_params()
    named = {f"{prefix}{number}": value for number, value in enumerate(given)}
    return text % tuple(f"%({name})s" for name in named), named


def _places(actor: Actor, area: str) -> list[str]:
    if not area:
        return [str(each) for each in actor.areas]
    inside = [str(each) for each in actor.areas if AreaCode.parse(area).contains(each)]
    return [area] if actor.covers(area) else inside


def _yearly_values(on: date) -> Mapping[tuple[UUID, UUID | None], int]:
    """{(programme, component): rupiah a year per recipient}; (programme, None) where it has a single amount."""
    found: dict[tuple[UUID, UUID | None], int] = {}
    single: dict[UUID, list[int]] = defaultdict(list)
    terms = Terms.objects.filter(state=TermsState.PUBLISHED, valid__contains=on, tariff__isnull=False)
    terms = terms.exclude(component__item_unit=PER_HEAD)  # an amount of one day says nothing of the year
    for each in terms.select_related("component"):
        value = (each.tariff or 0) * each.deliveries_per_year
        found[each.component.programme_id, each.component_id] = value
        single[each.component.programme_id].append(value)
    return found | {(programme, None): values[0] for programme, values in single.items() if len(values) == 1}


def _freed(counts: Mapping[tuple[UUID, UUID | None], int], values: Mapping[tuple[UUID, UUID | None], int]) -> Freed:
    return Freed(
        recipients=sum(counts.values()),
        rupiah=sum(values.get(key, 0) * total for key, total in counts.items()),
        unpriced=sum(total for key, total in counts.items() if key not in values),
    )


def _rows(actor: Actor, policy: OverlapPolicy, found: list[dict[str, Any]]) -> list[OverlapRow]:
    holders: dict[str, set[UUID]] = {"person": set(), "family": set()}
    for row in found:
        holders[row["who"]].add(row["holder"])
        holders[row["b_who"]].add(row["b_holder"])
    labels = {kind: labels_for(kind, ids) for kind, ids in holders.items()}
    places = reference_queries.labels_of({row["area_code"] for row in found})
    components = Component.objects.in_bulk(
        {row[key] for row in found for key in ("component_id", "b_component") if row[key]}
    )

    def side(row: Mapping[str, Any], mark: str, programme: str) -> Side:
        who, holder = row[f"{mark}who"], row[f"{mark}holder"]
        component = components.get(row["b_component" if mark else "component_id"])
        label = labels[who].get(holder)
        return Side(
            kind=row[f"{mark}kind"],
            id=row[f"{mark}id"],
            name=component.name if component else programme,
            who=who,
            holder_id=holder,
            holder=label.name if label else "–",
            url=label.url if label else "",
            since=row[f"{mark}since"],
            number=row[f"{mark}number"],
            source=row[f"{mark}source"],
            source_label=str(Source(row[f"{mark}source"]).label) if row[f"{mark}source"] in Source.values else "",
            is_sensitive=bool(component and component.is_sensitive),
        )

    return [
        OverlapRow(
            area_code=row["area_code"],
            area_label=places[row["area_code"]],
            first=side(row, "", policy.first.name),
            second=side(row, "b_", policy.second.name),
            is_assumed=row["is_assumed"],
            key=f"{row['area_code']}~{row['id']}~{row['b_id']}",
        )
        for row in found
    ]
