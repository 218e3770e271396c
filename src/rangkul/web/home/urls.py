"""Addresses of the pages of the public front page and each role's worklist."""

from django.urls import URLPattern, URLResolver

app_name = "home"
urlpatterns: list[URLPattern | URLResolver] = []
