"""What each layout is called when spoken of."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TITLES: dict[str, str | Promise] = {
    "letter": _("Surat"),
    "proof": _("Surat keterangan terdaftar"),
    "referral": _("Surat pengantar rujukan"),
    "why": _("Penjelasan hasil pemeriksaan syarat"),
    "decree": _("Surat keputusan"),
    "removal": _("Keputusan pencoretan penerima"),
    "survey": _("Laporan survei kepuasan masyarakat"),
    "bast": _("Berita acara serah terima"),
    "certificate": _("Sertifikat"),
    "report": _("Laporan"),
    "statement": _("Surat keterangan"),
    "client": _("Berita acara serah terima klien"),
}

_OF_KIND: dict[str, str | Promise] = {}


def register_titles(titles: dict[str, str | Promise]) -> None:
    """Rooms tell what their kinds of documents are called, once when the app starts: {kind: name}."""
    _OF_KIND.update(titles)


def title_of(kind: str, template: str) -> str | Promise:
    """What a document is called: by its kind when a room named it, else by its layout."""
    return _OF_KIND.get(kind) or TITLES.get(template, template)
