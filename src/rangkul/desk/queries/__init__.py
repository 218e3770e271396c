"""Reading the desk: lists of cases, one case, what a ticket holder may know, the catalogue of services."""

from rangkul.desk.letters.kinds import LetterField, LetterKind, find_letter_kind, kind_names, list_letter_kinds
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
from rangkul.desk.queries.letters import (
    LetterPage,
    LetterRow,
    LetterView,
    count_waiting_letters,
    get_letter,
    list_case_letters,
    list_letters,
    prefilled,
    preview_letter,
)
from rangkul.desk.queries.public import PublicStatus, public_status

__all__ = [
    "VIEWS",
    "CasePage",
    "CaseRow",
    "CaseView",
    "LetterField",
    "LetterKind",
    "LetterPage",
    "LetterRow",
    "LetterView",
    "PublicStatus",
    "ReferralView",
    "Service",
    "cases_of",
    "count_views",
    "count_waiting_letters",
    "find_letter_kind",
    "find_service",
    "get_case",
    "get_letter",
    "get_referral",
    "kind_names",
    "list_case_letters",
    "list_cases",
    "list_late_referrals",
    "list_letter_kinds",
    "list_letters",
    "list_services",
    "prefilled",
    "preview_letter",
    "public_status",
]
