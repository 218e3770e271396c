"""The deeds of the organisation in words, for timelines and the trail."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rangkul.kernel.numerals import format_number
from rangkul.organisation.enums import PostStatus
from rangkul.platform.audit.wording import Wording, register_sentences


def _added(data: Mapping[str, Any]) -> str:
    people, villages = format_number(data.get("people", 0)), format_number(data.get("areas", 0))
    return _("%(people)s peserta dari %(areas)s wilayah didaftarkan") % {"people": people, "areas": villages}


def _marked(data: Mapping[str, Any]) -> str:
    people, present = format_number(data.get("people", 0)), format_number(data.get("present", 0))
    return _("Kehadiran dicatat: %(present)s dari %(people)s peserta hadir") % {"present": present, "people": people}


def _moved(data: Mapping[str, Any]) -> str:
    status = data.get("after", "")
    label = PostStatus(status).label if status in PostStatus.values else status
    return _("Status Puskesos menjadi %(status)s") % {"status": label}


def _words(data: Mapping[str, Any]) -> dict[str, Any]:
    return {"position": data.get("position", ""), "to": data.get("to", "")}


SENTENCES: dict[str, Wording] = {
    "organisation.office.found": lambda data: _("Kantor didaftarkan"),
    "organisation.post.open": lambda data: _("Puskesos dibuka"),
    "organisation.activity.record": lambda data: _("Kegiatan dicatat: %(name)s") % {"name": data.get("name", "")},
    "organisation.participant.add": _added,
    "organisation.attendance.mark": _marked,
    "organisation.post.plan": gettext_lazy("Puskesos direncanakan: {name}"),
    "organisation.post.change_status": _moved,
    "organisation.announcement.write": gettext_lazy("Pengumuman ditulis: {title}"),
    "organisation.announcement.repeat": gettext_lazy("Formulir yang sama terkirim lagi; tidak ada yang berubah"),
    "organisation.announcement.change": gettext_lazy("Konsep pengumuman diubah: {title}"),
    "organisation.announcement.publish": gettext_lazy("Pengumuman diterbitkan: {title}"),
    "organisation.announcement.archive": gettext_lazy("Pengumuman diarsipkan: {title}"),
    "organisation.post.describe": gettext_lazy("Alamat dan jam buka Puskesos dicatat"),
    "organisation.post.check": gettext_lazy("Kesiapan Puskesos diperiksa: {points} dari 100"),
    "organisation.member.appoint": gettext_lazy("Petugas Puskesos diangkat"),
    "organisation.member.end": gettext_lazy("Penugasan petugas Puskesos berakhir"),
    "organisation.slrt.appoint": gettext_lazy("{people} petugas SLRT diangkat"),
    "organisation.slrt.change": gettext_lazy("Tugas petugas SLRT diubah"),
    "organisation.slrt.end": gettext_lazy("Penugasan petugas SLRT berakhir"),
    "organisation.slrt.set_formation": gettext_lazy("Formasi SLRT ditetapkan"),
    "organisation.rollout.describe": gettext_lazy("Program Puskesos dicatat: {name}"),
    "organisation.rollout.set_target": gettext_lazy("Target Puskesos ditetapkan: {villages} desa"),
    "organisation.material.keep": gettext_lazy("Materi kegiatan disimpan: {file}"),
    "organisation.certificate.request": gettext_lazy("Sertifikat {people} peserta diajukan untuk ditandatangani"),
    "organisation.certificate.sign": gettext_lazy("Sertifikat {people} peserta ditandatangani oleh {signer}"),
    "organisation.certificate.issue": gettext_lazy("Sertifikat nomor {number} terbit"),
    "organisation.certificate.repeat": gettext_lazy("Sertifikat sudah ada, tidak dibuat lagi"),
    "organisation.certificate.bind": gettext_lazy("Berkas {people} sertifikat dibuat"),
    "organisation.item.add": gettext_lazy("Tindak lanjut dicatat: {text}"),
    "organisation.item.finish": gettext_lazy("Tindak lanjut selesai: {text}"),
    "organisation.report.send_weekly": gettext_lazy("Laporan mingguan fasilitator dikirim"),
    "organisation.report.send_daily": gettext_lazy("Laporan harian Puskesos dikirim"),
    "organisation.official.appoint": gettext_lazy("{name} menjabat {position} sejak {since}"),
    "organisation.official.end": gettext_lazy("Masa jabatan {name} berakhir {last_day}"),
    "organisation.division.open": gettext_lazy("Bidang dibentuk: {name}"),
    "organisation.division.rename": gettext_lazy("Bidang {before} menjadi {name}"),
    "organisation.division.end": gettext_lazy("Bidang dihapus: {name}"),
    "organisation.official.link": lambda data: _("%(position)s dihubungkan dengan akun %(to)s") % _words(data),
    "organisation.mandate.grant": lambda data: (
        _("Kuasa tanda tangan %(position)s diberikan kepada %(to)s") % _words(data)
    ),
    "organisation.mandate.end": lambda data: _("Kuasa tanda tangan %(position)s diakhiri") % _words(data),
    "organisation.delegation.give": lambda data: (
        _("Tugas didelegasikan kepada %(to)s, %(from)s sampai %(until)s") % {"to": "", "from": "", "until": "", **data}
    ),
    "organisation.delegation.revoke": lambda data: _("Delegasi kepada %(to)s dicabut") % {"to": data.get("to", "")},
}


def register() -> None:
    """Make the sentences known to timelines."""
    register_sentences(SENTENCES)
