"""The deeds of documents in words, for timelines."""

from django.utils.translation import gettext_lazy as _

from rangkul.platform.audit.wording import register_sentences


def register() -> None:
    """Register the sentences of this room's events."""
    register_sentences(
        {
            "documents.document.issue": _("Surat nomor {number} diterbitkan"),
            "documents.document.revoke": _("Surat nomor {number} dicabut"),
            "documents.series.set": _("Bentuk nomor seri {series} tahun {year} diatur: {pattern}"),
            "documents.register.take": _("Buku agenda surat keluar {month} diambil ({form}, {rows} baris)"),
        }
    )
