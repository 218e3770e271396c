"""Code lists of activities."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActivityKind(models.TextChoices):
    """What the office calls people together for."""

    BIMTEK = "BIMTEK", _("bimbingan teknis")
    SOSIALISASI = "SOSIALISASI", _("sosialisasi")
    RAKOR = "RAKOR", _("rapat koordinasi")
    PELATIHAN = "PELATIHAN", _("pelatihan")
    KESERASIAN = "KESERASIAN", _("keserasian sosial")
    OTHER = "OTHER", _("kegiatan lain")


class ParticipantRole(models.TextChoices):
    """In what role somebody attends (R404: kepala desa, kesra, operator desa, fasilitator)."""

    VILLAGE_HEAD = "VILLAGE_HEAD", _("kepala desa/lurah")
    WELFARE_SECTION = "WELFARE_SECTION", _("kesra")
    VILLAGE_OPERATOR = "VILLAGE_OPERATOR", _("operator desa")
    FACILITATOR = "FACILITATOR", _("fasilitator")
    TKSK = "TKSK", _("TKSK")
    CITIZEN = "CITIZEN", _("warga")
    OTHER = "OTHER", _("peserta lain")
