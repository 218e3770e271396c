"""The deeds of files in words, for timelines."""

from django.utils.translation import gettext_lazy as _

from rangkul.platform.audit.wording import register_sentences


def register() -> None:
    """Register the sentences of this room's events."""
    register_sentences({"files.file.keep": _("Berkas disimpan"), "files.file.seal": _("Berkas lama dienkripsi")})
