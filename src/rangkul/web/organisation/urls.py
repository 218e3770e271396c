"""Addresses of the pages of the office, its divisions and posts."""

from django.urls import URLPattern, URLResolver

app_name = "organisation"
urlpatterns: list[URLPattern | URLResolver] = []
