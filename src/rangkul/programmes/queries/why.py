"""Why one person, family or institution fulfils a programme's requirements or not, as of any day; nothing is stored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from uuid import UUID

from django.db.models import Q

from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.enums import CountingUnit, EnrolmentState, TermsState, Verdict
from rangkul.programmes.errors import NoSuchComponent, NoTermsInForce, SubjectGone, WrongSubject
from rangkul.programmes.models import Component, Enrolment, Terms
from rangkul.programmes.parts import FamilyParts, family_parts
from rangkul.programmes.policies import catalogue as catalogue_policies
from rangkul.programmes.policies.screening import check_can_screen
from rangkul.programmes.queries.catalogue import period_of, terms_in_force
from rangkul.programmes.queries.subjects import labels_for_any, served_among
from rangkul.programmes.verdicts import facts_of, has_registry_id, judge, subject_kind, verdict_of
from rangkul.registry import queries as registry
from rangkul.registry.queries import SubjectLabel
from rangkul.registry.snapshot import SubjectFacts, person_facts, person_origins
from rangkul.rules.explain import Clause, Explanation


@dataclass(frozen=True, slots=True)
class Why:
    """One component's answer for one subject on a day: `explanation` and `parts` hold only what the actor may see."""

    component: Component
    terms: Terms
    kind: str
    subject_id: UUID
    label: SubjectLabel
    as_of: date
    verdict: Verdict
    explanation: Explanation
    registry_ok: bool
    is_enrolled: bool
    parts: FamilyParts | None = None
    part_labels: Mapping[UUID, SubjectLabel] = field(default_factory=dict)

    @property
    def tells_health(self) -> bool:
        """Whether something that is shown speaks of health, so that the look has to be logged."""
        return (self.parts is not None and self.parts.tells_health) or any(
            each.is_sensitive and not each.is_hidden for each in _all_clauses(self.explanation.clauses)
        )


def components_named(actor: Actor, code: str, *, of_institutions: bool = False) -> list[Component]:
    """The component with this code, or all of the programme with this code. Raises Denied, NoSuchComponent.

    Of a programme only those about institutions, or only the others; `NoSuchComponent` names the codes written alike.
    """
    catalogue_policies.check_can_view(actor)
    known = Component.objects.select_related("programme")
    about = Q(unit=CountingUnit.INSTITUTION)
    whole = known.filter(about if of_institutions else ~about, programme__code=code).order_by("order", "code")
    found = list(known.filter(code=code)) or list(whole)
    if not found:
        codes = {each for pair in known.values_list("code", "programme__code") for each in pair}
        raise NoSuchComponent(code, alike=get_close_matches(code, sorted(codes), 3))
    return found


def why(actor: Actor, component: Component, kind: str, subject_id: UUID, as_of: date) -> list[Why]:
    """The component judged for the subject; for a family where persons are counted, for each member on that day.

    Raises Denied (permission, area, health), NoTermsInForce, WrongSubject (a person where families are counted),
    SubjectGone.
    """
    check_can_screen(actor, kind, subject_id)
    if not catalogue_policies.can_see_recipients(actor, component):
        raise Denied(
            permission=catalogue_policies.VIEW_HEALTH,
            message="Program ini menyangkut data kesehatan yang dirahasiakan.",
        )
    wanted = subject_kind(component)
    if kind != wanted and (kind, wanted) != ("family", "person"):
        raise WrongSubject(component.name, kind=_KINDS.get(kind, kind), expected=_KINDS.get(wanted, wanted))
    terms = _terms(component, as_of)
    subject = facts_of(kind, subject_id, as_of)
    if subject is None:
        raise SubjectGone(kind, subject_id)
    judged = [(subject_id, subject)] if kind == wanted else list(_members(subject))
    labels = labels_for_any(wanted, [each for each, _ in judged])
    active = Enrolment.objects.filter(component=component, state=EnrolmentState.ACTIVE)
    served = served_among(wanted, [each for each, _ in judged], active)
    sees_health = catalogue_policies.can_view_health(actor)
    found = []
    for each, facts in judged:
        whole = judge(terms, component.unit, facts, as_of)
        found.append(
            Why(
                component=component,
                terms=terms,
                kind=wanted,
                subject_id=each,
                label=labels[each],
                as_of=as_of,
                verdict=verdict_of(whole.result),
                explanation=whole if sees_health else whole.masked(),
                registry_ok=has_registry_id(terms, facts.facts),
                is_enrolled=each in served,
                parts=family_parts(terms, component.unit, facts, as_of, sees_health=sees_health),
                part_labels=registry.labels_for("person", [one["_id"] for one in facts.members]) if terms.parts else {},
            )
        )
    return found


def why_institution(actor: Actor, institution_id: UUID, as_of: date) -> list[Why]:
    """Every component about institutions with terms in force, judged for one of them. Raises Denied, SubjectGone."""
    found = Component.objects.select_related("programme").filter(unit=CountingUnit.INSTITUTION)
    in_force = found.filter(terms__state=TermsState.PUBLISHED, terms__valid__contains=as_of).distinct()
    components = [each for each in in_force if catalogue_policies.can_see_recipients(actor, each)]
    return [told for each in components for told in why(actor, each, "institution", institution_id, as_of)]


_KINDS = {"family": "keluarga", "person": "orang", "institution": "lembaga"}


def _terms(component: Component, as_of: date) -> Terms:
    """The terms in force; when there are none, the error tells when there are."""
    try:
        return terms_in_force(component, as_of)
    except NoTermsInForce:
        kept = Terms.objects.filter(component=component, state=TermsState.PUBLISHED).order_by("valid")
        raise NoTermsInForce(component.name, as_of.isoformat(), known=[period_of(each) for each in kept]) from None


def _members(family: SubjectFacts) -> Iterator[tuple[UUID, SubjectFacts]]:
    for member in family.members:
        yield member["_id"], SubjectFacts(person_facts(member, family), origins=person_origins(member, family))


def _all_clauses(clauses: Sequence[Clause]) -> Iterator[Clause]:
    for clause in clauses:
        yield clause
        yield from _all_clauses(clause.children)
