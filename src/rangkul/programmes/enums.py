"""Code lists of programmes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CountingUnit(models.TextChoices):
    """What a component counts; figures of different units are never added (R010)."""

    PERSON = "PERSON", _("orang")
    FAMILY = "FAMILY", _("KK")
    INSTITUTION = "INSTITUTION", _("lembaga")


class AidForm(models.TextChoices):
    GOODS = "BARANG", _("barang")
    CASH = "UANG", _("uang")
    SERVICE = "JASA", _("jasa")


class RequiredRegistry(models.TextChoices):
    """The registry whose id a recipient must have, in force on the day (R018)."""

    NONE = "", _("tidak ada")
    DTKS = "DTKS", _("DTKS")
    DTSEN = "DTSEN", _("DTSEN")


class TermsState(models.TextChoices):
    """The way of terms: draft → handed in → reviewed by a second person → published → superseded by a later version."""

    DRAFT = "DRAFT", _("rancangan")
    SUBMITTED = "SUBMITTED", _("menunggu ditinjau")
    REVIEWED = "REVIEWED", _("sudah ditinjau")
    PUBLISHED = "PUBLISHED", _("berlaku")
    SUPERSEDED = "SUPERSEDED", _("digantikan")
    WITHDRAWN = "WITHDRAWN", _("dibatalkan")


class Verdict(models.TextChoices):
    MET = "MET", _("memenuhi syarat")
    NOT_MET = "NOT_MET", _("tidak memenuhi syarat")
    UNKNOWN = "UNKNOWN", _("belum dapat dinilai")


class LineState(models.TextChoices):
    PROPOSED = "PROPOSED", _("diusulkan")
    ACCEPTED = "ACCEPTED", _("ditetapkan")
    WAITING = "WAITING", _("daftar tunggu")
    REFUSED = "REFUSED", _("ditolak")
    REMOVED = "REMOVED", _("dikeluarkan dari usulan")
    MOVED_UP = "MOVED_UP", _("naik dari daftar tunggu")
    SKIPPED = "SKIPPED", _("dilewati dari daftar tunggu")
    EXPIRED = "EXPIRED", _("daftar tunggu berakhir")


class RefusalReason(models.TextChoices):
    """Why a line is refused; the text goes to the village (R018, W10)."""

    NO_REGISTRY_ID = "TANPA_ID", _("tidak memiliki ID registri yang berlaku")
    RULE_NOT_MET = "TIDAK_MEMENUHI", _("tidak memenuhi syarat program")
    DUPLICATE = "GANDA", _("sudah menerima program ini")
    OVERLAP = "TUMPANG_TINDIH", _("menerima program lain yang tidak boleh bersamaan")
    DIED = "MENINGGAL", _("meninggal")
    MOVED = "PINDAH", _("pindah")
    NOT_FOUND = "TIDAK_DITEMUKAN", _("tidak ditemukan saat verifikasi")
    ABLE = "MAMPU", _("sudah mampu")
    QUOTA = "KUOTA", _("kuota habis")
    INCOMPLETE = "BERKAS_KURANG", _("berkas tidak lengkap")
    OTHER = "LAIN", _("lainnya")


class ReturnReason(models.TextChoices):
    """Why a batch goes back to the village (B02)."""

    MINUTES = "BERITA_ACARA", _("berita acara atau daftar hadir belum lengkap")
    DOCUMENTS = "BERKAS_KURANG", _("berkas penerima belum lengkap")
    DATA = "DATA_KELIRU", _("data penerima keliru atau tidak padan")
    RANKING = "URUTAN", _("urutan prioritas tidak sesuai musyawarah")
    NOT_ELIGIBLE = "TIDAK_MEMENUHI", _("banyak yang tidak memenuhi syarat")
    OVER_QUOTA = "KUOTA", _("jumlah jauh melebihi kuota")
    OTHER = "LAIN", _("lainnya")


class EnrolmentState(models.TextChoices):
    ACTIVE = "ACTIVE", _("aktif")
    ENDED = "ENDED", _("berakhir")


class ExitReason(models.TextChoices):
    """Why somebody is struck off (dicoret); domain B.10."""

    DIED = "MENINGGAL", _("meninggal")
    MOVED = "PINDAH", _("pindah")
    GRADUATED = "GRADUASI", _("graduasi/mampu")
    DOUBLE = "GANDA", _("ganda")
    NOT_FOUND = "TIDAK_DITEMUKAN", _("tidak ditemukan")
    REFUSED = "MENOLAK", _("menolak/mengundurkan diri")
    INELIGIBLE = "TIDAK_LAYAK", _("tidak lagi memenuhi syarat")
    PROGRAMME_ENDED = "PROGRAM_BERAKHIR", _("program berakhir")
    SCHOOL_ENDED = "LULUS_SEKOLAH", _("lulus sekolah atau melewati usia sekolah")
    HIGH_DECILE = "DESIL_TINGGI", _("desil di atas batas program")
    PUBLIC_SERVANT = "ASN_TNI_POLRI", _("ASN, TNI, Polri, BUMN/BUMD atau pejabat")
    PENSIONER = "PENSIUNAN", _("pensiunan")
    ABROAD = "TKI", _("bekerja di luar negeri")
    UNMATCHED_NIK = "NIK_TIDAK_PADAN", _("NIK tidak padan")
    OVERLAP = "TUMPANG_TINDIH", _("menerima program lain yang tidak boleh bersamaan")
    OTHER = "LAIN", _("lainnya")


class MeasureKind(models.TextChoices):
    """Whether an outcome was measured before the aid or after it (R012)."""

    BEFORE = "BEFORE", _("sebelum bantuan")
    AFTER = "AFTER", _("sesudah bantuan")


class ResourceAccess(models.TextChoices):
    """How far a family reaches economic resources: capital, tools, market, skills (R012)."""

    NONE = "NONE", _("belum ada akses")
    SOME = "SOME", _("sebagian")
    GOOD = "GOOD", _("baik")


class OverlapLevel(models.TextChoices):
    """Who may not hold both: the same recipient, one family, or one dwelling."""

    PERSON = "PERSON", _("penerima yang sama")
    FAMILY = "FAMILY", _("satu keluarga")
    DWELLING = "DWELLING", _("satu rumah")


class OverlapRule(models.TextChoices):
    """Whether two programmes may be received together."""

    FORBIDDEN = "FORBIDDEN", _("tidak boleh bersamaan")
    WITH_REASON = "WITH_REASON", _("boleh dengan alasan")
    ALLOWED = "ALLOWED", _("boleh bersamaan")


class CandidateKind(models.TextChoices):
    """The two kinds of lists: who may have to leave a list, and who should be on one (R124, R125)."""

    STRIKE_OFF = "CORET", _("calon dicoret")
    PROPOSE = "USUL", _("calon diusulkan")


class ProposeReason(models.TextChoices):
    """Why somebody is a candidate to be proposed (W03, R224)."""

    GETS_NOTHING = "TANPA_BANTUAN", _("berhak tetapi belum menerima apa pun")
    NO_PBI = "DISABILITAS_TANPA_PBI", _("penyandang disabilitas belum tercakup PBI-JK")


class PartState(models.TextChoices):
    """Whether a member counts for a part of the family's aid."""

    COUNTED = "COUNTED", _("dihitung")
    OTHER = "OTHER", _("memenuhi, sudah dihitung pada komponen lain")
    PART_FULL = "PART_FULL", _("memenuhi, melebihi batas komponen ini")
    FAMILY_FULL = "FAMILY_FULL", _("memenuhi, melebihi batas orang sekeluarga")
    MET = "MET", _("memenuhi")
    UNKNOWN = "UNKNOWN", _("belum diketahui")


class Advice(models.TextChoices):
    """What the evidence suggests; nothing ends without a decision, and CHECK never by default."""

    END = "AKHIRI", _("dapat diakhiri")
    REPLACE = "GANTI_PENGURUS", _("ganti pengurus, bantuan berlanjut")
    CHECK = "PERIKSA", _("periksa dulu")
    PROPOSE = "USULKAN", _("dapat diusulkan")


class RemovalState(models.TextChoices):
    """What became of one line of a removal batch."""

    PROPOSED = "PROPOSED", _("diusulkan dicoret")
    STRUCK_OFF = "DICORET", _("dicoret")
    RECOMMENDED = "NONAKTIF_DIUSULKAN", _("diusulkan nonaktif ke pemilik program")
    KEPT = "KEPT", _("tetap menerima")
    REPLACED = "REPLACED", _("ganti pengurus")
    DROPPED = "DROPPED", _("dikeluarkan dari daftar")
    REINSTATED = "REINSTATED", _("dipulihkan")


class CoverState(models.TextChoices):
    """What became of a person proposed for health cover that the region pays (R225); BPJS Kesehatan decides."""

    PROPOSED = "DIUSULKAN", _("diusulkan, menunggu jawaban BPJS")
    ACCEPTED = "DITERIMA", _("diterima BPJS, belum aktif")
    ACTIVE = "AKTIF", _("aktif")
    REFUSED = "DITOLAK", _("ditolak")
    ENDED = "BERAKHIR", _("berakhir")
    COVERED = "PBI", _("kini peserta PBI-JK")


class CoverGroup(models.TextChoices):
    """Among whom a list for cover that the region pays is chosen; both stand on lists of the same kind afterwards."""

    DISABILITY = "difabel", _("penyandang disabilitas tanpa PBI-JK")
    ENTITLED = "berhak", _("memenuhi aturan PBI-JK, belum menerimanya")


class WelfareClass(models.TextChoices):
    """What a family is by the declared rule of the day (R310): it decides its way."""

    VERY_POOR = "FAKIR_MISKIN", _("fakir miskin")
    NEAR_POOR = "KURANG_MAMPU", _("kurang mampu")
    ABOVE = "DI_ATAS_BATAS", _("di atas batas kurang mampu")
    UNKNOWN = "BELUM_DIKETAHUI", _("golongan belum diketahui")


PER_HEAD = "orang-hari"
"""The item unit of what every resident of an institution gets on every day (meals, B09): as budgets call it."""


class FoodGroup(models.TextChoices):
    """What a commodity of food aid gives the body: the four groups of the guide of 2020, and what lies beside them."""

    CARBOHYDRATE = "KARBOHIDRAT", _("karbohidrat")
    ANIMAL_PROTEIN = "PROTEIN_HEWANI", _("protein hewani")
    PLANT_PROTEIN = "PROTEIN_NABATI", _("protein nabati")
    VITAMINS = "VITAMIN_MINERAL", _("vitamin dan mineral")
    OTHER = "LAIN", _("di luar empat kelompok")


class CommodityStatus(models.TextChoices):
    """Whether something may be bought with food aid."""

    ALLOWED = "BOLEH", _("boleh dibeli")
    NOTED = "BOLEH_CATATAN", _("boleh dengan catatan")
    FORBIDDEN = "TIDAK_BOLEH", _("tidak boleh dibeli")
