"""Screening one person, family or institution, with the reasons and facts kept as they were."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.errors import NoSuchComponent, SubjectGone, WrongSubject
from rangkul.programmes.events import told_of
from rangkul.programmes.models import Screening
from rangkul.programmes.policies.screening import check_can_screen
from rangkul.programmes.queries.catalogue import find_component, terms_in_force
from rangkul.programmes.verdicts import facts_of, has_registry_id, judge, subject_kind, verdict_of
from rangkul.registry.snapshot import SubjectFacts
from rangkul.rules.explanation import json_value


@action("programmes.screening.run")
def screen_subject(
    *, component_id: UUID, kind: str, subject_id: UUID, as_of: date, by: Actor, at: datetime
) -> Screening:
    """Judge a subject by the terms in force on `as_of` and keep verdict, facts, reasons and terms (decision 8).

    `kind` is "person", "family" or "institution" and must be what the component's unit counts. The registry id (R018)
    is told beside the verdict in `facts["_registry_ok"]`. A screening decides nothing: it never changes a proposal.
    Raises Denied, NoSuchComponent, WrongSubject, SubjectGone, NoTermsInForce.
    """
    component = find_component(component_id)
    if component is None:
        raise NoSuchComponent(component_id)
    wanted = subject_kind(component)
    if kind.lower() != wanted:
        raise WrongSubject(component.name, kind=kind, expected=wanted)
    check_can_screen(by, wanted, subject_id)
    terms = terms_in_force(component, as_of)
    subject = facts_of(wanted, subject_id, as_of)
    if subject is None:
        raise SubjectGone(wanted, subject_id)
    explanation = judge(terms, component.unit, subject, as_of)
    screening = Screening.objects.create(
        component=component,
        terms=terms,
        as_of=as_of,
        verdict=verdict_of(explanation.result),
        facts=_frozen(subject) | {"_registry_ok": has_registry_id(terms, subject.facts)},
        explanation=explanation.to_json(),
        created_at=at,
        **{f"{wanted}_id": subject_id},
    )
    told = {} if component.is_sensitive else told_of(component) | {"verdict": screening.verdict}
    record(
        "programmes.screening.run",
        by=by,
        at=at,
        on=screening,
        subjects=[(wanted, subject_id)],
        data={"as_of": as_of.isoformat(), "terms": str(terms.pk), "is_sensitive": component.is_sensitive} | told,
    )
    return screening


def _frozen(subject: SubjectFacts) -> dict[str, Any]:
    """The facts as JSON: dates as text, those of the members under `anggota`."""
    members = [_plain(each) for each in subject.members]
    return _plain(subject.facts) | ({"anggota": members} if members else {})


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    plain = {name: json_value(value) for name, value in facts.items() if not name.startswith("_")}
    return plain | ({"_id": str(facts["_id"])} if "_id" in facts else {})
