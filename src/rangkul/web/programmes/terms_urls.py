"""Addresses of the pages where terms are written, reviewed and published, and where the catalogue grows."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.programmes import programme_new, terms, terms_cases, terms_editor

urlpatterns: list[URLPattern | URLResolver] = [
    path("katalog-baru/", programme_new.programme_create, name="programme-create"),
    path("katalog/<slug:code>/komponen-baru/", programme_new.component_create, name="component-create"),
    path("komponen/<slug:code>/ketentuan/", terms.terms_history, name="terms-history"),
    path("komponen/<slug:code>/ketentuan/baru/", terms.terms_draft, name="terms-draft"),
    path("ketentuan/", terms.terms_list, name="terms-list"),
    path("ketentuan/<uuid:terms_id>/", terms.terms, name="terms"),
    path("ketentuan/<uuid:terms_id>/ubah/", terms_editor.terms_edit, name="terms-edit"),
    path("ketentuan/<uuid:terms_id>/periksa/", terms_editor.terms_check, name="terms-check"),
    path("ketentuan/<uuid:terms_id>/lengkapi/", terms_editor.terms_complete, name="terms-complete"),
    path("ketentuan/<uuid:terms_id>/jangkauan/", terms_editor.terms_reach, name="terms-reach"),
    path(
        "ketentuan/<uuid:terms_id>/contoh/<str:kind>/<uuid:subject_id>/",
        terms_editor.terms_example,
        name="terms-example",
    ),
    path("ketentuan/<uuid:terms_id>/kasus/", terms_cases.terms_cases, name="terms-cases"),
    path("ketentuan/<uuid:terms_id>/kasus.yaml", terms.terms_cases_yaml, name="terms-cases-yaml"),
    path("ketentuan/<uuid:terms_id>/ajukan/", terms.terms_submit, name="terms-submit"),
    path("ketentuan/<uuid:terms_id>/tinjau/", terms.terms_review, name="terms-review"),
    path("ketentuan/<uuid:terms_id>/terbitkan/", terms.terms_publish, name="terms-publish"),
    path("ketentuan/<uuid:terms_id>/kembalikan/", terms.terms_return, name="terms-return"),
    path("ketentuan/<uuid:terms_id>/batalkan/", terms.terms_withdraw, name="terms-withdraw"),
]
