"""Addresses of the pages of institutions and agencies."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.institutions import views

app_name = "institutions"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.directory, name="directory"),
    path("daftar/", views.institution_register, name="institution-register"),
]
