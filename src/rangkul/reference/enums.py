"""Code lists of areas."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AreaKind(models.TextChoices):
    """What an area is called in the Kemendagri list."""

    PROVINCE = "provinsi", _("provinsi")
    REGENCY = "kabupaten", _("kabupaten")
    CITY = "kota", _("kota")
    DISTRICT = "kecamatan", _("kecamatan")
    VILLAGE = "desa", _("desa")
    URBAN_VILLAGE = "kelurahan", _("kelurahan")
    CUSTOMARY_VILLAGE = "desa_adat", _("desa adat")
