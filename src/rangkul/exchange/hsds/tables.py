"""HSDS 3.1 as a tabular package: one CSV file an object, ids as keys between them, and a descriptor."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any

from rangkul.kernel.errors import Refused
from rangkul.kernel.text import as_cell

MOST_UNPACKED = 50 * 1024 * 1024
SPEC = "https://docs.openreferral.org/en/v3.1/"

# Columns of each file: those of the HSDS data package that we fill, in its order.
TABLES: dict[str, tuple[str, ...]] = {
    "organizations": ("id", "name", "description", "email"),
    "services": (
        "id", "organization_id", "name", "alternate_name", "description", "url", "email", "status",
        "application_process", "fees_description", "wait_time", "eligibility_description", "assured_date",
        "last_modified",
    ),
    "phones": ("id", "service_id", "organization_id", "number", "type"),
    "schedules": ("id", "service_id", "freq", "byday", "opens_at", "closes_at", "notes"),
    "service_areas": ("id", "service_id", "name", "extent", "extent_type"),
    "required_documents": ("id", "service_id", "document"),
    "service_capacity": ("id", "service_id", "unit_id", "available", "maximum", "updated"),
    "units": ("id", "name"),
    "service_at_location": ("id", "service_id", "location_id"),
    "locations": ("id", "location_type", "name", "external_identifier", "external_identifier_type"),
    "addresses": (
        "id", "location_id", "address_1", "city", "state_province", "postal_code", "country", "address_type",
    ),
    "attributes": ("id", "link_id", "taxonomy_term_id", "link_entity", "value", "label"),
    "taxonomy_terms": ("id", "code", "name", "description", "taxonomy"),
}  # fmt: skip
_OF_SERVICE = {
    "phones": "phones",
    "schedules": "schedules",
    "service_areas": "service_areas",
    "required_documents": "required_documents",
}


def package_of(services: Iterable[dict[str, Any]]) -> bytes:
    """The services (as `written.service_of` gives them) as a zip of CSV files; formulas are made harmless."""
    tables: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in TABLES}
    for service in services:
        _flatten(service, tables)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, columns in TABLES.items():
            package.writestr(f"{name}.csv", _csv(columns, tables[name].values()))
        package.writestr("datapackage.json", json.dumps(_descriptor(), indent=1))
    return target.getvalue()


def nested_from(content: bytes) -> list[Any]:
    """The services of a tabular package, nested as in JSON. Raises `Refused` for what is no such package."""
    tables = {name: _read(content, name) for name in TABLES}
    if not tables["services"]:
        raise _refused("services.csv di dalam paket")
    organizations = {row.get("id", ""): row for row in tables["organizations"]}
    units = {row.get("id", ""): row for row in tables["units"]}
    locations = {row.get("id", ""): row for row in tables["locations"]}
    for row in tables["addresses"]:
        locations.get(row.get("location_id", ""), {}).setdefault("addresses", []).append(row)
    for row in tables["attributes"]:
        if row.get("link_entity") == "organization" and row.get("link_id", "") in organizations:
            organizations[row["link_id"]].setdefault("attributes", []).append(row)
    for row in tables["phones"]:
        if not row.get("service_id") and row.get("organization_id", "") in organizations:
            organizations[row["organization_id"]].setdefault("phones", []).append(row)
    nested = []
    for service in tables["services"]:
        key = service.get("id", "")
        whole: dict[str, Any] = {**service, "organization": organizations.get(service.get("organization_id", ""))}
        for table, field in _OF_SERVICE.items():
            whole[field] = [row for row in tables[table] if row.get("service_id") == key]
        whole["capacities"] = [
            {**row, "unit": units.get(row.get("unit_id", ""), {})}
            for row in tables["service_capacity"]
            if row.get("service_id") == key
        ]
        whole["service_at_locations"] = [
            {"id": row.get("id"), "location": locations.get(row.get("location_id", ""), {})}
            for row in tables["service_at_location"]
            if row.get("service_id") == key
        ]
        whole["attributes"] = [row for row in tables["attributes"] if row.get("link_id") == key]
        nested.append(whole)
    return nested


def _flatten(service: dict[str, Any], tables: dict[str, dict[str, dict[str, Any]]]) -> None:
    key, organization = service["id"], service["organization"]
    _put(tables, "organizations", organization)
    _put(tables, "services", service | {"organization_id": organization["id"]})
    for table, field in _OF_SERVICE.items():
        for row in service.get(field, []):
            _put(tables, table, row | {"service_id": key})
    for row in organization.get("phones", []):
        _put(tables, "phones", row | {"organization_id": organization["id"]})
    for row in service.get("capacities", []):
        _put(tables, "units", row["unit"])
        _put(tables, "service_capacity", row | {"service_id": key, "unit_id": row["unit"]["id"]})
    for place in service.get("service_at_locations", []):
        location = place["location"]
        _put(tables, "locations", location)
        _put(tables, "service_at_location", place | {"service_id": key, "location_id": location["id"]})
        for row in location["addresses"]:
            _put(tables, "addresses", row | {"location_id": location["id"]})
    for row in [*service.get("attributes", []), *organization.get("attributes", [])]:
        term = row.get("taxonomy_term")
        if term:
            _put(tables, "taxonomy_terms", term)
        _put(tables, "attributes", row | ({"taxonomy_term_id": term["id"]} if term else {}))


def _put(tables: dict[str, dict[str, dict[str, Any]]], table: str, row: dict[str, Any]) -> None:
    tables[table][row["id"]] = row


def _csv(columns: tuple[str, ...], rows: Iterable[dict[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        values = (row.get(column) for column in columns)
        writer.writerow("" if value is None else as_cell(str(value)) for value in values)
    return text.getvalue()


def _read(content: bytes, name: str) -> list[dict[str, Any]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            inside = {info.filename.rpartition("/")[2]: info for info in package.infolist()}
            info = inside.get(f"{name}.csv")
            if sum(each.file_size for each in inside.values()) > MOST_UNPACKED:
                raise _refused("paket yang isinya paling besar 50 MB")
            if info is None:
                return []
            with package.open(info) as packed:
                raw = packed.read(MOST_UNPACKED + 1)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise _refused("paket zip yang utuh dan tanpa sandi") from error
    try:
        text = raw.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text), restkey="_rest"))
    except (UnicodeDecodeError, csv.Error) as error:
        raise _refused(f"{name}.csv dalam UTF-8") from error
    return [{key: _plain(value) for key, value in row.items() if key and key != "_rest"} for row in rows]


def _plain(value: str | None) -> str:
    """What stood there before it was made harmless for spreadsheets."""
    text = value or ""
    return text[1:] if text.startswith("'") and as_cell(text[1:]) == text else text


def _descriptor() -> dict[str, Any]:
    resources = [
        {
            "name": name,
            "path": f"{name}.csv",
            "profile": "tabular-data-resource",
            "schema": {
                "primaryKey": "id",
                "fields": [{"name": column, "type": "string"} for column in columns],
            },
        }
        for name, columns in TABLES.items()
    ]
    return {"name": "human_services_data", "profile": "tabular-data-package", "homepage": SPEC, "resources": resources}


def _refused(expected: str) -> Refused:
    return Refused(field="Berkas", value="", expected=expected, remedy="ekspor ulang dari sistem asalnya")
