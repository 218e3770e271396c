"""The outbox's only message of its own: the test of a channel."""

from django.utils.translation import gettext_lazy as _

from rangkul.platform.outbox.messages import register_template

TEST = "outbox.channel.test"


def register() -> None:
    """Called once when the app starts."""
    register_template(TEST, _("Pesan percobaan dari Rangkul. Bila Anda membacanya, saluran ini berfungsi."))
