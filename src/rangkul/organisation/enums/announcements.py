"""Code lists of announcements."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AnnouncementKind(models.TextChoices):
    """What the office tells the public."""

    PRESS = "SIARAN_PERS", _("siaran pers")
    NOTICE = "PENGUMUMAN", _("pengumuman")


class AnnouncementState(models.TextChoices):
    """Written, then public, then kept in the archive (still public)."""

    DRAFT = "KONSEP", _("konsep")
    PUBLISHED = "TERBIT", _("terbit")
    ARCHIVED = "ARSIP", _("arsip")
