"""Addresses of the pages of background work, documents and the audit trail."""

from django.urls import URLPattern, URLResolver

app_name = "platform"
urlpatterns: list[URLPattern | URLResolver] = []
