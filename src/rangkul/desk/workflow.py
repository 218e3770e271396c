"""The ways of the desk: a case from the first words to an outcome, a complaint to an answer that satisfies or is reviewed once."""

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
        State("REFERRED", _("dirujuk, menunggu jawaban"), "warning", owner="BACK_OFFICE"),
        State("PROPOSED", _("diusulkan, menunggu keputusan program"), "warning", owner="PROGRAMME_OFFICER"),
        State("CLOSED", _("selesai"), "success", is_final=True),
    ),
    transitions=(
        Transition("match", _("Cocokkan dengan registri"), ("REGISTERED", "RETURNED", "MATCHED"), "MATCHED"),
        Transition(
            "return", _("Kembalikan ke warga"), ("REGISTERED", "MATCHED", "HANDLED"), "RETURNED", needs_reason=True
        ),
        Transition("handle", _("Mulai menangani"), ("MATCHED", "RETURNED", "REFERRED", "PROPOSED"), "HANDLED"),
        Transition("refer", _("Rujuk"), ("MATCHED", "HANDLED", "REFERRED", "PROPOSED"), "REFERRED"),
        Transition("propose", _("Usulkan ke program"), ("MATCHED", "HANDLED", "REFERRED", "PROPOSED"), "PROPOSED"),
        Transition(
            "close",
            _("Tutup dengan hasil"),
            ("REGISTERED", "RETURNED", "MATCHED", "HANDLED", "REFERRED", "PROPOSED"),
            "CLOSED",
            needs_reason=True,
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
