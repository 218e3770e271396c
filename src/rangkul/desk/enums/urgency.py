"""Why a need cannot wait until tomorrow (domain A.5 N07, A.6 L07, L11, L13, L15)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Urgency(models.TextChoices):
    """Kinds of urgency; each is due today and stands before everything else."""

    HUNGER = "LAPAR", _("tidak ada makanan hari ini")
    ABANDONED = "TELANTAR", _("terlantar, tidak ada yang merawat")
    VIOLENCE = "KEKERASAN", _("kekerasan atau ancaman di rumah")
    CHILD = "ANAK", _("anak dalam bahaya atau tanpa pengasuh")
    ILLNESS = "SAKIT", _("sakit atau luka, perlu ditolong hari ini")
    MENTAL = "JIWA", _("gangguan jiwa, membahayakan diri atau orang lain")
    DISASTER = "BENCANA", _("bencana atau kebakaran")
    STRANDED = "KEHABISAN_BEKAL", _("kehabisan bekal di perjalanan")
    OTHER = "LAIN", _("mendesak karena hal lain")
