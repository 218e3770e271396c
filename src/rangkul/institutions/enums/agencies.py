"""Code lists of partner agencies (domain A.7)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
    OFFICE = "DINSOS", _("Dinas Sosial sendiri")
    OTHER = "LAINNYA", _("lainnya")
