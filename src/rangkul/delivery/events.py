"""The deeds of delivery in words, for timelines.

Events of sensitive components name neither component nor cycle: that somebody gets meals for people with leprosy would
tell of their health to whoever reads the timeline.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rangkul.delivery.enums import Receiver
from rangkul.kernel.numerals import format_number
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


def _bought(data: Mapping[str, Any]) -> str:
    told = {"ewarong": "–", **data, "total": format_number(data.get("total", 0))}
    if data.get("forbidden"):
        return _("Belanja Sembako Rp%(total)s di %(ewarong)s, ada barang yang tidak sesuai ketentuan") % told
    return _("Belanja Sembako Rp%(total)s di %(ewarong)s") % told


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
    "delivery.purchase.record": _bought,
    "delivery.purchase.void": lambda data: _("Catatan belanja di %(ewarong)s dibatalkan") % {"ewarong": "–", **data},
    "delivery.purchase.review": lambda data: (
        _("Belanja yang tidak sesuai ketentuan di %(ewarong)s ditindaklanjuti") % {"ewarong": "–", **data}
    ),
    "delivery.ewarong.propose": lambda data: _("E-warong diusulkan"),
    "delivery.ewarong.change": lambda data: _("Usulan e-warong diubah"),
    "delivery.ewarong.appoint": lambda data: _("E-warong ditetapkan dengan SK %(decree)s") % {"decree": "–", **data},
    "delivery.ewarong.attach": lambda data: _("Naskah SK e-warong disimpan"),
    "delivery.ewarong.suspend": lambda data: _("E-warong dihentikan sementara"),
    "delivery.ewarong.resume": lambda data: _("E-warong diaktifkan lagi"),
    "delivery.ewarong.end": lambda data: _("E-warong berakhir"),
    "delivery.bast.issue": lambda data: _("Berita acara serah terima diterbitkan"),
    "delivery.bast.repeat": gettext_lazy("Berita acara yang sudah terbit diminta lagi"),
    "delivery.handover.repeat": gettext_lazy("Serah terima yang sama dikirim dua kali; yang pertama berlaku"),
    "delivery.purchase.repeat": gettext_lazy("Belanja yang sama dikirim dua kali; yang pertama berlaku"),
}


def register() -> None:
    """Make the sentences known to timelines."""
    register_sentences(SENTENCES)
