"""Change requests that an approved visit makes: what the registry changes only after a second person checked it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from rangkul.platform.policy.actor import Actor
from rangkul.registry import actions as registry_actions
from rangkul.registry import policies as registry_policies
from rangkul.registry import queries as registry_queries
from rangkul.registry.enums import ChangeKind
from rangkul.verivali.models import Visit
from rangkul.verivali.versions import day_of

_ALIKE = 3
_SETTLED = ("APPLIED", "REFUSED", "WITHDRAWN")


def ask_alive(visit: Visit, person_id: UUID, *, by: Actor, at: datetime) -> None:
    """Somebody recorded dead was met: ask that the death be taken back; the visit stands for the paper."""
    evidence = f"Verivali {visit.subject.campaign.title}: ditemui {visit.enumerator_name}"[:200]
    ask(visit, ChangeKind.ALIVE, {"evidence": evidence}, person_id=person_id, by=by, at=at)


def ask_address(visit: Visit, family_id: UUID, changes: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    """The address of a family was found to be another: ask that it be put right."""
    ask(visit, ChangeKind.ADDRESS, changes, family_id=family_id, by=by, at=at)


def report_double(visit: Visit, person_id: UUID, *, by: Actor, at: datetime) -> None:
    """The person stands in the registry twice: who is most like them goes to the worklist of doubles."""
    note = f"Verivali {visit.subject.campaign.title}: dilaporkan ganda"
    for hit in registry_queries.look_alikes(by, person_id, limit=_ALIKE):
        registry_actions.report_pair(one_id=person_id, other_id=hit.id, likeness=hit.likeness, note=note, by=by, at=at)


def ask(
    visit: Visit,
    kind: ChangeKind,
    proposed: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    person_id: UUID | None = None,
    family_id: UUID | None = None,
) -> None:
    """Draft and submit a request in the reviewer's name, once; whoever reviewed the visit cannot check it."""
    asker = replace(by, permissions=by.permissions | {registry_policies.ASK_CHANGE})
    about = ("person", person_id) if person_id else ("family", family_id)
    assert about[1] is not None
    known = registry_queries.list_changes(asker, kind=kind, subject=(about[0], about[1])).rows
    if any(each.state not in _SETTLED for each in known):
        return
    change = registry_actions.draft_change(
        kind=kind,
        happened_on=visit.visited_on or day_of(at),
        proposed={**proposed, "visit": str(visit.pk)},
        person_id=person_id,
        family_id=family_id,
        note=f"Dari kunjungan verivali: {visit.subject.campaign.title}",
        by=asker,
        at=at,
    )
    registry_actions.submit_change(change_id=change.pk, by=asker, at=at)
