"""Addresses of the organisation's pages."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.organisation import activities, delegations, follow_up, posts, reports, rollout, slrt, views

app_name = "organisation"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.office, name="office"),
    path("pos/", posts.post_list, name="post-list"),
    path("pos/rencana/", posts.post_plan, name="post-plan"),
    path("pos/status/", posts.post_change, name="post-change"),
    path("pos/<uuid:post_id>/", posts.post, name="post"),
    path("pos/<uuid:post_id>/kesiapan/", posts.post_check, name="post-check"),
    path("pos/<uuid:post_id>/alamat/", posts.post_describe, name="post-describe"),
    path("pos/<uuid:post_id>/petugas/", posts.member_appoint, name="member-appoint"),
    path("pos/<uuid:post_id>/petugas/<uuid:member_id>/akhiri/", posts.member_end, name="member-end"),
    path("pos/<uuid:post_id>/laporan/", reports.report_daily, name="report-daily"),
    path("slrt/", slrt.slrt, name="slrt"),
    path("slrt/angkat/", slrt.officer_appoint, name="officer-appoint"),
    path("slrt/formasi/", slrt.formation, name="formation"),
    path("slrt/<uuid:officer_id>/", slrt.officer_change, name="officer-change"),
    path("slrt/<uuid:officer_id>/akhiri/", slrt.officer_end, name="officer-end"),
    path("pengembangan/", rollout.rollout, name="rollout"),
    path("pengembangan/program/", rollout.rollout_describe, name="rollout-describe"),
    path("pengembangan/target/", rollout.target_set, name="target-set"),
    path("laporan/", reports.report_board, name="report-board"),
    path("laporan/saya/", reports.report_mine, name="report-mine"),
    path("laporan/mingguan/", reports.report_weekly, name="report-weekly"),
    path("laporan/<uuid:report_id>/", reports.report, name="report"),
    path("delegasi/", delegations.delegation_list, name="delegation-list"),
    path("delegasi/baru/", delegations.delegation_give, name="delegation-give"),
    path("delegasi/<uuid:delegation_id>/cabut/", delegations.delegation_revoke, name="delegation-revoke"),
    path("kegiatan/", activities.activity_list, name="activity-list"),
    path("kegiatan/tindak-lanjut/", follow_up.item_list, name="item-list"),
    path("kegiatan/baru/", activities.activity_record, name="activity-record"),
    path("kegiatan/<uuid:activity_id>/", activities.activity, name="activity"),
    path("kegiatan/<uuid:activity_id>/peserta/", activities.participant_add, name="participant-add"),
    path("kegiatan/<uuid:activity_id>/kehadiran/", activities.attendance_mark, name="attendance-mark"),
    path("kegiatan/<uuid:activity_id>/cetak/", activities.attendance_print, name="attendance-print"),
    path("kegiatan/<uuid:activity_id>/materi/", follow_up.material_add, name="material-add"),
    path("kegiatan/<uuid:activity_id>/berkas/<uuid:file_id>/", follow_up.activity_file, name="activity-file"),
    path("kegiatan/<uuid:activity_id>/sertifikat/", follow_up.certificate_request, name="certificate-request"),
    path("kegiatan/<uuid:activity_id>/tindak-lanjut/", follow_up.item_add, name="item-add"),
    path("kegiatan/<uuid:activity_id>/tindak-lanjut/<uuid:item_id>/", follow_up.item_finish, name="item-finish"),
]
