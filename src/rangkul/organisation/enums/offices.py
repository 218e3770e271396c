"""Code lists of offices."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OfficeLevel(models.TextChoices):
    REGENCY = "REGENCY", _("kabupaten/kota")
    PROVINCE = "PROVINCE", _("provinsi")
