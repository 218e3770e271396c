"""The way of an import: uploaded → read → approved by a second person → applied → perhaps undone (R115)."""

from django.utils.translation import gettext_lazy as _

from rangkul.platform.workflow import State, Transition, Workflow

IMPORT = Workflow(
    noun="registry.import",
    title=_("Impor berkas"),
    initial="UPLOADED",
    states=(
        State("UPLOADED", _("diunggah, sedang dibaca"), "info", owner="SYSTEM"),
        State("READ", _("terbaca, menunggu persetujuan"), "warning", owner="DIVISION_HEAD"),
        State("APPROVED", _("disetujui, sedang diterapkan"), "info", owner="SYSTEM"),
        State("APPLIED", _("diterapkan"), "success", owner="DATA_OFFICER"),
        State("UNDONE", _("dibatalkan seluruhnya"), "neutral", is_final=True),
        State("FAILED", _("gagal dibaca"), "danger", is_final=True),
        State("CANCELLED", _("tidak jadi"), "neutral", is_final=True),
    ),
    transitions=(
        Transition("read", _("Baca dan periksa"), ("UPLOADED",), "READ"),
        Transition("fail", _("Tolak berkas"), ("UPLOADED",), "FAILED"),
        Transition("approve", _("Setujui"), ("READ",), "APPROVED"),
        Transition("cancel", _("Batalkan rencana impor"), ("UPLOADED", "READ"), "CANCELLED", needs_reason=True),
        Transition("apply", _("Terapkan"), ("APPROVED",), "APPLIED"),
        Transition("undo", _("Batalkan impor"), ("APPLIED",), "UNDONE", needs_reason=True),
    ),
)
