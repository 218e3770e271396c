"""The way of a new institution: asked for → papers complete → visited → recommended → registered or refused (R217)."""

from django.utils.translation import gettext_lazy as _

from rangkul.platform.workflow import State, Transition, Workflow

_OPEN = ("APPLIED", "CHECKED", "VISITED", "RECOMMENDED")

APPLICATION = Workflow(
    noun="institutions.application",
    title=_("Pendaftaran LKS baru"),
    initial="APPLIED",
    states=(
        State("APPLIED", _("diajukan, berkas diperiksa"), "info", owner="PROGRAMME_OFFICER"),
        State("CHECKED", _("berkas lengkap, menunggu kunjungan"), "info", owner="PROGRAMME_OFFICER"),
        State("VISITED", _("sudah dikunjungi, menunggu rekomendasi"), "info", owner="PROGRAMME_OFFICER"),
        State("RECOMMENDED", _("direkomendasikan, menunggu keputusan"), "warning", owner="DIVISION_HEAD"),
        State("REGISTERED", _("terdaftar"), "success", is_final=True),
        State("REFUSED", _("ditolak"), "danger", is_final=True),
        State("WITHDRAWN", _("ditarik pemohon"), "neutral", is_final=True),
    ),
    transitions=(
        Transition("check", _("Nyatakan berkas lengkap"), ("APPLIED",), "CHECKED"),
        Transition("visit", _("Catat kunjungan"), ("CHECKED",), "VISITED"),
        Transition("recommend", _("Rekomendasikan"), ("VISITED",), "RECOMMENDED"),
        Transition("register", _("Daftarkan"), ("RECOMMENDED",), "REGISTERED"),
        Transition("refuse", _("Tolak"), _OPEN, "REFUSED", needs_reason=True),
        Transition("withdraw", _("Catat penarikan"), _OPEN, "WITHDRAWN", needs_reason=True),
    ),
)
