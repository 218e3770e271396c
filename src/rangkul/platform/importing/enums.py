"""Code lists of the import."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BatchState(models.TextChoices):
    UPLOADED = "UPLOADED", _("diunggah, sedang dibaca")
    READ = "READ", _("terbaca, menunggu persetujuan")
    APPROVED = "APPROVED", _("disetujui, sedang diterapkan")
    APPLIED = "APPLIED", _("diterapkan")
    UNDONE = "UNDONE", _("dibatalkan seluruhnya")
    FAILED = "FAILED", _("gagal dibaca")
    CANCELLED = "CANCELLED", _("tidak jadi")


class Verdict(models.TextChoices):
    """What a row of the file would do to the registry."""

    NEW = "NEW", _("baru")
    CHANGED = "CHANGED", _("berubah")
    SAME = "SAME", _("sama")
    DOUBTFUL = "DOUBTFUL", _("meragukan")
    REFUSED = "REFUSED", _("ditolak")


PROBLEMS = (Verdict.DOUBTFUL, Verdict.REFUSED)
