"""Addresses of the pages of staged imports."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.imports import columns, differences, doubts, uploading, views

app_name = "imports"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.batch_list, name="batch-list"),
    path("unggah/", uploading.upload, name="upload"),
    path("unggahan/", uploading.start, name="upload-start"),
    path("unggahan/<uuid:session_id>/", uploading.status, name="upload-status"),
    path("unggahan/<uuid:session_id>/potongan/", uploading.piece, name="upload-piece"),
    path("unggahan/<uuid:session_id>/selesai/", uploading.finish, name="upload-finish"),
    path("unggahan/<uuid:session_id>/buang/", uploading.drop, name="upload-drop"),
    path("padanan/", columns.mapping_list, name="mapping-list"),
    path("padanan/<uuid:mapping_id>/", columns.mapping, name="mapping"),
    path("padanan/<uuid:mapping_id>/nama/", columns.mapping_rename, name="mapping-rename"),
    path("padanan/<uuid:mapping_id>/hapus/", columns.mapping_remove, name="mapping-remove"),
    path("<uuid:batch_id>/", views.batch, name="batch"),
    path("<uuid:batch_id>/kemajuan/", views.progress, name="progress"),
    path("<uuid:batch_id>/kolom/", columns.map_columns, name="columns"),
    path("<uuid:batch_id>/tanya-kolom/", columns.ask_columns, name="ask-columns"),
    path("<uuid:batch_id>/isi/", columns.map_values, name="values"),
    path("<uuid:batch_id>/perbedaan/", differences.differences, name="differences"),
    path("<uuid:batch_id>/meragukan/<int:row_id>/", doubts.doubt, name="doubt"),
    path("<uuid:batch_id>/susulan/", doubts.follow_up, name="follow-up"),
    path("<uuid:batch_id>/tidak-ada-lagi.xlsx", differences.fallen, name="fallen"),
    path("<uuid:batch_id>/tetap-ada/", differences.kept, name="kept"),
    path("<uuid:batch_id>/periksa-pembatalan/", differences.preview_undo, name="preview-undo"),
    path("<uuid:batch_id>/masalah.xlsx", views.problems, name="problems"),
    path("<uuid:batch_id>/setujui/", views.approve, name="approve"),
    path("<uuid:batch_id>/lembar/", views.read_sheet, name="read-sheet"),
    path("<uuid:batch_id>/ulangi/", views.retry, name="retry"),
    path("<uuid:batch_id>/batalkan/", views.cancel, name="cancel"),
    path("<uuid:batch_id>/urungkan/", views.undo, name="undo"),
]
