"""Code lists of the registry."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    MALE = "L", _("laki-laki")
    FEMALE = "P", _("perempuan")


class NikStatus(models.TextChoices):
    """What is known of a person's NIK (domain B.3): never assumed, always explicit."""

    MATCHED = "ADA_PADAN", _("ada, padan")
    UNMATCHED = "ADA_TIDAK_PADAN", _("ada, tidak padan")
    UNCHECKED = "BELUM_DICEK", _("ada, belum dicek")
    NOT_RECORDED = "BELUM_REKAM", _("belum rekam KTP-el")
    NONE = "TIDAK_PUNYA", _("tidak punya")
    DOUBLE = "GANDA", _("ganda")


class Relation(models.TextChoices):
    """Place in the family (PBDT/Regsosek 409; OpenSID's suami and istri are both SPOUSE)."""

    HEAD = "HEAD", _("kepala keluarga")
    SPOUSE = "SPOUSE", _("istri/suami")
    CHILD = "CHILD", _("anak")
    CHILD_IN_LAW = "CHILD_IN_LAW", _("menantu")
    GRANDCHILD = "GRANDCHILD", _("cucu")
    PARENT = "PARENT", _("orang tua/mertua")
    SERVANT = "SERVANT", _("pembantu")
    OTHER = "OTHER", _("famili lain")


class MaritalStatus(models.TextChoices):
    SINGLE = "SINGLE", _("belum kawin")
    MARRIED = "MARRIED", _("kawin")
    DIVORCED = "DIVORCED", _("cerai hidup")
    WIDOWED = "WIDOWED", _("cerai mati")


class Livelihood(models.TextChoices):
    """Main livelihood of a family in the five groups of UEP (R013)."""

    FARMING = "PERTANIAN", _("pertanian")
    LIVESTOCK = "PETERNAKAN", _("peternakan")
    TRADE = "PERDAGANGAN_JASA", _("perdagangan/jasa")
    FISHERY = "PERIKANAN", _("perikanan")
    OTHER = "LAIN", _("lain-lain")


class Source(models.TextChoices):
    """Where a status or a row comes from."""

    DTKS = "DTKS", _("DTKS")
    DTSEN = "DTSEN", _("DTSEN")
    PBDT = "PBDT", _("PBDT/BDT 2015")
    OPENSID = "OPENSID", _("OpenSID")
    DUKCAPIL = "DUKCAPIL", _("Dukcapil")
    DESK = "DESK", _("loket Puskesos")
    SURVEY = "SURVEY", _("verifikasi lapangan")
    DEMO = "DEMO", _("data contoh")
    OTHER = "OTHER", _("lainnya")


class IdentityKind(models.TextChoices):
    """Numbers other than NIK and KK that somebody is known by."""

    DTKS_ID = "ID_DTKS", _("ID DTKS")
    KKS = "KKS", _("nomor KKS")
    JKN = "JKN", _("nomor JKN/BPJS")
    PKH = "PKH", _("nomor peserta PKH")
    TEMPORARY = "SEMENTARA", _("identitas sementara")


class OutsideProgramme(models.TextChoices):
    """Programmes run by others whose membership the registry knows (R014)."""

    PKH = "PKH", _("PKH")
    BPNT = "BPNT", _("BPNT/Sembako")
    PBI_JK = "PBI_JK", _("PBI-JK (KIS)")
    KIP = "KIP", _("KIP/PIP")
    KKS = "KKS", _("KKS")
    BLT_DD = "BLT_DD", _("BLT Dana Desa")
    OTHER = "OTHER", _("program lain")


class ConditionKind(models.TextChoices):
    """Dated conditions of a person or a family that rules ask about."""

    DISABILITY = "DISABILITAS", _("disabilitas")
    LEPROSY = "KUSTA", _("kusta")
    NEGLECTED_ELDERLY = "LANSIA_TERLANTAR", _("lansia terlantar")
    NEGLECTED_CHILD = "ANAK_TERLANTAR", _("anak terlantar")
    PREGNANT = "HAMIL", _("hamil")
    CHRONIC_ILLNESS = "PENYAKIT_KRONIS", _("penyakit kronis")
    FOOD_INSECURE = "RAWAN_PANGAN", _("rawan pangan")
    DEVICE_NEEDED = "BUTUH_ALAT_BANTU", _("membutuhkan alat bantu")


SENSITIVE_CONDITIONS = frozenset(
    {ConditionKind.LEPROSY, ConditionKind.CHRONIC_ILLNESS, ConditionKind.DISABILITY, ConditionKind.PREGNANT}
)


class DisabilityType(models.TextChoices):
    """Kinds of disability (UU 8/2016 pasal 4, unverified wording)."""

    PHYSICAL = "FISIK", _("fisik")
    INTELLECTUAL = "INTELEKTUAL", _("intelektual")
    MENTAL = "MENTAL", _("mental")
    SENSORY = "SENSORIK", _("sensorik")
    MULTIPLE = "GANDA", _("ganda/multi")


class Severity(models.TextChoices):
    MILD = "RINGAN", _("ringan")
    MODERATE = "SEDANG", _("sedang")
    SEVERE = "BERAT", _("berat")
    UNKNOWN = "BELUM_DINILAI", _("belum dinilai")


class EndReason(models.TextChoices):
    """Why a membership of a family ended (W07)."""

    DIED = "MENINGGAL", _("meninggal")
    MOVED = "PINDAH", _("pindah")
    SPLIT = "PECAH_KK", _("pecah KK")
    CORRECTION = "PERBAIKAN", _("perbaikan data")
    IMPORT_UNDONE = "IMPOR_DIBATALKAN", _("impor dibatalkan")


class LinkageKind(models.TextChoices):
    """What a search for duplicates compares."""

    REGISTRY = "REGISTRI", _("seluruh registri")
    FILE = "BERKAS", _("warga dari satu berkas dengan registri")


class PairState(models.TextChoices):
    """What was decided of two records that may be one person."""

    OPEN = "OPEN", _("belum diputuskan")
    SAME = "SAME", _("orang yang sama")
    DIFFERENT = "DIFFERENT", _("orang berbeda")
    UNSURE = "UNSURE", _("belum tahu")
