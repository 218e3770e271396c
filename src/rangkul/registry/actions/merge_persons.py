"""Two records of one human being become one person, and can become two again."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from psycopg.types.range import DateRange

from rangkul.kernel import names
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies
from rangkul.registry.actions import steps
from rangkul.registry.enums import EndReason, NikStatus, PairState
from rangkul.registry.errors import NoSuchRecord, UnableToMerge
from rangkul.registry.merging import CHOOSABLE, FIELDS, ROWS, done_merge, obstacles
from rangkul.registry.models import (
    DuplicatePair,
    Family,
    Membership,
    Person,
)
from rangkul.registry.queries.merged import records_of

_FILLED = ("birth_date", "birth_place", "sex", "mother_name", "marital_status", "phone_cipher")


@action("registry.person.merge")
def merge_persons(
    *, keep_id: UUID, merge_id: UUID, reason: str, by: Actor, at: datetime, take: Collection[str] = ()
) -> Person:
    """The record `merge_id` becomes part of the person `keep_id`; returns the person kept.

    Dated rows move to the person kept, blanks are filled from the other record, a running membership moves unless the
    person kept is in a family at that time (then it ends). `take` names fields (of `CHOOSABLE`) whose value comes from
    the other record although the person kept has one. Everything moved is noted in the trail, so `undo_merge` can take
    it back; nothing is deleted. Rooms above may object (`registry.merging`). Raises UnableToMerge, Refused (no reason),
    Denied.
    """
    if unknown := set(take) - set(CHOOSABLE):
        raise ValueError(f"these fields cannot be chosen: {', '.join(sorted(unknown))}")
    if not clean(reason):
        raise Refused(
            field="Alasan", value="", expected="alasan penggabungan", remedy="tulis mengapa keduanya satu orang"
        )
    if keep_id == merge_id:
        raise UnableToMerge("Pilih dua data yang berbeda untuk digabungkan.")
    # always in the same order, so that two officials merging crosswise wait instead of blocking each other
    locked = {each: steps.lock_person(each) for each in sorted((keep_id, merge_id))}
    kept, merged = locked[keep_id], locked[merge_id]
    policies.check_can_merge_person(by, kept)
    policies.check_can_merge_person(by, merged)
    _check_one_human(kept, merged)
    if found := obstacles(keep_id, merge_id):
        raise UnableToMerge(" ".join(found))
    day = steps.day_of(at)
    subjects = dict.fromkeys([*steps.subjects_of_person(kept.pk, day), *steps.subjects_of_person(merged.pk, day)])
    merged.merged_into = kept
    steps.save_next(merged, at, ["merged_into"])
    data: dict[str, Any] = {"merged": str(merged.pk), "kept": str(kept.pk), "name": merged.name}
    data["filled"] = _fill(kept, merged, at)
    data["replaced"] = _replace(kept, merged, take, at)
    data |= {name: _move_rows(model, merged, kept) for name, model in ROWS.items()}
    data |= _move_memberships(merged, kept, day)
    record(
        "registry.person.merge", by=by, at=at, on=kept, subjects=subjects, area=kept.area_code, reason=reason, data=data
    )
    return kept


@action("registry.person.undo_merge")
def undo_merge(*, merged_id: UUID, reason: str, by: Actor, at: datetime) -> Person:
    """The merged record is a person of its own again, with its rows and its membership; returns it.

    Raises UnableToMerge when the record is not merged or its membership now clashes, Denied.
    """
    merged = Person.objects.select_for_update(of=("self",)).filter(pk=merged_id).first()
    if merged is None:
        raise NoSuchRecord("person", merged_id)
    if merged.merged_into_id is None:
        raise UnableToMerge(f"{merged.name} tidak sedang digabungkan dengan data lain.")
    kept = lock_kept(merged)
    policies.check_can_merge_person(by, kept)
    policies.check_can_merge_person(by, merged)
    done = done_merge(kept, merged)
    before = take_back(kept, merged, done, at)
    for name, model in ROWS.items():
        model.objects.filter(pk__in=done[name], person=kept).update(person=merged)
    _move_memberships_back(kept, merged, done)
    day = steps.day_of(at)
    subjects = dict.fromkeys([*steps.subjects_of_person(kept.pk, day), *steps.subjects_of_person(merged.pk, day)])
    record(
        "registry.person.undo_merge",
        by=by,
        at=at,
        on=kept,
        subjects=subjects,
        area=kept.area_code,
        reason=reason,
        data={"merged": str(merged.pk), "name": merged.name, "before": before},
    )
    return merged


def lock_kept(merged: Person) -> Person:
    """The person the record was merged into, locked. Raises UnableToMerge when that one was itself merged since."""
    assert merged.merged_into_id is not None  # whoever calls has seen that
    kept = Person.objects.select_for_update(of=("self",)).filter(pk=merged.merged_into_id).first()
    if kept is None:
        raise NoSuchRecord("person", merged.merged_into_id)
    if kept.merged_into_id is not None:
        raise UnableToMerge(
            f"{kept.name}, tempat data ini digabungkan, sudah digabungkan lagi dengan data lain."
            " Batalkan dulu penggabungan yang terakhir itu, lalu ulangi."
        )
    return kept


def take_back(kept: Person, merged: Person, done: dict[str, Any], at: datetime) -> dict[str, Any]:
    """Two records again, each with its own particulars; a pair that was decided to be one person is open again.

    Returns the values that the person kept had until now, of the fields that change.
    """
    until_now = {name: _plain(getattr(kept, name)) for name in FIELDS}
    _empty_again(kept, merged, done["filled"], at)
    _restore(kept, merged, done.get("replaced", {}), at)
    merged.merged_into = None
    steps.save_next(merged, at, ["merged_into"])
    mine, theirs = (list(records_of([each.pk])) for each in (merged, kept))
    between = Q(left__in=mine, right__in=theirs) | Q(left__in=theirs, right__in=mine)
    DuplicatePair.objects.filter(between, state=PairState.SAME).update(
        state=PairState.OPEN, kept_id=None, note="", decided_by_name="", decided_at=None
    )
    return {name: value for name, value in until_now.items() if value != _plain(getattr(kept, name))}


def _check_one_human(kept: Person, merged: Person) -> None:
    both_verified = kept.nik_status == merged.nik_status == NikStatus.MATCHED
    if both_verified and kept.nik_index is not None and bytes(kept.nik_index) != bytes(merged.nik_index or b""):
        raise UnableToMerge("Kedua data mempunyai NIK padan yang berbeda, jadi bukan satu orang.")
    if merged.died_on is not None and kept.died_on is None:
        raise UnableToMerge(f"{merged.name} tercatat meninggal. Catat dulu kematian pada data yang dipertahankan.")


def _fill(kept: Person, merged: Person, at: datetime) -> list[str]:
    filled = [name for name in _FILLED if not getattr(kept, name) and getattr(merged, name)]
    for name in filled:
        setattr(kept, name, getattr(merged, name))
    columns = list(filled)
    was = steps.number_of(kept, at)
    if kept.nik_index is None and merged.nik_index is not None:
        kept.nik_cipher, kept.nik_index, kept.nik_status = merged.nik_cipher, merged.nik_index, merged.nik_status
        filled.append("nik")
        columns += ["nik_cipher", "nik_index", "nik_status"]
    steps.save_next(kept, at, columns)
    steps.keep_number(was)
    return filled


def _replace(kept: Person, merged: Person, take: Collection[str], at: datetime) -> dict[str, Any]:
    """Values of the other record take the place of the person's own; returns the own ones, to be put back."""
    chosen = [name for name in CHOOSABLE if name in take and getattr(merged, name) not in (None, "")]
    before: dict[str, Any] = {name: _plain(getattr(kept, name)) for name in chosen}
    _set_all(kept, {name: getattr(merged, name) for name in chosen}, at)
    return before


def _restore(kept: Person, merged: Person, before: dict[str, Any], at: datetime) -> None:
    """Replaced values come back, unless somebody corrected them since."""
    unchanged = {name: value for name, value in before.items() if _same(getattr(kept, name), getattr(merged, name))}
    _set_all(kept, {name: _read(name, value) for name, value in unchanged.items()}, at)


def _set_all(person: Person, values: dict[str, Any], at: datetime) -> None:
    columns = list(values)
    for name, value in values.items():
        setattr(person, name, value)
    if "name" in values:
        person.name_key = names.search_key(person.name)[:200]
        columns.append("name_key")
        Family.objects.filter(
            memberships__person=person, memberships__relation="HEAD", memberships__period__endswith__isnull=True
        ).update(head_name=person.name)
    if columns:
        steps.save_next(person, at, columns)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _read(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name == "birth_date" and value else value


def _empty_again(kept: Person, merged: Person, filled: list[str], at: datetime) -> None:
    """Blanks filled by the merge become blank again, unless somebody corrected them since."""
    columns: list[str] = []
    was = steps.number_of(kept, at)
    for name in filled:
        if name == "nik":
            if kept.nik_index is not None and bytes(kept.nik_index) == bytes(merged.nik_index or b""):
                kept.nik_cipher = kept.nik_index = None
                kept.nik_status = NikStatus.NONE
                columns += ["nik_cipher", "nik_index", "nik_status"]
        elif _same(getattr(kept, name), getattr(merged, name)):
            setattr(kept, name, None if name in ("birth_date", "phone_cipher") else "")
            columns.append(name)
    steps.save_next(kept, at, columns)
    steps.keep_number(was)


def _same(one: object, other: object) -> bool:
    if isinstance(one, memoryview) and isinstance(other, memoryview):
        return bytes(one) == bytes(other)
    return one == other


def _move_rows(model: Any, merged: Person, kept: Person) -> list[str]:
    ids = [str(pk) for pk in model.objects.filter(person=merged).values_list("pk", flat=True)]
    model.objects.filter(pk__in=ids).update(person=kept)
    return ids


def _move_memberships(merged: Person, kept: Person, day: date) -> dict[str, list[str]]:
    moved, closed = [], []
    rows = Membership.objects.select_for_update(of=("self",)).filter(person=merged, period__endswith__isnull=True)
    for row in rows:
        if Membership.objects.filter(person=kept, period__overlap=row.period).exists():
            first_after = max(day, (row.period.lower or day) + timedelta(days=1))
            row.period = DateRange(row.period.lower, first_after)
            row.end_reason = EndReason.CORRECTION
            row.save(update_fields=["period", "end_reason"])
            closed.append(str(row.pk))
        else:
            row.person = kept
            row.save(update_fields=["person"])
            moved.append(str(row.pk))
    return {"moved_memberships": moved, "closed_memberships": closed}


def _move_memberships_back(kept: Person, merged: Person, done: dict[str, list[str]]) -> None:
    Membership.objects.filter(pk__in=done["moved_memberships"], person=kept).update(person=merged)
    rows = Membership.objects.select_for_update(of=("self",)).filter(pk__in=done["closed_memberships"], person=merged)
    for row in rows:
        row.period = DateRange(row.period.lower, None)
        row.end_reason = ""
        with steps.readable(name=merged.name):
            row.save(update_fields=["period", "end_reason"])
