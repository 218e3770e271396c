"""Addresses of the citizen's pages and of the pages of cases and referrals."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.desk import case_pages, case_propose, case_steps, intake, lists, matching, public, reporting
from rangkul.web.desk.letter_urls import letter_urls

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.services, name="services"),
    path("jenis/<slug:code>/", public.service, name="service"),
    path("bantuan/", public.programmes, name="programmes"),
    path("sampaikan/", reporting.report_need, name="report-need"),
    path("sampaikan/diterima/<str:token>/", reporting.report_done, name="report-done"),
    path("tiket/", public.follow, name="follow"),
    path("kasus/", lists.case_list, name="case-list"),
    path("kasus/baru/", intake.case_register, name="case-register"),
    path("kasus/<uuid:case_id>/", case_pages.case, name="case"),
    path("kasus/<uuid:case_id>/cocokkan/", matching.case_match, name="case-match"),
    path("kasus/<uuid:case_id>/cocokkan/baru/", matching.case_match_new, name="case-match-new"),
    path("kasus/<uuid:case_id>/tangani/", case_steps.case_handle, name="case-handle"),
    path("kasus/<uuid:case_id>/kembalikan/", case_steps.case_return, name="case-return"),
    path("kasus/<uuid:case_id>/catatan/", case_steps.case_note, name="case-note"),
    path("kasus/<uuid:case_id>/usulkan/", case_propose.case_propose, name="case-propose"),
    path("kasus/<uuid:case_id>/rujuk/", case_steps.referral_send, name="referral-send"),
    path("kasus/<uuid:case_id>/tutup/", case_steps.case_close, name="case-close"),
    path("rujukan/<uuid:referral_id>/jawab/", case_steps.referral_answer, name="referral-answer"),
    *letter_urls,
]
