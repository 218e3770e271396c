"""Code lists of institutions (domain D.4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class InstitutionKind(models.TextChoices):
    """Kinds of social-welfare institution (domain D.4)."""

    LKSA = "LKSA", _("Lembaga Kesejahteraan Sosial Anak")
    LKS_ELDERLY = "LKS_LANSIA", _("LKS lanjut usia")
    LKS_DISABILITY = "LKS_DISABILITAS", _("LKS penyandang disabilitas")
    LKS = "LKS", _("LKS lainnya")
    PANTI = "PANTI", _("panti sosial")
    UPT = "UPT", _("UPT Dinas")
    DISABLED_ORGANISATION = "ORG_DISABILITAS", _("organisasi penyandang disabilitas")
    KARANG_TARUNA = "KARANG_TARUNA", _("Karang Taruna")
    LK3 = "LK3", _("Lembaga Konsultasi Kesejahteraan Keluarga (LK3)")
    WKSBM = "WKSBM", _("Wahana Kesejahteraan Sosial Berbasis Masyarakat (WKSBM)")
    BUSINESS = "DUNIA_USAHA", _("dunia usaha, forum CSR")
