"""Addresses of the pages of institutions, agencies and the services they give."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.institutions import applications, directory, homes, keeping, partnerships, residents, views

_HOME = "panti/<uuid:institution_id>/"

app_name = "institutions"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.directory, name="directory"),
    path("daftar/", views.institution_register, name="institution-register"),
    path("panti/", homes.institution_list, name="institution-list"),
    path("panti/unduh/", homes.institution_export, name="institution-export"),
    path("panti/saya/", homes.own_institution, name="institution-own"),
    path(_HOME, homes.institution, name="institution"),
    path(f"{_HOME}izin/", homes.institution_record, name="institution-record"),
    path(f"{_HOME}riwayat/", homes.institution_history, name="institution-history"),
    path(f"{_HOME}penghuni/", residents.resident_list, name="resident-list"),
    path(f"{_HOME}penghuni/unduh/", residents.resident_export, name="resident-export"),
    path(f"{_HOME}penghuni/terima/", residents.resident_admit, name="resident-admit"),
    path(f"{_HOME}keterangan/", keeping.institution_describe, name="institution-describe"),
    path(f"{_HOME}izin/tanda-daftar/", keeping.registration_record, name="registration-record"),
    path(f"{_HOME}izin/akreditasi/", keeping.accreditation_record, name="accreditation-record"),
    path(f"{_HOME}pengurus/", keeping.board_appoint, name="board-appoint"),
    path(f"{_HOME}pengurus/<uuid:member_id>/akhiri/", keeping.board_end, name="board-end"),
    path(f"{_HOME}kamar/", keeping.bed_set, name="bed-set"),
    path(f"{_HOME}ganti-nama/", keeping.institution_rename, name="institution-rename"),
    path(f"{_HOME}gabung/", keeping.institution_merge, name="institution-merge"),
    path(f"{_HOME}pecah/", keeping.institution_split, name="institution-split"),
    path(f"{_HOME}tutup/", keeping.institution_close, name="institution-close"),
    path("perubahan/<uuid:change_id>/naskah/", homes.change_file, name="change-file"),
    path("penghuni/<uuid:residency_id>/", residents.resident, name="resident"),
    path("penghuni/<uuid:residency_id>/keluar/", residents.resident_discharge, name="resident-discharge"),
    path("penghuni/<uuid:residency_id>/pindah/", residents.resident_transfer, name="resident-transfer"),
    path("rujukan/<uuid:referral_id>/terima/", residents.referral_admit, name="referral-admit"),
    path("pendaftaran/", applications.application_list, name="application-list"),
    path("pendaftaran/unduh/", applications.application_export, name="application-export"),
    path("pendaftaran/baru/", applications.application_apply, name="application-apply"),
    path("pendaftaran/<uuid:application_id>/", applications.application, name="application"),
    path("pendaftaran/<uuid:application_id>/berkas/", applications.application_papers, name="application-papers"),
    path(
        "pendaftaran/<uuid:application_id>/daftarkan/", applications.application_register, name="application-register"
    ),
    path("pendaftaran/<uuid:application_id>/<slug:verb>/", applications.application_step, name="application-step"),
    path("kerja-sama/", partnerships.partnership_list, name="partnership-list"),
    path("kerja-sama/unduh/", partnerships.partnership_export, name="partnership-export"),
    path("kerja-sama/baru/", partnerships.partnership_record, name="partnership-record"),
    path("kerja-sama/<uuid:partnership_id>/", partnerships.partnership, name="partnership"),
    path("kerja-sama/<uuid:partnership_id>/naskah/", partnerships.partnership_file, name="partnership-file"),
    path("kerja-sama/<uuid:partnership_id>/akhiri/", partnerships.partnership_end, name="partnership-end"),
    path("layanan/", directory.service_list, name="service-list"),
    path("layanan/baru/", directory.service_add, name="service-add"),
    path("layanan/impor/", directory.directory_import, name="directory-import"),
    path("layanan/ekspor/<slug:form>/", directory.directory_export, name="directory-export"),
    path("layanan/<uuid:service_id>/", directory.service, name="service"),
    path("layanan/<uuid:service_id>/ubah/", directory.service_change, name="service-change"),
    path("layanan/<uuid:service_id>/periksa/", directory.service_verify, name="service-verify"),
    path("layanan/<uuid:service_id>/tempat/", directory.service_room, name="service-room"),
    path("layanan/<uuid:service_id>/hentikan/", directory.service_retire, name="service-retire"),
    path("tujuan/<uuid:agency_id>/", directory.agency_change, name="agency-change"),
    path("tujuan/<uuid:agency_id>/kode/", directory.agency_code, name="agency-code"),
]
