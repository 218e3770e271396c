"""Code lists of posts and their people."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PostStatus(models.TextChoices):
    """How far a post is: two villages begin as trials, the others are planned (R105)."""

    PLANNED = "PLANNED", _("rencana")
    TRIAL = "TRIAL", _("uji coba")
    ACTIVE = "ACTIVE", _("aktif")
    PAUSED = "PAUSED", _("berhenti sementara")
    CLOSED = "CLOSED", _("ditutup")


OPERATING = (PostStatus.TRIAL, PostStatus.ACTIVE)
"""Statuses in which citizens are served."""

NEXT = {
    PostStatus.PLANNED: (PostStatus.TRIAL, PostStatus.ACTIVE, PostStatus.CLOSED),
    PostStatus.TRIAL: (PostStatus.ACTIVE, PostStatus.PAUSED, PostStatus.CLOSED),
    PostStatus.ACTIVE: (PostStatus.PAUSED, PostStatus.CLOSED),
    PostStatus.PAUSED: (PostStatus.TRIAL, PostStatus.ACTIVE, PostStatus.CLOSED),
    PostStatus.CLOSED: (PostStatus.PLANNED,),
}
"""Which status may follow which: a closed post is planned anew, never opened by mistake."""


class PostRole(models.TextChoices):
    """The six people of a Puskesos (composition unverified, domain A.2)."""

    RESPONSIBLE = "RESPONSIBLE", _("penanggung jawab")
    COORDINATOR = "COORDINATOR", _("koordinator")
    FRONT_OFFICE = "FRONT_OFFICE", _("front office")
    BACK_OFFICE = "BACK_OFFICE", _("back office")
    DATA_OPERATOR = "DATA_OPERATOR", _("operator data")
    FACILITATOR = "FACILITATOR", _("fasilitator")


class ReadinessItem(models.TextChoices):
    """What somebody looks at in the village (R106: facilities and signal; offline work for the rest)."""

    ROOM = "ROOM", _("Ruang layanan")
    FURNITURE = "FURNITURE", _("Meja, kursi, papan nama")
    PRIVACY = "PRIVACY", _("Tempat berbicara tanpa didengar orang lain")
    COMPUTER = "COMPUTER", _("Komputer atau gawai")
    ELECTRICITY = "ELECTRICITY", _("Listrik")
    SIGNAL = "SIGNAL", _("Sinyal internet")
    OFFLINE = "OFFLINE", _("Siap bekerja luring (formulir dan petugas terlatih)")
    SOP = "SOP", _("SOP layanan tersedia dan dipahami")


class ReadinessAnswer(models.TextChoices):
    YES = "YES", _("ada, baik")
    PARTLY = "PARTLY", _("sebagian atau lemah")
    NO = "NO", _("belum ada")


class OpenDay(models.TextChoices):
    """A day of the week on which a post is open (RFC 5545 BYDAY)."""

    MONDAY = "MO", _("Senin")
    TUESDAY = "TU", _("Selasa")
    WEDNESDAY = "WE", _("Rabu")
    THURSDAY = "TH", _("Kamis")
    FRIDAY = "FR", _("Jumat")
    SATURDAY = "SA", _("Sabtu")
    SUNDAY = "SU", _("Minggu")
