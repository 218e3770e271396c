"""Code lists of the outbox."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """A way out of the house; in-app needs none of these."""

    EMAIL = "EMAIL", _("surel")
    SMS = "SMS", _("SMS")
    WHATSAPP = "WHATSAPP", _("WhatsApp")
    PUSH = "PUSH", _("peramban")


class DeliveryState(models.TextChoices):
    WAITING = "WAITING", _("menunggu")
    SENDING = "SENDING", _("sedang dikirim")
    UNCERTAIN = "UNCERTAIN", _("tidak pasti")
    SENT = "SENT", _("terkirim")
    DELIVERED = "DELIVERED", _("sampai")
    READ = "READ", _("dibaca")
    DEAD = "DEAD", _("gagal")
    DROPPED = "DROPPED", _("dibatalkan")


OPEN_STATES = (DeliveryState.WAITING, DeliveryState.SENDING)
TROUBLED_STATES = (DeliveryState.DEAD, DeliveryState.UNCERTAIN)
"""Where an official has to decide."""
