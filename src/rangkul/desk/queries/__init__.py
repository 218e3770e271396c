"""Reading the desk: lists of cases, one case, what a ticket holder may know, the catalogue of services."""

from rangkul.desk.queries.case_lists import (
    VIEWS,
    CasePage,
    CaseRow,
    cases_of,
    count_views,
    list_cases,
)
from rangkul.desk.queries.cases import CaseView, get_case
from rangkul.desk.queries.catalogue import Service, find_service, list_services
from rangkul.desk.queries.doors import Door, find_door, opens
from rangkul.desk.queries.public import PublicStatus, public_status
from rangkul.desk.queries.referrals import (
    REFERRAL_VIEWS,
    LinkView,
    ReferralPage,
    ReferralView,
    area_label_of,
    count_referrals,
    get_referral,
    list_late_referrals,
    list_referrals,
    referral_by_link,
    short_name,
    told_numbers,
)

__all__ = [
    "REFERRAL_VIEWS",
    "VIEWS",
    "CasePage",
    "CaseRow",
    "CaseView",
    "Door",
    "LinkView",
    "PublicStatus",
    "ReferralPage",
    "ReferralView",
    "Service",
    "area_label_of",
    "cases_of",
    "count_referrals",
    "count_views",
    "find_door",
    "find_service",
    "get_case",
    "get_referral",
    "list_cases",
    "list_late_referrals",
    "list_referrals",
    "list_services",
    "opens",
    "public_status",
    "referral_by_link",
    "short_name",
    "told_numbers",
]
