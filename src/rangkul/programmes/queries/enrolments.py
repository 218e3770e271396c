"""Reading enrolments: who is served by a component, since when, by which decree; counts side by side by unit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise

from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area
from rangkul.programmes.enums import CountingUnit, EnrolmentState, ExitReason
from rangkul.programmes.errors import NoSuchProposal
from rangkul.programmes.models import Enrolment
from rangkul.programmes.policies import proposals as policies
from rangkul.programmes.queries.subjects import Label, about, labels_of, owners_of
from rangkul.reference import queries as reference_queries

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentRow:
    """One enrolment in a list; numbers of identity are masked."""

    id: UUID
    kind: str
    subject_id: UUID
    label: Label
    component: str
    unit: str | Promise
    area_code: str
    area_label: str
    fiscal_year: int
    registry_id: str
    decree_number: str
    decree_id: UUID
    state: str
    state_label: str
    valid_from: date
    valid_to: date | None
    exit_label: str
    exit_evidence: str


@dataclass(frozen=True, slots=True)
class EnrolmentPage:
    """One page by id; `after` leads on, None at the end."""

    rows: tuple[EnrolmentRow, ...]
    after: UUID | None = None


@dataclass(frozen=True, slots=True)
class UnitCount:
    """Active recipients in one unit. Counts of different units stand beside each other, they are never added (R010)."""

    unit: str
    label: str | Promise
    count: int


def enrolments_for(
    actor: Actor,
    *,
    component: UUID | None = None,
    area: str = "",
    subject: tuple[str, UUID] | None = None,
    state: str = EnrolmentState.ACTIVE,
    on: date | None = None,
) -> QuerySet[Enrolment]:
    """Enrolments the actor may see, filtered; `state` "" means all. Newest last (ids order by time).

    With `on`, an earlier day, those that ran on it, whatever became of them since (`state` is not asked then).
    """
    found = policies.enrolments_visible_to(actor)
    if component is not None:
        found = found.filter(component_id=component)
    if area:
        found = found.filter(inside_area(area))
    if subject is not None:
        found = found.filter(about(*subject))
    if on is not None:
        found = found.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)
    elif state:
        found = found.filter(state=state)
    return found.select_related("component__programme", "decree", "line").order_by("pk")


def list_enrolments(
    actor: Actor,
    *,
    component: UUID | None = None,
    area: str = "",
    subject: tuple[str, UUID] | None = None,
    state: str = EnrolmentState.ACTIVE,
    on: date | None = None,
    after: UUID | None = None,
    limit: int = PAGE_SIZE,
) -> EnrolmentPage:
    """A page of enrolments the actor may see, with names; `on` as in `enrolments_for`. At most seven queries."""
    found = enrolments_for(actor, component=component, area=area, subject=subject, state=state, on=on)
    if after is not None:
        found = found.filter(pk__gt=after)
    rows = list(found[: limit + 1])
    more, rows = len(rows) > limit, rows[:limit]
    return EnrolmentPage(rows_of(rows, on=on), rows[-1].pk if more else None)


def get_enrolment(actor: Actor, enrolment_id: UUID) -> EnrolmentRow:
    """One enrolment. Raises NoSuchProposal when there is none that the actor may see."""
    found = enrolments_for(actor, state="").filter(pk=enrolment_id).first()
    if found is None:
        raise NoSuchProposal(enrolment_id)
    return rows_of([found])[0]


def active_enrolments(component_id: UUID, area: str) -> QuerySet[Enrolment]:
    """Everybody served by a component inside an area, for freezing lists. System use: no actor is asked."""
    return (
        Enrolment.objects.filter(inside_area(area), component_id=component_id, state=EnrolmentState.ACTIVE)
        .select_related("line")
        .order_by("area_code", "pk")
    )


def enrolments_of(actor: Actor, kind: str, subject_id: UUID) -> tuple[EnrolmentRow, ...]:
    """Present and past enrolments of one person, family or institution, newest first."""
    return rows_of(list(enrolments_for(actor, subject=(kind, subject_id), state="").reverse()))


def enrolments_among(
    actor: Actor, *, family_id: UUID, person_ids: Iterable[UUID]
) -> list[tuple[UUID | None, Enrolment]]:
    """(person or None for the family, enrolment), present and past, that the actor may see, newest first; two queries.

    What a merged record was enrolled for comes with the person it belongs to now.
    """
    owner = owners_of("person", person_ids)
    mine = about("family", family_id) | Q(person_id__in=list(owner))
    found = policies.enrolments_visible_to(actor).filter(mine).select_related("component__programme", "decree")
    return [(owner.get(each.person_id or family_id), each) for each in found.order_by("-valid_from", "-pk")]


def counts_by_unit(
    actor: Actor, *, component: UUID | None = None, area: str = "", on: date | None = None
) -> list[UnitCount]:
    """Active enrolments the actor may see (with `on`: those that ran on that day), one figure for each unit."""
    found = enrolments_for(actor, component=component, area=area, on=on).order_by().values_list("component__unit")
    totals = dict(found.annotate(total=Count("pk")))
    return [UnitCount(unit.value, unit.label, totals[unit.value]) for unit in CountingUnit if unit.value in totals]


def may_end(actor: Actor, enrolment_id: UUID) -> bool:
    """Whether the actor may strike this enrolment off."""
    found = enrolments_for(actor).filter(pk=enrolment_id).first()
    return found is not None and policies.can_end_enrolment(actor, found)


def rows_of(enrolments: Sequence[Enrolment], *, on: date | None = None) -> tuple[EnrolmentRow, ...]:
    """The rows with names and places; `on` an earlier day, an end that came later is not told."""
    if on is not None:
        for each in enrolments:
            if each.valid_to is not None and each.valid_to > on:  # shown, never saved
                each.state, each.valid_to, each.exit_reason, each.exit_evidence = EnrolmentState.ACTIVE, None, "", ""
    labels = labels_of(enrolments)
    places = reference_queries.labels_of({each.area_code for each in enrolments})
    unknown = Label(name="–")
    return tuple(
        EnrolmentRow(
            id=each.pk,
            kind=each.subject_kind,
            subject_id=each.subject_id,
            label=labels.get(each.subject_id, unknown),
            component=each.component.name,
            unit=CountingUnit(each.component.unit).label,
            area_code=each.area_code,
            area_label=places.get(each.area_code, each.area_code),
            fiscal_year=each.fiscal_year,
            registry_id=each.line.registry_id,
            decree_number=each.decree.number,
            decree_id=each.decree_id,
            state=each.state,
            state_label=str(EnrolmentState(each.state).label),
            valid_from=each.valid_from,
            valid_to=each.valid_to,
            exit_label=str(ExitReason(each.exit_reason).label) if each.exit_reason else "",
            exit_evidence=each.exit_evidence,
        )
        for each in enrolments
    )
