"""Services written as HSDS 3.1 JSON, one dereferenced service object each, inside the API's `Page`.

Source: Open Referral HSDS 3.1 schemas (service, organization, service_at_location, schedule, service_capacity,
required_document, service_area, attribute). What HSDS has no field for stands in `attributes` with a label of ours
(`rangkul:…`) and survives the way back. Ids of parts are made from the service's id, so the same entry gives the same
file.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from rangkul.institutions.queries import ServiceView
from rangkul.kernel.text import clean

STATUS = {
    "ACTIVE": "active",
    "INACTIVE": "inactive",
    "TEMPORARILY_CLOSED": "temporarily closed",
    "DEFUNCT": "defunct",
}
COUNTRY = "ID"
EXTENT_TYPE = "kemendagri"
FREQUENCY = "WEEKLY"
KIND_TAXONOMY = "rangkul:kind"
OUTPUT, FEEDBACK, CODE = "rangkul:output", "rangkul:feedback_days", "rangkul:code"
END_REASON, AGENCY_KIND, AGENCY_FEEDBACK = "rangkul:end_reason", "rangkul:agency_kind", "rangkul:agency_feedback_days"
ROOM_UNIT, ROOM_MAXIMUM = "rangkul:capacity_unit", "rangkul:capacity_maximum"
UNIT_DEFAULT = "tempat"
OWN_TAXONOMY = "rangkul"
_TERMS = UUID("6f1b8d0e-6c55-5b0a-9a53-3f3c9a1f7a10")
_MEANINGS = {
    OUTPUT: "Yang didapat warga",
    FEEDBACK: "Hari kerja sampai rujukan dijawab",
    CODE: "Kode layanan",
    END_REASON: "Alasan layanan berakhir",
    AGENCY_KIND: "Jenis lembaga",
    AGENCY_FEEDBACK: "Hari kerja sampai lembaga menjawab",
    ROOM_UNIT: "Satuan daya tampung",
    ROOM_MAXIMUM: "Daya tampung",
}
"""What our labels mean, for readers of other systems: the tables of HSDS want a term for every attribute."""


def page_of(services: list[ServiceView]) -> dict[str, Any]:
    """Every service in one `Page` of the HSDS API."""
    return {
        "total_items": len(services),
        "total_pages": 1,
        "page_number": 1,
        "size": len(services),
        "first_page": True,
        "last_page": True,
        "empty": not services,
        "contents": [service_of(each) for each in services],
    }


def service_of(view: ServiceView) -> dict[str, Any]:
    """One service with its organization and everything else inside it; empty fields are left out."""
    return _filled(
        {
            "id": str(view.id),
            "name": view.name,
            "alternate_name": view.also_called,
            "description": view.description,
            "url": view.url,
            "email": view.email,
            "status": STATUS[view.status],
            "application_process": view.how_to_apply,
            "fees_description": view.fees,
            "wait_time": view.wait,
            "eligibility_description": view.eligibility,
            "assured_date": view.verified_on.isoformat() if view.verified_on else "",
            "last_modified": _moment(view.updated_at),
            "phones": [{"id": _part(view.id, "phone"), "number": view.phone, "type": "voice"}] if view.phone else [],
            "schedules": [_schedule(view, number) for number in range(len(view.hours))],
            "service_areas": [_area(view, code, label) for code, label in view.areas if code in view.own_areas],
            "service_at_locations": _places(view),
            "organization": _organization(view),
            "required_documents": [
                {"id": _part(view.id, f"document/{number}"), "document": text}
                for number, text in enumerate(view.requirements)
            ],
            "capacities": _capacities(view),
            "attributes": _attributes(view),
        }
    )


def _organization(view: ServiceView) -> dict[str, Any]:
    agency = view.agency
    return _filled(
        {
            "id": str(agency.pk),
            "name": agency.name,
            "description": clean(agency.helps_with) or agency.name,
            "email": agency.email,
            "phones": [{"id": _part(agency.pk, "phone"), "number": agency.phone, "type": "voice"}]
            if agency.phone
            else [],
            "attributes": [
                _attribute(agency.pk, AGENCY_KIND, agency.kind, "organization"),
                _attribute(agency.pk, AGENCY_FEEDBACK, str(agency.feedback_days), "organization"),
            ],
        }
    )


def _schedule(view: ServiceView, number: int) -> dict[str, Any]:
    hours = view.hours[number]
    return _filled(
        {
            "id": _part(view.id, f"schedule/{number}"),
            "freq": FREQUENCY,
            "byday": hours.days,
            "opens_at": f"{hours.opens_at:%H:%M:%S}" if hours.opens_at else "",
            "closes_at": f"{hours.closes_at:%H:%M:%S}" if hours.closes_at else "",
            "notes": hours.note,
        }
    )


def _area(view: ServiceView, code: str, label: str) -> dict[str, Any]:
    return {
        "id": _part(view.id, f"area/{code}"),
        "name": label,
        "extent": code,
        "extent_type": EXTENT_TYPE,
    }


def _places(view: ServiceView) -> list[dict[str, Any]]:
    if not view.address:
        return []
    location = {
        "id": _part(view.id, "location"),
        "location_type": "physical",
        "name": view.agency.name,
        "external_identifier": view.agency.area_code,
        "external_identifier_type": EXTENT_TYPE,
        "addresses": [
            {
                "id": _part(view.id, "address"),
                "address_1": view.address,
                "city": "-",
                "state_province": "-",
                "postal_code": "-",
                "country": COUNTRY,
                "address_type": "physical",
            }
        ],
    }
    return [{"id": _part(view.id, "place"), "location": location}]


def _capacities(view: ServiceView) -> list[dict[str, Any]]:
    if view.capacity_available is None:
        return []
    unit = {"id": _part(view.id, "unit"), "name": view.capacity_unit or UNIT_DEFAULT}
    found: dict[str, Any] = {
        "id": _part(view.id, "capacity"),
        "unit": unit,
        "available": view.capacity_available,
        "updated": _moment(view.capacity_at or view.updated_at),
    }
    return [found | ({"maximum": view.capacity_maximum} if view.capacity_maximum is not None else {})]


def _attributes(view: ServiceView) -> list[dict[str, Any]]:
    found = []
    for code, label in zip(view.kinds, view.kind_labels, strict=True):
        term = {
            "id": _part(view.id, f"term/{code}"),
            "code": code,
            "name": label,
            "description": label,
            "taxonomy": KIND_TAXONOMY,
        }
        found.append(_attribute(view.id, KIND_TAXONOMY, code, "service", key=code) | {"taxonomy_term": term})
    values = {CODE: view.code, OUTPUT: view.output, END_REASON: view.end_reason}
    values[FEEDBACK] = str(view.feedback_days) if view.feedback_days else ""
    if view.capacity_available is None:
        values[ROOM_UNIT] = view.capacity_unit
        values[ROOM_MAXIMUM] = str(view.capacity_maximum) if view.capacity_maximum is not None else ""
    found += [_attribute(view.id, label, value, "service") for label, value in values.items() if value]
    return found


def _attribute(owner: UUID, label: str, value: str, entity: str, *, key: str = "") -> dict[str, Any]:
    return {
        "id": _part(owner, f"attribute/{label}/{key}"),
        "link_id": str(owner),
        "link_entity": entity,
        "label": label,
        "value": value,
        "taxonomy_term": {
            "id": str(uuid5(_TERMS, label)),
            "code": label,
            "name": _MEANINGS.get(label, label),
            "description": _MEANINGS.get(label, label),
            "taxonomy": OWN_TAXONOMY,
        },
    }


def _part(owner: UUID, what: str) -> str:
    return str(uuid5(owner, what))


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", [], None)}
