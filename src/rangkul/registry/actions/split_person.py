"""A person who turns out to be two: an old merge taken apart row by row."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.range import DateRange

from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies
from rangkul.registry.actions import steps
from rangkul.registry.actions.merge_persons import lock_kept, take_back
from rangkul.registry.errors import NoSuchRecord, UnableToMerge
from rangkul.registry.merging import ROWS, done_merge
from rangkul.registry.models import Membership, Person


@action("registry.person.split")
def split_person(*, merged_id: UUID, rows: Collection[UUID], reason: str, by: Actor, at: datetime) -> Person:
    """The record `merged_id` is a person again and gets exactly `rows`: memberships and dated rows, also later ones.

    Every other row of the two stays with the person kept, whichever of them it belonged to at the merge. Values that
    the merge filled in are taken back as `undo_merge` does. Returns the person split off. Raises UnableToMerge (not
    merged, or two families on one day), Refused (no reason, a row of somebody else), Denied.
    """
    if not clean(reason):
        raise Refused(field="Alasan", value="", expected="alasan pemisahan", remedy="tulis mengapa keduanya dua orang")
    merged = Person.objects.select_for_update(of=("self",)).filter(pk=merged_id).first()
    if merged is None:
        raise NoSuchRecord("person", merged_id)
    if merged.merged_into_id is None:
        raise UnableToMerge(f"{merged.name} tidak sedang digabungkan dengan data lain.")
    kept = lock_kept(merged)
    policies.check_can_merge_person(by, kept)
    policies.check_can_merge_person(by, merged)
    done = done_merge(kept, merged)
    wanted = set(rows)
    before = take_back(kept, merged, done, at)
    both = [kept.pk, merged.pk]
    known: set[UUID] = set()
    moved: dict[str, list[str]] = {}
    for name, model in {**ROWS, "memberships": Membership}.items():
        found = dict(model.objects.filter(person_id__in=both).values_list("pk", "person_id"))
        known |= set(found)
        to_merged = [pk for pk, owner in found.items() if pk in wanted and owner != merged.pk]
        to_kept = [pk for pk, owner in found.items() if pk not in wanted and owner != kept.pk]
        moved[name] = [str(pk) for pk in (*to_merged, *to_kept)]
        with steps.readable(name=merged.name):
            _give(model, to_merged, merged)
            _give(model, to_kept, kept)
    if unknown := wanted - known:
        raise Refused(
            field="Baris",
            value=str(len(unknown)),
            expected="baris milik salah satu dari kedua data",
            remedy="muat ulang halaman, lalu pilih lagi",
        )
    _reopen(done["closed_memberships"], merged)
    day = steps.day_of(at)
    record(
        "registry.person.split",
        by=by,
        at=at,
        on=kept,
        subjects=dict.fromkeys([*steps.subjects_of_person(kept.pk, day), *steps.subjects_of_person(merged.pk, day)]),
        area=kept.area_code,
        reason=reason,
        data={"merged": str(merged.pk), "name": merged.name, "moved": moved, "before": before},
    )
    return merged


def _give(model: Any, ids: list[UUID], person: Person) -> None:
    model.objects.filter(pk__in=ids).update(person=person)


def _reopen(closed: list[str], merged: Person) -> None:
    """A membership that the merge ended runs on, unless it was given away or its place is taken by now."""
    rows = Membership.objects.select_for_update(of=("self",)).filter(pk__in=closed, person=merged)
    for row in rows:
        running = Membership.objects.filter(person=merged, period__endswith__isnull=True).exclude(pk=row.pk)
        if running.exists():
            continue
        row.period, row.end_reason = DateRange(row.period.lower, None), ""
        with steps.readable(name=merged.name):
            row.save(update_fields=["period", "end_reason"])
