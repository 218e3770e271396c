"""Addresses of the pages of figures."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.insight import deciles, views

app_name = "insight"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.realisation, name="realisation"),
    path("unduh/", views.realisation_export, name="realisation-export"),
    path("desil/", deciles.deciles, name="deciles"),
    path("desil/unduh/", deciles.deciles_export, name="deciles-export"),
    path("<slug:code>/", views.component, name="component"),
]
