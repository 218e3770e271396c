"""Addresses of the pages of the catalogue, screening, proposals, decisions and enrolment."""

from django.urls import URLPattern, URLResolver

app_name = "programmes"
urlpatterns: list[URLPattern | URLResolver] = []
