"""Addresses of the pages of areas and code lists."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.reference import views

app_name = "reference"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.search, name="search"),
    path("<str:code>/", views.area, name="area"),
]
