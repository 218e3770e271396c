"""Trying a rule that is not published on one subject: the answer with its reasons, nothing is kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from rangkul.platform.policy.actor import Actor
from rangkul.programmes.models import Terms
from rangkul.programmes.policies.catalogue import can_see_recipients, can_view_health
from rangkul.programmes.policies.screening import check_can_screen
from rangkul.programmes.verdicts import facts_of, subject_kind
from rangkul.rules.explain import Explanation, explain
from rangkul.rules.parse import Rule


def explain_for(
    actor: Actor, terms: Terms, rule: Rule, parameters: Mapping[str, Any], *, kind: str, subject_id: UUID, on: date
) -> Explanation | None:
    """The rule's answer for one subject of the component's kind; None when there is none, or not for these eyes.

    Clauses about health are masked without the right to see it. Raises Denied for a subject outside the actor's areas.
    """
    if kind != subject_kind(terms.component) or not can_see_recipients(actor, terms.component):
        return None
    check_can_screen(actor, kind, subject_id)
    subject = facts_of(kind, subject_id, on)
    if subject is None:
        return None
    told = explain(rule, facts=subject.facts, members=subject.members, parameters=parameters, as_of=on)
    return told if can_view_health(actor) else told.masked()
