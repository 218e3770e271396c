"""The deeds of the organisation in words, for timelines and the trail."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from rangkul.kernel.numerals import format_number
from rangkul.platform.audit.wording import Wording, register_sentences


def _added(data: Mapping[str, Any]) -> str:
    people, villages = format_number(data.get("people", 0)), format_number(data.get("areas", 0))
    return _("%(people)s peserta dari %(areas)s wilayah didaftarkan") % {"people": people, "areas": villages}


def _marked(data: Mapping[str, Any]) -> str:
    people, present = format_number(data.get("people", 0)), format_number(data.get("present", 0))
    return _("Kehadiran dicatat: %(present)s dari %(people)s peserta hadir") % {"present": present, "people": people}


SENTENCES: dict[str, Wording] = {
    "organisation.office.found": lambda data: _("Kantor didaftarkan"),
    "organisation.post.open": lambda data: _("Puskesos dibuka"),
    "organisation.activity.record": lambda data: _("Kegiatan dicatat: %(name)s") % {"name": data.get("name", "")},
    "organisation.participant.add": _added,
    "organisation.attendance.mark": _marked,
    "organisation.delegation.give": lambda data: (
        _("Tugas didelegasikan kepada %(to)s, %(from)s sampai %(until)s") % {"to": "", "from": "", "until": "", **data}
    ),
    "organisation.delegation.revoke": lambda data: _("Delegasi kepada %(to)s dicabut") % {"to": data.get("to", "")},
}


def register() -> None:
    """Make the sentences known to timelines."""
    register_sentences(SENTENCES)
