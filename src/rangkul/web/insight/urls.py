"""Addresses of the pages of figures."""

from django.urls import URLPattern, URLResolver, include, path

from rangkul.web.insight import deciles, stunting, views

app_name = "insight"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.realisation, name="realisation"),
    path("unduh/", views.realisation_export, name="realisation-export"),
    path("desil/", deciles.deciles, name="deciles"),
    path("desil/unduh/", deciles.deciles_export, name="deciles-export"),
    path("cakupan/stunting/", stunting.stunting, name="stunting"),
    path("cakupan/stunting/daftar/", stunting.stunting_list, name="stunting-list"),
    path("cakupan/stunting/daftar/unduh/", stunting.stunting_export, name="stunting-export"),
    path("", include("rangkul.web.insight.coverage_urls")),
    path("", include("rangkul.web.insight.whatif_urls")),
    path("<slug:code>/", views.component, name="component"),
]
