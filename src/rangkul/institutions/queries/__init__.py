"""Reading institutions, partner agencies and the services they give."""

from rangkul.institutions.queries.directory import get_agency, list_agencies, list_institutions, names_of
from rangkul.institutions.queries.offerings import (
    Hours,
    ServiceHit,
    ServicePage,
    ServiceView,
    get_service,
    get_service_of,
    is_code_of,
    list_all_services,
    search_services,
)

__all__ = [
    "Hours",
    "ServiceHit",
    "ServicePage",
    "ServiceView",
    "get_agency",
    "get_service",
    "get_service_of",
    "is_code_of",
    "list_agencies",
    "list_all_services",
    "list_institutions",
    "names_of",
    "search_services",
]
