"""The messages of the desk: what a citizen or an official is told. No names, no need, no agency: a phone is read by many."""

from django.utils.translation import gettext_lazy as _

from rangkul.desk.referral_address import address_in_force
from rangkul.platform.outbox.messages import register_template


def register() -> None:
    """Called once when the app starts."""
    register_template("desk.ticket.registered", _("Laporan Anda tercatat dengan tiket {ticket}."), values=("ticket",))
    for code, words in {
        "returned": _("Tiket {ticket}: ada yang perlu Anda lengkapi. Lihat halaman tiket atau tanya di Puskesos."),
        "decided": _("Tiket {ticket} sudah ditetapkan. Lihat halaman tiket atau tanya di Puskesos."),
        "closed": _("Tiket {ticket} selesai. Hasilnya ada di halaman tiket."),
    }.items():
        register_template(f"desk.case.{code}", words, values=("ticket",))
    register_template("desk.case.status", _("Status tiket {ticket} sekarang: {status}."), values=("ticket", "status"))
    register_template(
        "desk.referral.answered", _("Rujukan untuk tiket {ticket} dijawab: {answer}."), values=("ticket", "answer")
    )
    register_template(
        "desk.referral.reminder",
        _("Rujukan untuk tiket {ticket} belum dijawab, sudah {days} hari."),
        values=("ticket", "days"),
    )
    register_template(
        "desk.task.assigned", _("Ada tugas untuk Anda pada tiket {ticket}, tenggat {due}."), values=("ticket", "due")
    )
    register_template(
        "desk.share.given", _("Kasus {ticket} dibagikan kepada Anda sampai {until}."), values=("ticket", "until")
    )
    register_template(
        "desk.remark.mentioned", _("Anda disebut dalam catatan antarbidang kasus {ticket}."), values=("ticket",)
    )
    register_template(
        "desk.case.escalated",
        _("Tiket {ticket} terlambat {days} hari dan naik kepada Anda."),
        values=("ticket", "days"),
        is_urgent=True,
    )
    register_template("desk.case.at_risk", _("Tiket {ticket} hampir lewat tenggat."), values=("ticket",))
    register_template("desk.case.news", _("Ada kabar baru untuk tiket {ticket}."), values=("ticket",))
    register_template("desk.referral.news", _("Ada jawaban rujukan untuk tiket {ticket}."), values=("ticket",))
    register_template(
        "desk.referral.overdue", _("Rujukan tiket {ticket} tidak dijawab dan kembali ke meja Anda."), values=("ticket",)
    )
    for code, words in {
        "sent": _("Rujukan {ticket} menunggu jawaban Anda sampai {due}."),
        "due": _("Rujukan {ticket} belum dijawab; jawabannya ditunggu {due}."),
        "replied": _("Pertanyaan Anda tentang rujukan {ticket} sudah dibalas; jawaban ditunggu {due}."),
        "withdrawn": _("Rujukan {ticket} ditarik; tidak perlu dijawab lagi (semula sampai {due})."),
    }.items():
        register_template(f"desk.referral.{code}", words, values=("ticket", "due"))
    for code, words in {
        "sent": _(
            "Rujukan {ticket} menunggu jawaban Anda sampai {due}: {link} Kodenya di lembar kode surat pengantar."
        ),
        "due": _(
            "Rujukan {ticket} belum dijawab; jawabannya ditunggu {due}: {link} Kodenya di lembar kode surat pengantar."
        ),
        "replied": _("Pertanyaan Anda tentang rujukan {ticket} sudah dibalas; jawaban ditunggu {due}: {link}"),
        "renewed": _("Tautan baru rujukan {ticket}, jawaban ditunggu {due}: {link} Kodenya dari petugas pengirim."),
    }.items():
        register_template(
            f"desk.referral.{code}.agency", words, values=("ticket", "due"), late="link", find_late=address_in_force
        )
    register_template("desk.complaint.received", _("Pengaduan baru, tiket {ticket}."), values=("ticket",))
    register_template(
        "desk.complaint.objected",
        _("Jawaban tiket {ticket} belum memuaskan; perlu diperiksa ulang."),
        values=("ticket",),
    )
    register_template(
        "desk.complaint.answered", _("Pengaduan Anda dengan tiket {ticket} sudah dijawab."), values=("ticket",)
    )
