"""The desk's deeds in sentences, for timelines of cases, persons and families."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rangkul.desk.enums import Channel, ComplaintOutcome, MatchResult, Outcome, ReferralState, Verdict, Way
from rangkul.desk.letters.kinds import find_letter_kind
from rangkul.platform.audit.wording import Wording, register_sentences


def _label(choices: Any, value: object) -> str:
    return str(choices(value).label) if value in choices.values else str(value or "")


def _registered(data: Mapping[str, Any]) -> str:
    words = {"ticket": data.get("ticket", ""), "channel": _label(Channel, data.get("channel"))}
    if data.get("urgent"):
        return _("Kebutuhan mendesak dicatat, tiket %(ticket)s (%(channel)s)") % words
    return _("Kebutuhan dicatat, tiket %(ticket)s (%(channel)s)") % words


def _matched(data: Mapping[str, Any]) -> str:
    return _("Dicocokkan dengan registri: %(result)s") % {"result": _label(MatchResult, data.get("result"))}


def _referred(data: Mapping[str, Any]) -> str:
    words = {"agency": data.get("agency", "")}
    if data.get("accompanied"):
        return _("Dirujuk ke %(agency)s, didampingi petugas") % words
    return _("Dirujuk ke %(agency)s") % words


def _answered(data: Mapping[str, Any]) -> str:
    words = {"agency": data.get("agency", ""), "answer": _label(ReferralState, data.get("answer"))}
    return _("%(agency)s menjawab: %(answer)s") % words


def _decided(data: Mapping[str, Any]) -> str:
    words = {"verdict": _label(Verdict, data.get("verdict")), "position": data.get("on_behalf_of", "")}
    words["way"] = f" ({_label(Way, data.get('way'))})" if data.get("way") else ""
    if words["position"]:
        text = _("Penetapan a.n. %(position)s: %(verdict)s%(way)s") % words
    else:
        text = _("Penetapan: %(verdict)s%(way)s") % words
    return text + _("; menunggu petugas kedua") if data.get("needs_second") else text


def _confirmed(data: Mapping[str, Any]) -> str:
    if data.get("on_behalf_of"):
        return _("Penetapan disahkan petugas kedua, a.n. %(position)s") % {"position": data["on_behalf_of"]}
    return _("Penetapan disahkan petugas kedua")


def _escalated(data: Mapping[str, Any]) -> str:
    words = {"level": data.get("level", ""), "to": data.get("to") or _("belum ada petugasnya")}
    if data.get("late"):
        return _("Lewat tenggat: dinaikkan ke tingkat %(level)s (%(to)s)") % words
    return _("Hampir lewat tenggat: tingkat %(level)s diberi tahu (%(to)s)") % words


def _reminded(data: Mapping[str, Any]) -> str:
    words = {"agency": data.get("agency", "")}
    if data.get("late"):
        return _("Jawaban %(agency)s lewat hari; rujukan kembali ke meja") % words
    return _("%(agency)s diingatkan akan hari jawaban") % words


def _remarked(data: Mapping[str, Any]) -> str:
    if data.get("told"):
        return _("Catatan antarbidang ditulis, menyebut %(names)s") % {"names": ", ".join(data["told"])}
    return _("Catatan antarbidang ditulis")


def _closed(data: Mapping[str, Any]) -> str:
    return _("Kasus ditutup: %(outcome)s") % {"outcome": _label(Outcome, data.get("outcome"))}


def _contacted(data: Mapping[str, Any]) -> str:
    if data.get("may_be_told"):
        return _("Nomor HP atau e-mail warga dicatat; warga setuju dikabari")
    return _("Nomor HP atau e-mail warga dicatat; warga tidak dikabari")


def _complained(data: Mapping[str, Any]) -> str:
    return _("Pengaduan dicatat, tiket %(ticket)s (%(category)s)") % {
        "ticket": data.get("ticket", ""),
        "category": data.get("category", ""),
    }


def _complaint_answered(data: Mapping[str, Any]) -> str:
    return _("Pengaduan dijawab: %(outcome)s") % {"outcome": _label(ComplaintOutcome, data.get("outcome"))}


def _complaint_reviewed(data: Mapping[str, Any]) -> str:
    return _("Pengaduan diperiksa ulang: %(outcome)s") % {"outcome": _label(ComplaintOutcome, data.get("outcome"))}


def _letter(sentence: str, data: Mapping[str, Any]) -> str:
    kind = find_letter_kind(str(data.get("kind", "")))
    name = kind.name if kind else data.get("kind", "")
    return sentence % {"kind": name, "number": data.get("number", ""), "signer": data.get("signer", "")}


SENTENCES: dict[str, Wording] = {
    "desk.case.register": _registered,
    "desk.case.report": _registered,
    "desk.case.classify": gettext_lazy("Jenis dan bidang kasus ditetapkan"),
    "desk.case.contest": gettext_lazy("Dua petugas mengubah kasus ini bersamaan; yang kedua diberi tahu"),
    "desk.case.settle": gettext_lazy("Perubahan bersamaan sudah diperiksa"),
    "desk.queue.take": gettext_lazy("Nomor antrean {number} diambil"),
    "desk.queue.repeat": gettext_lazy("Permintaan nomor antrean terkirim lagi; nomornya tetap satu"),
    "desk.queue.call": gettext_lazy("Nomor {number} dipanggil"),
    "desk.queue.recall": gettext_lazy("Nomor {number} dipanggil ulang"),
    "desk.queue.skip": gettext_lazy("Nomor {number} tidak hadir"),
    "desk.queue.serve": gettext_lazy("Nomor {number} selesai dilayani"),
    "desk.queue.display": gettext_lazy("Alamat layar ruang tunggu dibuat"),
    "desk.filter.save": gettext_lazy("Saringan disimpan"),
    "desk.filter.delete": gettext_lazy("Saringan dihapus"),
    "desk.case.repeat": gettext_lazy("Formulir yang sama terkirim lagi; tidak ada yang berubah"),
    "desk.case.match": _matched,
    "desk.case.handle": gettext_lazy("Mulai ditangani"),
    "desk.case.assign": gettext_lazy("Diserahkan kepada {to}"),
    "desk.case.return": gettext_lazy("Dikembalikan ke warga untuk dilengkapi"),
    "desk.case.receive": gettext_lazy("Warga melengkapi berkas; tenggat berjalan lagi"),
    "desk.case.note": gettext_lazy("Catatan petugas"),
    "desk.case.contact": _contacted,
    "desk.case.silence": gettext_lazy("Warga tidak ingin dikabari lagi"),
    "desk.case.propose": gettext_lazy("Diusulkan ke program bantuan"),
    "desk.case.choose_service": gettext_lazy("Layanan dipilih: {service}"),
    "desk.case.check": gettext_lazy("Kelengkapan diperiksa: {there} dari {total} ada, {missing} kurang"),
    "desk.requirement.attach": gettext_lazy("Berkas dilampirkan: {item}"),
    "desk.case.assess": gettext_lazy("Kajian versi {version} ditulis"),
    "desk.case.submit": gettext_lazy("Diajukan untuk ditetapkan"),
    "desk.case.decide": _decided,
    "desk.case.confirm": _confirmed,
    "desk.case.escalate": _escalated,
    "desk.case.recount": gettext_lazy("Tenggat dihitung ulang karena kalender kerja berubah"),
    "desk.task.create": gettext_lazy("Tugas: {title} ({to})"),
    "desk.task.repeat": gettext_lazy("Formulir yang sama terkirim lagi; tidak ada yang berubah"),
    "desk.task.assign": gettext_lazy("Tugas diserahkan kepada {to}: {title}"),
    "desk.task.done": gettext_lazy("Tugas selesai: {title}"),
    "desk.task.cancel": gettext_lazy("Tugas dibatalkan: {title}"),
    "desk.share.give": gettext_lazy("Kasus dibagikan kepada {to} sampai {until}"),
    "desk.share.end": gettext_lazy("Akses {to} ke kasus ini dicabut"),
    "desk.remark.write": _remarked,
    "desk.remark.repeat": gettext_lazy("Formulir yang sama terkirim lagi; tidak ada yang berubah"),
    "desk.confidential.write": gettext_lazy("Catatan rahasia ditulis"),
    "desk.confidential.read": gettext_lazy("Catatan rahasia dibaca"),
    "desk.referral.send": _referred,
    "desk.referral.answer": _answered,
    "desk.referral.admit": gettext_lazy("Diterima di {institution}"),
    "desk.referral.open": gettext_lazy("{agency} membuka tautan rujukan dengan kodenya"),
    "desk.referral.record_identity": gettext_lazy("Nomor KK baru dari {agency} dicatat di registri"),
    "desk.referral.remind": _reminded,
    "desk.referral.renew": gettext_lazy("Tautan jawaban untuk {agency} diganti dengan yang baru"),
    "desk.referral.repeat": gettext_lazy("Formulir yang sama terkirim lagi; tidak ada yang berubah"),
    "desk.referral.reply": gettext_lazy("Pertanyaan {agency} dibalas"),
    "desk.referral.revoke": gettext_lazy("Tautan jawaban untuk {agency} dicabut"),
    "desk.referral.settle": gettext_lazy("Jawaban {agency} sudah ditindaklanjuti"),
    "desk.referral.withdraw": gettext_lazy("Rujukan ke {agency} ditarik kembali"),
    "desk.case.close": _closed,
    "desk.case.attach": gettext_lazy("Warga menambahkan lampiran"),
    "desk.complaint.report": _complained,
    "desk.complaint.register": _complained,
    "desk.complaint.repeat": gettext_lazy("Formulir yang sama terkirim lagi; tidak ada yang berubah"),
    "desk.complaint.attach": gettext_lazy("Warga menambahkan lampiran"),
    "desk.complaint.take": gettext_lazy("Mulai diperiksa"),
    "desk.complaint.tie": gettext_lazy("Warga yang dimaksud dicari di registri"),
    "desk.complaint.name": gettext_lazy("Petugas yang diadukan ditetapkan; pengaduan tidak tampak lagi baginya"),
    "desk.complaint.answer": _complaint_answered,
    "desk.complaint.contact": _contacted,
    "desk.complaint.silence": gettext_lazy("Warga tidak ingin dikabari lagi"),
    "desk.complaint.accept": gettext_lazy("Warga menerima jawaban"),
    "desk.complaint.object": gettext_lazy("Warga belum puas; diperiksa ulang"),
    "desk.complaint.review": _complaint_reviewed,
    "desk.category.change": gettext_lazy("Kategori pengaduan {code} diubah"),
    "desk.survey.answer": gettext_lazy("Satu jawaban survei kepuasan masuk"),
    "desk.survey.publish": gettext_lazy("Laporan survei kepuasan {period} diterbitkan"),
    "desk.letter.draft": lambda data: _letter(_("Konsep surat ditulis: %(kind)s"), data),
    "desk.letter.repeat": gettext_lazy("Formulir surat yang sama terkirim lagi; tidak ada yang berubah"),
    "desk.letter.change": lambda data: _letter(_("Konsep surat diubah: %(kind)s"), data),
    "desk.letter.initial": lambda data: _letter(_("Konsep surat diparaf: %(kind)s"), data),
    "desk.letter.return": lambda data: _letter(_("Surat dikembalikan ke konsep: %(kind)s"), data),
    "desk.letter.sign": lambda data: _letter(_("Surat ditandatangani oleh %(signer)s: %(kind)s"), data),
    "desk.letter.issue": lambda data: _letter(_("Surat terbit, nomor %(number)s: %(kind)s"), data),
    "desk.letter.cancel": lambda data: _letter(_("Surat dibatalkan: %(kind)s %(number)s"), data),
    "desk.letter.copy": lambda data: _letter(_("Salinan surat dicetak: %(kind)s %(number)s"), data),
    "desk.catalogue.load": gettext_lazy("Katalog layanan dimuat"),
}


def register() -> None:
    """Called once when the app starts."""
    register_sentences(SENTENCES)
