"""Addresses of the pages of background work, documents and the audit trail."""

from django.urls import URLPattern, URLResolver, include, path

from rangkul.web.platform import views

app_name = "platform"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("rangkul.web.platform.job_urls")),
    path("dokumen/<uuid:document_id>/", views.document, name="document"),
    path("periksa/", views.verify_ask, name="verify-ask"),
    path("periksa/<str:code>/", views.verify, name="verify"),
]
