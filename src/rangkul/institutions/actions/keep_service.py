"""Keeping the directory of services: adding, changing, verifying today, telling the room, retiring."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from rangkul.institutions.entries import ServiceEntry, checked
from rangkul.institutions.enums import NeedKind, ServiceStatus
from rangkul.institutions.errors import NoSuchService, StaleService
from rangkul.institutions.models import Agency, Service, ServiceArea, ServiceHours
from rangkul.institutions.policies import check_can_keep
from rangkul.institutions.queries import get_agency
from rangkul.institutions.service_words import key_of
from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.kernel.ids import new_id
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor

_ELSEWHERE = {"areas", "hours"}


@action("institutions.service.add")
def add_service(
    *, agency_id: UUID, entry: ServiceEntry, by: Actor, at: datetime, service_id: UUID | None = None
) -> Service:
    """Add a service to an agency, checked today. The same `service_id` again is the same service, unchanged.

    Raises `Denied`, `Refused`.
    """
    agency = get_agency(agency_id)
    check_can_keep(by, agency)
    known = Service.objects.filter(pk=service_id, agency=agency).first() if service_id else None
    if known is not None:
        note("institutions.service.repeat", known, by=by, at=at)
        return known
    service = Service(pk=service_id or new_id(), agency=agency, created_at=at)
    write(service, checked(entry), at)
    _verified(service, by, at)
    note("institutions.service.add", service, by=by, at=at)
    return service


@action("institutions.service.change")
def change_service(
    *, service_id: UUID, entry: ServiceEntry, by: Actor, at: datetime, revision: int | None = None
) -> Service:
    """Change a service; whoever changes it has checked it today. Raises `Denied`, `Refused`, `StaleService`."""
    service = _lock(service_id, by, revision)
    write(service, checked(entry), at)
    _verified(service, by, at)
    note("institutions.service.change", service, by=by, at=at)
    return service


@action("institutions.service.verify")
def verify_service(*, service_id: UUID, by: Actor, at: datetime) -> Service:
    """Say that the entry was checked today and is right."""
    service = _lock(service_id, by, None)
    _verified(service, by, at)
    note("institutions.service.verify", service, by=by, at=at)
    return service


@action("institutions.service.tell_room")
def tell_room(*, service_id: UUID, available: int, by: Actor, at: datetime) -> Service:
    """How many places are free now, at most the capacity. Raises `Refused`."""
    service = _lock(service_id, by, None)
    most = service.capacity_maximum
    if available < 0 or (most is not None and available > most):
        raise Refused(
            field="Tempat tersedia",
            value=available,
            expected=f"angka 0 sampai {most}" if most is not None else "angka 0 atau lebih",
            remedy="periksa angkanya",
        )
    service.capacity_available, service.capacity_at = available, at
    _save(service, at)
    note("institutions.service.tell_room", service, by=by, at=at, available=available)
    return service


@action("institutions.service.retire")
def retire_service(*, service_id: UUID, reason: str, by: Actor, at: datetime, revision: int | None = None) -> Service:
    """End a service from today: it is no longer found, its referrals stay. Raises `Refused` without a reason."""
    service = _lock(service_id, by, revision)
    why = clean(reason)
    if len(why) < 5:
        raise Refused(
            field="Alasan", value=reason, expected="alasan yang jelas", remedy="tulis mengapa layanan berhenti"
        )
    if service.status == ServiceStatus.DEFUNCT:
        raise Refused(
            field="Layanan",
            value=service.name,
            expected="layanan yang masih ada",
            remedy="layanan ini sudah dihentikan",
        )
    service.status, service.end_reason = ServiceStatus.DEFUNCT, why[:300]
    service.ended_on = clock.local_date(at, settings.TIME_ZONE)
    _save(service, at)
    note("institutions.service.retire", service, by=by, at=at, reason=why)
    return service


def write(service: Service, entry: ServiceEntry, at: datetime) -> None:
    """Put a checked entry into the rows of a service, areas and hours anew."""
    is_new = service._state.adding
    room_before = None if is_new else service.capacity_available
    for name, value in asdict(entry).items():
        if name not in _ELSEWHERE:
            setattr(service, name, list(value) if isinstance(value, tuple) else value)
    if service.capacity_available is None:
        service.capacity_at = None
    elif is_new or service.capacity_available != room_before or service.capacity_at is None:
        service.capacity_at = at
    if entry.status == ServiceStatus.DEFUNCT:
        service.ended_on = service.ended_on or clock.local_date(at, settings.TIME_ZONE)
    else:
        service.ended_on, service.end_reason = None, ""
    _check_code(service)
    service.search_key = _search_key(service)
    service.updated_at = at
    if is_new:
        service.save(force_insert=True)
    else:
        service.revision += 1
        service.save()
        service.areas.all().delete()
        service.hours.all().delete()
    ServiceArea.objects.bulk_create(ServiceArea(service=service, area_code=code) for code in entry.areas)
    ServiceHours.objects.bulk_create(
        ServiceHours(service=service, days=h.days, opens_at=h.opens_at, closes_at=h.closes_at, note=h.note)
        for h in entry.hours
    )


def note(name: str, service: Service, *, by: Actor, at: datetime, reason: str = "", **data: Any) -> None:
    """An audit event about a service."""
    record(
        name,
        by=by,
        at=at,
        on=service,
        subjects=[("service", service.pk)],
        area=service.agency.area_code,
        reason=reason,
        data={"name": service.name, **data},
    )


def _search_key(service: Service) -> str:
    kinds = [str(NeedKind(kind).label) for kind in service.kinds]
    agency: Agency = service.agency
    return key_of(
        service.name, service.also_called, service.description, service.output, service.code, agency.name, *kinds
    )


def _check_code(service: Service) -> None:
    others = Service.objects.filter(agency_id=service.agency_id, code=service.code).exclude(pk=service.pk)
    if service.code and others.exists():
        raise Refused(
            field="Kode", value=service.code, expected="kode yang belum dipakai lembaga ini", remedy="pakai kode lain"
        )


def _lock(service_id: UUID, by: Actor, revision: int | None) -> Service:
    service = Service.objects.select_for_update(of=("self",)).select_related("agency").filter(pk=service_id).first()
    if service is None:
        raise NoSuchService(service_id)
    check_can_keep(by, service.agency)
    if revision is not None and service.revision != revision:
        raise StaleService(service.name)
    return service


def _verified(service: Service, by: Actor, at: datetime) -> None:
    service.verified_on, service.verified_by_name = clock.local_date(at, settings.TIME_ZONE), by.name[:200]
    service.save(update_fields=["verified_on", "verified_by_name"])


def _save(service: Service, at: datetime) -> None:
    service.updated_at = at
    service.revision += 1
    service.save()
