"""Addresses of the pages of quotas, waiting lists and overlaps."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.programmes import overlaps, quotas, waiting

urlpatterns: list[URLPattern | URLResolver] = [
    path("kuota/", quotas.quota, name="quota"),
    path("kuota/simpan/", quotas.quota_set, name="quota-set"),
    path("kuota/bagi/", quotas.quota_distribute, name="quota-distribute"),
    path("daftar-tunggu/", waiting.waiting_list, name="waiting-list"),
    path("daftar-tunggu/<uuid:component_id>/<int:year>/siapkan/", waiting.waiting_prepare, name="waiting-prepare"),
    path("daftar-tunggu/<uuid:component_id>/<int:year>/akhiri/", waiting.waiting_expire, name="waiting-expire"),
    path("tumpang-tindih/", overlaps.report, name="overlap-report"),
    path("tumpang-tindih/aturan/", overlaps.matrix, name="overlap-matrix"),
    path("tumpang-tindih/aturan/ubah/", overlaps.overlap_set, name="overlap-set"),
    path("tumpang-tindih/<uuid:policy_id>/", overlaps.overlap_list, name="overlap-list"),
    path("tumpang-tindih/<uuid:policy_id>/unduh/", overlaps.overlap_export, name="overlap-export"),
]
