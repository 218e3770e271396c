"""The way of a delivery cycle: list drawn up → frozen → approved by another → open for handover → closed."""

from django.utils.translation import gettext_lazy as _

from rangkul.platform.workflow import State, Transition, Workflow

CYCLE = Workflow(
    noun="delivery.cycle",
    title=_("Siklus penyaluran"),
    initial="DRAFT",
    states=(
        State("DRAFT", _("disiapkan"), "neutral", owner="PROGRAMME_OFFICER"),
        State("FROZEN", _("daftar dibekukan, menunggu persetujuan"), "warning", owner="DIVISION_HEAD"),
        State("APPROVED", _("disetujui"), "info", owner="PROGRAMME_OFFICER"),
        State("OPEN", _("sedang disalurkan"), "success", owner="VILLAGE_OPERATOR"),
        State("CLOSED", _("ditutup"), "neutral", is_final=True),
    ),
    transitions=(
        Transition("freeze", _("Bekukan daftar penerima"), ("DRAFT",), "FROZEN"),
        Transition("approve", _("Setujui daftar"), ("FROZEN",), "APPROVED"),
        Transition("open", _("Buka penyaluran"), ("APPROVED",), "OPEN"),
        Transition("close", _("Tutup siklus"), ("OPEN",), "CLOSED"),
    ),
)

EWARONG = Workflow(
    noun="delivery.ewarong",
    title=_("E-warong"),
    initial="PROPOSED",
    states=(
        State("PROPOSED", _("diusulkan, menunggu SK"), "info", owner="DIVISION_HEAD"),
        State("APPOINTED", _("ditetapkan"), "success", owner="PROGRAMME_OFFICER"),
        State("SUSPENDED", _("dihentikan sementara"), "warning", owner="DIVISION_HEAD"),
        State("ENDED", _("berakhir"), "neutral", is_final=True),
    ),
    transitions=(
        Transition("appoint", _("Tetapkan dengan SK"), ("PROPOSED",), "APPOINTED"),
        Transition("suspend", _("Hentikan sementara"), ("APPOINTED",), "SUSPENDED", needs_reason=True),
        Transition("resume", _("Aktifkan lagi"), ("SUSPENDED",), "APPOINTED"),
        Transition("end", _("Akhiri"), ("PROPOSED", "APPOINTED", "SUSPENDED"), "ENDED", needs_reason=True),
    ),
)
