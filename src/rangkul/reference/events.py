"""The calendar's changes in sentences, for the trail."""

from django.utils.translation import gettext_lazy as _

from rangkul.platform.audit.wording import register_sentences


def register() -> None:
    """Called once when the app starts."""
    register_sentences(
        {
            "reference.calendar.set_year": _("Kalender libur {year} diisi: {days} hari ({source})"),
            "reference.calendar.set_hours": _("Jam kerja kantor diubah"),
            "reference.shape.load": _("Batas wilayah untuk peta dimuat"),
        }
    )
