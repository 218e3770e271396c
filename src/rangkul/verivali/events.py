"""The deeds of verivali in sentences, for the timelines of persons and families."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rangkul.platform.audit.wording import Wording, register_sentences
from rangkul.verivali.enums import Result


def _result(data: Mapping[str, Any]) -> str:
    value = data.get("result")
    return str(Result(value).label) if value in Result.values else ""


def _submitted(data: Mapping[str, Any]) -> str:
    return _("Dikunjungi petugas verivali: %(result)s") % {"result": _result(data)}


def _approved(data: Mapping[str, Any]) -> str:
    return _("Hasil verivali disetujui: %(result)s") % {"result": _result(data)}


SENTENCES: dict[str, Wording] = {
    "verivali.campaign.create": gettext_lazy("Kegiatan verivali disusun"),
    "verivali.campaign.create_from_list": gettext_lazy("Kegiatan verivali disusun dari daftar {subjects} sasaran"),
    "verivali.campaign.open": gettext_lazy("Kegiatan verivali dibuka dengan {subjects} sasaran"),
    "verivali.campaign.close": gettext_lazy("Kegiatan verivali ditutup"),
    "verivali.campaign.cancel": gettext_lazy("Kegiatan verivali dibatalkan"),
    "verivali.campaign.assign": gettext_lazy("{subjects} sasaran dibagi merata kepada {people} petugas"),
    "verivali.campaign.assign_by_hand": gettext_lazy("{subjects} sasaran diserahkan kepada {to}"),
    "verivali.campaign.drop_departed": gettext_lazy("{subjects} sasaran yang pindah atau meninggal dikeluarkan"),
    "verivali.subject.drop": gettext_lazy("Dikeluarkan dari kegiatan verivali"),
    "verivali.subject.restore": gettext_lazy("Dimasukkan lagi ke kegiatan verivali"),
    "verivali.visit.start": gettext_lazy("Kunjungan verivali dimulai"),
    "verivali.visit.save": gettext_lazy("Konsep hasil kunjungan disimpan"),
    "verivali.visit.keep_photo": gettext_lazy("Foto kunjungan disimpan"),
    "verivali.visit.submit": _submitted,
    "verivali.visit.approve": _approved,
    "verivali.visit.take_back": gettext_lazy("Persetujuan hasil kunjungan ditarik kembali"),
    "verivali.visit.return": gettext_lazy("Hasil kunjungan dikembalikan ke petugas"),
    "verivali.visit.revisit": gettext_lazy("Kunjungan ulang oleh petugas lain diminta"),
}


def register() -> None:
    """Called once when the app starts."""
    register_sentences(SENTENCES)
