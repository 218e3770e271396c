"""Addresses of the pages of institutions, agencies and the services they give."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.institutions import directory, views

app_name = "institutions"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.directory, name="directory"),
    path("daftar/", views.institution_register, name="institution-register"),
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
