"""Addresses of the pages of cases, referrals and the citizen's ticket."""

from django.urls import URLPattern, URLResolver

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = []
