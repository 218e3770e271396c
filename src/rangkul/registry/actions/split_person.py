"""A person who turns out to be two: an old merge taken apart row by row."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from psycopg.types.range import DateRange

from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies
from rangkul.registry.actions import steps
from rangkul.registry.actions.merge_persons import lock_kept, take_back
from rangkul.registry.errors import NoSuchRecord, UnableToMerge
from rangkul.registry.merging import LEFT, ROWS, done_merge, rows_apart
from rangkul.registry.models import DisabilityProfile, GroupMark, HealthRecord, Membership, Person

_FAR = 1_000_000


@action("registry.person.split")
def split_person(*, merged_id: UUID, rows: Collection[UUID], reason: str, by: Actor, at: datetime) -> Person:
    """The record `merged_id` is a person again and gets exactly `rows`: memberships, dated rows, marks, profiles, also later ones.

    Every other row of the two stays with the person kept, whichever of them it belonged to at the merge; what the actor
    may not see goes where it was before the merge, and newer ones stay. Versions of profiles are counted anew. Values
    that the merge filled in are taken back as `undo_merge` does. Returns the person split off. Raises UnableToMerge (not
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
    sees_health = policies.can_view_health(by)
    known: set[UUID] = set()
    moved: dict[str, list[str]] = {}
    for name, model in {**ROWS, **LEFT, "memberships": Membership}.items():
        rows_there = (
            Membership.objects.filter(person_id__in=both)
            if model is Membership
            else rows_apart(name, both, sees_health=sees_health)
        )
        found = dict(rows_there.values_list("pk", "person_id"))
        known |= set(found)
        if model is DisabilityProfile and found:
            _number_no_more(both)
        to_merged = [pk for pk, owner in found.items() if pk in wanted and owner != merged.pk]
        to_kept = [pk for pk, owner in found.items() if pk not in wanted and owner != kept.pk]
        moved[name] = [str(pk) for pk in (*to_merged, *to_kept)]
        with steps.readable(name=merged.name):
            _give(model, to_merged, merged)
            _give(model, to_kept, kept)
        if name in ROWS:  # what is hidden from the actor is taken back as by `undo_merge`
            hidden = model.objects.filter(pk__in=done[name], person=kept).exclude(pk__in=list(found))
            hidden.update(person=merged)
        if model is DisabilityProfile and found:
            _number_anew(both)
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
    try:
        with transaction.atomic():
            model.objects.filter(pk__in=ids).update(person=person)
    except IntegrityError as error:
        if model not in (GroupMark, HealthRecord):
            raise
        raise Refused(
            field="Baris",
            value=person.name,
            expected="satu tanda atau pemeriksaan yang sama pada satu waktu bagi setiap orang",
            remedy="keduanya mempunyai yang sama; biarkan masing-masing pada pemiliknya",
        ) from error


def _number_no_more(persons: list[UUID]) -> None:
    """Versions out of the way, so that profiles can change hands."""
    DisabilityProfile.objects.filter(person_id__in=persons).update(is_current=False)
    for place, profile in enumerate(DisabilityProfile.objects.filter(person_id__in=persons).order_by("pk")):
        DisabilityProfile.objects.filter(pk=profile.pk).update(version=_FAR + place)


def _number_anew(persons: list[UUID]) -> None:
    """Versions of each person's profiles from 1 on, in the order they were recorded; the last one is current."""
    for person_id in persons:
        ids = list(
            DisabilityProfile.objects.filter(person_id=person_id)
            .order_by("recorded_at", "pk")
            .values_list("pk", flat=True)
        )
        for version, pk in enumerate(ids, 1):
            DisabilityProfile.objects.filter(pk=pk).update(version=version, is_current=version == len(ids))


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
