"""Code lists of posts and their people."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
