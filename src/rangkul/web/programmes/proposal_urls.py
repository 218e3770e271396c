"""Addresses of the pages of proposals, decisions and enrolment."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
