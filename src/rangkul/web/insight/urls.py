"""Addresses of the pages of figures."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.insight import coverage, coverage_lists, deciles, targets, views

app_name = "insight"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.realisation, name="realisation"),
    path("unduh/", views.realisation_export, name="realisation-export"),
    path("desil/", deciles.deciles, name="deciles"),
    path("desil/unduh/", deciles.deciles_export, name="deciles-export"),
    path("cakupan/", coverage.coverage, name="coverage"),
    path("cakupan/unduh/", coverage.coverage_export, name="coverage-export"),
    path("cakupan/hitung/", coverage.coverage_refresh, name="coverage-refresh"),
    path("cakupan/celah/", coverage.coverage_gap, name="coverage-gap"),
    path("cakupan/daftar/", coverage_lists.coverage_list, name="coverage-list"),
    path("cakupan/daftar/unduh/", coverage_lists.coverage_list_export, name="coverage-list-export"),
    path("cakupan/daftar/usulkan/", coverage_lists.coverage_propose, name="coverage-propose"),
    path("cakupan/daftar/kunjungi/", coverage_lists.coverage_assign, name="coverage-assign"),
    path("sasaran/", targets.targets, name="targets"),
    path("sasaran/unduh/", targets.targets_export, name="targets-export"),
    path("<slug:code>/", views.component, name="component"),
]
