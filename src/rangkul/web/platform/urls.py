"""Addresses of the pages of background work, documents and the audit trail."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "platform"
urlpatterns: list[URLPattern | URLResolver] = [path("", include("rangkul.web.platform.job_urls"))]
