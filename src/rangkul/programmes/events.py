"""The deeds of proposals and enrolment in words, for timelines.

Events of sensitive components carry no component's name: that somebody gets meals for people with leprosy would tell of
their health to whoever reads the timeline. The sentences then speak of "bantuan".
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from rangkul.platform.audit.wording import Wording, register_sentences
from rangkul.programmes.enums import MeasureKind, Verdict
from rangkul.programmes.models import Component


def told_of(component: Component) -> dict[str, str]:
    """What an event's facts may say of a component."""
    return {} if component.is_sensitive else {"component": component.name}


def _of(data: Mapping[str, Any]) -> dict[str, Any]:
    return {"number": "–", "decree": "–", **data, "component": data.get("component") or _("bantuan")}


def _created(data: Mapping[str, Any]) -> str:
    return _("Usulan %(number)s disusun untuk %(component)s") % _of(data)


def _added(data: Mapping[str, Any]) -> str:
    verdict = data.get("verdict")
    result = str(Verdict(verdict).label) if verdict in Verdict.values else _("tidak ditampilkan")
    return _("Dimasukkan ke usulan %(number)s untuk %(component)s (penilaian: %(result)s)") % {
        **_of(data),
        "result": result,
    }


def _removed(data: Mapping[str, Any]) -> str:
    return _("Dikeluarkan dari usulan %(number)s untuk %(component)s") % _of(data)


def _submitted(data: Mapping[str, Any]) -> str:
    return _("Usulan %(number)s untuk %(component)s diajukan ke kecamatan") % _of(data)


def _checked(data: Mapping[str, Any]) -> str:
    return _("Usulan %(number)s untuk %(component)s diperiksa kecamatan dan diteruskan ke Dinas") % _of(data)


def _verified(data: Mapping[str, Any]) -> str:
    return _("Usulan %(number)s untuk %(component)s diverifikasi bidang") % _of(data)


def _returned(data: Mapping[str, Any]) -> str:
    return _("Usulan %(number)s untuk %(component)s dikembalikan ke desa") % _of(data)


def _withdrawn(data: Mapping[str, Any]) -> str:
    return _("Usulan %(number)s untuk %(component)s ditarik desa") % _of(data)


def _refused(data: Mapping[str, Any]) -> str:
    return _("Tidak ditetapkan dalam usulan %(number)s untuk %(component)s") % _of(data)


def _waiting(data: Mapping[str, Any]) -> str:
    return _("Masuk daftar tunggu %(component)s (SK %(decree)s)") % _of(data)


def _decided(data: Mapping[str, Any]) -> str:
    return _("Usulan %(number)s untuk %(component)s diputuskan dengan SK %(decree)s") % _of(data)


def _started(data: Mapping[str, Any]) -> str:
    return _("Ditetapkan sebagai penerima %(component)s dengan SK %(decree)s") % _of(data)


def _ended(data: Mapping[str, Any]) -> str:
    return _("Tidak lagi menjadi penerima %(component)s") % _of(data)


def _measured(data: Mapping[str, Any]) -> str:
    if data.get("measure") == MeasureKind.BEFORE:
        return _("Keadaan usaha sebelum %(component)s dicatat") % _of(data)
    return _("Hasil %(component)s dicatat") % _of(data)


def _screened(data: Mapping[str, Any]) -> str:
    verdict = data.get("verdict")
    result = str(Verdict(verdict).label) if verdict in Verdict.values else _("tidak ditampilkan")
    return _("Dinilai untuk %(component)s: %(result)s") % {**_of(data), "result": result}


SENTENCES: dict[str, Wording] = {
    "programmes.screening.run": _screened,
    "programmes.proposal.create": _created,
    "programmes.proposal.add_line": _added,
    "programmes.proposal.remove_line": _removed,
    "programmes.proposal.submit": _submitted,
    "programmes.proposal.check": _checked,
    "programmes.proposal.verify": _verified,
    "programmes.proposal.return": _returned,
    "programmes.proposal.withdraw": _withdrawn,
    "programmes.proposal.refuse_line": _refused,
    "programmes.proposal.wait": _waiting,
    "programmes.proposal.decide": _decided,
    "programmes.enrolment.start": _started,
    "programmes.enrolment.end": _ended,
    "programmes.outcome.record": _measured,
}


def register() -> None:
    """Make the sentences known to timelines."""
    register_sentences(SENTENCES)
