"""Register somebody at once, and only ask for their place in a family that stands: that takes a second pair of eyes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies
from rangkul.registry.actions import steps
from rangkul.registry.actions.changes.ask import draft_change, submit_change
from rangkul.registry.actions.register_person import register_person
from rangkul.registry.enums import ChangeKind, Relation
from rangkul.registry.models import ChangeRequest, Person
from rangkul.registry.queries.search import find_family_by_kk


@dataclass(frozen=True, slots=True)
class Registered:
    """The person as registered, and the request for their place in a family (None: nothing needed one)."""

    person: Person
    change: ChangeRequest | None


@action("registry.person.register_checked")
def register_checked(*, particulars: Mapping[str, Any], by: Actor, at: datetime, reason: str = "") -> Registered:
    """As `register_person`, but with the card of a registered family the person stands outside it until somebody agrees.

    `particulars` are what `register_person` takes of the person (`name`, `area`, `kk`, `relation` …).
    The request (GABUNG_KK) is submitted at once; whoever stands at the counter does not wait for it. Raises what
    `register_person` and `submit_change` raise (Denied for who may not ask); then nothing of it is kept.
    """
    number = steps.read_kk(particulars.get("kk"))
    known = find_family_by_kk(by, number) if number else None
    if known is None:
        return Registered(register_person(**particulars, reason=reason, by=by, at=at), None)
    own = {name: value for name, value in particulars.items() if name not in ("kk", "relation")}
    person = register_person(**own, reason=reason, by=by, at=at)
    policies.check_can_ask_change(by, person.area_code)
    family = steps.lock_family(known)
    draft = draft_change(
        kind=ChangeKind.JOIN,
        happened_on=steps.day_of(at),
        proposed={"to_family": str(family.pk), "relation": particulars.get("relation") or Relation.OTHER},
        person_id=person.pk,
        to_area=family.area_code,
        note=reason,
        by=by,
        at=at,
    )
    change = submit_change(change_id=draft.pk, by=by, at=at)
    record(
        "registry.person.register_checked",
        by=by,
        at=at,
        on=person,
        subjects=[("person", person.pk), ("family", family.pk), ("change", change.pk)],
        area=person.area_code,
        reason=reason,
        data={"name": person.name, "number": change.number},
    )
    return Registered(person, change)
