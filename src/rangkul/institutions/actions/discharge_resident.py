"""A resident leaves: home, into a life of their own, into another institution, or dies."""

from datetime import date, datetime
from uuid import UUID

from psycopg.types.range import DateRange

from rangkul.institutions.actions import steps
from rangkul.institutions.actions.admit_resident import check_still_there, note_resident
from rangkul.institutions.actions.capacity import check_beds, room_for
from rangkul.institutions.enums import ASKED_REASONS, CameBy, LeftReason
from rangkul.institutions.errors import NoSuchInstitution, UnableToChange
from rangkul.institutions.models import Residency
from rangkul.institutions.policies import check_can_admit, check_can_discharge
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform import crypto
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor


@action("institutions.resident.discharge")
def discharge_resident(
    *,
    residency_id: UUID,
    on: date,
    reason: str,
    destination: str,
    note: str,
    by: Actor,
    at: datetime,
    revision: int | None = None,
) -> Residency:
    """Record that a resident leaves; `on` is the first night elsewhere, `destination` where to (needed but for death).

    Raises Denied, Refused (odd reason, day or destination), UnableToChange when the resident left already.
    """
    row = _lock(residency_id)
    check_can_discharge(by, row)
    check_still_there(row, revision)
    steps.not_later("Tanggal keluar", on, steps.day_of(at))
    if reason not in dict(ASKED_REASONS):
        raise Refused(field="Alasan keluar", value=reason, expected="salah satu pilihan", remedy="pilih dari daftar")
    where = clean(destination)[:300]
    if reason not in (LeftReason.DIED, LeftReason.LEFT):
        where = steps.said("Tujuan", destination, remedy="tulis ke mana penghuni pulang atau pindah")
    end(row, on, LeftReason(reason), where, note, by)
    note_resident("institutions.resident.discharge", row, by=by, at=at, left=reason, on=on)
    return row


@action("institutions.resident.transfer")
def transfer_resident(
    *,
    residency_id: UUID,
    to_institution_id: UUID,
    on: date,
    reason: str,
    by: Actor,
    at: datetime,
    bed_group_id: UUID | None = None,
    overfill_reason: str = "",
    revision: int | None = None,
) -> Residency:
    """Move a resident to another institution on a day, with the same check of beds; returns the new row.

    Raises Denied (also when the actor may not admit there), Refused, NoFreeBed, UnableToChange.
    """
    house = _institution_of(residency_id)
    # always in the same order, so that two who transfer crosswise wait instead of blocking each other
    for each in sorted({house, to_institution_id}):
        steps.lock_open(each) if each == to_institution_id else steps.lock(each)
    row = _lock(residency_id)
    check_can_discharge(by, row)
    check_still_there(row, revision)
    if to_institution_id == row.institution_id:
        raise UnableToChange("Penghuni sudah tinggal di lembaga ini. Pilih lembaga lain.")
    target = steps.lock_open(to_institution_id)
    check_can_admit(by, target)
    steps.not_later("Tanggal pindah", on, steps.day_of(at))
    told = steps.said("Alasan pindah", reason, least=5, most=4000, remedy="tulis mengapa penghuni dipindahkan")
    group = room_for(target, bed_group_id, on, row.sex)
    overfill = check_beds(target, group, on, overfill_reason, by, at)
    end(row, on, LeftReason.TRANSFERRED, target.name, "", by)
    new = carry_on(row, on, came_by=CameBy.TRANSFER, by=by, at=at)
    new.institution, new.institution_area, new.bed_group = target, target.area_code, group
    new.reason_cipher, new.overfill_reason = crypto.seal(told, context=steps.REASON), overfill
    new.save(force_insert=True)
    row.moved_to = new
    row.save(update_fields=["moved_to"])
    note_resident("institutions.resident.discharge", row, by=by, at=at, left=row.left_reason, on=on)
    note_resident("institutions.resident.transfer", new, by=by, at=at, since=on)
    return new


def end(row: Residency, on: date, reason: LeftReason, destination: str, note: str, by: Actor) -> None:
    """End a stay on a day. Raises `Refused` when it had not begun by then."""
    row.period = steps.end_at(row.period, on, field="Tanggal keluar")
    row.left_reason, row.destination, row.left_by_name = reason, destination, by.name[:200]
    row.left_note_cipher = crypto.seal(note.strip(), context=steps.REASON) if note.strip() else None
    row.revision += 1
    row.save()


def carry_on(row: Residency, on: date, *, came_by: CameBy, by: Actor, at: datetime) -> Residency:
    """A stay that follows another of the same person, not yet saved."""
    return Residency(
        institution_id=row.institution_id,
        person_id=row.person_id,
        family_id=row.family_id,
        period=DateRange(on, None),
        area_code=row.area_code,
        institution_area=row.institution_area,
        name=row.name,
        sex=row.sex,
        birth_date=row.birth_date,
        came_by=came_by,
        referral_id=row.referral_id,
        reason_cipher=row.reason_cipher,
        admitted_by_name=by.name[:200],
        recorded_at=at,
    )


def _institution_of(residency_id: UUID) -> UUID:
    found = Residency.objects.filter(pk=residency_id).values_list("institution_id", flat=True).first()
    if found is None:
        raise NoSuchInstitution(residency_id)
    return found


def _lock(residency_id: UUID) -> Residency:
    found = Residency.objects.select_for_update(of=("self",)).select_related("institution").filter(pk=residency_id)
    row = found.first()
    if row is None:
        raise NoSuchInstitution(residency_id)
    return row
