"""Loading the packaged directory of referral targets for one district."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rangkul.institutions.actions.load_services import add_ready_made
from rangkul.institutions.enums import AgencyKind
from rangkul.institutions.models import Agency
from rangkul.institutions.policies import check_can_change
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.yaml_text import read_yaml
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries

FILE = Path(__file__).parent.parent / "data" / "agencies.yaml"
_WORDS = ("helps_with", "required_documents", "feedback_days", "is_accompanied")


@dataclass(frozen=True, slots=True)
class DirectoryLoad:
    """How many agencies were added, and how many stood there already."""

    created: int
    known: int


@action("institutions.directory.load")
def load_directory(*, area: str, by: Actor, at: datetime) -> DirectoryLoad:
    """Add the usual referral targets of a district (domain A.7); with what they do; what is there already is left alone.

    Names carry the district's name, addresses and telephone numbers are for the office to fill in. Loading again adds
    only what is missing. Raises Denied, and Refused for an unknown area.
    """
    check_can_change(by)
    place = reference_queries.get_area(area)
    known = set(Agency.objects.filter(area_code=place.code).values_list("kind", "name"))
    agencies = [each for each in _read(place.code, place.label) if (each.kind, each.name) not in known]
    Agency.objects.bulk_create(agencies)
    services = add_ready_made(Agency.objects.filter(area_code=place.code), at)
    record(
        "institutions.directory.load",
        by=by,
        at=at,
        kind="directory",
        area=place.code,
        data={"created": len(agencies), "known": len(known), "services": services},
    )
    return DirectoryLoad(len(agencies), len(known))


def _read(area: AreaCode, label: str) -> list[Agency]:
    entries = read_yaml(FILE.read_text(encoding="utf-8"))["agencies"]
    return [
        Agency(
            name=str(entry["name"]).format(area=label)[:200],
            kind=AgencyKind(entry["kind"]),
            area_code=area,
            **{word: entry[word] for word in _WORDS if word in entry},
        )
        for entry in entries
    ]
