"""Why a need could not be met."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Unmet(models.TextChoices):
    """What stood in the way; "" where nobody has said."""

    NO_SERVICE = "TIDAK_ADA", _("tidak ada layanan untuk itu")
    REJECTED = "DITOLAK", _("ditolak lembaga tujuan")
    UNANSWERED = "TAK_DIJAWAB", _("lembaga tujuan tidak menjawab")
    FULL = "PENUH", _("tempat atau kuota penuh")
    REQUIREMENTS = "SYARAT", _("syarat layanan tidak terpenuhi")


REFUSALS: tuple[Unmet, ...] = (Unmet.FULL, Unmet.REQUIREMENTS, Unmet.NO_SERVICE, Unmet.REJECTED)
"""What a receiver can say when it rejects a referral; `REJECTED` is any other reason of theirs."""
