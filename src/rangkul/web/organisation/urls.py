"""Addresses of the organisation's pages."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.organisation import activities, delegations, views

app_name = "organisation"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.office, name="office"),
    path("pos/<uuid:post_id>/", views.post, name="post"),
    path("delegasi/", delegations.delegation_list, name="delegation-list"),
    path("delegasi/baru/", delegations.delegation_give, name="delegation-give"),
    path("delegasi/<uuid:delegation_id>/cabut/", delegations.delegation_revoke, name="delegation-revoke"),
    path("kegiatan/", activities.activity_list, name="activity-list"),
    path("kegiatan/baru/", activities.activity_record, name="activity-record"),
    path("kegiatan/<uuid:activity_id>/", activities.activity, name="activity"),
    path("kegiatan/<uuid:activity_id>/peserta/", activities.participant_add, name="participant-add"),
    path("kegiatan/<uuid:activity_id>/kehadiran/", activities.attendance_mark, name="attendance-mark"),
    path("kegiatan/<uuid:activity_id>/cetak/", activities.attendance_print, name="attendance-print"),
]
