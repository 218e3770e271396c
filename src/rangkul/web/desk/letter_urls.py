"""Addresses of the pages of letters."""

from django.urls import URLPattern, path

from rangkul.web.desk import letter_book, letter_certificate, letter_signers, letter_steps, letters

letter_urls: list[URLPattern] = [
    path("kasus/<uuid:case_id>/surat/baru/", letter_steps.letter_new, name="letter-new"),
    path("surat/warga/<uuid:person_id>/", letter_certificate.letter_certificate, name="letter-certificate"),
    path("surat/", letters.letter_list, name="letter-list"),
    path("surat/buku/", letter_book.letter_book, name="letter-book"),
    path("surat/nomor/", letter_book.letter_series, name="letter-series"),
    path("surat/penandatangan/", letter_signers.letter_signers, name="letter-signers"),
    path("surat/penandatangan/kuasa/", letter_signers.mandate_grant, name="mandate-grant"),
    path("surat/penandatangan/kuasa/<uuid:mandate_id>/akhiri/", letter_signers.mandate_end, name="mandate-end"),
    path("surat/penandatangan/<uuid:official_id>/", letter_signers.letter_signer_link, name="letter-signer-link"),
    path("surat/<uuid:letter_id>/", letters.letter, name="letter"),
    path("surat/<uuid:letter_id>/ubah/", letter_steps.letter_change, name="letter-change"),
    path("surat/<uuid:letter_id>/paraf/", letter_steps.letter_initial, name="letter-initial"),
    path("surat/<uuid:letter_id>/kembalikan/", letter_steps.letter_return, name="letter-return"),
    path("surat/<uuid:letter_id>/tandatangani/", letter_steps.letter_sign, name="letter-sign"),
    path("surat/<uuid:letter_id>/terbitkan/", letter_steps.letter_issue, name="letter-issue"),
    path("surat/<uuid:letter_id>/batalkan/", letter_steps.letter_cancel, name="letter-cancel"),
    path("surat/<uuid:letter_id>/pratinjau/", letter_steps.letter_preview, name="letter-preview"),
    path("surat/<uuid:letter_id>/salinan/", letter_steps.letter_copy, name="letter-copy"),
]
