"""The way of a campaign, and of each subject in it: visited, submitted, reviewed, approved."""

from django.utils.translation import gettext_lazy as _

from rangkul.platform.workflow import State, Transition, Workflow

CAMPAIGN = Workflow(
    noun="verivali.campaign",
    title=_("Kegiatan verivali"),
    initial="DRAFT",
    states=(
        State("DRAFT", _("rancangan"), "neutral", owner="DATA_OFFICER"),
        State("OPEN", _("berjalan"), "info", owner="FACILITATOR"),
        State("CLOSED", _("selesai"), "success", is_final=True),
        State("CANCELLED", _("dibatalkan"), "danger", is_final=True),
    ),
    transitions=(
        Transition("open", _("Buka kegiatan"), ("DRAFT",), "OPEN"),
        Transition("close", _("Tutup kegiatan"), ("OPEN",), "CLOSED"),
        Transition("cancel", _("Batalkan kegiatan"), ("DRAFT", "OPEN"), "CANCELLED", needs_reason=True),
    ),
)

SUBJECT = Workflow(
    noun="verivali.subject",
    title=_("Sasaran verivali"),
    initial="TO_VISIT",
    states=(
        State("TO_VISIT", _("belum dikunjungi"), "info", owner="FACILITATOR"),
        State("SECOND_VISIT", _("perlu kunjungan kedua"), "warning", owner="FACILITATOR"),
        State("SUBMITTED", _("menunggu pemeriksaan"), "info", owner="SUPERVISOR"),
        State("RETURNED", _("dikembalikan ke petugas"), "warning", owner="FACILITATOR"),
        State("REVISIT", _("menunggu kunjungan ulang petugas lain"), "warning", owner="FACILITATOR"),
        State("APPROVED", _("disetujui"), "success", owner="SUPERVISOR"),
        State("DROPPED", _("dikeluarkan dari kegiatan"), "neutral", owner="SUPERVISOR"),
    ),
    transitions=(
        Transition("miss", _("Tidak bertemu"), ("TO_VISIT",), "SECOND_VISIT"),
        Transition(
            "submit", _("Kirim hasil kunjungan"), ("TO_VISIT", "SECOND_VISIT", "RETURNED", "REVISIT"), "SUBMITTED"
        ),
        Transition("approve", _("Setujui hasil"), ("SUBMITTED",), "APPROVED"),
        Transition("take_back", _("Tarik persetujuan"), ("APPROVED",), "SUBMITTED", needs_reason=True),
        Transition("return", _("Kembalikan ke petugas"), ("SUBMITTED",), "RETURNED", needs_reason=True),
        Transition("revisit", _("Minta kunjungan ulang petugas lain"), ("SUBMITTED",), "REVISIT"),
        Transition(
            "drop",
            _("Keluarkan dari kegiatan"),
            ("TO_VISIT", "SECOND_VISIT", "RETURNED", "REVISIT"),
            "DROPPED",
            needs_reason=True,
        ),
        Transition("restore", _("Masukkan lagi"), ("DROPPED",), "TO_VISIT"),
    ),
)

TO_DO = ("TO_VISIT", "SECOND_VISIT", "RETURNED", "REVISIT")
"""States in which it is the enumerator's turn."""
