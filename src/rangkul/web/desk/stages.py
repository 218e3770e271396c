"""The stages of a case in a citizen's words."""

from django.utils.translation import gettext as _

from rangkul.desk.enums import Outcome
from rangkul.desk.queries import PublicStatus
from rangkul.web.shared.wording import date_in_words

_BEHIND = {
    "REGISTERED": 0,
    "RETURNED": 1,
    "MATCHED": 1,
    "HANDLED": 2,
    "ASSESSED": 2,
    "DECIDED": 2,
    "REFERRED": 2,
    "PROPOSED": 2,
    "CLOSED": 3,
}
"""Which of the four stages is going on in a state."""


def steps_of(status: PublicStatus) -> list[dict[str, str]]:
    """The four stages as the stepper takes them: received, checked, handled, done."""
    now = _BEHIND.get(status.state, 0)
    titles = [_("Diterima"), _("Data diperiksa"), _("Ditangani"), _("Selesai")]
    notes = [
        date_in_words(status.registered_at),
        _checked(status),
        _handled(status),
        date_in_words(status.closed_at) if status.closed_at else "",
    ]
    is_closed = status.state == "CLOSED"
    steps = []
    for place, (title, note) in enumerate(zip(titles, notes, strict=True)):
        state = "done" if is_closed or place < now or (place == 0 and now == 0) else ""
        if not is_closed and place == max(now, 1):
            state = "now"
        steps.append({"title": title, "note": note, "state": state})
    return steps


def outcome_of(status: PublicStatus) -> str:
    """How the case ended, in words; "" while it is open."""
    return str(Outcome(status.outcome).label) if status.outcome else ""


def _checked(status: PublicStatus) -> str:
    if status.state == "REGISTERED":
        return _("Petugas Puskesos akan memeriksa dan menghubungi Anda.")
    if status.state == "RETURNED":
        return _("Ada yang perlu Anda lengkapi. Datang ke Puskesos atau tunggu dihubungi.")
    return ""


def _handled(status: PublicStatus) -> str:
    return {
        "HANDLED": _("Petugas sedang menangani kebutuhan Anda."),
        "ASSESSED": _("Petugas sudah mengkaji; menunggu penetapan."),
        "DECIDED": _("Sudah ditetapkan; petugas menyiapkan layanannya."),
        "REFERRED": _("Diteruskan ke instansi lain; kami menunggu jawabannya."),
        "PROPOSED": _("Diusulkan ke program bantuan; menunggu keputusan."),
    }.get(status.state, "")
