"""Somebody comes to live in an institution."""

from datetime import date, datetime
from uuid import UUID

from psycopg.types.range import DateRange

from rangkul.institutions.actions import steps
from rangkul.institutions.actions.capacity import check_beds, room_for
from rangkul.institutions.actions.request_bed import check_admits, settle_requests
from rangkul.institutions.enums import CameBy
from rangkul.institutions.errors import AlreadyResident, UnableToChange
from rangkul.institutions.models import Residency
from rangkul.institutions.policies import check_can_admit
from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.platform import crypto
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.registry import queries as registry_queries


@action("institutions.resident.admit")
def admit_resident(
    *,
    institution_id: UUID,
    person_id: UUID,
    since: date,
    referral_id: UUID | None,
    reason: str,
    by: Actor,
    at: datetime,
    bed_group_id: UUID | None = None,
    overfill_reason: str = "",
    request_id: UUID | None = None,
) -> Residency:
    """Admit a person of the registry whom the actor may see, from a referral of the desk or directly.

    Raises Denied, NoSuchRecord (person), Refused (a day to come, no reason, a room for the other sex), AlreadyResident,
    NoFreeBed with the figures when every bed is taken and `overfill_reason` is empty (writing one needs the right).
    An institution without recorded beds takes in without a check. `request_id` is the institution's own request that is
    confirmed so; requests to other institutions for the same referral end.
    """
    institution = steps.lock_open(institution_id)
    check_can_admit(by, institution)
    asked = check_admits(request_id, institution_id, by) if request_id is not None else None
    steps.not_later("Tanggal masuk", since, steps.day_of(at))
    told = steps.said("Alasan masuk", reason, least=5, most=4000, remedy="tulis keadaannya dan mengapa perlu diterima")
    person = registry_queries.get_person(by, person_id)
    if person.died_on is not None and person.died_on <= since:
        raise Refused(
            field="Warga", value=person.name, expected="orang yang masih hidup", remedy="periksa lagi siapa yang masuk"
        )
    check_free_of_homes(person.id, since)
    group = room_for(institution, bed_group_id, since, person.sex)
    overfill = check_beds(institution, group, since, overfill_reason, by, at, referral_id=referral_id)
    row = Residency(
        institution=institution,
        person_id=person.id,
        family_id=registry_queries.family_of(person.id, on=since),
        bed_group=group,
        period=DateRange(since, None),
        area_code=person.area_code,
        institution_area=institution.area_code,
        name=person.name,
        sex=person.sex,
        birth_date=person.birth_date,
        came_by=CameBy.REFERRAL if referral_id else CameBy.DIRECT,
        referral_id=referral_id,
        reason_cipher=crypto.seal(told, context=steps.REASON),
        overfill_reason=overfill,
        admitted_by_name=by.name[:200],
        recorded_at=at,
    )
    with steps.without_overlap(
        "Warga ini sudah tercatat tinggal di lembaga pada tanggal itu. Periksa tanggal masuknya."
    ):
        row.save(force_insert=True)
    note_resident("institutions.resident.admit", row, by=by, at=at, since=since, came_by=row.came_by)
    settle_requests(row, asked, by, at)
    return row


def check_free_of_homes(person_id: UUID, since: date) -> None:
    """Raise `AlreadyResident` when the person, or a record merged into them, lives in an institution from then on."""
    records = registry_queries.records_of([person_id])
    other = Residency.objects.filter(person_id__in=records, period__overlap=DateRange(since, None)).first()
    if other is not None:
        raise AlreadyResident(
            f"Warga ini tercatat tinggal di lembaga sejak {clock.format_date(other.period.lower)}. "
            "Catat dulu kepindahan atau kepulangannya."
        )


def note_resident(name: str, row: Residency, *, by: Actor, at: datetime, **data: object) -> None:
    """An audit event on the timelines of the institution, the person and the families they came from and are in.

    It tells that somebody came or left, never why: reasons stay in the institution's book.
    """
    subjects: list[tuple[str, UUID]] = [("institution", row.institution_id), ("person", row.person_id)]
    families = {row.family_id, registry_queries.family_of(row.person_id, on=steps.day_of(at))}
    subjects += [("family", each) for each in families if each is not None]
    facts = {key: value.isoformat() if isinstance(value, date) else value for key, value in data.items()}
    house = row.institution
    record(
        name,
        by=by,
        at=at,
        on=row,
        subjects=subjects,
        area=row.area_code,
        data={"institution": house.name, "is_sensitive": house.is_sensitive, **facts},
    )


def check_still_there(row: Residency, revision: int | None) -> None:
    """Raise `UnableToChange` when the resident left meanwhile, or somebody changed the row since the page was drawn."""
    if row.period.upper is not None:
        raise UnableToChange(
            f"{row.name} sudah dicatat keluar pada {clock.format_date(row.period.upper)} oleh {row.left_by_name}."
        )
    if revision is not None and revision != row.revision:
        raise UnableToChange(
            "Petugas lain baru saja mengubah data penghuni ini. Muat ulang halaman, lalu periksa lagi."
        )
