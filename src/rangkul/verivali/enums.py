"""Code lists of verivali: what a visit found, how a sample is drawn, where a visit and a correction stand."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SubjectKind(models.TextChoices):
    """Whom a campaign visits; its unit."""

    PERSON = "PERSON", _("orang")
    FAMILY = "FAMILY", _("keluarga")


class Sampling(models.TextChoices):
    """How subjects are drawn from the cohort; a draw is simple random with a stored seed."""

    ALL = "ALL", _("semua yang termasuk")
    COUNT_VILLAGE = "COUNT_VILLAGE", _("sejumlah tertentu tiap desa/kelurahan")
    PERCENT_VILLAGE = "PERCENT_VILLAGE", _("persen tertentu tiap desa/kelurahan")
    COUNT_AREA = "COUNT_AREA", _("sejumlah tertentu dari seluruh wilayah")


class VisitKind(models.TextChoices):
    FIRST = "FIRST", _("kunjungan pertama")
    SECOND = "SECOND", _("kunjungan kedua")
    REVISIT = "REVISIT", _("kunjungan ulang oleh petugas lain")


class VisitState(models.TextChoices):
    DRAFT = "DRAFT", _("konsep")
    SUBMITTED = "SUBMITTED", _("menunggu pemeriksaan")
    RETURNED = "RETURNED", _("dikembalikan untuk diperbaiki")
    MISSED = "MISSED", _("tidak bertemu")
    APPROVED = "APPROVED", _("disetujui")
    SUPERSEDED = "SUPERSEDED", _("digantikan kunjungan ulang")
    DROPPED = "DROPPED", _("dialihkan ke petugas lain")


EDITABLE = (VisitState.DRAFT, VisitState.RETURNED)
"""States in which the enumerator may still change a visit."""


class Result(models.TextChoices):
    """What a visit found (domain B.8); `results.py` has the official code of each and what follows from it."""

    CONFIRMED = "CONFIRMED", _("terkonfirmasi")
    NOT_CONFIRMED = "NOT_CONFIRMED", _("tidak terkonfirmasi")
    DOUBLE = "DOUBLE", _("data ganda")
    DECEASED = "DECEASED", _("meninggal")
    NO_DOCUMENTS = "NO_DOCUMENTS", _("tidak memiliki atau belum tercatat dokumen kependudukan")
    MOVED = "MOVED", _("pindah ke daerah lain di Indonesia")
    ABROAD = "ABROAD", _("pindah ke luar negeri")
    NOT_FOUND = "NOT_FOUND", _("tidak ditemukan")
    ENUMERATED = "ENUMERATED", _("selesai dicacah")
    HOUSE_NOT_FOUND = "HOUSE_NOT_FOUND", _("rumah tangga tidak ditemukan")
    HOUSE_GONE = "HOUSE_GONE", _("rumah tangga pindah atau bangunan tidak ada")
    PART_OF_OTHER = "PART_OF_OTHER", _("bagian dari rumah tangga lain di dokumen")
    DECLINED = "DECLINED", _("responden menolak")


class Verdict(models.TextChoices):
    """The pair konfirmasi/perbaikan (domain B.8): 1 the old value is right, 2 the corrected one holds."""

    RIGHT = "1", _("data lama benar")
    CORRECT = "2", _("perbaiki menjadi")


class CorrectionState(models.TextChoices):
    CONFIRMED = "CONFIRMED", _("data lama benar")
    PROPOSED = "PROPOSED", _("diusulkan")
    APPLIED = "APPLIED", _("diterapkan ke registri")
    KEPT = "KEPT", _("data registri dipertahankan")
    HANDED_ON = "HANDED_ON", _("menunggu permintaan perubahan")
