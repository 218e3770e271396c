"""Code lists of powers to sign."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Capacity(models.TextChoices):
    """How somebody signs who does not hold the office: on behalf of its holder, or in its place for a time."""

    ON_BEHALF = "AN", _("a.n. (atas nama)")
    ACTING = "PLT", _("Plt. (pelaksana tugas, jabatan kosong)")
    DAILY = "PLH", _("Plh. (pelaksana harian, pejabat berhalangan)")
