"""The stages of a case and of a complaint in a citizen's words."""

import re

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from rangkul.desk.enums import Outcome
from rangkul.desk.queries import PublicComplaint, PublicStatus
from rangkul.web.shared.wording import date_in_words

_BETWEEN = re.compile(r"\s*;\s*|(?<=[a-z)])\.\s+(?=[A-Z])")
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


def to_bring(status: PublicStatus) -> list[str]:
    """What the citizen must bring when a case came back: the officer's words, one line for each thing."""
    if status.state != "RETURNED":
        return []
    parts = _BETWEEN.split(status.public_note.strip())
    return [capfirst(part.strip(" .;-")) for part in parts if part.strip(" .;-")]


def complaint_steps_of(said: PublicComplaint) -> list[dict[str, str]]:
    """The stages of a complaint: received, looked into, answered, and once more when it was objected to."""
    now = {"RECEIVED": 1, "CHECKING": 1, "ANSWERED": 3, "OBJECTED": 3, "CLOSED": 4}.get(said.state, 0)
    steps = [
        (_("Diterima"), date_in_words(said.registered_at)),
        (_("Diperiksa"), _("Petugas sedang memeriksa.") if said.state == "CHECKING" else ""),
        (_("Dijawab"), date_in_words(said.answered_at) if said.answered_at else ""),
    ]
    if said.objected_at:
        steps.append((_("Diperiksa ulang"), _("Oleh supervisor atau atasannya.") if said.state == "OBJECTED" else ""))
    steps.append((_("Selesai"), date_in_words(said.closed_at) if said.closed_at else ""))
    is_closed = said.state == "CLOSED"
    return [
        {"title": title, "note": note, "state": "done" if is_closed or place < now else "now" if place == now else ""}
        for place, (title, note) in enumerate(steps)
    ]
