"""Code lists of complaints (domain A.3, A.5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Against(models.TextChoices):
    """Whose doing a complaint is about; it decides past whom the complaint goes."""

    NOBODY = "BUKAN_PETUGAS", _("bukan petugas")
    VILLAGE = "DESA", _("petugas desa, RT/RW atau Puskesos")
    KECAMATAN = "KECAMATAN", _("petugas kecamatan, TKSK, fasilitator atau pendamping")
    OFFICE = "DINAS", _("petugas Dinas Sosial")
    HEAD = "KEPALA", _("kepala Dinas Sosial")
    SHOP = "PENYALUR", _("e-warong, bank atau Pos")
    OTHER = "LAIN", _("petugas lain, misalnya sekolah atau puskesmas")


class Reach(models.IntegerChoices):
    """From which level up officials see a complaint: past the one whom it is about."""

    VILLAGE = 0, _("desa/kelurahan ke atas")
    DISTRICT = 1, _("kecamatan (supervisor) ke atas")
    REGENCY = 2, _("kabupaten/kota saja")
    HEAD = 3, _("kepala kantor, Inspektorat dan auditor")
    OUTSIDE = 4, _("Inspektorat dan auditor saja")


class ComplaintOutcome(models.TextChoices):
    """How a complaint was answered: nothing is answered without one."""

    PROVEN = "TERBUKTI", _("terbukti, sudah ditindaklanjuti")
    NOT_PROVEN = "TIDAK_TERBUKTI", _("diperiksa, tidak terbukti")
    INFORMED = "INFORMASI", _("penjelasan sudah diberikan")
    PASSED_ON = "DITERUSKAN", _("diteruskan ke yang berwenang")
    NOT_POSSIBLE = "TIDAK_DAPAT", _("tidak dapat ditindaklanjuti, alasan dijelaskan")
