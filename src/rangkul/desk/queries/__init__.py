"""Reading the desk: cases, complaints, satisfaction, what a ticket holder may know, the catalogue of services."""

from rangkul.desk.queries.attachments import AttachmentRow, OpenedAttachment, list_attachments, open_attachment
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
from rangkul.desk.queries.complaint_categories import Category, find_category, list_categories
from rangkul.desk.queries.complaint_figures import ComplaintFigures, complaint_figures
from rangkul.desk.queries.complaints import (
    COMPLAINT_VIEWS,
    ComplaintPage,
    ComplaintRow,
    ComplaintView,
    count_complaint_views,
    get_complaint,
    list_complaints,
    list_nameable,
)
from rangkul.desk.queries.needs import NeedOfLife, find_services, list_needs
from rangkul.desk.queries.public import PublicStatus, public_status
from rangkul.desk.queries.public_tickets import OwnTicket, PublicComplaint, PublicReferral, find_own_ticket
from rangkul.desk.queries.surveys import (
    ClosedTicket,
    PostResult,
    SurveyPeriod,
    SurveyResult,
    find_closed_ticket,
    list_periods,
    period_of,
    results,
    was_asked,
)

__all__ = [
    "COMPLAINT_VIEWS",
    "VIEWS",
    "AttachmentRow",
    "CasePage",
    "CaseRow",
    "CaseView",
    "Category",
    "ClosedTicket",
    "ComplaintFigures",
    "ComplaintPage",
    "ComplaintRow",
    "ComplaintView",
    "NeedOfLife",
    "OpenedAttachment",
    "OwnTicket",
    "PostResult",
    "PublicComplaint",
    "PublicReferral",
    "PublicStatus",
    "ReferralView",
    "Service",
    "SurveyPeriod",
    "SurveyResult",
    "cases_of",
    "complaint_figures",
    "count_complaint_views",
    "count_views",
    "find_category",
    "find_closed_ticket",
    "find_own_ticket",
    "find_service",
    "find_services",
    "get_case",
    "get_complaint",
    "get_referral",
    "list_attachments",
    "list_cases",
    "list_categories",
    "list_complaints",
    "list_late_referrals",
    "list_nameable",
    "list_needs",
    "list_periods",
    "list_services",
    "open_attachment",
    "period_of",
    "public_status",
    "results",
    "was_asked",
]
