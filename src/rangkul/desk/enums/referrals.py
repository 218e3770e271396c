"""Code lists of referrals."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReferralState(models.TextChoices):
    """How far a referral is; what each may follow is the table `desk.workflow.REFERRAL`."""

    SENT = "DIKIRIM", _("dikirim")
    ACCEPTED = "DITERIMA", _("diterima")
    ASKED = "DITANYA", _("ada pertanyaan")
    IN_PROGRESS = "DIKERJAKAN", _("sedang dikerjakan")
    REJECTED = "DITOLAK", _("ditolak")
    DONE = "SELESAI", _("selesai dengan hasil")
    WITHDRAWN = "DITARIK", _("ditarik kembali")


OPEN_STATES: tuple[str, ...] = (
    ReferralState.SENT,
    ReferralState.ACCEPTED,
    ReferralState.ASKED,
    ReferralState.IN_PROGRESS,
)
"""States in which somebody still owes an answer."""


class ReferralSide(models.TextChoices):
    """Who wrote a line of a referral."""

    DESK = "MEJA", _("meja layanan")
    RECEIVER = "PENERIMA", _("penerima rujukan")
    PROGRAM = "PROGRAM", _("pengingat")
