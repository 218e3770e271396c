"""Addresses of what-if and of the snapshot it looks at."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.insight import snapshot, whatif, whatif_scenarios

urlpatterns: list[URLPattern | URLResolver] = [
    path("salinan/perbarui/", snapshot.refresh, name="snapshot-refresh"),
    path("simulasi/", whatif.whatif, name="whatif"),
    path("simulasi/unduh/", whatif.export, name="whatif-export"),
    path("simulasi/simpan/", whatif_scenarios.keep, name="whatif-keep"),
    path("simulasi/skenario/", whatif_scenarios.scenarios, name="whatif-scenarios"),
    path("simulasi/banding/", whatif_scenarios.compare, name="whatif-compare"),
    path("simulasi/skenario/<uuid:scenario_id>/hapus/", whatif_scenarios.drop, name="whatif-drop"),
    path("simulasi/rancangan/<slug:code>/", whatif_scenarios.draft, name="whatif-draft"),
    path("simulasi/coba/<uuid:terms_id>/", whatif_scenarios.try_terms, name="whatif-try"),
    path("simulasi/daftar/<slug:code>/<slug:which>/", whatif.people, name="whatif-list"),
]
