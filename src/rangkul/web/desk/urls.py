"""Addresses of the citizen's pages and of the pages of cases and referrals."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.desk import (
    case_pages,
    case_steps,
    intake,
    lists,
    matching,
    public,
    referral_door,
    referral_pages,
    reporting,
)

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
    path("kasus/<uuid:case_id>/usulkan/", case_steps.case_propose, name="case-propose"),
    path("kasus/<uuid:case_id>/rujuk/", referral_pages.referral_send, name="referral-send"),
    path("kasus/<uuid:case_id>/tutup/", case_steps.case_close, name="case-close"),
    path("rujukan/", referral_pages.referral_list, name="referral-list"),
    path("rujukan/<uuid:referral_id>/", referral_pages.referral, name="referral"),
    path("rujukan/<uuid:referral_id>/jawab/", referral_pages.referral_answer, name="referral-answer"),
    path("rujukan/<uuid:referral_id>/balas/", referral_pages.referral_reply, name="referral-reply"),
    path("rujukan/<uuid:referral_id>/tarik/", referral_pages.referral_withdraw, name="referral-withdraw"),
    path("rujukan/<uuid:referral_id>/tindak/", referral_pages.referral_settle, name="referral-settle"),
    path("rujukan/<uuid:referral_id>/tautan/", referral_pages.referral_renew, name="referral-renew"),
    path("rujukan/<uuid:referral_id>/tautan/cabut/", referral_pages.referral_revoke, name="referral-revoke"),
    path("rujukan/<uuid:referral_id>/identitas/", referral_pages.referral_identity, name="referral-identity"),
    path("jawab/<str:token>/", referral_door.answer, name="answer"),
]
