"""Code lists of the import."""

from django.db import models
from django.utils.translation import gettext_lazy as _

READ_JOB, APPLY_JOB, UNDO_JOB = "registry.import.read", "registry.import.apply", "registry.import.undo"
PREVIEW_JOB = "registry.import.preview_undo"


class BatchState(models.TextChoices):
    UPLOADED = "UPLOADED", _("diunggah, sedang dibaca")
    MAPPING = "MAPPING", _("menunggu padanan kolom")
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


class Unit(models.TextChoices):
    """What the uploader says a row of the file is."""

    PERSON = "PERSON", _("orang")
    FAMILY = "FAMILY", _("keluarga")


class RowDecision(models.TextChoices):
    """What a person says of a row about which matching is in doubt."""

    PERSON = "PERSON", _("orang ini")
    NEW = "NEW", _("orang baru")
    SKIP = "SKIP", _("lewati")


CONTRARY = "CONTRARY"
"""Kind of a kept row that another waiting file contradicts; not a verdict: the row keeps its own."""

FALLEN = "FALLEN"
"""Kind of a kept row that stands in no file: who was on the list before and is not on this one."""

PROBLEMS = (Verdict.DOUBTFUL, Verdict.REFUSED)
