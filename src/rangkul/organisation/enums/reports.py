"""Code lists of the reports that the work itself writes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportKind(models.TextChoices):
    """Forms F6 and F7 of the domain (A.4)."""

    WEEKLY = "WEEKLY", _("laporan mingguan fasilitator")
    DAILY = "DAILY", _("laporan harian Puskesos")
