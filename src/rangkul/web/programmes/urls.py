"""Addresses of the pages of the catalogue, screening, proposals, decisions and enrolment."""

from django.urls import URLPattern, URLResolver, include, path

from rangkul.web.programmes import catalogue, flagship, screening, screening_lists, screening_runs

app_name = "programmes"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", catalogue.catalogue, name="catalogue"),
    path("katalog/<slug:code>/", catalogue.programme, name="programme"),
    path("katalog/<slug:code>/unggulan/", flagship.programme_set_flagship, name="programme-set-flagship"),
    path("penilaian/", screening_runs.run_list, name="run-list"),
    path("penilaian/<uuid:run_id>/", screening_runs.run, name="run"),
    path("penilaian/keluarga/<uuid:family_id>/", screening.family, name="screening-family"),
    path("penilaian/mengapa/<slug:code>/<slug:kind>/<uuid:subject_id>/", screening.why, name="screening-why"),
    path("penilaian/usulan/<uuid:batch_id>/", screening_lists.of_proposal, name="screening-proposal"),
    path("penilaian/calon/<uuid:run_id>/", screening_lists.of_candidates, name="screening-candidates"),
    path("penilaian/tersimpan/<uuid:screening_id>/", screening.kept, name="screening"),
    path("", include("rangkul.web.programmes.proposal_urls")),
    path("", include("rangkul.web.programmes.removal_urls")),
    path("", include("rangkul.web.programmes.quota_urls")),
    path("", include("rangkul.web.programmes.cover_urls")),
    path("", include("rangkul.web.programmes.terms_urls")),
    path("", include("rangkul.web.programmes.commodity_urls")),
]
