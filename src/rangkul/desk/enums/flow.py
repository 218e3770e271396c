"""Code lists of the way through the office: clock, completeness, assessment, decision, tasks (domain A.3, A.6)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClockUnit(models.TextChoices):
    """In what a service promises its time."""

    MINUTES = "MENIT", _("menit jam kerja")
    DAYS = "HARI", _("hari kerja")
    NONE = "TANPA", _("kondisional, tanpa tenggat")


class Standing(models.TextChoices):
    """How a case stands with its time; computed, never stored."""

    ON_TIME = "ON_TIME", _("dalam tenggat")
    AT_RISK = "AT_RISK", _("hampir lewat tenggat")
    LATE = "LATE", _("lewat tenggat")
    PAUSED = "PAUSED", _("tenggat berhenti, menunggu warga")
    NO_CLOCK = "NO_CLOCK", _("tanpa tenggat")


class RequirementState(models.TextChoices):
    """Whether what a service asks for is there."""

    UNCHECKED = "BELUM", _("belum diperiksa")
    PRESENT = "ADA", _("ada")
    MISSING = "KURANG", _("kurang")
    NOT_APPLICABLE = "TIDAK_PERLU", _("tidak perlu")


class Risk(models.TextChoices):
    """What happens if nothing is done."""

    LOW = "RENDAH", _("rendah: dapat menunggu")
    MEDIUM = "SEDANG", _("sedang: memburuk bila lama")
    HIGH = "TINGGI", _("tinggi: keselamatan, kesehatan atau anak")


class Way(models.TextChoices):
    """How a need is met (domain A.3, step 5)."""

    DIRECT = "LANGSUNG", _("layanan langsung")
    LETTER = "SURAT", _("surat rekomendasi atau keterangan")
    PROPOSAL = "USULAN", _("usulan ke program bantuan")
    REFERRAL = "RUJUKAN", _("rujukan ke lembaga lain")


class Verdict(models.TextChoices):
    """What the one who decides says (domain A.3, step 6)."""

    APPROVED = "SETUJU", _("disetujui")
    REFUSED = "TOLAK", _("tidak disetujui")
    RAISED = "NAIK", _("diteruskan ke kabupaten/kota")
    REWORK = "ULANG", _("dikembalikan untuk dikaji ulang")


class DecisionLevel(models.TextChoices):
    POST = "DESA", _("Puskesos")
    OFFICE = "KABUPATEN", _("kabupaten/kota")


class TaskState(models.TextChoices):
    OPEN = "TERBUKA", _("belum dikerjakan")
    DONE = "SELESAI", _("selesai")
    CANCELLED = "BATAL", _("dibatalkan")
