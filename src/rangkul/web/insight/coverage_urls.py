"""Addresses of coverage, of the lists behind its figures, and of targets."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.insight import coverage, coverage_lists, targets

urlpatterns: list[URLPattern | URLResolver] = [
    path("cakupan/", coverage.coverage, name="coverage"),
    path("cakupan/unduh/", coverage.coverage_export, name="coverage-export"),
    path("cakupan/celah/", coverage.coverage_gap, name="coverage-gap"),
    path("cakupan/daftar/", coverage_lists.coverage_list, name="coverage-list"),
    path("cakupan/daftar/unduh/", coverage_lists.coverage_list_export, name="coverage-list-export"),
    path("cakupan/daftar/usulkan/", coverage_lists.coverage_propose, name="coverage-propose"),
    path("cakupan/daftar/kunjungi/", coverage_lists.coverage_assign, name="coverage-assign"),
    path("sasaran/", targets.targets, name="targets"),
    path("sasaran/unduh/", targets.targets_export, name="targets-export"),
]
