"""Addresses of the citizen's pages and of the pages of cases and referrals."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.desk import (
    case_pages,
    case_propose,
    case_steps,
    classifying,
    intake,
    list_filters,
    lists,
    matching,
    public,
    queues,
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
    path("kasus/<uuid:case_id>/usulkan/", case_propose.case_propose, name="case-propose"),
    path("kasus/<uuid:case_id>/rujuk/", case_steps.referral_send, name="referral-send"),
    path("kasus/<uuid:case_id>/tutup/", case_steps.case_close, name="case-close"),
    path("kasus/<uuid:case_id>/golongkan/", classifying.case_classify, name="case-classify"),
    path("kasus/<uuid:case_id>/konflik/", classifying.case_conflict, name="case-conflict"),
    path("saringan/", list_filters.filter_save, name="filter-save"),
    path("saringan/<uuid:filter_id>/hapus/", list_filters.filter_delete, name="filter-delete"),
    path("pintasan/", list_filters.keys_switch, name="keys-switch"),
    path("antrean/", queues.queue, name="queue"),
    path("antrean/ambil/", queues.queue_take, name="queue-take"),
    path("antrean/panggil/", queues.queue_call, name="queue-call"),
    path("antrean/layar/", queues.queue_display, name="queue-display"),
    path("antrean/<uuid:ticket_id>/", queues.queue_number, name="queue-number"),
    path("antrean/<uuid:ticket_id>/ulang/", queues.queue_recall, name="queue-recall"),
    path("antrean/<uuid:ticket_id>/lewati/", queues.queue_skip, name="queue-skip"),
    path("antrean/<uuid:ticket_id>/selesai/", queues.queue_serve, name="queue-serve"),
    path("layar/<str:address>/", queues.queue_screen, name="queue-screen"),
    path("rujukan/<uuid:referral_id>/jawab/", case_steps.referral_answer, name="referral-answer"),
]
