"""Reading outcomes: one recipient before and after, and per component how many earn more than before (R012)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, Subquery

from rangkul.platform.policy.actor import Actor
from rangkul.programmes.enums import CountingUnit, MeasureKind, ResourceAccess
from rangkul.programmes.errors import NoSuchProposal
from rangkul.programmes.models import Outcome
from rangkul.programmes.policies import outcomes as policies
from rangkul.programmes.policies import proposals
from rangkul.programmes.queries.enrolments import EnrolmentRow, rows_of
from rangkul.registry.enums import Livelihood


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRow:
    """One measurement. `difference`: rupiah a month more (or less) than before the aid; None for the one before."""

    id: UUID
    kind: str
    kind_label: str
    measured_on: date
    monthly_income: int
    difference: int | None
    access_label: str
    is_running: bool
    business_label: str
    note: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """An enrolment with its measurements, oldest first; `next_kind` is what would be measured next."""

    enrolment: EnrolmentRow
    rows: tuple[OutcomeRow, ...]
    may_record: bool
    next_kind: str


@dataclass(frozen=True, slots=True)
class OutcomeFigure:
    """One component in its unit: how many are enrolled or were, have a BEFORE, an AFTER, and whose last AFTER is higher."""

    component_id: UUID
    component: str
    unit: str
    enrolled: int
    before: int
    after: int
    higher: int


def outcomes_of(actor: Actor, enrolment_id: UUID) -> OutcomeView:
    """One enrolment before and after. Raises NoSuchProposal where there is none, none visible, or none is measured."""
    found = (
        proposals.enrolments_visible_to(actor)
        .filter(pk=enrolment_id, component__tracks_outcome=True)
        .select_related("component__programme", "decree", "line")
        .first()
    )
    if found is None:
        raise NoSuchProposal(enrolment_id)
    # The one before comes first also when it was written down late.
    taken = sorted(
        policies.visible_to(actor).filter(enrolment=found),
        key=lambda each: (each.kind != MeasureKind.BEFORE, each.measured_on),
    )
    base = next((each.monthly_income for each in taken if each.kind == MeasureKind.BEFORE), None)
    return OutcomeView(
        enrolment=rows_of([found])[0],
        rows=tuple(_row(each, base) for each in taken),
        may_record=policies.can_record(actor, found),
        next_kind=MeasureKind.BEFORE if base is None else MeasureKind.AFTER,
    )


def list_outcome_figures(actor: Actor) -> list[OutcomeFigure]:
    """One figure per measured component over the enrolments the actor may see. One query."""
    of_this = Outcome.objects.filter(enrolment=OuterRef("pk"))
    before = of_this.filter(kind=MeasureKind.BEFORE).values("monthly_income")[:1]
    last = of_this.filter(kind=MeasureKind.AFTER).order_by("-measured_on").values("monthly_income")[:1]
    rows = (
        proposals.enrolments_visible_to(actor)
        .filter(component__tracks_outcome=True)
        .annotate(income_before=Subquery(before), income_after=Subquery(last))
        .order_by()
        .values("component_id", "component__name", "component__unit")
        .annotate(
            enrolled=Count("pk"),
            before=Count("pk", filter=Q(income_before__isnull=False)),
            after=Count("pk", filter=Q(income_after__isnull=False)),
            higher=Count("pk", filter=Q(income_after__gt=F("income_before"))),
        )
        .order_by("component__name")
    )
    return [
        OutcomeFigure(
            component_id=row["component_id"],
            component=row["component__name"],
            unit=str(CountingUnit(row["component__unit"]).label),
            enrolled=row["enrolled"],
            before=row["before"],
            after=row["after"],
            higher=row["higher"],
        )
        for row in rows
    ]


def tracked_enrolments(actor: Actor, ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of the enrolments whose outcome is measured. One query."""
    found = proposals.enrolments_visible_to(actor).filter(pk__in=list(ids), component__tracks_outcome=True)
    return frozenset(found.values_list("pk", flat=True))


def _row(each: Outcome, base: int | None) -> OutcomeRow:
    is_after = each.kind == MeasureKind.AFTER
    return OutcomeRow(
        id=each.pk,
        kind=each.kind,
        kind_label=str(MeasureKind(each.kind).label),
        measured_on=each.measured_on,
        monthly_income=each.monthly_income,
        difference=each.monthly_income - base if is_after and base is not None else None,
        access_label=str(ResourceAccess(each.access).label),
        is_running=each.is_running,
        business_label=str(Livelihood(each.business_kind).label) if each.business_kind else "",
        note=each.note,
        recorded_by=each.recorded_by_name,
    )
