"""Addresses of verivali."""

from django.urls import URLPattern, URLResolver

app_name = "verivali"
urlpatterns: list[URLPattern | URLResolver] = []
