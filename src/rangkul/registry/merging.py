"""What a merge of two records moves, what may be chosen, and what rooms above have to say before it."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from rangkul.platform.audit.queries import list_events_about
from rangkul.registry.enums import SENSITIVE_CONDITIONS
from rangkul.registry.errors import UnableToMerge
from rangkul.registry.models import (
    Condition,
    DisabilityFinding,
    DisabilityProfile,
    GroupMark,
    HealthRecord,
    Identity,
    OutsideMembership,
    Person,
    WelfareStatus,
)

ROWS: dict[str, Any] = {
    "identities": Identity,
    "statuses": WelfareStatus,
    "outside": OutsideMembership,
    "conditions": Condition,
}
LEFT = {
    "marks": GroupMark,
    "profiles": DisabilityProfile,
    "findings": DisabilityFinding,
    "health": HealthRecord,
}
"""What a merge leaves with the record it was written for; a split gives it to either, as it does with `ROWS`."""
CHOOSABLE = (
    *("birth_place", "marital_status"),
    *("education_code", "occupation_code", "address", "hamlet", "rt", "rw"),
)
"""Fields whose value may be taken from either record. What tells who somebody is, and the place, stay with the record that
is kept: changing them takes a second official (a correction that is asked for)."""
FIELDS = ("name", "birth_date", "sex", "mother_name", *CHOOSABLE)
"""What a merge may fill or change at all, for whoever reads one back."""

MergeCheck = Callable[[UUID, UUID], list[str]]
_CHECKS: dict[str, MergeCheck] = {}


def register_merge_check(name: str, check: MergeCheck) -> None:
    """Ask `check(keep_id, merge_id)` before every merge; it returns what stands in the way, as sentences for an officer.

    Called from an app's `ready`; the same name again replaces the check. The sentences hold no NIK or KK.
    """
    _CHECKS[name] = check


def obstacles(keep_id: UUID, merge_id: UUID) -> list[str]:
    """Everything that stands in the way of merging `merge_id` into `keep_id`; empty when nothing does."""
    return [sentence for _name, check in sorted(_CHECKS.items()) for sentence in check(keep_id, merge_id)]


def rows_apart(name: str, persons: Iterable[UUID], *, sees_health: bool) -> QuerySet[Any]:
    """Rows of `ROWS` or `LEFT` that somebody may give to one of two persons: without the right to health none that tells of it."""
    found: QuerySet[Any] = {**ROWS, **LEFT}[name].objects.filter(person_id__in=list(persons))
    if sees_health or name in ("identities", "statuses", "outside"):
        return found
    if name == "conditions":
        return found.exclude(kind__in=SENSITIVE_CONDITIONS)
    return found.filter(is_sensitive=False) if name == "marks" else found.none()


def done_merge(kept: Person, merged: Person) -> dict[str, Any]:
    """What the last merge of these two moved and filled, from the trail. Raises UnableToMerge when it is not there."""
    events = list_events_about([("person", merged.pk)]).filter(name="registry.person.merge", object_id=kept.pk)
    found = next((event for event in events if event.data.get("merged") == str(merged.pk)), None)
    if found is None:
        raise UnableToMerge("Catatan penggabungan tidak ditemukan, jadi tidak dapat dibatalkan.")
    data: dict[str, Any] = found.data
    return data
