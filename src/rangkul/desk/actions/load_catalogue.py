"""The office's own services, so that whoever searches the directory by need finds them beside those of others."""

from datetime import datetime

from django.utils import translation

from rangkul.desk.queries.catalogue import Service, list_services
from rangkul.institutions import actions as institutions_actions
from rangkul.institutions.entries import ServiceEntry
from rangkul.institutions.enums import NeedKind
from rangkul.institutions.policies import check_can_change
from rangkul.organisation import queries as organisation_queries
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor

_GROUPS = {
    "L01": (NeedKind.ADDICTION, NeedKind.STRANDED),
    "L02": (NeedKind.DISABILITY,),
    "L03": (NeedKind.INSTITUTION,),
    "L04": (NeedKind.INSTITUTION,),
    "L05": (NeedKind.VIOLENCE, NeedKind.CHILDREN),
    "L07": (NeedKind.DISABILITY, NeedKind.STRANDED),
    "L11": (NeedKind.CHILDREN, NeedKind.STRANDED),
    "L13": (NeedKind.STRANDED,),
    "L14": (NeedKind.STRANDED,),
    "L15": (NeedKind.ELDERLY, NeedKind.STRANDED),
    "L16": (NeedKind.CHILDREN,),
}
"""Groups beside the sector, by code of the 16 services (domain A.6)."""


@action("desk.catalogue.load")
def load_catalogue_into_directory(*, by: Actor, at: datetime) -> int:
    """Put the services of the office's own list into the directory; what is there already is left alone.

    Returns how many were added. Raises `Denied`, `Refused` (no office yet).
    """
    check_can_change(by)
    office = organisation_queries.get_office()
    with translation.override("id"):
        entries = [_entry(each) for each in list_services()]
    count = institutions_actions.load_office_services(
        area=office.area_code, office_name=office.name, entries=entries, by=by, at=at
    )
    record("desk.catalogue.load", by=by, at=at, kind="directory", area=office.area_code, data={"created": count})
    return count


def _entry(service: Service) -> ServiceEntry:
    sector = (service.sector,) if service.sector in NeedKind.values else ()
    return ServiceEntry(
        name=service.name,
        code=service.code,
        description=service.about,
        requirements=service.requirements,
        output=service.output,
        kinds=tuple(dict.fromkeys((*sector, *_GROUPS.get(service.code, ())))),
        how_to_apply="Datang ke Puskesos desa atau loket Dinas Sosial.",
        fees="Gratis",
    )
