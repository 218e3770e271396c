"""Code lists of referrals."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReferralState(models.TextChoices):
    SENT = "DIKIRIM", _("dikirim")
    ACCEPTED = "DITERIMA", _("diterima")
    REJECTED = "DITOLAK", _("ditolak")
    DONE = "SELESAI", _("selesai dengan hasil")
