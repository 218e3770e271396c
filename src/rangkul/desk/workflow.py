"""The way of a case: heard → matched → handled (direct, proposal, referral) → closed with an outcome."""

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
