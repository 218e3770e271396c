"""Addresses of the pages of staged imports."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.imports import views

app_name = "imports"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.batch_list, name="batch-list"),
    path("unggah/", views.upload, name="upload"),
    path("<uuid:batch_id>/", views.batch, name="batch"),
    path("<uuid:batch_id>/kemajuan/", views.progress, name="progress"),
    path("<uuid:batch_id>/masalah.xlsx", views.problems, name="problems"),
    path("<uuid:batch_id>/setujui/", views.approve, name="approve"),
    path("<uuid:batch_id>/batalkan/", views.cancel, name="cancel"),
    path("<uuid:batch_id>/urungkan/", views.undo, name="undo"),
]
