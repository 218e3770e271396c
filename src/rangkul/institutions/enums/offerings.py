"""Code lists of the service directory (Open Referral HSDS 3.1, domain A.1 and A.7)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ServiceStatus(models.TextChoices):
    """Whether a service is given; the four of HSDS."""

    ACTIVE = "ACTIVE", _("berjalan")
    INACTIVE = "INACTIVE", _("tidak berjalan")
    CLOSED = "TEMPORARILY_CLOSED", _("tutup sementara")
    DEFUNCT = "DEFUNCT", _("dihentikan")


class NeedKind(models.TextChoices):
    """Kinds of case a service accepts: the nine sectors, and groups that need somebody who knows them."""

    HEALTH = "KESEHATAN", _("kesehatan")
    EDUCATION = "PENDIDIKAN", _("pendidikan")
    SOCIAL = "SOSIAL_EKONOMI", _("sosial-ekonomi")
    FOOD = "PANGAN", _("pangan")
    ENERGY = "ENERGI", _("energi")
    FARMING = "PERTANIAN", _("pertanian")
    FISHERY = "PERIKANAN", _("perikanan")
    HOUSING = "PERUMAHAN", _("perumahan")
    CIVIL_REGISTRY = "ADMINDUK", _("administrasi kependudukan")
    ELDERLY = "LANSIA", _("lanjut usia")
    CHILDREN = "ANAK", _("anak")
    DISABILITY = "DISABILITAS", _("penyandang disabilitas")
    VIOLENCE = "KEKERASAN", _("korban kekerasan")
    STRANDED = "TERLANTAR", _("orang terlantar, pemulangan")
    ADDICTION = "ODGJ_NAPZA", _("gangguan jiwa, napza")
    DISASTER = "BENCANA", _("korban bencana")
    WORK = "KERJA", _("kerja dan usaha")
    INSTITUTION = "LEMBAGA", _("lembaga dan yayasan")


class Weekday(models.TextChoices):
    """Days as iCalendar and HSDS write them."""

    MONDAY = "MO", _("Senin")
    TUESDAY = "TU", _("Selasa")
    WEDNESDAY = "WE", _("Rabu")
    THURSDAY = "TH", _("Kamis")
    FRIDAY = "FR", _("Jumat")
    SATURDAY = "SA", _("Sabtu")
    SUNDAY = "SU", _("Minggu")
