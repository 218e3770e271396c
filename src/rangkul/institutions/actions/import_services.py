"""Services read from a file into the directory: each good row is added or changed, each bad one is told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from rangkul.institutions.actions.keep_service import note, write
from rangkul.institutions.entries import ServiceEntry, checked, entry_of
from rangkul.institutions.enums import AgencyKind
from rangkul.institutions.models import Agency, Service
from rangkul.institutions.policies import can_keep, check_can_change, check_can_register
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, RangkulError, Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedService:
    """One service of a file: `place` is where it stands there, for messages; ids are the file's."""

    place: str
    service_id: UUID
    agency_id: UUID
    agency_name: str
    agency_kind: str
    entry: ServiceEntry
    agency_phone: str = ""
    agency_email: str = ""
    verified_on: date | None = None


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was not taken, and why."""

    place: str
    message: str


@dataclass(slots=True)
class ImportedServices:
    """What an import did (or would do)."""

    added: int = 0
    changed: int = 0
    same: int = 0
    problems: list[BadRow] = field(default_factory=list)


@action("institutions.service.import")
def import_services(
    *, area: str, rows: Sequence[ImportedService], by: Actor, at: datetime, is_trial: bool = False
) -> ImportedServices:
    """Take the services of a file into the directory of `area`; a row with a known id changes that service.

    Each row is taken wholly or not at all; rows that cannot be are told. An unknown agency is added with its id. With
    `is_trial` everything is checked and nothing stays. Raises `Denied` when the actor keeps no directory there.
    """
    check_can_change(by)
    check_can_register(by, area)
    reference_queries.get_area(area)
    told = ImportedServices()
    point = transaction.savepoint_create()
    seen: set[UUID] = set()
    for row in rows:
        try:
            if row.service_id in seen:
                raise Refused(
                    field="id", value=row.service_id, expected="setiap layanan satu kali", remedy="hapus baris ganda"
                )
            seen.add(row.service_id)
            with transaction.atomic():
                _take(row, area, told, by, at)
        except Denied as error:
            told.problems.append(BadRow(row.place, error.message))
        except RangkulError as error:
            told.problems.append(BadRow(row.place, str(getattr(error, "message", error))))
    if is_trial:
        transaction.savepoint_rollback(point)
    record(
        "institutions.service.import",
        by=by,
        at=at,
        kind="directory",
        area=area,
        data={"added": told.added, "changed": told.changed, "refused": len(told.problems), "trial": is_trial},
    )
    return told


def _take(row: ImportedService, area: str, told: ImportedServices, by: Actor, at: datetime) -> None:
    entry = checked(row.entry)
    service = Service.objects.select_for_update(of=("self",)).select_related("agency").filter(pk=row.service_id).first()
    if service is not None:
        _check_mine(service.agency, by)
        if service.agency_id != row.agency_id:
            raise Refused(
                field="organization",
                value=row.agency_name,
                expected=f"lembaga yang sama seperti di direktori ({service.agency.name})",
                remedy="satu layanan tidak berpindah lembaga; buat layanan baru",
            )
        if entry_of(service) == entry and (row.verified_on is None or row.verified_on == service.verified_on):
            told.same += 1
            return
        write(service, entry, at)
        told.changed += 1
    else:
        service = Service(pk=row.service_id, agency=_agency(row, area, by), created_at=at)
        write(service, entry, at)
        told.added += 1
    if row.verified_on is not None and row.verified_on <= clock.local_date(at, settings.TIME_ZONE):
        service.verified_on, service.verified_by_name = row.verified_on, "berkas"
        service.save(update_fields=["verified_on", "verified_by_name"])
    note("institutions.service.take", service, by=by, at=at)


def _agency(row: ImportedService, area: str, by: Actor) -> Agency:
    known = Agency.objects.filter(pk=row.agency_id).first()
    if known is not None:
        _check_mine(known, by)
        return known
    name = clean(row.agency_name)
    if len(name) < 3:
        raise Refused(field="organization.name", value=name, expected="nama lembaga", remedy="isi nama lembaganya")
    kind = row.agency_kind if row.agency_kind in AgencyKind.values else AgencyKind.OTHER
    return Agency.objects.create(
        pk=row.agency_id,
        name=name[:200],
        kind=kind,
        area_code=area,
        phone=clean(row.agency_phone)[:50],
        email=clean(row.agency_email)[:254],
    )


def _check_mine(agency: Agency, by: Actor) -> None:
    if not can_keep(by, agency):
        raise Refused(
            field="organization",
            value=agency.name,
            expected="lembaga di wilayah tugas Anda",
            remedy="serahkan baris ini kepada pengelola direktori wilayah itu",
        )
