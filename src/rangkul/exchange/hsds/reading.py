"""Reading services from HSDS 3.1 JSON (a list, a `Page`, or one service) and from the tabular package of CSV files."""

import json
from datetime import date, time
from typing import Any
from uuid import UUID

from rangkul.exchange.hsds import written
from rangkul.exchange.hsds.tables import nested_from
from rangkul.institutions.actions.import_services import BadRow, ImportedService
from rangkul.institutions.entries import OpenHours, ServiceEntry
from rangkul.kernel.errors import Refused

MOST_SERVICES = 5_000
MOST_BYTES = 10 * 1024 * 1024
_STATUS = {hsds: own for own, hsds in written.STATUS.items()}


def read_services(content: bytes) -> tuple[list[ImportedService], list[BadRow]]:
    """The services of a file, and the rows that cannot be read, each with its place and what is wrong.

    Raises `Refused` when the whole file is none of the known forms, too large, or has more than MOST_SERVICES services.
    """
    if len(content) > MOST_BYTES:
        raise _no_file(f"{len(content) // 1024} KB", "paling besar 10 MB", "pecah berkasnya")
    objects = nested_from(content) if content[:2] == b"PK" else _objects(content)
    if len(objects) > MOST_SERVICES:
        raise _no_file(f"{len(objects)} layanan", f"paling banyak {MOST_SERVICES} layanan", "pecah berkasnya")
    good, bad = [], []
    for number, each in enumerate(objects, start=1):
        place = f"layanan {number}" + (
            f" ({str(each.get('name'))[:60]})" if isinstance(each, dict) and each.get("name") else ""
        )
        try:
            good.append(_service(each, place))
        except Refused as error:
            bad.append(BadRow(place, error.message))
    return good, bad


def _objects(content: bytes) -> list[Any]:
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _no_file("", "JSON HSDS 3.1 atau paket CSV (.zip)", "ekspor ulang dari sistem asalnya") from error
    if isinstance(data, dict) and isinstance(data.get("contents"), list):
        data = data["contents"]
    elif isinstance(data, dict) and isinstance(data.get("services"), list):
        data = data["services"]
    elif isinstance(data, dict) and "id" in data and "name" in data:
        data = [data]
    if not isinstance(data, list):
        raise _no_file("", "daftar layanan HSDS (contents, services, atau sebuah larik)", "periksa isi berkasnya")
    return data


def _service(each: Any, place: str) -> ImportedService:
    if not isinstance(each, dict):
        raise _wrong("service", each, "sebuah objek layanan")
    organization = each.get("organization")
    if not isinstance(organization, dict):
        raise _wrong("organization", "", "lembaga di dalam layanan (HSDS 3 dengan acuan terurai)")
    labels = _labels(each)
    capacity = _first(each, "capacities")
    verified = _text(each, "assured_date")
    return ImportedService(
        place=place,
        service_id=_id(each, "id"),
        agency_id=_id(organization, "id", "organization.id"),
        agency_name=_text(organization, "name"),
        agency_kind=_labels(organization).get(written.AGENCY_KIND, [""])[0],
        agency_phone=_text(_first(organization, "phones"), "number"),
        agency_email=_text(organization, "email"),
        verified_on=_day(verified) if verified else None,
        entry=ServiceEntry(
            name=_text(each, "name"),
            code=labels.get(written.CODE, [""])[0],
            also_called=_text(each, "alternate_name"),
            description=_text(each, "description"),
            status=_status(each),
            kinds=tuple(labels.get(written.KIND_TAXONOMY, [])),
            eligibility=_text(each, "eligibility_description"),
            requirements=tuple(_text(row, "document") for row in _rows(each, "required_documents")),
            output=labels.get(written.OUTPUT, [""])[0],
            how_to_apply=_text(each, "application_process"),
            fees=_text(each, "fees_description"),
            wait=_text(each, "wait_time"),
            address=_address(each),
            phone=_text(_first(each, "phones"), "number"),
            email=_text(each, "email"),
            url=_text(each, "url"),
            capacity_unit=_text(_dict(capacity, "unit"), "name") or labels.get(written.ROOM_UNIT, [""])[0],
            capacity_maximum=_number(capacity.get("maximum", labels.get(written.ROOM_MAXIMUM, [None])[0]), "maximum"),
            capacity_available=_number(capacity.get("available"), "available"),
            feedback_days=_number(labels.get(written.FEEDBACK, [None])[0], written.FEEDBACK),
            areas=tuple(
                _text(row, "extent")
                for row in _rows(each, "service_areas")
                if _text(row, "extent_type") == written.EXTENT_TYPE
            ),
            hours=tuple(_hours(row) for row in _rows(each, "schedules") if _text(row, "byday")),
        ),
    )


def _labels(each: dict[str, Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in _rows(each, "attributes"):
        found.setdefault(_text(row, "label"), []).append(_text(row, "value"))
    return found


def _status(each: dict[str, Any]) -> str:
    status = _text(each, "status")
    if status not in _STATUS:
        raise _wrong("status", status, "salah satu dari " + ", ".join(_STATUS))
    return _STATUS[status]


def _hours(row: dict[str, Any]) -> OpenHours:
    return OpenHours(
        _text(row, "byday"), _clock(_text(row, "opens_at")), _clock(_text(row, "closes_at")), _text(row, "notes")
    )


def _address(each: dict[str, Any]) -> str:
    location = _dict(_first(each, "service_at_locations"), "location")
    return _text(_first(location, "addresses"), "address_1")


def _clock(text: str) -> time | None:
    if not text:
        return None
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError as error:
        raise _wrong("schedules.opens_at", text, "jam seperti 08:00:00") from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise _wrong("assured_date", text, "tanggal seperti 2026-11-22") from error


def _id(each: dict[str, Any], name: str, shown: str = "") -> UUID:
    try:
        return UUID(_text(each, name))
    except ValueError as error:
        raise _wrong(shown or name, each.get(name), "sebuah UUID") from error


def _number(value: Any, field: str) -> int | None:
    if value in (None, ""):
        return None
    try:
        number = float(value)
        if isinstance(value, bool) or number != int(number):
            raise ValueError
    except (TypeError, ValueError, OverflowError) as error:
        raise _wrong(field, value, "bilangan bulat") from error
    return int(number)


def _text(each: dict[str, Any], name: str) -> str:
    value = each.get(name)
    if value is None:
        return ""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise _wrong(name, value, "teks")
    return str(value).replace("\0", "")


def _rows(each: dict[str, Any], name: str) -> list[dict[str, Any]]:
    rows = each.get(name) or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _wrong(name, rows, "sebuah larik objek")
    return rows


def _first(each: dict[str, Any], name: str) -> dict[str, Any]:
    return next(iter(_rows(each, name)), {})


def _dict(each: dict[str, Any], name: str) -> dict[str, Any]:
    value = each.get(name) or {}
    if not isinstance(value, dict):
        raise _wrong(name, value, "sebuah objek")
    return value


def _wrong(field: str, value: object, expected: str) -> Refused:
    return Refused(field=field, value=value, expected=expected, remedy="perbaiki baris ini, lalu kirim lagi berkasnya")


def _no_file(value: str, expected: str, remedy: str) -> Refused:
    return Refused(field="Berkas", value=value, expected=expected, remedy=remedy)
