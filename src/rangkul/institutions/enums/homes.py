"""Code lists of registration, accreditation, capacity, residents, changes and agreements (domain D.4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Ownership(models.TextChoices):
    """Who owns an institution."""

    MINISTRY = "KEMENSOS", _("Kementerian Sosial")
    PROVINCE = "PROVINSI", _("Dinas Sosial provinsi")
    REGENCY = "KABUPATEN", _("Dinas Sosial kabupaten/kota")
    COMMUNITY = "MASYARAKAT", _("masyarakat")


class Grade(models.TextChoices):
    """Result of an accreditation (Permensos 17/2012)."""

    A = "A", _("A (sangat baik)")
    B = "B", _("B (baik)")
    C = "C", _("C (cukup)")


class Serves(models.TextChoices):
    """For whom beds are meant."""

    CHILDREN = "ANAK", _("anak")
    ELDERLY = "LANSIA", _("lanjut usia")
    DISABILITY = "DISABILITAS", _("penyandang disabilitas")
    HOMELESS = "TUNA_SOSIAL", _("gelandangan, pengemis, tuna sosial")
    ANYBODY = "UMUM", _("umum")


class BedSex(models.TextChoices):
    """Whom a room takes in by sex; blank for both."""

    MALE = "L", _("laki-laki")
    FEMALE = "P", _("perempuan")


class CameBy(models.TextChoices):
    """How somebody became a resident."""

    REFERRAL = "RUJUKAN", _("rujukan SLRT")
    DIRECT = "LANGSUNG", _("diterima langsung")
    TRANSFER = "PINDAHAN", _("pindahan dari lembaga lain")
    CHANGE = "PERUBAHAN", _("ikut perubahan lembaga")


class LeftReason(models.TextChoices):
    """Why somebody is no resident any more (domain D.4)."""

    REUNITED = "REUNIFIKASI", _("kembali ke keluarga (reunifikasi)")
    INDEPENDENT = "MANDIRI", _("mandiri")
    TRANSFERRED = "PINDAH", _("pindah ke lembaga lain")
    DIED = "MENINGGAL", _("meninggal")
    LEFT = "PERGI", _("pergi tanpa pamit")
    CHANGE = "PERUBAHAN", _("ikut perubahan lembaga")
    OTHER = "LAIN", _("lainnya")


ASKED_REASONS = tuple(
    (each.value, each.label) for each in LeftReason if each not in (LeftReason.TRANSFERRED, LeftReason.CHANGE)
)
"""Reasons that a discharge may give; the others come about by a transfer or a change of the institution."""


class ChangeKind(models.TextChoices):
    """What became of an institution (R212, R213)."""

    RENAME = "GANTI_NAMA", _("ganti nama atau jenis")
    MERGE = "GABUNG", _("digabung")
    SPLIT = "PECAH", _("dipecah")
    CLOSE = "TUTUP", _("ditutup")


class Paper(models.TextChoices):
    """What a new institution hands in to be registered (domain A.6 L03, D.4)."""

    STATUTES = "AD_ART", _("AD/ART")
    DEED = "AKTA", _("fotokopi akta notaris")
    LEGAL = "KEMENKUMHAM", _("pengesahan Kemenkumham")
    KESBANGPOL = "KESBANGPOL", _("surat Kesbangpol")
    DOMICILE = "DOMISILI", _("surat keterangan domisili")
    NPWP = "NPWP", _("NPWP lembaga")
    BOARD = "PENGURUS", _("susunan pengurus dan KTP pengurus")
    CLIENTS = "KLIEN", _("daftar klien yang dilayani")
    PHOTO = "FOTO", _("foto kantor")


class PartyKind(models.TextChoices):
    """With whom the office has an agreement."""

    NGO = "LSM", _("LSM, NGO")
    DISABLED_ORGANISATION = "ORG_DISABILITAS", _("organisasi penyandang disabilitas")
    INSTITUTION = "LEMBAGA", _("LKS, panti")
    GOVERNMENT = "PEMERINTAH", _("instansi pemerintah")
    BUSINESS = "DUNIA_USAHA", _("dunia usaha")
    UNIVERSITY = "PERGURUAN_TINGGI", _("perguruan tinggi")
    OTHER = "LAIN", _("lainnya")


class RequestKind(models.TextChoices):
    """Who asks for a bed: the desk asks an institution, or an institution asks to take somebody in."""

    OFFICE = "TANYA", _("Dinas menanyakan tempat")
    HOUSE = "MINTA", _("lembaga minta menerima")


class RequestState(models.TextChoices):
    """How far a request for a bed is."""

    ASKED = "DIMINTA", _("menunggu jawaban")
    ACCEPTED = "DISANGGUPI", _("disanggupi lembaga")
    REFUSED = "DITOLAK", _("ditolak")
    ADMITTED = "MASUK", _("diterima")
    WITHDRAWN = "DITARIK", _("ditarik")
    EXPIRED = "LEWAT", _("waktu simpan lewat")


OPEN_REQUESTS = (RequestState.ASKED.value, RequestState.ACCEPTED.value)
"""States in which a request still waits for somebody."""
