"""Addresses of the language switch and of the page that shows every component."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.shared import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("bahasa/", views.language, name="language"),
    path("gaya/", views.gaya, name="gaya"),
]
