"""Code lists of queue tickets at a counter (domain A.4, F9)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class QueuePurpose(models.TextChoices):
    """What somebody comes to the counter for; `letter_of` gives the letter of the ticket's number."""

    NEED = "KEBUTUHAN", _("minta bantuan atau mengadu")
    PAPERS = "BERKAS", _("melengkapi berkas atau mengambil surat")
    QUESTION = "BERTANYA", _("bertanya")


LETTERS = {QueuePurpose.NEED: "A", QueuePurpose.PAPERS: "B", QueuePurpose.QUESTION: "C"}


class QueuePriority(models.TextChoices):
    """Who is served before others; what is said here concerns a number, never a named person."""

    NONE = "BIASA", _("biasa")
    ELDERLY = "LANSIA", _("lanjut usia")
    DISABLED = "DIFABEL", _("penyandang disabilitas")
    PREGNANT = "HAMIL", _("ibu hamil atau membawa bayi")
    URGENT = "DARURAT", _("darurat")


RANKS = {QueuePriority.URGENT: 0, QueuePriority.NONE: 2}
"""The order of calling: emergencies, then those who should not stand long (1), then everybody else."""
