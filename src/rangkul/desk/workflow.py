"""The way of a case (heard → matched → handled → assessed → decided → closed) and of a referral (sent → answered)."""

from django.utils.translation import gettext_lazy as _

from rangkul.platform.workflow import State, Transition, Workflow

CASE = Workflow(
    noun="desk.case",
    title=_("Kasus SLRT"),
    initial="REGISTERED",
    states=(
        State("REGISTERED", _("terdaftar, belum dicocokkan"), "info", owner="FRONT_OFFICE"),
        State("RETURNED", _("dikembalikan, menunggu warga melengkapi"), "warning", owner="warga"),
        State("MATCHED", _("sudah dicocokkan, menunggu penanganan"), "info", owner="BACK_OFFICE"),
        State("HANDLED", _("sedang ditangani"), "info", owner="BACK_OFFICE"),
        State("ASSESSED", _("sudah dikaji, menunggu penetapan"), "warning", owner="PUSKESOS_COORDINATOR"),
        State("DECIDED", _("sudah ditetapkan, menunggu dilaksanakan"), "info", owner="BACK_OFFICE"),
        State("REFERRED", _("dirujuk, menunggu jawaban"), "warning", owner="BACK_OFFICE"),
        State("PROPOSED", _("diusulkan, menunggu keputusan program"), "warning", owner="PROGRAMME_OFFICER"),
        State("CLOSED", _("selesai"), "success", is_final=True),
    ),
    transitions=(
        Transition("match", _("Cocokkan dengan registri"), ("REGISTERED", "RETURNED", "MATCHED"), "MATCHED"),
        Transition(
            "return",
            _("Kembalikan ke warga"),
            ("REGISTERED", "MATCHED", "HANDLED", "ASSESSED"),
            "RETURNED",
            needs_reason=True,
        ),
        Transition("receive", _("Warga sudah melengkapi"), ("RETURNED",), "REGISTERED"),
        Transition("receive_matched", _("Warga sudah melengkapi"), ("RETURNED",), "MATCHED"),
        Transition("handle", _("Mulai menangani"), ("MATCHED", "RETURNED", "REFERRED", "PROPOSED"), "HANDLED"),
        Transition("submit", _("Ajukan penetapan"), ("MATCHED", "HANDLED"), "ASSESSED"),
        Transition("decide", _("Tetapkan"), ("ASSESSED",), "DECIDED"),
        Transition("raise", _("Teruskan ke kabupaten/kota"), ("ASSESSED",), "ASSESSED", needs_reason=True),
        Transition("rework", _("Kembalikan untuk dikaji ulang"), ("ASSESSED",), "HANDLED", needs_reason=True),
        Transition("refer", _("Rujuk"), ("MATCHED", "HANDLED", "DECIDED", "REFERRED", "PROPOSED"), "REFERRED"),
        Transition(
            "propose",
            _("Usulkan ke program"),
            ("MATCHED", "HANDLED", "DECIDED", "REFERRED", "PROPOSED"),
            "PROPOSED",
        ),
        Transition(
            "close",
            _("Tutup dengan hasil"),
            ("REGISTERED", "RETURNED", "MATCHED", "HANDLED", "ASSESSED", "DECIDED", "REFERRED", "PROPOSED"),
            "CLOSED",
            needs_reason=True,
        ),
    ),
)

QUEUE = Workflow(
    noun="desk.queue",
    title=_("Nomor antrean"),
    initial="WAITING",
    states=(
        State("WAITING", _("menunggu dipanggil"), "info", owner="FRONT_OFFICE"),
        State("CALLED", _("dipanggil"), "warning", owner="warga"),
        State("SERVED", _("selesai dilayani"), "success", is_final=True),
        State("ABSENT", _("tidak hadir saat dipanggil"), "neutral", owner="warga"),
    ),
    transitions=(
        Transition("call", _("Panggil"), ("WAITING",), "CALLED"),
        Transition("recall", _("Panggil ulang"), ("CALLED", "ABSENT"), "CALLED"),
        Transition("skip", _("Tidak hadir"), ("CALLED",), "ABSENT"),
        Transition("serve", _("Selesai dilayani"), ("CALLED",), "SERVED"),
    ),
)


REFERRAL = Workflow(
    noun="desk.referral",
    title=_("Rujukan"),
    initial="DIKIRIM",
    states=(
        State("DIKIRIM", _("dikirim, menunggu jawaban"), "info", owner="penerima"),
        State("DITERIMA", _("diterima, menunggu hasil"), "info", owner="penerima"),
        State("DITANYA", _("ada pertanyaan, menunggu balasan meja"), "warning", owner="BACK_OFFICE"),
        State("DIKERJAKAN", _("sedang dikerjakan"), "info", owner="penerima"),
        State("DITOLAK", _("ditolak dengan alasan"), "danger", is_final=True),
        State("SELESAI", _("selesai dengan hasil"), "success", is_final=True),
        State("DITARIK", _("ditarik kembali oleh meja"), "neutral", is_final=True),
    ),
    transitions=(
        Transition("accept", _("Terima"), ("DIKIRIM", "DITANYA"), "DITERIMA"),
        Transition("ask", _("Tanya"), ("DIKIRIM", "DITERIMA", "DIKERJAKAN"), "DITANYA", needs_reason=True),
        Transition("reply", _("Balas pertanyaan"), ("DITANYA",), "DIKIRIM", needs_reason=True),
        Transition("resume", _("Balas pertanyaan"), ("DITANYA",), "DITERIMA", needs_reason=True),
        Transition("start", _("Mulai dikerjakan"), ("DIKIRIM", "DITERIMA", "DITANYA"), "DIKERJAKAN"),
        Transition(
            "finish", _("Selesai"), ("DIKIRIM", "DITERIMA", "DITANYA", "DIKERJAKAN"), "SELESAI", needs_reason=True
        ),
        Transition(
            "reject", _("Tolak"), ("DIKIRIM", "DITERIMA", "DITANYA", "DIKERJAKAN"), "DITOLAK", needs_reason=True
        ),
        Transition(
            "withdraw", _("Tarik"), ("DIKIRIM", "DITERIMA", "DITANYA", "DIKERJAKAN"), "DITARIK", needs_reason=True
        ),
    ),
)
