"""The deeds of coverage in sentences, for the trail."""

from django.utils.translation import gettext_lazy

from rangkul.platform.audit.wording import Wording, register_sentences

SENTENCES: dict[str, Wording] = {
    "insight.coverage.propose": gettext_lazy("{lines} nama dari daftar cakupan dimasukkan ke usulan"),
    "insight.coverage.request_proposal": gettext_lazy("Usulan dari daftar cakupan masuk antrean ({subjects} nama)"),
    "insight.coverage.assign": gettext_lazy("{subjects} nama dari daftar cakupan dijadikan kegiatan kunjungan"),
    "insight.coverage.export": gettext_lazy("Daftar cakupan diunduh ({rows} baris)"),
}


def register() -> None:
    """Called once when the app starts."""
    register_sentences(SENTENCES)
