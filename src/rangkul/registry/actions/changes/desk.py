"""Taking a change request from the pile, and writing each step into the trail of everybody it is about."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from rangkul.platform.audit.actions import record
from rangkul.platform.policy.actor import Actor
from rangkul.registry.errors import NoSuchRecord, StalePage
from rangkul.registry.models import ChangeRequest
from rangkul.registry.workflow import CHANGE


def take_change(change_id: UUID, *, revision: int | None = None) -> ChangeRequest:
    """The request, locked. Raises NoSuchRecord, StalePage when the page showed another revision."""
    change = ChangeRequest.objects.select_for_update(of=("self",)).filter(pk=change_id).first()
    if change is None:
        raise NoSuchRecord("change", change_id)
    if revision is not None and change.revision != revision:
        raise StalePage(changed_by="", changed_at=None)
    return change


def move(
    change: ChangeRequest,
    step: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
) -> None:
    """Put the request into the step's target state and write it down. Raises UnableToMove."""
    change.state = CHANGE.move(change.state, step)
    change.revision += 1
    change.updated_at = at
    change.save()
    noted(change, step, by=by, at=at, reason=reason, data=data)


def noted(
    change: ChangeRequest,
    step: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
) -> None:
    """One line in the trail, on the timelines of the request, the family and the person."""
    subjects = [("change", change.pk)]
    subjects += [("family", change.family_id)] if change.family_id else []
    subjects += [("person", change.person_id)] if change.person_id else []
    record(
        f"registry.change.{step}",
        by=by,
        at=at,
        on=change,
        kind="change",
        subjects=subjects,
        area=change.area_code,
        reason=reason,
        data={"number": change.number, "kind": change.kind, **(data or {})},
    )
