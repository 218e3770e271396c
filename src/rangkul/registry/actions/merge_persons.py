"""Two records of one human being become one person, and can become two again."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg.types.range import DateRange

from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.audit.queries import list_events_about
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies
from rangkul.registry.actions import steps
from rangkul.registry.enums import EndReason, NikStatus
from rangkul.registry.errors import NoSuchRecord, UnableToMerge
from rangkul.registry.models import Condition, Identity, Membership, OutsideMembership, Person, WelfareStatus

_ROWS: dict[str, Any] = {
    "identities": Identity,
    "statuses": WelfareStatus,
    "outside": OutsideMembership,
    "conditions": Condition,
}
_FILLED = ("birth_date", "birth_place", "sex", "mother_name", "marital_status", "phone_cipher")


@action("registry.person.merge")
def merge_persons(*, keep_id: UUID, merge_id: UUID, reason: str, by: Actor, at: datetime) -> Person:
    """The record `merge_id` becomes part of the person `keep_id`; returns the person kept.

    Dated rows move to the person kept, blanks are filled from the other record, a running membership moves unless the
    person kept is in a family at that time (then it ends). Everything moved is noted in the trail, so `undo_merge` can
    take it back; nothing is deleted. Raises UnableToMerge, Refused (no reason), Denied.
    """
    if not clean(reason):
        raise Refused(
            field="Alasan", value="", expected="alasan penggabungan", remedy="tulis mengapa keduanya satu orang"
        )
    if keep_id == merge_id:
        raise UnableToMerge("Pilih dua data yang berbeda untuk digabungkan.")
    # always in the same order, so that two officials merging crosswise wait instead of blocking each other
    locked = {each: steps.lock_person(each) for each in sorted((keep_id, merge_id))}
    kept, merged = locked[keep_id], locked[merge_id]
    policies.check_can_correct_person(by, kept)
    policies.check_can_correct_person(by, merged)
    _check_one_human(kept, merged)
    day = steps.day_of(at)
    subjects = dict.fromkeys([*steps.subjects_of_person(kept.pk, day), *steps.subjects_of_person(merged.pk, day)])
    merged.merged_into = kept
    steps.save_next(merged, at, ["merged_into"])
    data: dict[str, Any] = {"merged": str(merged.pk), "kept": str(kept.pk), "name": merged.name}
    data["filled"] = _fill(kept, merged, at)
    data |= {name: _move_rows(model, merged, kept) for name, model in _ROWS.items()}
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
    kept = steps.lock_person(merged.merged_into_id)
    policies.check_can_correct_person(by, kept)
    policies.check_can_correct_person(by, merged)
    events = list_events_about([("person", merged.pk)]).filter(name="registry.person.merge", object_id=kept.pk)
    done = next((event for event in events if event.data.get("merged") == str(merged.pk)), None)
    if done is None:
        raise UnableToMerge("Catatan penggabungan tidak ditemukan, jadi tidak dapat dibatalkan.")
    _empty_again(kept, merged, done.data["filled"], at)
    merged.merged_into = None
    steps.save_next(merged, at, ["merged_into"])
    for name, model in _ROWS.items():
        model.objects.filter(pk__in=done.data[name], person=kept).update(person=merged)
    _move_memberships_back(kept, merged, done.data)
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
        data={"merged": str(merged.pk), "name": merged.name},
    )
    return merged


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
    if kept.nik_index is None and merged.nik_index is not None:
        kept.nik_cipher, kept.nik_index, kept.nik_status = merged.nik_cipher, merged.nik_index, merged.nik_status
        filled.append("nik")
        columns += ["nik_cipher", "nik_index", "nik_status"]
    steps.save_next(kept, at, columns)
    return filled


def _empty_again(kept: Person, merged: Person, filled: list[str], at: datetime) -> None:
    """Blanks filled by the merge become blank again, unless somebody corrected them since."""
    columns: list[str] = []
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
