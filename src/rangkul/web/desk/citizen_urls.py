"""Addresses of tickets, complaints, attachments and the satisfaction survey."""

from django.urls import URLPattern, path

from rangkul.web.desk import (
    attachments,
    complaining,
    complaint_boards,
    complaint_contact,
    complaints,
    survey,
    survey_results,
    ticket_pages,
)

citizen_routes: list[URLPattern] = [
    path("tiket/", ticket_pages.follow, name="follow"),
    path("tiket/lampiran/<str:token>/", ticket_pages.ticket_attach, name="ticket-attach"),
    path("tiket/kabar/<str:token>/", ticket_pages.ticket_silence, name="ticket-silence"),
    path("tiket/tanggapan/<str:token>/", ticket_pages.ticket_respond, name="ticket-respond"),
    path("adukan/", complaining.complaint_report, name="complaint-report"),
    path("adukan/diterima/<str:token>/", complaining.complaint_done, name="complaint-done"),
    path("survei/terima-kasih/", survey.survey_done, name="survey-done"),
    path("survei/<str:token>/", survey.survey, name="survey"),
    path("pengaduan/", complaints.complaint_list, name="complaint-list"),
    path("pengaduan/baru/", complaints.complaint_register, name="complaint-register"),
    path("pengaduan/angka/", complaint_boards.complaint_figures, name="complaint-figures"),
    path("pengaduan/kategori/", complaint_boards.category_list, name="category-list"),
    path("pengaduan/kategori/ubah/", complaint_boards.category_change, name="category-change"),
    path("pengaduan/<uuid:complaint_id>/", complaints.complaint, name="complaint"),
    path("pengaduan/<uuid:complaint_id>/periksa/", complaints.complaint_take, name="complaint-take"),
    path("pengaduan/<uuid:complaint_id>/warga/", complaints.complaint_tie, name="complaint-tie"),
    path("pengaduan/<uuid:complaint_id>/jawab/", complaints.complaint_answer, name="complaint-answer"),
    path("pengaduan/<uuid:complaint_id>/petugas/", complaints.complaint_name, name="complaint-name"),
    path("pengaduan/<uuid:complaint_id>/kontak/", complaint_contact.complaint_contact, name="complaint-contact"),
    path("lampiran/<uuid:attachment_id>/", attachments.attachment, name="attachment"),
    path("kepuasan/", survey_results.survey_results, name="survey-results"),
    path("kepuasan/terbitkan/", survey_results.survey_publish, name="survey-publish"),
]
