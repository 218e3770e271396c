"""Code lists of delivery."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EntitlementState(models.TextChoices):
    PENDING = "PENDING", _("belum diserahkan")
    SETTLED = "SETTLED", _("sudah diserahkan")
    MISSED = "MISSED", _("tidak tersalurkan")


class Receiver(models.TextChoices):
    """Who took the aid in the recipient's name."""

    SELF = "SENDIRI", _("penerima sendiri")
    SPOUSE = "PASANGAN", _("suami/istri")
    FAMILY = "KELUARGA", _("anggota keluarga lain")
    REPRESENTATIVE = "WAKIL", _("wakil dengan surat kuasa")
    INSTITUTION_STAFF = "PENGURUS", _("pengurus lembaga")


class Proof(models.TextChoices):
    """What shows that it was handed over."""

    SIGNATURE = "TANDA_TANGAN", _("tanda tangan pada daftar")
    THUMBPRINT = "CAP_JEMPOL", _("cap jempol pada daftar")
    PHOTO = "FOTO", _("foto serah terima")


class MissedReason(models.TextChoices):
    """Why an entitlement was not served before the cycle closed."""

    ABSENT = "TIDAK_HADIR", _("tidak hadir sampai batas waktu")
    DIED = "MENINGGAL", _("meninggal")
    MOVED = "PINDAH", _("pindah")
    REFUSED = "MENOLAK", _("menolak")
    NO_REGISTRY_ID = "TANPA_ID", _("ID registri tidak lagi berlaku")
    CLOSED = "SIKLUS_DITUTUP", _("siklus ditutup")


class OperatorKind(models.TextChoices):
    """Who runs an e-warong."""

    PERSON = "ORANG", _("perorangan")
    KUBE = "KUBE", _("KUBE")


class LineVerdict(models.TextChoices):
    """What the rule in force on the day said of a bought commodity; the first three are `CommodityStatus`."""

    ALLOWED = "BOLEH", _("sesuai ketentuan")
    NOTED = "BOLEH_CATATAN", _("boleh dengan catatan")
    FORBIDDEN = "TIDAK_BOLEH", _("tidak sesuai ketentuan")
    UNRULED = "BELUM_DIATUR", _("belum ada ketentuan")


class KnownAid(models.TextChoices):
    """What food aid the registry knew of the family on the day it bought."""

    FOOD = "BPNT", _("penerima Sembako/BPNT")
    CARD = "KKS", _("pemegang KKS")
    NONE = "TIDAK_ADA", _("tidak tercatat menerima Sembako")
