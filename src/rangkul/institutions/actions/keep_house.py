"""Management and beds of an institution, by dates."""

from datetime import date, datetime
from uuid import UUID

from psycopg.types.range import DateRange

from rangkul.institutions.actions import steps
from rangkul.institutions.enums import BedSex, RequestState, Serves
from rangkul.institutions.errors import NoSuchInstitution, UnableToChange
from rangkul.institutions.models import BedGroup, BedRequest, BoardMember, Institution, Residency
from rangkul.institutions.occupancy import held_beds, occupancy
from rangkul.institutions.policies import check_can_keep_house
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor

MOST_BEDS = 5_000


@action("institutions.board.appoint")
def appoint_board_member(
    *,
    institution_id: UUID,
    name: str,
    position: str,
    phone: str,
    since: date,
    until: date | None,
    by: Actor,
    at: datetime,
) -> BoardMember:
    """Somebody manages the institution in a position from a day (until the last day of the term, None when open)."""
    institution = steps.lock_open(institution_id)
    check_can_keep_house(by, institution)
    row = BoardMember.objects.create(
        institution=institution,
        name=steps.said("Nama pengurus", name, most=200, remedy="tulis nama seperti pada KTP"),
        position=steps.said("Jabatan", position, most=100, remedy="misalnya ketua, sekretaris, bendahara"),
        phone=clean(phone)[:50],
        period=steps.span(since, until),
    )
    if row.position.casefold().startswith("ketua"):
        institution.leader_name = row.name
        institution.save(update_fields=["leader_name"])
    steps.note_event("institutions.board.appoint", institution, by=by, at=at, position=row.position, on=row)
    return row


@action("institutions.board.end")
def end_board_member(*, member_id: UUID, on: date, by: Actor, at: datetime) -> BoardMember:
    """The term ends; `on` is the first day without the office."""
    row = BoardMember.objects.select_for_update(of=("self",)).filter(pk=member_id).first()
    if row is None:
        raise NoSuchInstitution(member_id)
    institution = steps.lock(row.institution_id)
    check_can_keep_house(by, institution)
    row.period = steps.end_at(row.period, on, field="Berakhir")
    row.save(update_fields=["period"])
    steps.note_event("institutions.board.end", institution, by=by, at=at, position=row.position, on=row)
    return row


@action("institutions.bed.set")
def set_beds(
    *,
    institution_id: UUID,
    name: str,
    beds: int,
    since: date,
    by: Actor,
    at: datetime,
    serves: str = Serves.ANYBODY,
    sex: str = "",
) -> BedGroup | None:
    """How many beds a room (ward, house) has from a day on; 0 closes it. The former figure keeps its days.

    Residents stay in the room. Raises Denied, Refused (an odd number), UnableToChange (more people live there than the
    new figure, with both numbers; a later figure is there already).
    """
    institution = steps.lock_open(institution_id)
    check_can_keep_house(by, institution)
    told = steps.said("Nama kamar atau wisma", name, most=100, remedy="misalnya Wisma Melati")
    if not 0 <= beds <= MOST_BEDS:
        raise Refused(
            field="Tempat tidur", value=beds, expected=f"0 sampai {MOST_BEDS}", remedy="periksa jumlah tempat tidur"
        )
    for_whom = steps.one_of("Untuk", serves, Serves)
    of_sex = steps.one_of("Jenis kelamin", sex, BedSex) if sex else ""
    before = institution.bed_groups.filter(name=told, period__contains=since).first()
    if before is not None:
        _check_fits(institution, before, beds, steps.day_of(at))
    row = _replace(before, since, beds)
    if row is None and beds:
        with steps.without_overlap("Sudah ada jumlah untuk tanggal sesudahnya. Periksa tanggal mulainya."):
            row = BedGroup.objects.create(
                institution=institution,
                name=told,
                beds=beds,
                serves=for_whom,
                sex=of_sex,
                period=DateRange(since, None),
            )
        if before is not None:
            Residency.objects.filter(bed_group=before, period__endswith__isnull=True).update(bed_group=row)
            BedRequest.objects.filter(bed_group=before, state=RequestState.ACCEPTED).update(bed_group=row)
    steps.note_event("institutions.bed.set", institution, by=by, at=at, room=told, beds=beds, on=row or before)
    return row


def _check_fits(institution: Institution, room: BedGroup, beds: int, on: date) -> None:
    """Raise `UnableToChange` when more people live in the room, or are promised a bed there, than it would have."""
    living = occupancy([institution.pk], on).get(institution.pk, {}).get(room.pk, 0)
    held = held_beds([institution.pk], on).get(institution.pk, {}).get(room.pk, 0)
    if living > beds:
        raise UnableToChange(
            f"{room.name} dihuni {living} orang, jadi tidak dapat menjadi {beds} tempat tidur. "
            "Pindahkan atau keluarkan penghuninya lebih dulu."
        )
    if living + held > beds:
        raise UnableToChange(
            f"{room.name} dihuni {living} orang dan {held} tempat tidur disimpan untuk permintaan yang disanggupi, "
            f"jadi tidak dapat menjadi {beds} tempat tidur. Tolak dulu permintaan yang tidak dapat ditepati."
        )


def _replace(before: BedGroup | None, since: date, beds: int) -> BedGroup | None:
    """End the former figure the day before, or correct it when it began on the same day; the row that now stands."""
    if before is None:
        return None
    if before.period.lower == since:
        if not beds:
            raise UnableToChange("Kamar yang baru dicatat hari itu tidak dapat ditutup pada hari yang sama.")
        before.beds = beds
        before.save(update_fields=["beds"])
        return before
    before.period = steps.end_at(before.period, since, field="Berlaku mulai")
    before.save(update_fields=["period"])
    return None
