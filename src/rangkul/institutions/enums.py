"""Code lists of institutions and partner agencies."""

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


class AgencyKind(models.TextChoices):
    """Where the desk refers to (domain A.7)."""

    DUKCAPIL = "DUKCAPIL", _("Dinas Kependudukan dan Pencatatan Sipil")
    HEALTH = "KESEHATAN", _("Dinas Kesehatan, puskesmas, rumah sakit")
    BPJS = "BPJS", _("BPJS Kesehatan")
    EDUCATION = "PENDIDIKAN", _("Dinas Pendidikan, sekolah")
    HOUSING = "PERUMAHAN", _("Dinas Perumahan")
    LABOUR = "TENAGA_KERJA", _("Dinas Tenaga Kerja, koperasi, UMKM")
    WOMEN_CHILDREN = "PPA", _("UPTD Perlindungan Perempuan dan Anak")
    POLICE = "KEPOLISIAN", _("kepolisian, Satpol PP")
    INSTITUTION = "PANTI_LKS", _("panti, LKS, sentra")
    CHARITY = "LEMBAGA_AMAL", _("Baznas, LAZ, PMI, CSR, LSM")
    OTHER = "LAINNYA", _("lainnya")
