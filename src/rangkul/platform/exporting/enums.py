"""Code lists of exports."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ExportState(models.TextChoices):
    WAITING = "WAITING", _("sedang disiapkan")
    READY = "READY", _("siap diunduh")
    FAILED = "FAILED", _("gagal")
    EXPIRED = "EXPIRED", _("kedaluwarsa")


class FileKind(models.TextChoices):
    XLSX = "XLSX", _("Excel (.xlsx)")
    CSV = "CSV", _("CSV (.csv)")
