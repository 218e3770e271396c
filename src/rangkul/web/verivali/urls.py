"""Addresses of verivali."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.verivali import boards, campaigns, questionnaires, reviewing, visiting

app_name = "verivali"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", campaigns.campaign_list, name="campaign-list"),
    path("baru/", campaigns.campaign_create, name="campaign-create"),
    path("kegiatan/<uuid:campaign_id>/", boards.campaign, name="campaign"),
    path("kegiatan/<uuid:campaign_id>/buka/", campaigns.campaign_open, name="campaign-open"),
    path("kegiatan/<uuid:campaign_id>/tutup/", campaigns.campaign_close, name="campaign-close"),
    path("kegiatan/<uuid:campaign_id>/batalkan/", campaigns.campaign_cancel, name="campaign-cancel"),
    path("kegiatan/<uuid:campaign_id>/bagi/", campaigns.campaign_assign, name="campaign-assign"),
    path("kegiatan/<uuid:campaign_id>/pindah/", campaigns.campaign_drop_departed, name="campaign-drop-departed"),
    path("kegiatan/<uuid:campaign_id>/sasaran/", boards.subject_list, name="subject-list"),
    path("kegiatan/<uuid:campaign_id>/unduh/", boards.campaign_export, name="campaign-export"),
    path("kegiatan/<uuid:campaign_id>/cetak/", boards.campaign_print, name="campaign-print"),
    path("tugas/", visiting.mine, name="mine"),
    path("pemeriksaan/", reviewing.to_review, name="to-review"),
    path("sasaran/<uuid:subject_id>/", visiting.subject, name="subject"),
    path("sasaran/<uuid:subject_id>/keluarkan/", campaigns.subject_drop, name="subject-drop"),
    path("sasaran/<uuid:subject_id>/masukkan/", campaigns.subject_restore, name="subject-restore"),
    path("sasaran/<uuid:subject_id>/kunjungi/", visiting.visit_start, name="visit-start"),
    path("kunjungan/<uuid:visit_id>/", visiting.visit, name="visit"),
    path("kunjungan/<uuid:visit_id>/hasil/", visiting.visit_result, name="visit-result"),
    path("kunjungan/<uuid:visit_id>/data/", visiting.visit_pairs, name="visit-pairs"),
    path("kunjungan/<uuid:visit_id>/foto/", visiting.visit_photo, name="visit-photo"),
    path("kunjungan/<uuid:visit_id>/foto/<uuid:file_id>/", visiting.photo, name="photo"),
    path("kunjungan/<uuid:visit_id>/bagian/<slug:block>/", visiting.visit_block, name="visit-block"),
    path(
        "kunjungan/<uuid:visit_id>/bagian/<slug:block>/<uuid:member>/", visiting.visit_block, name="visit-member-block"
    ),
    path("kunjungan/<uuid:visit_id>/kirim/", visiting.visit_submit, name="visit-submit"),
    path("kunjungan/<uuid:visit_id>/periksa/", reviewing.visit_review, name="visit-review"),
    path("kunjungan/<uuid:visit_id>/setujui/", reviewing.visit_approve, name="visit-approve"),
    path("kunjungan/<uuid:visit_id>/kembalikan/", reviewing.visit_return, name="visit-return"),
    path("kunjungan/<uuid:visit_id>/tarik/", reviewing.visit_take_back, name="visit-take-back"),
    path("kunjungan/<uuid:visit_id>/ulang/", reviewing.visit_revisit, name="visit-revisit"),
    path("kuesioner/", questionnaires.questionnaire_list, name="questionnaire-list"),
    path("kuesioner/<slug:code>/<int:version>/", questionnaires.questionnaire, name="questionnaire"),
    path("kuesioner/<slug:code>/<int:version>/json/", questionnaires.questionnaire_data, name="questionnaire-data"),
]
