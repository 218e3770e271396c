"""Who wins, who loses, and who is enrolled but would not be reached: the people behind a figure, page by page."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from rangkul.insight.everybody import inside_in_sql, kept_snapshot
from rangkul.insight.whatif.engine import begin
from rangkul.insight.whatif.ground import KINDS
from rangkul.insight.whatif.in_force import InForce, InForceList, list_in_force
from rangkul.insight.whatif.policies import check_can_view
from rangkul.insight.whatif.scenario import Scenario
from rangkul.kernel.errors import Missing
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies as registry_policies
from rangkul.registry import queries as registry
from rangkul.registry.queries import SubjectLabel

PAGE_SIZE = 50
GAINED, LOST, ENROLLED_OUT, REACHED = "menang", "kalah", "peserta", "terjangkau"
_WHICH = {
    GAINED: "r{n} AND NOT b{n}",
    LOST: "b{n} AND NOT r{n}",
    ENROLLED_OUT: "e{n} AND NOT r{n}",
    REACHED: "r{n}",
}


_HOME = {"family": "families", "person": "members"}


@dataclass(frozen=True, slots=True)
class Somebody:
    """One person or family of a list."""

    id: UUID
    area_code: str
    area_label: str
    decile: int | None
    label: SubjectLabel


@dataclass(frozen=True, slots=True)
class Listing:
    """One page; `next_key` leads on, "" at the end. `gone` counts rows whose record changed since the snapshot."""

    terms: InForce
    rows: tuple[Somebody, ...]
    as_of: date
    taken_at: datetime
    next_key: str = ""
    gone: int = 0


def list_moved(
    actor: Actor,
    scenario: Scenario,
    code: str,
    which: str,
    *,
    on: date,
    area: str = "",
    after: str = "",
    limit: int = PAGE_SIZE,
    in_force: InForceList | None = None,
) -> Listing:
    """Who is behind a figure of one component, by area and id; only whom the actor may see in the registry.

    Raises Denied, Missing (no such component or list), NoSnapshotYet, TooSlow.
    """
    check_can_view(actor)
    in_force = in_force or list_in_force(actor, on=on)
    snapshot = kept_snapshot(as_of=on)
    run = begin(snapshot, actor, scenario, in_force)
    place = next((each for kind in KINDS for each in run.ground.places(kind) if each.terms.code == code), None)
    if place is None or which not in _WHICH:
        raise Missing(code)
    kind, number = place.terms.kind, place.number
    condition = _WHICH[which].format(n=number)
    if area:
        condition += f" AND {inside_in_sql(area, 'area_code')}"
    area_key, _tilde, id_key = after.partition("~")
    if _is_id(id_key):
        condition += f" AND (area_code, id) > ({_quoted(area_key)}, '{UUID(id_key)}'::UUID)"
    with snapshot.asking() as cursor:
        run.answer(cursor)
        is_changed = place in run.changed(kind)
        source = run.sources[kind] if is_changed else f"SELECT *, r{number} AS b{number} FROM {run.ground.tables[kind]}"  # noqa: S608
        found = cursor.execute(
            f"SELECT s.id, s.area_code, p.desil FROM ({source}) p JOIN {_HOME[kind]} s ON s.n = p.n"  # noqa: S608
            f" WHERE {condition} ORDER BY s.area_code, s.id LIMIT {limit + 1}"
        ).fetchall()
    more, found = len(found) > limit, found[:limit]
    rows = _with_names(actor, kind, found)
    return Listing(
        terms=place.terms,
        rows=rows,
        as_of=snapshot.as_of,
        taken_at=snapshot.taken_at,
        next_key=f"{found[-1][1]}~{found[-1][0]}" if more else "",
        gone=len(found) - len(rows),
    )


def _with_names(actor: Actor, kind: str, found: list[tuple[UUID, str, int | None]]) -> tuple[Somebody, ...]:
    visible = registry_policies.families_visible_to(actor) if kind == "family" else registry_policies.visible_to(actor)
    seen = set(visible.filter(pk__in=[each[0] for each in found]).values_list("pk", flat=True))
    labels = registry.labels_for(kind, seen)
    places = registry.area_labels({area for _id, area, _decile in found})
    return tuple(
        Somebody(subject, area, places.get(area, area), decile, labels[subject])
        for subject, area, decile in found
        if subject in labels
    )


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
