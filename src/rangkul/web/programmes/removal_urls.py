"""Addresses of the pages of candidates and removal batches."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.programmes import candidates, complementarity, removal_steps, removals

urlpatterns: list[URLPattern | URLResolver] = [
    path("calon/", candidates.candidate_list, name="candidate-list"),
    path("calon/<uuid:run_id>/", candidates.candidate_run, name="candidate-run"),
    path("calon/<uuid:run_id>/unduh/", candidates.candidate_export, name="candidate-export"),
    path("calon/nama/<uuid:candidate_id>/", candidates.candidate, name="candidate"),
    path("pencoretan/", removals.removal_list, name="removal-list"),
    path("pencoretan/usulan-nonaktif/", removals.removal_owners, name="removal-owners"),
    path("pencoretan/sebelum-sesudah/", removals.removal_report, name="removal-report"),
    path("pencoretan/<uuid:batch_id>/", removals.removal, name="removal"),
    path("pencoretan/<uuid:batch_id>/ajukan/", removal_steps.removal_submit, name="removal-submit"),
    path("pencoretan/<uuid:batch_id>/teruskan/", removal_steps.removal_check, name="removal-check"),
    path("pencoretan/<uuid:batch_id>/verifikasi/", removal_steps.removal_verify, name="removal-verify"),
    path("pencoretan/<uuid:batch_id>/putuskan/", removal_steps.removal_decide, name="removal-decide"),
    path("pencoretan/<uuid:batch_id>/kembalikan/", removal_steps.removal_return, name="removal-return"),
    path("pencoretan/<uuid:batch_id>/tarik/", removal_steps.removal_withdraw, name="removal-withdraw"),
    path("pencoretan/baris/<uuid:line_id>/bukti/", removal_steps.removal_describe_line, name="removal-describe-line"),
    path("pencoretan/baris/<uuid:line_id>/keluarkan/", removals.removal_drop_line, name="removal-drop-line"),
    path("pencoretan/baris/<uuid:line_id>/tetap/", removal_steps.removal_keep_line, name="removal-keep-line"),
    path("pencoretan/baris/<uuid:line_id>/pulihkan/", removal_steps.removal_reinstate, name="removal-reinstate"),
    path("pencoretan/baris/<uuid:line_id>/berkas/", removals.removal_file, name="removal-file"),
    path("kis-kip-kks/", complementarity.complementarity, name="complementarity"),
]
