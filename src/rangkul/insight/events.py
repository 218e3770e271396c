"""The deeds of this room in words, for the trail."""

from django.utils.translation import gettext_lazy as _

from rangkul.platform.audit.wording import register_sentences


def register() -> None:
    """Register the sentences."""
    register_sentences(
        {
            "insight.snapshot.request": _("Salinan data semua warga per {as_of} diminta"),
            "insight.snapshot.take": _(
                "Salinan data semua warga per {as_of} dibuat: {families} keluarga, {persons} orang"
            ),
            "insight.stunting.export": _("Daftar balita menurut status tinggi badan per {on} diunduh ({rows} baris)"),
            "insight.whatif.keep": _("Skenario “{name}” disimpan"),
            "insight.whatif.drop": _("Skenario “{name}” dihapus"),
            "insight.whatif.draft": _("Perubahan dari simulasi dijadikan rancangan ketentuan {component}"),
        }
    )
