"""Code lists of the organisation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OfficeLevel(models.TextChoices):
    REGENCY = "REGENCY", _("kabupaten/kota")
    PROVINCE = "PROVINCE", _("provinsi")


class PostStatus(models.TextChoices):
    PLANNED = "PLANNED", _("rencana")
    TRIAL = "TRIAL", _("uji coba")
    ACTIVE = "ACTIVE", _("aktif")
    CLOSED = "CLOSED", _("ditutup")


class PostRole(models.TextChoices):
    """The six people of a Puskesos (composition unverified, domain A.2)."""

    RESPONSIBLE = "RESPONSIBLE", _("penanggung jawab")
    COORDINATOR = "COORDINATOR", _("koordinator")
    FRONT_OFFICE = "FRONT_OFFICE", _("front office")
    BACK_OFFICE = "BACK_OFFICE", _("back office")
    DATA_OPERATOR = "DATA_OPERATOR", _("operator data")
    FACILITATOR = "FACILITATOR", _("fasilitator")


class ActivityKind(models.TextChoices):
    """What the office calls people together for."""

    BIMTEK = "BIMTEK", _("bimbingan teknis")
    SOSIALISASI = "SOSIALISASI", _("sosialisasi")
    RAKOR = "RAKOR", _("rapat koordinasi")
    OTHER = "OTHER", _("kegiatan lain")


class ParticipantRole(models.TextChoices):
    """In what role somebody attends (R404: kepala desa, kesra, operator desa, fasilitator)."""

    VILLAGE_HEAD = "VILLAGE_HEAD", _("kepala desa/lurah")
    WELFARE_SECTION = "WELFARE_SECTION", _("kesra")
    VILLAGE_OPERATOR = "VILLAGE_OPERATOR", _("operator desa")
    FACILITATOR = "FACILITATOR", _("fasilitator")
    TKSK = "TKSK", _("TKSK")
    OTHER = "OTHER", _("peserta lain")
