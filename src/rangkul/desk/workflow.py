"""The way of a case: heard → matched → handled → assessed → decided → done by letter, proposal or referral → closed."""

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
