"""Code lists of cases (domain A.3–A.5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    COUNTER = "LOKET", _("loket Puskesos")
    FACILITATOR = "FASILITATOR", _("fasilitator")
    VILLAGE = "DESA", _("desa, RT/RW")
    PHONE = "TELEPON", _("telepon/WA")
    WEB = "WEB", _("halaman warga")
    AGENCY = "RUJUKAN", _("rujukan lembaga")
    OUTREACH = "PENJANGKAUAN", _("penjangkauan")


class CaseKind(models.TextChoices):
    """What somebody comes with (FO-BO manual)."""

    NEED = "KEBUTUHAN", _("kebutuhan bantuan")
    COMPLAINT = "PENGADUAN", _("pengaduan")
    QUESTION = "PERTANYAAN", _("pertanyaan")
    SUGGESTION = "SARAN", _("saran")


class Sector(models.TextChoices):
    """The nine sectors staff inform about (domain A.1)."""

    HEALTH = "KESEHATAN", _("kesehatan")
    EDUCATION = "PENDIDIKAN", _("pendidikan")
    SOCIAL = "SOSIAL_EKONOMI", _("sosial-ekonomi")
    FOOD = "PANGAN", _("pangan")
    ENERGY = "ENERGI", _("energi")
    FARMING = "PERTANIAN", _("pertanian")
    FISHERY = "PERIKANAN", _("perikanan")
    HOUSING = "PERUMAHAN", _("perumahan")
    CIVIL_REGISTRY = "ADMINDUK", _("administrasi kependudukan")


class Relationship(models.TextChoices):
    """Who reports, seen from the person concerned."""

    SELF = "DIRI_SENDIRI", _("diri sendiri")
    FAMILY = "KELUARGA", _("keluarga")
    NEIGHBOUR = "TETANGGA", _("tetangga")
    OFFICIAL = "PETUGAS", _("perangkat desa/petugas")
    OTHER = "LAIN", _("lainnya")


class MatchResult(models.TextChoices):
    """The pivot of the workflow: is the person in the registry (domain A.3, step 4)?"""

    PENDING = "BELUM", _("belum dicocokkan")
    LISTED = "TERDAFTAR", _("ada, terdaftar di DTKS/DTSEN")
    KNOWN = "DIKENAL", _("ada, belum terdaftar di DTKS/DTSEN")
    NEW = "BARU", _("baru didaftarkan di loket")


class Outcome(models.TextChoices):
    """How a case ended: nothing is closed without one."""

    HELPED = "TERTANGANI", _("tertangani, bantuan/layanan diterima")
    PROPOSED = "DIUSULKAN", _("diusulkan ke program, hasil akan diberitahukan")
    REFERRED_DONE = "RUJUKAN_SELESAI", _("rujukan selesai, hasil tercatat")
    INFORMED = "INFORMASI", _("informasi sudah diberikan")
    NOT_POSSIBLE = "TIDAK_DAPAT", _("tidak dapat ditangani, alasan dijelaskan")
    WITHDRAWN = "DITARIK", _("ditarik oleh warga")
    DUPLICATE = "DUPLIKAT", _("sudah ditangani dalam tiket lain")
