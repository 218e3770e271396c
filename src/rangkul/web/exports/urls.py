"""Addresses of the export pages."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.exports import views

app_name = "exports"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.export_list, name="export-list"),
    path("minta/", views.request, name="request"),
    path("<uuid:export_id>/unduh/", views.take, name="take"),
]
