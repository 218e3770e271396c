"""Correct a person where one official may, and ask for the rest: what tells who somebody is takes a second pair of eyes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.registry import change_facts, policies
from rangkul.registry.actions import steps
from rangkul.registry.actions.changes.ask import draft_change, submit_change
from rangkul.registry.actions.correct_person import correct_person, needs_check
from rangkul.registry.enums import ChangeKind
from rangkul.registry.errors import UnableToAsk
from rangkul.registry.models import ChangeRequest, Person
from rangkul.registry.workflow import CHANGE


@dataclass(frozen=True, slots=True)
class Corrected:
    """The person as it stands now, and the request that waits for somebody else (None: nothing needed one)."""

    person: Person
    change: ChangeRequest | None


@action("registry.person.correct_checked")
def correct_checked(
    *,
    person_id: UUID,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
    revision: int | None = None,
    reason: str = "",
) -> Corrected:
    """As `correct_person`, but what of `IDENTITY` stands is only asked for: somebody else checks it.

    The request (PERBAIKAN) is submitted at once. Raises Refused, Denied, StalePage, NikAlreadyRegistered; then nothing
    of it is kept.
    """
    person = steps.lock_person(person_id)
    policies.check_can_correct_person(by, person)
    steps.check_revision(person, revision)
    asked = needs_check(person, changes)
    _check_not_asked_yet(person, asked)
    own = {name: value for name, value in changes.items() if name not in asked}
    if own or not asked:
        person = correct_person(person_id=person_id, changes=own, revision=revision, reason=reason, by=by, at=at)
    if not asked:
        return Corrected(person, None)
    draft = draft_change(
        kind=ChangeKind.CORRECTION,
        happened_on=steps.day_of(at),
        proposed={"changes": {name: _kept(changes[name]) for name in sorted(asked)}},
        person_id=person_id,
        note=reason,
        by=by,
        at=at,
    )
    change = submit_change(change_id=draft.pk, by=by, at=at)
    record(
        "registry.person.correct_checked",
        by=by,
        at=at,
        on=person,
        subjects=[("person", person.pk), ("change", change.pk)],
        area=person.area_code,
        reason=reason,
        data={"fields": sorted(asked), "number": change.number},
    )
    return Corrected(person, change)


def _check_not_asked_yet(person: Person, asked: frozenset[str]) -> None:
    waiting = ChangeRequest.objects.filter(
        person=person, kind=ChangeKind.CORRECTION, state__in=CHANGE.open_states
    ).exclude(state="DRAFT")
    for each in waiting:
        if asked & change_facts.opened(each)["changes"].keys():
            raise UnableToAsk(f"Permohonan {each.number} tentang isian yang sama masih menunggu pemeriksaan.")


def _kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
