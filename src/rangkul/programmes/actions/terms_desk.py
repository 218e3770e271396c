"""Taking a version of terms from the desk: lock, right, state, page revision, and the line in the trail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from rangkul.platform.audit.actions import record
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.batch_desk import lock_component
from rangkul.programmes.errors import NoSuchTerms, StaleTerms
from rangkul.programmes.models import Terms
from rangkul.programmes.policies import terms as policies
from rangkul.programmes.workflow import TERMS


def take_terms(terms_id: UUID, *, step: str, by: Actor, revision: int | None = None) -> Terms:
    """The version, locked after its component, when right, state and page revision allow `step`.

    Decisions lock the component too: publishing and deciding come one after the other. Raises NoSuchTerms, Denied,
    UnableToMove, StaleTerms.
    """
    terms = _locked(terms_id, by)
    policies.check_can_take(by, terms, step)
    TERMS.move(terms.state, step)
    _check_revision(terms, revision)
    return terms


def take_draft(terms_id: UUID, *, by: Actor, revision: int | None = None) -> Terms:
    """The version, locked, for writing on it. Raises as `take_terms`."""
    terms = _locked(terms_id, by)
    policies.check_can_draft(by, terms.component)
    TERMS.move(terms.state, "submit")  # what may be handed in may be written on
    _check_revision(terms, revision)
    return terms


def keep(
    terms: Terms, verb: str, *, by: Actor, at: datetime, reason: str = "", data: Mapping[str, Any] | None = None
) -> None:
    """Save the version and write `programmes.terms.<verb>` into the trail."""
    terms.revision += 1
    terms.save()
    tell(terms, verb, by=by, at=at, reason=reason, data=data)


def tell(
    terms: Terms, verb: str, *, by: Actor, at: datetime, reason: str = "", data: Mapping[str, Any] | None = None
) -> None:
    """Write `programmes.terms.<verb>` into the trail of the version and of its component."""
    component = terms.component
    record(
        f"programmes.terms.{verb}",
        by=by,
        at=at,
        on=terms,
        kind="terms",
        subjects=[("terms", terms.pk), ("component", component.pk)],
        reason=reason,
        data={"code": component.code, "version": terms.version, **(data or {})},
    )


def _locked(terms_id: UUID, by: Actor) -> Terms:
    found = policies.visible_to(by).filter(pk=terms_id).first()
    if found is None:
        raise NoSuchTerms(terms_id)
    component = lock_component(found.component_id)
    terms = Terms.objects.select_for_update(of=("self",)).get(pk=terms_id)
    terms.component = component
    return terms


def _check_revision(terms: Terms, revision: int | None) -> None:
    if revision is not None and revision != terms.revision:
        raise StaleTerms(version=terms.version)
