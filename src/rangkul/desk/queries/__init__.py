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
from rangkul.desk.queries.flow import (
    AssessmentView,
    CaseFlow,
    DecisionView,
    RequirementView,
    TaskView,
    count_my_tasks,
    find_decision_in_force,
    get_case_page,
    get_flow,
    get_task,
    list_my_tasks,
    open_case_file,
)
from rangkul.desk.queries.public import MissingItem, PublicStatus, public_status
from rangkul.desk.queries.sla import BOARDS, DeadlinePage, DeadlineRow, count_boards, list_board, standing

__all__ = [
    "BOARDS",
    "VIEWS",
    "AssessmentView",
    "CaseFlow",
    "CasePage",
    "CaseRow",
    "CaseView",
    "DeadlinePage",
    "DeadlineRow",
    "DecisionView",
    "MissingItem",
    "PublicStatus",
    "ReferralView",
    "RequirementView",
    "Service",
    "TaskView",
    "cases_of",
    "count_boards",
    "count_my_tasks",
    "count_views",
    "find_decision_in_force",
    "find_service",
    "get_case",
    "get_case_page",
    "get_flow",
    "get_referral",
    "get_task",
    "list_board",
    "list_cases",
    "list_late_referrals",
    "list_my_tasks",
    "list_services",
    "open_case_file",
    "public_status",
    "standing",
]
