"""Deeds about institutions and residents in sentences, for timelines and the trail."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rangkul.institutions.enums import CameBy, LeftReason, RequestState
from rangkul.platform.audit.wording import Wording, register_sentences


def _label(choices: Any, value: object) -> str:
    return str(choices(value).label) if value in choices.values else str(value or "")


def _admitted(data: Mapping[str, Any]) -> str:
    words = {"institution": data.get("institution", ""), "way": _label(CameBy, data.get("came_by"))}
    return _("Mulai tinggal di %(institution)s (%(way)s)") % words


def _left(data: Mapping[str, Any]) -> str:
    words = {"institution": data.get("institution", ""), "reason": _label(LeftReason, data.get("left"))}
    return _("Tidak lagi tinggal di %(institution)s: %(reason)s") % words


def _changed(data: Mapping[str, Any]) -> str:
    words = {"old": data.get("old_name", ""), "new": data.get("new_name", "") or data.get("institution", "")}
    return _("Lembaga %(old)s menjadi %(new)s") % words


def _request_answered(data: Mapping[str, Any]) -> str:
    return _("Permintaan tempat: %(state)s") % {"state": _label(RequestState, data.get("state"))}


SENTENCES: dict[str, Wording] = {
    "institutions.resident.admit": _admitted,
    "institutions.resident.discharge": _left,
    "institutions.resident.transfer": gettext_lazy("Pindah ke {institution}"),
    "institutions.resident.carry": gettext_lazy("Tetap tinggal di {institution} setelah lembaga berubah"),
    "institutions.resident.reopen": gettext_lazy("Masih tinggal di {institution}: catatan kematiannya keliru"),
    "institutions.request.ask": gettext_lazy("Dinas menanyakan tempat"),
    "institutions.request.offer": gettext_lazy("Lembaga minta menerima penghuni"),
    "institutions.request.answer": _request_answered,
    "institutions.request.expire": gettext_lazy("Tempat yang disimpan bebas lagi: belum ada yang masuk"),
    "institutions.institution.register": gettext_lazy("Lembaga masuk direktori"),
    "institutions.institution.describe": gettext_lazy("Keterangan lembaga diperbarui"),
    "institutions.institution.rename": _changed,
    "institutions.institution.merge": _changed,
    "institutions.institution.split": _changed,
    "institutions.institution.receive": gettext_lazy("{institution} meneruskan {old_name}"),
    "institutions.institution.close": gettext_lazy("Lembaga ditutup"),
    "institutions.registration.record": gettext_lazy("Tanda daftar {number} dicatat"),
    "institutions.accreditation.record": gettext_lazy("Akreditasi {grade} dicatat"),
    "institutions.board.appoint": gettext_lazy("Pengurus baru: {position}"),
    "institutions.board.end": gettext_lazy("Masa jabatan {position} berakhir"),
    "institutions.bed.set": gettext_lazy("{room}: {beds} tempat tidur"),
    "institutions.application.apply": gettext_lazy("Permohonan pendaftaran diajukan"),
    "institutions.application.hand_in": gettext_lazy("Berkas diperbarui"),
    "institutions.application.check": gettext_lazy("Berkas dinyatakan lengkap"),
    "institutions.application.visit": gettext_lazy("Dikunjungi"),
    "institutions.application.recommend": gettext_lazy("Direkomendasikan"),
    "institutions.application.register": gettext_lazy("Terdaftar"),
    "institutions.application.refuse": gettext_lazy("Ditolak"),
    "institutions.application.withdraw": gettext_lazy("Ditarik pemohon"),
    "institutions.partnership.record": gettext_lazy("Perjanjian dengan {party} dicatat"),
    "institutions.partnership.end": gettext_lazy("Perjanjian dengan {party} diakhiri"),
    "institutions.directory.load": gettext_lazy("Direktori lembaga dimuat"),
    "institutions.service.import": gettext_lazy("Direktori layanan diimpor"),
    "institutions.service.load": gettext_lazy("Direktori layanan dimuat"),
}


def register() -> None:
    """Called once when the app starts."""
    register_sentences(SENTENCES)
