"""Code lists of areas, and of whose budget something is paid from."""

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


class FundSource(models.TextChoices):
    """Whose budget a programme or a single thing is paid from."""

    APBN = "APBN", _("APBN")
    APBD_PROVINCE = "APBD_PROV", _("APBD provinsi")
    APBD_REGENCY = "APBD_KAB", _("APBD kabupaten/kota")
    VILLAGE_FUND = "DANA_DESA", _("Dana Desa")
    CHARITY = "BAZNAS_CSR", _("Baznas, CSR, masyarakat")
