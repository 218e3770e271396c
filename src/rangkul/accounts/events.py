"""The deeds at the door in words, for the trail."""

from django.utils.translation import gettext_lazy

from rangkul.platform.audit.wording import Wording, register_sentences

SENTENCES: dict[str, Wording] = {
    "accounts.session.start": gettext_lazy("Masuk ke sistem"),
    "accounts.session.refuse": gettext_lazy("Gagal masuk dengan nama {username}"),
    "accounts.duty.choose": gettext_lazy("Berganti tugas"),
    "accounts.duty.carry": gettext_lazy("Tugas dipindahkan ke lembaga hasil penggabungan"),
    "accounts.user.create": gettext_lazy("Akun {username} dibuka"),
}


def register() -> None:
    """Called once when the app starts."""
    register_sentences(SENTENCES)
