"""The deeds of delivery in words, for timelines.

Events of sensitive components name neither component nor cycle: that somebody gets meals for people with leprosy would
tell of their health to whoever reads the timeline.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from rangkul.delivery.enums import Receiver
from rangkul.platform.audit.wording import Wording, register_sentences


def _recorded(data: Mapping[str, Any]) -> str:
    receiver = data.get("receiver")
    who = str(Receiver(receiver).label) if receiver in Receiver.values else _("penerima")
    if "item" not in data:
        return _("Bantuan diserahkan, diambil %(who)s") % {"who": who}
    return _("Menerima %(quantity)s %(unit)s %(item)s (%(cycle)s), diambil %(who)s") % {**data, "who": who}


def _voided(data: Mapping[str, Any]) -> str:
    return _("Catatan serah terima dibatalkan")


def _meals(data: Mapping[str, Any]) -> str:
    return _("Makan untuk %(served)s penghuni dicatat (%(on)s)") % data


SENTENCES: dict[str, Wording] = {
    "delivery.handover.record": _recorded,
    "delivery.handover.void": _voided,
    "delivery.cycle.create": lambda data: _("Siklus penyaluran disiapkan"),
    "delivery.cycle.freeze": lambda data: _("Daftar penerima dibekukan"),
    "delivery.cycle.approve": lambda data: _("Daftar penerima disetujui"),
    "delivery.cycle.open": lambda data: _("Penyaluran dibuka"),
    "delivery.cycle.close": lambda data: _("Siklus penyaluran ditutup"),
    "delivery.meal.record": _meals,
    "delivery.meal.void": lambda data: _("Catatan makan %(on)s dibatalkan") % data,
    "delivery.bast.issue": lambda data: _("Berita acara serah terima diterbitkan"),
}


def register() -> None:
    """Make the sentences known to timelines."""
    register_sentences(SENTENCES)
