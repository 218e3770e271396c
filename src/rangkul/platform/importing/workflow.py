"""The way of an import: uploaded → (columns mapped) → read → approved by a second person → applied → perhaps undone (R115)."""

from django.utils.translation import gettext_lazy as _

from rangkul.platform.workflow import State, Transition, Workflow

IMPORT = Workflow(
    noun="registry.import",
    title=_("Impor berkas"),
    initial="UPLOADED",
    states=(
        State("UPLOADED", _("diunggah, sedang dibaca"), "info", owner="SYSTEM"),
        State("MAPPING", _("menunggu padanan kolom"), "warning", owner="DATA_OFFICER"),
        State("READ", _("terbaca, menunggu persetujuan"), "warning", owner="DIVISION_HEAD"),
        State("APPROVED", _("disetujui, sedang diterapkan"), "info", owner="SYSTEM"),
        State("APPLIED", _("diterapkan"), "success", owner="DATA_OFFICER"),
        State("UNDONE", _("dibatalkan seluruhnya"), "neutral", is_final=True),
        State("FAILED", _("gagal dibaca"), "danger", owner="DATA_OFFICER"),
        State("CANCELLED", _("tidak jadi"), "neutral", is_final=True),
    ),
    transitions=(
        Transition("read", _("Baca dan periksa"), ("UPLOADED",), "READ"),
        Transition("ask", _("Tanyakan arti kolom"), ("UPLOADED",), "MAPPING"),
        Transition("map", _("Padankan kolom"), ("MAPPING", "READ"), "UPLOADED"),
        Transition("fail", _("Tolak berkas"), ("UPLOADED",), "FAILED"),
        Transition("approve", _("Setujui"), ("READ",), "APPROVED"),
        Transition(
            "cancel",
            _("Batalkan rencana impor"),
            ("UPLOADED", "MAPPING", "READ", "APPROVED", "FAILED"),
            "CANCELLED",
            needs_reason=True,
        ),
        Transition("reread", _("Baca ulang"), ("FAILED",), "UPLOADED"),
        Transition("apply", _("Terapkan"), ("APPROVED",), "APPLIED"),
        Transition("undo", _("Batalkan impor"), ("APPLIED",), "UNDONE", needs_reason=True),
    ),
)
