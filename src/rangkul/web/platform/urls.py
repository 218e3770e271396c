"""Addresses of the pages of background work, documents and the audit trail."""

from django.urls import URLPattern, URLResolver, include, path

from rangkul.web.platform import trail, views

app_name = "platform"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("rangkul.web.platform.job_urls")),
    path("", include("rangkul.web.platform.outbox_urls")),
    path("jejak/", trail.audit_trail, name="audit-trail"),
    path("jejak/akses/", trail.access_log, name="access-log"),
    path("jejak/periksa/", trail.examine, name="audit-examine"),
    path("dokumen/<uuid:document_id>/", views.document, name="document"),
    path("periksa/", views.verify_ask, name="verify-ask"),
    path("periksa/<str:code>/", views.verify, name="verify"),
]
