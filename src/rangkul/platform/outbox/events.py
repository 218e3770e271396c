"""The deeds of the outbox in words, for the audit trail."""

from django.utils.translation import gettext_lazy as _

from rangkul.platform.audit.wording import register_sentences


def register() -> None:
    """Register the sentences of this part's events."""
    register_sentences(
        {
            "platform.channel.change": _("Pengaturan saluran {channel} diubah"),
            "platform.channel.test": _("Pesan percobaan dikirim lewat {channel}"),
            "platform.channel.switch_on": _("Saluran {channel} dinyalakan"),
            "platform.channel.switch_off": _("Saluran {channel} dimatikan"),
            "platform.delivery.retry": _("Kiriman {channel} dicoba lagi"),
            "platform.delivery.retry_dead": _("{count} kiriman {channel} yang gagal dicoba lagi"),
            "platform.delivery.settle": _("Kiriman {channel} yang tidak pasti dinyatakan selesai"),
            "platform.reach.change": _("Cara dihubungi lewat {channel} diubah"),
            "platform.push.subscribe": _("Peramban didaftarkan untuk pemberitahuan"),
            "platform.push.unsubscribe": _("Peramban dicabut dari pemberitahuan"),
        }
    )
