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
}
