"""Reading the desk: lists of cases, one case, what a ticket holder may know, the catalogue of services."""

from rangkul.desk.queries.case_lists import (
    VIEWS,
    CasePage,
    CaseRow,
    cases_of,
    count_views,
    list_cases,
    list_late_referrals,
)
from rangkul.desk.queries.cases import CaseView, ReferralView, get_case, get_referral
from rangkul.desk.queries.catalogue import Service, find_service, list_services
from rangkul.desk.queries.loads import Load, loads_by_officer, loads_by_village
from rangkul.desk.queries.public import PublicStatus, public_status

__all__ = [
    "VIEWS",
    "CasePage",
    "CaseRow",
    "CaseView",
    "Load",
    "PublicStatus",
    "ReferralView",
    "Service",
    "cases_of",
    "count_views",
    "find_service",
    "get_case",
    "get_referral",
    "list_cases",
    "list_late_referrals",
    "list_services",
    "loads_by_officer",
    "loads_by_village",
    "public_status",
]
