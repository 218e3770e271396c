"""What a family is entitled to and why: every own component for the family and its members, and help from outside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from rangkul.platform.policy.actor import Actor
from rangkul.programmes.enums import CountingUnit, EnrolmentState, TermsState, Verdict
from rangkul.programmes.errors import SubjectGone
from rangkul.programmes.models import Component, Enrolment, Programme, Terms
from rangkul.programmes.policies.catalogue import can_see_recipients, can_view_health
from rangkul.programmes.policies.catalogue import visible_to as components_visible_to
from rangkul.programmes.policies.screening import check_can_screen
from rangkul.programmes.queries.reasons import told
from rangkul.programmes.queries.subjects import owners_of
from rangkul.programmes.verdicts import has_registry_id, judge, verdict_of
from rangkul.programmes.ways import FamilyWay, way_of
from rangkul.registry import queries as registry
from rangkul.registry.queries import SubjectLabel
from rangkul.registry.snapshot import SubjectFacts, facts_of_family, person_facts, person_origins
from rangkul.rules.explain import Explanation, sentence

_ORDER = {Verdict.MET: 0, Verdict.UNKNOWN: 1, Verdict.NOT_MET: 2}


@dataclass(frozen=True, slots=True)
class Entitlement:
    """The answer of one component for one subject, with its reasons as sentences in Indonesian.

    `registry_ok`: the registry id that the terms require is in force (R018); `registry_required` says which one.
    `is_off_way`: the programme lies beside the family's way (`programmes.ways`); that refuses nothing.
    `explanation` is already masked for an actor without the right to see health facts.
    """

    component: Component
    terms: Terms
    kind: str
    subject_id: UUID
    label: SubjectLabel | None
    verdict: Verdict
    sentences: list[str]
    explanation: Explanation
    already_enrolled: bool
    registry_ok: bool
    registry_required: str
    is_off_way: bool = False

    @property
    def can_be_proposed(self) -> bool:
        """Meets the rule, holds the required id and is not enrolled yet."""
        return self.verdict is Verdict.MET and self.registry_ok and not self.already_enrolled


@dataclass(frozen=True, slots=True)
class OutsideHelp:
    """A programme of others, and whether the registry says that the family or a member is served by it (R014).

    `verdict` is that of its rule for the family or the member whom it fits best: who meets it and is no member can be
    proposed to the owner, never enrolled here. None when the catalogue has no terms for the day.
    """

    programme: Programme
    is_member: bool
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class FamilyEntitlements:
    """Everything on a family's card: own components with reasons, others' programmes, as of a day.

    `way` is what the family is and where that leads (R310); `way_of_others` are others' programmes on a way to business
    with what their rules answer.
    """

    family_id: UUID
    as_of: date
    entitlements: tuple[Entitlement, ...]
    outside: tuple[OutsideHelp, ...]
    hidden: int = 0
    way: FamilyWay | None = None
    way_of_others: tuple[OutsideHelp, ...] = ()


def entitlements_of_family(actor: Actor, family_id: UUID, as_of: date) -> list[Entitlement]:
    """`help_for_family(...).entitlements`: what may be proposed first, then by the catalogue's order."""
    return list(_help(actor, family_id, as_of, with_others=False).entitlements)


def help_for_family(actor: Actor, family_id: UUID, as_of: date) -> FamilyEntitlements:
    """Every own component judged for the family or each member, and outside programmes; nothing is stored.

    Sensitive components are left out (and counted in `hidden`) for actors without `registry.person.view_health`.
    At most eleven queries, whatever the number of components and members. Raises Denied, SubjectGone.
    """
    return _help(actor, family_id, as_of, with_others=True)


def _help(actor: Actor, family_id: UUID, as_of: date, *, with_others: bool) -> FamilyEntitlements:
    check_can_screen(actor, "family", family_id)
    family = facts_of_family(family_id, as_of)
    if family is None:
        raise SubjectGone("family", family_id)
    terms = (
        Terms.objects.filter(
            state=TermsState.PUBLISHED, valid__contains=as_of, component__in=components_visible_to(actor)
        )
        .select_related("component", "component__programme")
        .order_by("component__programme__order", "component__order")
    )
    judged = [each for each in terms if each.component.unit != CountingUnit.INSTITUTION]
    asked = [each for each in judged if each.component.programme.is_own]
    of_others = [each for each in judged if not each.component.programme.is_own and not each.component.is_sensitive]
    shown = [each for each in asked if can_see_recipients(actor, each.component)]
    members = [member["_id"] for member in family.members]
    enrolled = _enrolled(family_id, members)
    labels = registry.labels_for("family", [family_id]) | registry.labels_for("person", members)
    way = way_of(family, as_of)
    found = [
        _entitlement(each, kind, subject_id, facts, as_of, actor, labels, enrolled, way)
        for each in shown
        for kind, subject_id, facts in _subjects(each.component, family_id, family)
    ]
    found.sort(
        key=lambda each: (each.already_enrolled, not each.can_be_proposed, each.is_off_way, _ORDER[each.verdict])
    )
    return FamilyEntitlements(
        family_id,
        as_of,
        tuple(found),
        tuple(_outside(family_id, family, of_others, as_of)) if with_others else (),
        hidden=len(asked) - len(shown),
        way=way,
        way_of_others=tuple(_on_the_way(family, of_others, way, as_of)),
    )


def _on_the_way(
    family: SubjectFacts, terms: Sequence[Terms], way: FamilyWay | None, as_of: date
) -> Iterable[OutsideHelp]:
    """Business programmes of others with their rule's answer, for a family whose way leads there."""
    if way is None or not way.leads_to_business:
        return
    for each in terms:
        programme = each.component.programme
        if programme.code in way.business and each.component.unit == CountingUnit.FAMILY:
            verdict = verdict_of(judge(each, each.component.unit, family, as_of).result)
            yield OutsideHelp(programme, False, verdict)


def _subjects(component: Component, family_id: UUID, family: SubjectFacts) -> Iterable[tuple[str, UUID, SubjectFacts]]:
    if component.unit == CountingUnit.FAMILY:
        yield "family", family_id, family
    else:
        for member in family.members:
            yield (
                "person",
                member["_id"],
                SubjectFacts(person_facts(member, family), origins=person_origins(member, family)),
            )


def _entitlement(
    terms: Terms,
    kind: str,
    subject_id: UUID,
    subject: SubjectFacts,
    as_of: date,
    actor: Actor,
    labels: dict[UUID, SubjectLabel],
    enrolled: set[tuple[UUID, UUID]],
    way: FamilyWay | None,
) -> Entitlement:
    component = terms.component
    whole = judge(terms, component.unit, subject, as_of)
    sees_health = can_view_health(actor)
    explanation = whole if sees_health else whole.masked()
    return Entitlement(
        component=component,
        terms=terms,
        kind=kind,
        subject_id=subject_id,
        label=labels.get(subject_id),
        verdict=verdict_of(whole.result),
        sentences=[sentence(clause, reveal_sensitive=sees_health) for clause in told(explanation.clauses)],
        explanation=explanation,
        already_enrolled=(component.pk, subject_id) in enrolled,
        registry_ok=has_registry_id(terms, subject.facts),
        registry_required=terms.required_registry,
        is_off_way=way is not None and way.is_off(component.programme.code),
    )


def _enrolled(family_id: UUID, members: list[UUID]) -> set[tuple[UUID, UUID]]:
    owner = owners_of("person", members)
    found = Enrolment.objects.filter(Q(family_id=family_id) | Q(person_id__in=list(owner)), state=EnrolmentState.ACTIVE)
    return {
        (component, family or owner[person or family_id])
        for component, family, person in found.values_list("component_id", "family_id", "person_id")
    }


def _outside(family_id: UUID, family: SubjectFacts, terms: Sequence[Terms], as_of: date) -> Iterable[OutsideHelp]:
    """Others' programmes of the catalogue, by the fact that tells of each and by what their rules answer."""
    told = {
        "pkh": family.facts["menerima_pkh"],
        "bpnt": family.facts["menerima_bpnt"],
        "kks": family.facts["menerima_kks"],
        "blt-dd": family.facts["menerima_blt_dd"],
        "pbi-jk": any(member["menerima_pbi"] for member in family.members),
        "kip": any(member["menerima_kip"] for member in family.members),
    }
    best: dict[UUID, Verdict] = {}
    for each in terms:
        programme = each.component.programme
        if programme.code in told:
            for _kind, _id, subject in _subjects(each.component, family_id, family):
                verdict = verdict_of(judge(each, each.component.unit, subject, as_of).result)
                best[programme.pk] = min(best.get(programme.pk, verdict), verdict, key=_ORDER.__getitem__)
    for programme in Programme.objects.filter(is_own=False, code__in=told).order_by("order", "code"):
        yield OutsideHelp(programme, bool(told[programme.code]), best.get(programme.pk))
