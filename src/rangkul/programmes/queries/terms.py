"""Reading versions of terms: one with what may be done with it, all of a component, those that wait for somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from rangkul.kernel import clock
from rangkul.organisation import queries as organisation
from rangkul.platform.audit import queries as audit_queries
from rangkul.platform.policy.actor import Actor
from rangkul.platform.workflow import Transition
from rangkul.programmes.enums import TermsState
from rangkul.programmes.errors import NoSuchTerms, PeriodsOverlap
from rangkul.programmes.models import Component, Terms
from rangkul.programmes.policies import terms as policies
from rangkul.programmes.queries.terms_difference import TermsDifference, difference
from rangkul.programmes.terms_cases import failing_cases
from rangkul.programmes.terms_periods import PeriodPlan, plan_period
from rangkul.programmes.workflow import TERMS

_SHOWN_STEPS = ("submit", "review", "publish", "return", "withdraw")
ROWS = 25


@dataclass(frozen=True, slots=True)
class Deed:
    """Who did what with a version, and when; `verb` is the last word of the audit event."""

    verb: str
    at: datetime
    by: str
    role: str
    reason: str


@dataclass(frozen=True, slots=True)
class TermsView:
    """A version as the actor may see it.

    `follows` is the published version in force on its first day (or the newest before); `plan` what publishing would do,
    `plan_problem` why it could not. `barred` names steps that the state allows and this actor may not take, with why.
    """

    terms: Terms
    follows: Terms | None
    difference: TermsDifference
    failures: tuple[str, ...]
    deeds: tuple[Deed, ...]
    steps: tuple[Transition, ...]
    barred: tuple[tuple[str, str], ...]
    may_write: bool
    plan: PeriodPlan | None
    plan_problem: str

    @property
    def is_open(self) -> bool:
        """Still on its way: a draft, handed in, or reviewed."""
        return self.terms.state in policies.OPEN


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version in the history: what it changed against the published one before it, and who did what when."""

    terms: Terms
    difference: TermsDifference
    deeds: tuple[Deed, ...]


def get_terms(actor: Actor, terms_id: UUID) -> Terms:
    """The version when the actor may see it. Raises NoSuchTerms."""
    found = (
        policies.visible_to(actor)
        .select_related("component", "component__programme", "component__programme__division")
        .filter(pk=terms_id)
        .first()
    )
    if found is None:
        raise NoSuchTerms(terms_id)
    return found


def view_terms(actor: Actor, terms_id: UUID) -> TermsView:
    """The version with its difference, cases, trail and what the actor may do. Raises NoSuchTerms."""
    terms = get_terms(actor, terms_id)
    component = terms.component
    published = list(Terms.objects.filter(component=component, state=TermsState.PUBLISHED))
    follows = _followed(terms)
    plan, problem = None, ""
    if terms.state in policies.OPEN:
        try:
            plan = plan_period(published, start=terms.valid.lower, end=terms.valid.upper, today=_today())
        except PeriodsOverlap as overlap:
            problem = overlap.message
    available = [step for step in TERMS.available(terms.state) if step.name in _SHOWN_STEPS]
    may = {step.name: policies.can_take(actor, terms, step.name) for step in available}
    return TermsView(
        terms=terms,
        follows=follows,
        difference=difference(follows, terms, component.unit),
        failures=failing_cases(terms, component.unit) if terms.state in policies.OPEN and terms.rule_text else (),
        deeds=_deeds([terms])[terms.pk],
        steps=tuple(step for step in available if may[step.name]),
        barred=_barred(actor, terms, [step for step in available if not may[step.name]]),
        may_write=terms.state == TermsState.DRAFT and policies.can_draft(actor, component),
        plan=plan,
        plan_problem=problem,
    )


def list_history(actor: Actor, component: Component) -> list[VersionRow]:
    """Every version the actor may see, newest first, each against the published one before it. Three queries."""
    versions = list(policies.visible_to(actor).filter(component=component).order_by("version"))
    deeds = _deeds(versions)
    rows, before = [], None
    for terms in versions:
        rows.append(VersionRow(terms, difference(before, terms, component.unit), deeds[terms.pk]))
        if terms.state in (TermsState.PUBLISHED, TermsState.SUPERSEDED):
            before = terms
    return rows[::-1]


def find_open(actor: Actor, component: Component) -> Terms | None:
    """The version that is being written, when there is one and the actor may see it."""
    return policies.visible_to(actor).filter(component=component, state__in=policies.OPEN).first()


def find_in_force(component: Component, on: date) -> Terms | None:
    """The published version in force on a day, or None."""
    return Terms.objects.filter(component=component, state=TermsState.PUBLISHED, valid__contains=on).first()


def list_waiting(actor: Actor) -> tuple[int, list[Terms]]:
    """(how many, the first of them): versions whose next step may be this actor's."""
    found = policies.visible_to(actor).filter(policies.waiting_for(actor), state__in=policies.OPEN)
    rows = found.select_related("component", "component__programme").order_by("submitted_at", "component__code")
    return found.count(), list(rows[:ROWS])


def _followed(terms: Terms) -> Terms | None:
    """The published or superseded version that this one is compared with: the newest that begins no later than it."""
    known = Terms.objects.filter(
        component=terms.component,
        version__lt=terms.version,
        state__in=(TermsState.PUBLISHED, TermsState.SUPERSEDED),
        valid__startswith__lte=terms.valid.lower,
    )
    return known.order_by("-valid__startswith", "-version").first()


def _barred(actor: Actor, terms: Terms, steps: Sequence[Transition]) -> tuple[tuple[str, str], ...]:
    """Steps of a role that the actor holds, which these eyes may not take."""
    return tuple(
        (str(step.label), policies.why_not(actor, terms, step.name))
        for step in steps
        if actor.may(policies.STEPS[step.name])
    )


def _deeds(versions: Sequence[Terms]) -> dict[UUID, tuple[Deed, ...]]:
    """Who did what with each version, oldest first, from the trail."""
    events = audit_queries.list_events_about([("terms", each.pk) for each in versions]).filter(
        name__startswith="programmes.terms."
    )
    found: dict[UUID, list[Deed]] = {each.pk: [] for each in versions}
    for event in events.order_by("at", "id"):
        if event.object_id in found:
            verb = event.name.rpartition(".")[2]
            found[event.object_id].append(Deed(verb, event.at, event.actor_name, event.role, event.reason))
    return {key: tuple(deeds) for key, deeds in found.items()}


def _today() -> date:
    return clock.local_date(clock.now(), organisation.get_office().time_zone)
