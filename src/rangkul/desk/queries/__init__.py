"""Reading the desk: lists of cases, one case, what a ticket holder may know, the catalogue of services."""

from rangkul.desk.queries.case_filters import CaseFilter, KeptFilter, list_filters
from rangkul.desk.queries.case_lists import (
    COUNT_UP_TO,
    VIEWS,
    CasePage,
    CaseRow,
    cases_of,
    count_views,
    list_cases,
    list_late_referrals,
    list_twins,
    open_tickets_of,
)
from rangkul.desk.queries.case_order import ORDERS
from rangkul.desk.queries.cases import CaseView, ReferralView, get_case, get_referral
from rangkul.desk.queries.catalogue import Service, find_service, list_services
from rangkul.desk.queries.public import PublicStatus, public_status
from rangkul.desk.queries.queues import (
    QueueDay,
    QueueFigures,
    QueuePost,
    QueueRow,
    Screen,
    count_before,
    figures_of,
    get_queue_post,
    get_queue_ticket,
    list_queue_posts,
    queue_of,
    screen_at,
)

__all__ = [
    "COUNT_UP_TO",
    "ORDERS",
    "VIEWS",
    "CaseFilter",
    "CasePage",
    "CaseRow",
    "CaseView",
    "KeptFilter",
    "PublicStatus",
    "QueueDay",
    "QueueFigures",
    "QueuePost",
    "QueueRow",
    "ReferralView",
    "Screen",
    "Service",
    "cases_of",
    "count_before",
    "count_views",
    "figures_of",
    "find_service",
    "get_case",
    "get_queue_post",
    "get_queue_ticket",
    "get_referral",
    "list_cases",
    "list_filters",
    "list_late_referrals",
    "list_queue_posts",
    "list_services",
    "list_twins",
    "open_tickets_of",
    "public_status",
    "queue_of",
    "screen_at",
]
