"""Loading ready-made services into the directory: of the usual agencies of a district, and of the office itself."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from rangkul.institutions.actions.keep_service import write
from rangkul.institutions.entries import ServiceEntry, checked
from rangkul.institutions.enums import AgencyKind
from rangkul.institutions.models import Agency, Service
from rangkul.institutions.policies import check_can_change
from rangkul.kernel.yaml_text import read_yaml
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries

FILE = Path(__file__).parent.parent / "data" / "agency_services.yaml"


@action("institutions.service.load")
def load_office_services(
    *, area: str, office_name: str, entries: Iterable[ServiceEntry], by: Actor, at: datetime
) -> int:
    """Put the office's own services into the directory, under the office as an agency; known codes are left alone.

    Returns how many were added. Raises `Denied`, `Refused`.
    """
    check_can_change(by)
    place = reference_queries.get_area(area)
    agency, _ = Agency.objects.get_or_create(
        kind=AgencyKind.OFFICE,
        area_code=place.code,
        defaults={"name": office_name[:200], "helps_with": "Layanan kantor sendiri."},
    )
    count = _add(agency, entries, at)
    record(
        "institutions.service.load",
        by=by,
        at=at,
        kind="directory",
        area=place.code,
        data={"created": count, "agency": agency.name},
    )
    return count


def add_ready_made(agencies: Iterable[Agency], at: datetime) -> int:
    """The packaged services of these agencies, known by how their names begin; codes that are there are left alone."""
    packaged = read_yaml(FILE.read_text(encoding="utf-8"))["services"]
    return sum(
        _add(agency, [_entry(item) for item in each["items"]], at)
        for agency in agencies
        for each in packaged
        if agency.name.startswith(each["agency"])
    )


def _add(agency: Agency, entries: Iterable[ServiceEntry], at: datetime) -> int:
    known = set(Service.objects.filter(agency=agency).values_list("code", flat=True))
    missing = [entry for entry in entries if entry.code not in known]
    for entry in missing:
        write(Service(agency=agency, created_at=at), checked(entry), at)
    return len(missing)


def _entry(item: dict[str, Any]) -> ServiceEntry:
    return ServiceEntry(
        name=item["name"],
        code=item["code"],
        also_called=item.get("also_called", ""),
        kinds=tuple(item["kinds"]),
        requirements=tuple(item["requirements"]),
        output=item["output"],
        capacity_unit=item.get("capacity_unit", ""),
        feedback_days=item.get("days"),
    )
