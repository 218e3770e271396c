"""Addresses of the pages of proposals, decisions and enrolment."""

from django.urls import URLPattern, URLResolver, path

from rangkul.web.programmes import enrolments, outcomes, proposal_steps, proposals

urlpatterns: list[URLPattern | URLResolver] = [
    path("usulan/", proposals.proposal_list, name="proposal-list"),
    path("usulan/baru/", proposals.proposal_create, name="proposal-create"),
    path("usulan/<uuid:batch_id>/", proposals.proposal, name="proposal"),
    path("usulan/<uuid:batch_id>/tambah/", proposals.proposal_add_line, name="proposal-add-line"),
    path("usulan/baris/<uuid:line_id>/keluarkan/", proposals.proposal_remove_line, name="proposal-remove-line"),
    path("usulan/baris/<uuid:line_id>/tolak/", proposal_steps.proposal_refuse_line, name="proposal-refuse-line"),
    path("usulan/<uuid:batch_id>/ajukan/", proposal_steps.proposal_submit, name="proposal-submit"),
    path("usulan/<uuid:batch_id>/teruskan/", proposal_steps.proposal_check, name="proposal-check"),
    path("usulan/<uuid:batch_id>/verifikasi/", proposal_steps.proposal_verify, name="proposal-verify"),
    path("usulan/<uuid:batch_id>/tetapkan/", proposal_steps.proposal_decide, name="proposal-decide"),
    path("usulan/<uuid:batch_id>/kembalikan/", proposal_steps.proposal_return, name="proposal-return"),
    path("usulan/<uuid:batch_id>/tarik/", proposal_steps.proposal_withdraw, name="proposal-withdraw"),
    path("keputusan/<uuid:decree_id>/", proposals.decree, name="decree"),
    path("peserta/", enrolments.enrolment_list, name="enrolment-list"),
    path("peserta/unduh/", enrolments.enrolment_export, name="enrolment-export"),
    path("peserta/<uuid:enrolment_id>/akhiri/", enrolments.enrolment_end, name="enrolment-end"),
    path("peserta/<uuid:enrolment_id>/hasil/", outcomes.outcome_record, name="outcome-record"),
    path("hasil/", outcomes.outcome_list, name="outcome-list"),
]
