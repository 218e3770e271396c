"""Reading waiting lists: who is next in which village and why there, who was passed over, and until when a list lasts."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area
from rangkul.programmes.enums import CountingUnit, LineState, RefusalReason
from rangkul.programmes.models import Component, ProposalLine
from rangkul.programmes.policies import proposals as policies
from rangkul.programmes.queries.subjects import Label, about, labels_of
from rangkul.reference import queries as reference_queries

PAGE_SIZE = 50
LEFT = (LineState.MOVED_UP, LineState.SKIPPED, LineState.EXPIRED)
_ORDER = ("decided_at", "rank", "pk")


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """One who waits (or waited). `position` counts in the village, from 1; 0 for who waits no more.

    `prepared_in` is the batch that lays them before the deciding official, None while they only wait.
    """

    id: UUID
    kind: str
    subject_id: UUID
    label: Label
    component: str
    area_code: str
    area_label: str
    fiscal_year: int
    position: int
    rank: int
    computed_rank: int | None
    since: datetime | None
    decree: str
    batch_id: UUID
    state: str
    state_label: str
    reason: str
    prepared_in: UUID | None
    until: date


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """One page; `total` is how many wait in the component's unit, `more` whether another page follows."""

    rows: tuple[WaitingRow, ...]
    total: int
    more: bool


def in_order(component_id: UUID, fiscal_year: int, *, first: str = "") -> list[ProposalLine]:
    """Who waits and is not prepared yet, in the order in which they move up. System use: no actor is asked.

    Those of the area `first` come first; then earlier decisions before later ones, in each by rank, then by id.
    """
    found = _waiting().filter(batch__component_id=component_id, batch__fiscal_year=fiscal_year)
    prepared = ProposalLine.objects.filter(
        waited_as__isnull=False, state=LineState.PROPOSED, batch__state="VERIFIED", batch__component_id=component_id
    ).values("waited_as_id")
    lines = list(found.exclude(pk__in=prepared).order_by(*_ORDER))
    return sorted(lines, key=lambda line: not line.batch.area_code.startswith(first))


def list_waiting(
    actor: Actor,
    *,
    component_id: UUID | None = None,
    fiscal_year: int | None = None,
    area: str = "",
    left: bool = False,
    page: int = 1,
) -> WaitingPage:
    """A page of those the actor may see, by village and position; `left` shows those who wait no more. Bounded queries."""
    found = _visible(actor, LEFT if left else (LineState.WAITING,))
    if component_id is not None:
        found = found.filter(batch__component_id=component_id)
    if fiscal_year is not None:
        found = found.filter(batch__fiscal_year=fiscal_year)
    if area:
        found = found.filter(inside_area(area, "batch__area_code"))
    start = (max(1, page) - 1) * PAGE_SIZE
    order = ("-decided_at", "pk") if left else ("batch__component_id", "batch__area_code", "position", "pk")
    lines = list(_placed(found).order_by(*order)[start : start + PAGE_SIZE + 1])
    return WaitingPage(_rows(lines[:PAGE_SIZE]), found.count(), len(lines) > PAGE_SIZE)


def waiting_of(actor: Actor, kind: str, subject_id: UUID) -> tuple[WaitingRow, ...]:
    """Where one person, family or institution waits, with the position in the village."""
    own = set(_visible(actor, (LineState.WAITING,)).filter(about(kind, subject_id)).values_list("pk", flat=True))
    if not own:
        return ()
    lists = ProposalLine.objects.filter(pk__in=own).values_list("batch__component_id", "batch__area_code")
    found: list[ProposalLine] = []
    for component_id, area in set(lists):
        placed = _placed(
            _visible(actor, (LineState.WAITING,)).filter(batch__component_id=component_id, batch__area_code=area)
        )
        found += [line for line in placed if line.pk in own]
    return _rows(found)


def count_moves(actor: Actor, *, fiscal_year: int) -> tuple[int, int]:
    """(prepared for a decision, skipped in lists of a year) in the actor's areas, for the village's worklist."""
    visible = policies.visible_to(actor)
    prepared = ProposalLine.objects.filter(
        batch__in=visible.filter(is_move_up=True, state="VERIFIED"), state=LineState.PROPOSED
    )
    skipped = _visible(actor, (LineState.SKIPPED,)).filter(batch__fiscal_year=fiscal_year)
    return prepared.count(), skipped.count()


def years_of(actor: Actor) -> list[int]:
    """Fiscal years with somebody waiting, newest first."""
    years = _visible(actor, (LineState.WAITING,)).order_by().values_list("batch__fiscal_year", flat=True).distinct()
    return sorted(years, reverse=True)


def lists_of(actor: Actor, *, area: str = "") -> list[tuple[Component, int, int]]:
    """(component, fiscal year, how many wait) of each list in the actor's areas (inside `area` of them), in two queries."""
    waiting = _visible(actor, (LineState.WAITING,))
    if area:
        waiting = waiting.filter(inside_area(area, "batch__area_code"))
    lists = waiting.order_by().values_list("batch__component_id", "batch__fiscal_year").annotate(n=Count("pk"))
    counted = {(component_id, year): count for component_id, year, count in lists}
    components = Component.objects.select_related("programme").in_bulk({key for key, _year in counted})
    return [
        (components[key], year, total)
        for (key, year), total in sorted(counted.items(), key=lambda each: (-each[0][1], str(each[0][0])))
    ]


def _waiting() -> QuerySet[ProposalLine]:
    return ProposalLine.objects.filter(state=LineState.WAITING, batch__state="DECIDED").select_related(
        "batch__component__programme", "screening", "person", "family", "institution"
    )


def _visible(actor: Actor, states: tuple[str, ...]) -> QuerySet[ProposalLine]:
    return ProposalLine.objects.filter(
        state__in=states, batch__state="DECIDED", batch__in=policies.visible_to(actor)
    ).select_related("batch__component", "batch__decree")


def _placed(lines: QuerySet[ProposalLine]) -> QuerySet[ProposalLine]:
    """Each line with its position in the village, counted over everybody who waits there."""
    return lines.annotate(
        position=Window(
            RowNumber(),
            partition_by=[F("batch__component_id"), F("batch__fiscal_year"), F("batch__area_code")],
            order_by=[F(name).asc() for name in _ORDER],
        )
    )


def _rows(lines: list[ProposalLine]) -> tuple[WaitingRow, ...]:
    labels = labels_of(lines)
    places = reference_queries.labels_of({line.batch.area_code for line in lines})
    prepared = dict(
        ProposalLine.objects.filter(
            waited_as__in=[line.pk for line in lines], state=LineState.PROPOSED, batch__state="VERIFIED"
        ).values_list("waited_as_id", "batch_id")
    )
    unknown = Label(name="–")
    return tuple(
        WaitingRow(
            id=line.pk,
            kind=line.subject_kind,
            subject_id=line.subject_id,
            label=labels.get(line.subject_id, unknown),
            component=line.batch.component.name,
            area_code=line.batch.area_code,
            area_label=places.get(line.batch.area_code, line.batch.area_code),
            fiscal_year=line.batch.fiscal_year,
            position=getattr(line, "position", 0) if line.state == LineState.WAITING else 0,
            rank=line.rank,
            computed_rank=line.computed_rank,
            since=line.decided_at,
            decree=line.batch.decree.number,
            batch_id=line.batch_id,
            state=line.state,
            state_label=str(LineState(line.state).label),
            reason=_reason(line),
            prepared_in=prepared.get(line.pk),
            until=date(line.batch.fiscal_year, 12, 31),
        )
        for line in lines
    )


def _reason(line: ProposalLine) -> str:
    if not line.refusal_reason:
        return ""
    label = str(RefusalReason(line.refusal_reason).label)
    return f"{label}: {line.refusal_note}" if line.refusal_note else label


def unit_of(component: Component) -> str:
    """The component's unit in words."""
    return str(CountingUnit(component.unit).label)
