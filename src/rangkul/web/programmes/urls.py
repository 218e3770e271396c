"""Addresses of the pages of the catalogue, screening, proposals, decisions and enrolment."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "programmes"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("rangkul.web.programmes.proposal_urls")),
]
