"""What becomes of an institution: another name or kind, merged, split, closed; residents and history are carried over."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from rangkul.accounts import queries as accounts_queries
from rangkul.accounts.actions import carry_duty
from rangkul.institutions.actions import steps
from rangkul.institutions.actions.admit_resident import note_resident
from rangkul.institutions.actions.discharge_resident import carry_on, end
from rangkul.institutions.actions.request_bed import hand_requests
from rangkul.institutions.enums import CameBy, ChangeKind, InstitutionKind, LeftReason
from rangkul.institutions.errors import UnableToChange
from rangkul.institutions.models import BedGroup, Institution, InstitutionChange, Residency
from rangkul.institutions.policies import check_can_change_home
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """On what ground an institution changes: the day, why (the study, R212), the decree and its file."""

    on: date
    reason: str
    decree: str = ""
    file_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A new institution that comes out of a split, with the rooms and residents it takes along."""

    name: str
    kind: str
    room_ids: frozenset[UUID] = field(default_factory=frozenset)
    residency_ids: frozenset[UUID] = field(default_factory=frozenset)


@action("institutions.institution.rename")
def rename_institution(
    *,
    institution_id: UUID,
    name: str,
    kind: str,
    ground: Ground,
    by: Actor,
    at: datetime,
    is_sensitive: bool | None = None,
) -> Institution:
    """Another name or kind from a day on (R212); the old ones stay in the history and are found by search.

    `is_sensitive` None leaves as it is whether the name tells of health. Raises Denied, Refused (nothing changes).
    """
    institution = steps.lock_open(institution_id)
    check_can_change_home(by, institution)
    told = steps.said("Nama baru", name, most=200, remedy="tulis nama lembaga seperti pada surat keputusan")
    new_kind = steps.one_of("Jenis lembaga", kind, InstitutionKind)
    sensitive = institution.is_sensitive if is_sensitive is None else is_sensitive
    if (told, new_kind, sensitive) == (institution.name, institution.kind, institution.is_sensitive):
        raise Refused(
            field="Nama baru", value=told, expected="nama atau jenis yang berbeda", remedy="ubah salah satunya"
        )
    change = _change(institution, ChangeKind.RENAME, ground, by, at, name=told, kind_after=new_kind)
    institution.name, institution.kind, institution.is_sensitive = told, new_kind, sensitive
    institution.save(update_fields=["name", "kind", "is_sensitive"])
    _note("institutions.institution.rename", institution, change, by=by, at=at)
    return institution


@action("institutions.institution.merge")
def merge_institutions(
    *, from_ids: Iterable[UUID], into_id: UUID, ground: Ground, by: Actor, at: datetime
) -> Institution:
    """One or more institutions become part of another (R213): residents and rooms go along, the old ones are closed.

    Nothing is lost: the closed institution keeps its page, registrations, former residents and history, and its name
    finds the one that goes on; its users work for that one from today. Raises Denied, Refused, UnableToChange.
    """
    sources = sorted(set(from_ids) - {into_id})
    if not sources:
        raise UnableToChange("Pilih sedikitnya satu lembaga lain untuk digabungkan.")
    locked = {each: steps.lock_open(each) for each in sorted([*sources, into_id])}
    target = locked[into_id]
    for institution in locked.values():
        check_can_change_home(by, institution)
    for source_id in sources:
        source = locked[source_id]
        rooms = _hand_rooms(source.bed_groups.filter(period__endswith__isnull=True), target, ground.on)
        living = source.residencies.filter(period__endswith__isnull=True)
        moved = _hand_residents(living, target, rooms, ground.on, by, at)
        change = _change(
            source,
            ChangeKind.MERGE,
            ground,
            by,
            at,
            name=target.name,
            kind_after=target.kind,
            successor=target,
            moved=moved,
        )
        hand_requests(source, target, by, at)
        for duty in accounts_queries.list_duties_of_institution(source.pk, on=steps.day_of(at)):
            carry_duty(duty_id=duty, to_institution_id=target.pk, by=by, at=at)
        _close(source, ground.on)
        _note("institutions.institution.merge", source, change, by=by, at=at)
        _note("institutions.institution.receive", target, change, by=by, at=at)
    return target


@action("institutions.institution.split")
def split_institution(
    *, institution_id: UUID, parts: Iterable[Part], ground: Ground, by: Actor, at: datetime
) -> list[Institution]:
    """New institutions come out of one, each with the rooms and residents named; what is not named stays.

    Raises Denied, Refused (a part without a name), UnableToChange (a resident named twice or living elsewhere).
    """
    source = steps.lock_open(institution_id)
    check_can_change_home(by, source)
    every = list(parts)
    named = [each for part in every for each in part.residency_ids]
    living = set(source.residencies.filter(period__endswith__isnull=True).values_list("pk", flat=True))
    if not every or len(named) != len(set(named)) or not set(named) <= living:
        raise UnableToChange(
            "Tiap penghuni yang ikut dipilih sekali, dan masih tinggal di lembaga ini. Muat ulang halaman."
        )
    made = []
    for part in every:
        told = steps.said("Nama lembaga baru", part.name, most=200, remedy="tulis nama seperti pada surat keputusan")
        new = Institution.objects.create(
            name=told,
            kind=steps.one_of("Jenis lembaga", part.kind, InstitutionKind),
            area_code=source.area_code,
            serves_area=source.serves_area,
            address=source.address,
            owner=source.owner,
            is_sensitive=source.is_sensitive or part.kind == InstitutionKind.LKS_DISABILITY,
            created_at=at,
        )
        going = source.residencies.filter(pk__in=part.residency_ids)
        theirs = source.bed_groups.filter(pk__in=part.room_ids, period__endswith__isnull=True)
        rooms = _hand_rooms(theirs, new, ground.on)
        moved = _hand_residents(going, new, rooms, ground.on, by, at)
        change = _change(
            source, ChangeKind.SPLIT, ground, by, at, name=told, kind_after=new.kind, successor=new, moved=moved
        )
        _note("institutions.institution.split", source, change, by=by, at=at)
        _note("institutions.institution.receive", new, change, by=by, at=at)
        made.append(new)
    return made


@action("institutions.institution.close")
def close_institution(*, institution_id: UUID, ground: Ground, by: Actor, at: datetime) -> Institution:
    """An institution stops. Raises UnableToChange while somebody lives there."""
    institution = steps.lock_open(institution_id)
    check_can_change_home(by, institution)
    living = institution.residencies.filter(period__endswith__isnull=True).count()
    if living:
        raise UnableToChange(f"Masih ada {living} penghuni. Pindahkan atau catat kepulangannya lebih dulu.")
    change = _change(institution, ChangeKind.CLOSE, ground, by, at)
    for room in institution.bed_groups.filter(period__endswith__isnull=True):
        room.period = steps.end_at(room.period, ground.on, field="Tanggal tutup")
        room.save(update_fields=["period"])
    hand_requests(institution, None, by, at)
    _close(institution, ground.on)
    _note("institutions.institution.close", institution, change, by=by, at=at)
    return institution


@action("institutions.institution.describe")
def describe_institution(
    *,
    institution_id: UUID,
    address: str,
    phone: str,
    owner: str,
    serves_area: str,
    client_count: int,
    by: Actor,
    at: datetime,
) -> Institution:
    """Keep address, telephone, owner, whom it serves and how many it reports. Raises Denied, Refused (an odd area)."""
    institution = steps.lock_open(institution_id)
    check_can_change_home(by, institution)
    if serves_area:
        reference_queries.get_area(serves_area)
    institution.address, institution.phone = clean(address)[:300], clean(phone)[:50]
    institution.owner, institution.serves_area = owner, serves_area
    institution.client_count = client_count
    institution.save(update_fields=["address", "phone", "owner", "serves_area", "client_count"])
    steps.note_event("institutions.institution.describe", institution, by=by, at=at)
    return institution


def _hand_rooms(groups: Iterable[BedGroup], target: Institution, on: date) -> dict[UUID, BedGroup]:
    """{old room: the same room of the target}, from the day on."""
    handed = {}
    taken = set(target.bed_groups.filter(period__contains=on).values_list("name", flat=True))
    for old in groups:
        name = old.name
        while name in taken:
            name = f"{name[:96]} (2)"
        taken.add(name)
        old.period = steps.end_at(old.period, on, field="Tanggal perubahan")
        old.save(update_fields=["period"])
        handed[old.pk] = BedGroup.objects.create(
            institution=target, name=name, serves=old.serves, sex=old.sex, beds=old.beds, period=steps.span(on, None)
        )
    return handed


def _hand_residents(
    rows: Iterable[Residency], target: Institution, rooms: dict[UUID, BedGroup], on: date, by: Actor, at: datetime
) -> int:
    """Each present resident goes on in the target from the day on; how many did."""
    count = 0
    for row in rows:
        end(row, on, LeftReason.CHANGE, target.name, "", by)
        new = carry_on(row, on, came_by=CameBy.CHANGE, by=by, at=at)
        new.institution, new.institution_area = target, target.area_code
        new.bed_group = rooms.get(row.bed_group_id) if row.bed_group_id else None
        new.save(force_insert=True)
        row.moved_to = new
        row.save(update_fields=["moved_to"])
        note_resident("institutions.resident.carry", new, by=by, at=at, since=on)
        count += 1
    return count


def _change(
    institution: Institution,
    kind: ChangeKind,
    ground: Ground,
    by: Actor,
    at: datetime,
    *,
    name: str = "",
    kind_after: str = "",
    successor: Institution | None = None,
    moved: int = 0,
) -> InstitutionChange:
    steps.not_later("Tanggal perubahan", ground.on, steps.day_of(at))
    return InstitutionChange.objects.create(
        institution=institution,
        successor=successor,
        kind=kind,
        on=ground.on,
        old_name=institution.name,
        new_name=name,
        old_kind=institution.kind,
        new_kind=kind_after,
        decree=clean(ground.decree)[:100],
        reason=steps.said(
            "Dasar perubahan", ground.reason, least=5, most=4000, remedy="tulis hasil kajian atau alasannya"
        ),
        file_id=ground.file_id,
        residents_moved=moved,
        recorded_by_name=by.name[:200],
        recorded_at=at,
    )


def _close(institution: Institution, on: date) -> None:
    institution.is_active, institution.closed_on = False, on
    institution.save(update_fields=["is_active", "closed_on"])


def _note(name: str, institution: Institution, change: InstitutionChange, *, by: Actor, at: datetime) -> None:
    steps.note_event(
        name,
        institution,
        by=by,
        at=at,
        reason=change.reason,
        on=change,
        old_name=change.old_name,
        new_name=change.new_name,
        residents=change.residents_moved,
    )
