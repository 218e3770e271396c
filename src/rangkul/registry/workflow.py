"""The way of a change request: village → kecamatan or office → the registry (W07)."""

from django.utils.translation import gettext_lazy as _

from rangkul.platform.workflow import State, Transition, Workflow

CHANGE = Workflow(
    noun="registry.change",
    title=_("Permohonan perubahan data"),
    initial="DRAFT",
    states=(
        State("DRAFT", _("disusun desa"), "neutral", owner="VILLAGE_OPERATOR"),
        State("SUBMITTED", _("menunggu pemeriksaan"), "info", owner="KECAMATAN_OFFICER"),
        State("CHECKED", _("diperiksa, menunggu diterapkan Dinas"), "info", owner="DATA_OFFICER"),
        State("RETURNED", _("dikembalikan ke pengaju"), "warning", owner="VILLAGE_OPERATOR"),
        State("APPLIED", _("sudah diterapkan"), "success", is_final=True),
        State("REFUSED", _("ditolak"), "danger", is_final=True),
        State("WITHDRAWN", _("ditarik"), "neutral", is_final=True),
    ),
    transitions=(
        Transition("submit", _("Ajukan"), ("DRAFT", "RETURNED"), "SUBMITTED"),
        Transition("check", _("Nyatakan benar"), ("SUBMITTED",), "CHECKED"),
        Transition("apply", _("Terapkan ke registri"), ("CHECKED",), "APPLIED"),
        Transition("return", _("Kembalikan ke pengaju"), ("SUBMITTED", "CHECKED"), "RETURNED", needs_reason=True),
        Transition("refuse", _("Tolak"), ("SUBMITTED", "CHECKED"), "REFUSED", needs_reason=True),
        Transition("withdraw", _("Tarik"), ("DRAFT", "RETURNED", "SUBMITTED"), "WITHDRAWN", needs_reason=True),
    ),
)
