"""The ways of the desk: of a case, a number in the queue, a referral, a complaint and a letter."""

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


COMPLAINT = Workflow(
    noun="desk.complaint",
    title=_("Pengaduan"),
    initial="RECEIVED",
    states=(
        State("RECEIVED", _("diterima, belum diperiksa"), "info", owner="BACK_OFFICE"),
        State("CHECKING", _("sedang diperiksa"), "info", owner="BACK_OFFICE"),
        State("ANSWERED", _("dijawab, menunggu tanggapan warga"), "success", owner="warga"),
        State("OBJECTED", _("warga belum puas, diperiksa ulang"), "warning", owner="SUPERVISOR"),
        State("CLOSED", _("selesai"), "success", is_final=True),
    ),
    transitions=(
        Transition("take", _("Mulai memeriksa"), ("RECEIVED",), "CHECKING"),
        Transition("answer", _("Jawab"), ("RECEIVED", "CHECKING"), "ANSWERED", needs_reason=True),
        Transition("accept", _("Terima jawaban"), ("ANSWERED",), "CLOSED"),
        Transition("object", _("Belum puas"), ("ANSWERED",), "OBJECTED", needs_reason=True),
        Transition("review", _("Jawab setelah diperiksa ulang"), ("OBJECTED",), "CLOSED", needs_reason=True),
    ),
)


LETTER = Workflow(
    noun="desk.letter",
    title=_("Surat untuk sebuah kasus"),
    initial="DRAFT",
    states=(
        State("DRAFT", _("konsep, menunggu paraf"), "info", owner="DIVISION_HEAD"),
        State("INITIALLED", _("sudah diparaf, menunggu tanda tangan"), "info", owner="OFFICE_HEAD"),
        State("SIGNED", _("sudah ditandatangani, menunggu nomor"), "warning", owner="BACK_OFFICE"),
        State("ISSUED", _("terbit"), "success", owner="arsip"),
        State("CANCELLED", _("dibatalkan"), "danger", is_final=True),
    ),
    transitions=(
        Transition("change", _("Ubah konsep"), ("DRAFT",), "DRAFT"),
        Transition("initial", _("Paraf"), ("DRAFT",), "INITIALLED"),
        Transition("return", _("Kembalikan ke konsep"), ("DRAFT", "INITIALLED", "SIGNED"), "DRAFT", needs_reason=True),
        Transition("sign", _("Tanda tangani"), ("INITIALLED",), "SIGNED"),
        Transition("issue", _("Beri nomor dan terbitkan"), ("SIGNED",), "ISSUED"),
        Transition(
            "cancel", _("Batalkan"), ("DRAFT", "INITIALLED", "SIGNED", "ISSUED"), "CANCELLED", needs_reason=True
        ),
    ),
)
