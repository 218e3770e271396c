"""What is written as HSDS holds to the published schemas of 3.1, as JSON and as tables, and so does their own example.

The checker knows the seven keywords the schemas use (see hsds_3_1/NOTICE.md for their licence). It is stricter than they
are: a field they do not name is a fault here, for a mistyped name would be lost in silence.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.core.validators import validate_email

from rangkul.exchange.hsds import tables, written
from rangkul.exchange.hsds.reading import read_services
from rangkul.institutions import actions, queries
from rangkul.kernel import clock
from rangkul.platform.policy.actor import system_actor
from tests.desk.stage import make_areas
from tests.institutions.test_services import a_service
from tests.people import KECAMATAN, REGENCY, Cast
from tests.remembered import remembered

SCHEMAS = Path(__file__).with_name("hsds_3_1")
SERVICE: dict[str, Any] = json.loads((SCHEMAS / "service.json").read_text())
FIELDS: dict[str, dict[str, bool]] = json.loads((SCHEMAS / "tables.json").read_text())
KEYWORDS = {"type", "properties", "required", "items", "$ref", "enum", "format", "definitions"}
TYPES: dict[str, type | tuple[type, ...]] = {"object": dict, "array": list, "string": str, "number": (int, float)}
FORMATS = {
    "uuid": UUID,
    "email": validate_email,
    "uri": lambda text: urlsplit(text).scheme or int(""),
    "date-time": lambda text: datetime.fromisoformat(text).tzinfo or int(""),
}
PAGE = {"total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty"}


def faults(value: Any, schema: dict[str, Any], place: str = "service") -> Iterator[str]:
    """Where a value does not hold to a schema, and how."""
    assert schema.keys() <= KEYWORDS, schema.keys()
    if "$ref" in schema:
        schema = SERVICE["definitions"][schema["$ref"].rpartition("/")[2]]
    if not isinstance(value, TYPES[schema["type"]]) or isinstance(value, bool):
        yield f"{place}: {value!r} is no {schema['type']}"
        return
    if value not in schema.get("enum", [value]):
        yield f"{place}: {value!r} is not in the list"
    if "format" in schema:
        try:
            FORMATS[schema["format"]](value)
        except Exception:  # noqa: BLE001 - each format has its own way to say no
            yield f"{place}: {value!r} is no {schema['format']}"
    if isinstance(value, dict):
        known = schema.get("properties", {})
        yield from (f"{place}: {name} is missing" for name in schema.get("required", []) if name not in value)
        yield from (f"{place}: {name} is unknown" for name in value if name not in known)
        for name in value.keys() & known.keys():
            yield from faults(value[name], known[name], f"{place}.{name}")
    elif isinstance(value, list):
        for each in value:
            yield from faults(each, schema["items"], f"{place}[]")


@pytest.fixture
def views(cast: Cast) -> list[queries.ServiceView]:
    """The ready-made directory of the district, and one service that has everything a service may have."""
    remembered("hsds-schema", built, cast)
    found = queries.list_all_services(cast.actor("BACK_OFFICE"))
    assert "Rumah singgah" in {each.name for each in found}
    return found


def built(cast: Cast) -> None:
    """The directory and the whole service, as they are built the first time."""
    make_areas()
    actions.load_directory(area=REGENCY, by=system_actor("uji"), at=clock.now())
    a_service(
        cast, name="Rumah singgah", address="Jalan Contoh 1", phone="0484 000", email="singgah@contoh.go.id",
        url="https://singgah.contoh.go.id/", capacity_unit="tempat tidur", capacity_maximum=12, capacity_available=5,
        areas=(KECAMATAN,), fees="Gratis", also_called="=1+1", requirements=("KTP",), feedback_days=2, wait="2 hari",
    )  # fmt: skip


@pytest.mark.django_db
def test_every_service_holds_to_the_published_schema(views: list[queries.ServiceView]) -> None:
    page = json.loads(json.dumps(written.page_of(views)))
    assert len(page["contents"]) > 16
    assert [fault for each in page["contents"] for fault in faults(each, SERVICE)] == []
    assert page.keys() >= PAGE
    ids = [each["id"] for each in page["contents"]]
    ids += [row["id"] for each in page["contents"] for row in each.get("required_documents", [])]
    assert len(set(ids)) == len(ids)
    broken = page["contents"][0] | {"status": "maybe", "email": "bukan", "nmae": "x", "organization": {"id": 7}}
    assert len(list(faults(broken, SERVICE))) == 6


@pytest.mark.django_db
def test_every_table_has_the_files_and_fields_of_the_standard(views: list[queries.ServiceView]) -> None:
    with zipfile.ZipFile(io.BytesIO(tables.package_of(written.service_of(each) for each in views))) as package:
        for name in tables.TABLES:
            rows = list(csv.DictReader(io.StringIO(package.read(f"{name}.csv").decode())))
            known = FIELDS[f"{name}.csv"]
            assert set(tables.TABLES[name]) <= known.keys(), name
            lacking = {field for row in rows for field, needed in known.items() if needed and not row.get(field)}
            assert lacking == set(), name


def test_the_standard_s_own_example_is_read() -> None:
    example = json.loads((SCHEMAS / "service_full.json").read_text())
    good, bad = read_services(json.dumps(example).encode())
    assert ([each.entry.name for each in good], bad) == ([example["name"]], [])
