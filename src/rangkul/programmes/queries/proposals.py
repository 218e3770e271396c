"""Reading proposals: the list by whose turn it is, one batch with its way, and those about one subject."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rangkul.accounts.roles import BY_CODE
from rangkul.platform.audit import queries as audit_queries
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area
from rangkul.platform.workflow import Transition
from rangkul.programmes.enums import CountingUnit, LineState
from rangkul.programmes.errors import NoSuchProposal
from rangkul.programmes.models import Component, Decree, ProposalBatch, ProposalLine, Quota
from rangkul.programmes.policies import proposals as policies
from rangkul.programmes.queries.proposal_lines import LineView, line_views
from rangkul.programmes.queries.ranking_words import order_in_words
from rangkul.programmes.queries.subjects import about
from rangkul.programmes.workflow import PROPOSAL
from rangkul.reference import queries as reference_queries

PAGE_SIZE = 25
VIEWS: dict[str, str | Promise] = {
    "mine": _("Menunggu saya"),
    "open": _("Semua yang berjalan"),
    "decided": _("Diputuskan"),
    "withdrawn": _("Ditarik"),
}
STEP_ORDER = ("DRAFT", "SUBMITTED", "CHECKED", "VERIFIED", "DECIDED")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalRow:
    """A batch in a list; `lines` counts who is still in it, in `unit`."""

    id: UUID
    number: str
    component: str
    programme: str
    unit: str | Promise
    area_code: str
    area_label: str
    fiscal_year: int
    state: str
    state_label: str | Promise
    turn: str | Promise
    due_on: date | None
    lines: int
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """One page, newest first; `after` leads to older ones, `before` to newer ones, None where there are none."""

    rows: tuple[ProposalRow, ...]
    after: UUID | None = None
    before: UUID | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A step that was taken: the last time, by whom."""

    step: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class QuotaView:
    """One quota over the village: `amount` and `used` in the component's unit, `budget` and `committed` in rupiah."""

    area_label: str
    amount: int
    used: int
    budget: int | None = None
    committed: int = 0

    @property
    def left(self) -> int:
        return self.amount - self.used

    @property
    def rupiah_left(self) -> int | None:
        return None if self.budget is None else self.budget - self.committed


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """A batch with everything its page shows; `steps` are the transitions this actor may take now."""

    row: ProposalRow
    batch: ProposalBatch
    component: Component
    lines: tuple[LineView, ...]
    steps: tuple[Transition, ...]
    may_change_lines: bool
    may_refuse_lines: bool
    marks: tuple[Mark, ...]
    quotas: tuple[QuotaView, ...]
    order: tuple[str, ...]
    decree: Decree | None

    @property
    def counts(self) -> dict[str, int]:
        """Lines by state, in the component's unit."""
        found: dict[str, int] = {}
        for line in self.lines:
            found[line.state] = found.get(line.state, 0) + 1
        return found

    @property
    def open_lines(self) -> tuple[LineView, ...]:
        """Lines still to be decided on."""
        return tuple(line for line in self.lines if line.state == LineState.PROPOSED)


def list_proposals(
    actor: Actor,
    *,
    view: str = "mine",
    component_id: UUID | None = None,
    area: str = "",
    after: UUID | None = None,
    before: UUID | None = None,
    limit: int = PAGE_SIZE,
) -> ProposalPage:
    """A page of batches the actor may see, newest first; `view` is a key of VIEWS. Ids order by time (UUIDv7).

    Four queries whatever the size.
    """
    found = _in_view(actor, view)
    if component_id is not None:
        found = found.filter(component_id=component_id)
    if area:
        found = found.filter(inside_area(area))
    if before is not None:
        batches = list(found.filter(pk__gt=before).order_by("pk")[: limit + 1])
        more, batches = len(batches) > limit, batches[:limit][::-1]
        return ProposalPage(_rows(batches), batches[-1].pk if batches else None, batches[0].pk if more else None)
    if after is not None:
        found = found.filter(pk__lt=after)
    batches = list(found.order_by("-pk")[: limit + 1])
    more, batches = len(batches) > limit, batches[:limit]
    is_first = after is None or not batches
    return ProposalPage(_rows(batches), batches[-1].pk if more else None, None if is_first else batches[0].pk)


def count_proposals(actor: Actor) -> dict[str, int]:
    """{view: number of batches} for the tabs, in one query."""
    totals: dict[str, int] = (
        policies.visible_to(actor)
        .order_by()
        .aggregate(
            **{name: Count("pk", filter=_condition(actor, name), distinct=True) for name in VIEWS},
        )
    )
    return totals


def list_waiting_for(actor: Actor, *, limit: int = 5) -> tuple[int, tuple[ProposalRow, ...]]:
    """How many batches wait for this actor, and the first ones by due date."""
    found = _in_view(actor, "mine")
    return found.count(), _rows(list(found.order_by("due_on", "pk")[:limit]))


def get_proposal(actor: Actor, batch_id: UUID) -> ProposalView:
    """One batch with its lines. Raises NoSuchProposal when there is none that the actor may see. Bounded queries."""
    batch = policies.visible_to(actor).select_related("component__programme__division").filter(pk=batch_id).first()
    if batch is None:
        raise NoSuchProposal(batch_id)
    lines = list(ProposalLine.objects.filter(batch=batch).select_related("screening").order_by("rank", "id"))
    steps = tuple(step for step in PROPOSAL.available(batch.state) if policies.can_move(actor, batch, step.name))
    return ProposalView(
        row=_rows([batch])[0],
        batch=batch,
        component=batch.component,
        lines=line_views(actor, lines, batch),
        steps=steps,
        may_change_lines=batch.state in ("DRAFT", "RETURNED") and policies.can_move(actor, batch, "add_line"),
        may_refuse_lines=batch.state == "CHECKED" and policies.can_move(actor, batch, "refuse_line"),
        marks=_marks(batch),
        quotas=_quotas(batch),
        order=tuple(order_in_words(batch.ranking)),
        decree=Decree.objects.filter(batch=batch).first(),
    )


def get_decree(actor: Actor, decree_id: UUID) -> Decree:
    """A decree of a batch the actor may see. Raises NoSuchProposal."""
    found = (
        Decree.objects.filter(pk=decree_id, batch__in=policies.visible_to(actor))
        .select_related("component__programme", "batch")
        .first()
    )
    if found is None:
        raise NoSuchProposal(decree_id)
    return found


def proposals_of(actor: Actor, kind: str, subject_id: UUID) -> list[ProposalLine]:
    """Lines about one person, family or institution in batches the actor may see, newest first, with their batches."""
    lines = ProposalLine.objects.filter(about(kind, subject_id), batch__in=policies.visible_to(actor))
    return list(lines.select_related("batch__component__programme").order_by("-id"))


def whose_turn(batch: ProposalBatch) -> str | Promise:
    """The role that has to act now, "" at the end."""
    owner = PROPOSAL.state(batch.state).owner
    return BY_CODE[owner].label if owner in BY_CODE else owner


def _in_view(actor: Actor, view: str) -> QuerySet[ProposalBatch]:
    found = policies.visible_to(actor).filter(_condition(actor, view))
    return found.select_related("component__programme")


def _condition(actor: Actor, view: str) -> Q:
    return {
        "mine": policies.turn_of(actor),
        "open": Q(state__in=PROPOSAL.open_states),
        "decided": Q(state="DECIDED"),
        "withdrawn": Q(state="WITHDRAWN"),
    }.get(view, Q())


def _rows(batches: Sequence[ProposalBatch]) -> tuple[ProposalRow, ...]:
    places = reference_queries.labels_of({batch.area_code for batch in batches})
    counted = ProposalLine.objects.filter(batch__in=[batch.pk for batch in batches]).values("batch_id").order_by()
    lines = {row["batch_id"]: row["total"] for row in counted.annotate(total=Count("pk"))}
    return tuple(
        ProposalRow(
            id=batch.pk,
            number=batch.number,
            component=batch.component.name,
            programme=batch.component.programme.name,
            unit=CountingUnit(batch.component.unit).label,
            area_code=batch.area_code,
            area_label=places.get(batch.area_code, batch.area_code),
            fiscal_year=batch.fiscal_year,
            state=batch.state,
            state_label=PROPOSAL.state(batch.state).label,
            turn=whose_turn(batch),
            due_on=batch.due_on,
            lines=lines.get(batch.pk, 0),
            updated_at=batch.updated_at,
        )
        for batch in batches
    )


def _marks(batch: ProposalBatch) -> tuple[Mark, ...]:
    names = {f"programmes.proposal.{step}": step for step in ("create", *(each.name for each in PROPOSAL.transitions))}
    events = audit_queries.list_events_about([("proposal", batch.pk)]).filter(name__in=names)
    last: dict[str, Mark] = {}
    for event in events:
        last.setdefault(event.name, Mark(names[event.name], event.actor_name, event.at))
    return tuple(sorted(last.values(), key=lambda mark: mark.at))


def _quotas(batch: ProposalBatch) -> tuple[QuotaView, ...]:
    code = batch.area_code
    above = [code[:end] for end in (2, 5, 8, 13)]
    found = Quota.objects.filter(
        component_id=batch.component_id, fiscal_year=batch.fiscal_year, area_code__in=above
    ).order_by("area_code")
    places = reference_queries.labels_of({quota.area_code for quota in found})
    return tuple(
        QuotaView(places.get(quota.area_code, quota.area_code), quota.amount, quota.used, quota.budget, quota.committed)
        for quota in found
    )
