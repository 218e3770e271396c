"""The deeds of proposals and enrolment in words, for timelines.

Events of sensitive components carry no component's name: that somebody gets meals for people with leprosy would tell of
their health to whoever reads the timeline. The sentences then speak of "bantuan".
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rangkul.platform.audit.wording import Wording, register_sentences
from rangkul.programmes.enums import CommodityStatus, CoverState, MeasureKind, Verdict
from rangkul.programmes.models import Component, RemovalBatch
from rangkul.registry.enums import OutsideProgramme


def told_of(component: Component) -> dict[str, str]:
    """What an event's facts may say of a component."""
    return {} if component.is_sensitive else {"component": component.name}


def told_of_list(batch: RemovalBatch) -> dict[str, str]:
    """What an event's facts may say of the list that a removal batch is about."""
    if batch.component is not None:
        return told_of(batch.component)
    return {"component": str(OutsideProgramme(batch.outside_programme).label)}


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


def _listed(data: Mapping[str, Any]) -> str:
    said = _("%(n)s nama dari sebuah daftar cakupan dimasukkan ke usulan") % {"n": data.get("lines", "–")}
    return f"{said}: {data['list']}" if data.get("list") else said


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


def _move_prepared(data: Mapping[str, Any]) -> str:
    return _("Giliran dari daftar tunggu %(component)s: menunggu keputusan (usulan %(number)s)") % _of(data)


def _skipped(data: Mapping[str, Any]) -> str:
    return _("Dilewati dari daftar tunggu %(component)s") % _of(data)


def _expired(data: Mapping[str, Any]) -> str:
    return _("Daftar tunggu %(component)s berakhir bersama tahun anggarannya") % _of(data)


def _screened(data: Mapping[str, Any]) -> str:
    verdict = data.get("verdict")
    result = str(Verdict(verdict).label) if verdict in Verdict.values else _("tidak ditampilkan")
    return _("Dinilai untuk %(component)s: %(result)s") % {**_of(data), "result": result}


def _removal_created(data: Mapping[str, Any]) -> str:
    return _("Daftar pencoretan %(number)s disusun untuk %(component)s") % _of(data)


def _removal_added(data: Mapping[str, Any]) -> str:
    return _("Diusulkan dicoret dari %(component)s dalam daftar %(number)s") % _of(data)


def _removal_described(data: Mapping[str, Any]) -> str:
    return _("Bukti pencoretan dari %(component)s dilengkapi dalam daftar %(number)s") % _of(data)


def _removal_dropped(data: Mapping[str, Any]) -> str:
    return _("Tidak jadi diusulkan dicoret dari %(component)s (daftar %(number)s)") % _of(data)


def _removal_submitted(data: Mapping[str, Any]) -> str:
    return _("Daftar pencoretan %(number)s untuk %(component)s diajukan ke kecamatan") % _of(data)


def _removal_checked(data: Mapping[str, Any]) -> str:
    return _("Daftar pencoretan %(number)s untuk %(component)s diperiksa kecamatan") % _of(data)


def _removal_verified(data: Mapping[str, Any]) -> str:
    return _("Daftar pencoretan %(number)s untuk %(component)s diverifikasi Dinas") % _of(data)


def _removal_returned(data: Mapping[str, Any]) -> str:
    return _("Daftar pencoretan %(number)s untuk %(component)s dikembalikan ke desa") % _of(data)


def _removal_withdrawn(data: Mapping[str, Any]) -> str:
    return _("Daftar pencoretan %(number)s untuk %(component)s ditarik desa") % _of(data)


def _removal_kept(data: Mapping[str, Any]) -> str:
    return _("Tetap menerima %(component)s setelah diperiksa (daftar %(number)s)") % _of(data)


def _removal_replaced(data: Mapping[str, Any]) -> str:
    return _("Pengurus %(component)s diganti dengan keputusan %(decree)s; bantuan berlanjut") % _of(data)


def _removal_struck(data: Mapping[str, Any]) -> str:
    return _("Dicoret dari %(component)s dengan keputusan %(decree)s") % _of(data)


def _removal_recommended(data: Mapping[str, Any]) -> str:
    return _("Diusulkan nonaktif dari %(component)s kepada pemilik program (keputusan %(decree)s)") % _of(data)


def _removal_decided(data: Mapping[str, Any]) -> str:
    return _("Daftar pencoretan %(number)s untuk %(component)s diputuskan dengan %(decree)s") % _of(data)


def _reinstated(data: Mapping[str, Any]) -> str:
    return _("Dipulihkan sebagai penerima %(component)s dengan keputusan %(decree)s") % _of(data)


def _cover_proposed(data: Mapping[str, Any]) -> str:
    return _("Diusulkan ke BPJS Kesehatan sebagai peserta yang iurannya dibayar daerah (daftar %(number)s)") % _of(data)


def _cover_exported(data: Mapping[str, Any]) -> str:
    return _("Berkas usulan PBPU pemda %(number)s diunduh untuk BPJS Kesehatan") % _of(data)


def _cover_answered(data: Mapping[str, Any]) -> str:
    return _("Jawaban BPJS Kesehatan untuk daftar %(number)s dicatat") % _of(data)


def _cover_moved(data: Mapping[str, Any]) -> str:
    state = data.get("state")
    told = str(CoverState(state).label) if state in CoverState.values else "–"
    return _("Usulan PBPU pemda %(number)s: %(state)s") % {**_of(data), "state": told}


def _commodity(sentence: Callable[[], str]) -> Wording:
    def told(data: Mapping[str, Any]) -> str:
        status = data.get("status")
        label = str(CommodityStatus(status).label) if status in CommodityStatus.values else "–"
        return sentence() % {"commodity": "–", "source": "–", **data, "status": label}

    return told


SENTENCES: dict[str, Wording] = {
    "programmes.commodity.draft": _commodity(lambda: _("Rancangan ketentuan %(commodity)s: %(status)s (%(source)s)")),
    "programmes.commodity.change": _commodity(
        lambda: _("Rancangan ketentuan %(commodity)s diubah: %(status)s (%(source)s)")
    ),
    "programmes.commodity.publish": _commodity(
        lambda: _("Ketentuan %(commodity)s diberlakukan: %(status)s (%(source)s)")
    ),
    "programmes.commodity.withdraw": _commodity(lambda: _("Rancangan ketentuan %(commodity)s dibatalkan")),
    "programmes.programme.set_flagship": lambda data: (
        (
            _("Dijadikan program unggulan: %(name)s")
            if data.get("is_flagship")
            else _("Bukan program unggulan lagi: %(name)s")
        )
        % {"name": data.get("name", "")}
    ),
    "programmes.screening.run": _screened,
    "programmes.cover.propose": _cover_proposed,
    "programmes.cover.export": _cover_exported,
    "programmes.cover.answer": _cover_answered,
    "programmes.cover.move": _cover_moved,
    "programmes.proposal.create": _created,
    "programmes.proposal.add_line": _added,
    "programmes.proposal.propose_list": _listed,
    "programmes.proposal.remove_line": _removed,
    "programmes.proposal.submit": _submitted,
    "programmes.proposal.check": _checked,
    "programmes.proposal.verify": _verified,
    "programmes.proposal.return": _returned,
    "programmes.proposal.withdraw": _withdrawn,
    "programmes.proposal.refuse_line": _refused,
    "programmes.proposal.wait": _waiting,
    "programmes.proposal.decide": _decided,
    "programmes.waiting.prepare": _move_prepared,
    "programmes.waiting.skip": _skipped,
    "programmes.waiting.expire": _expired,
    "programmes.enrolment.start": _started,
    "programmes.enrolment.end": _ended,
    "programmes.outcome.record": _measured,
    "programmes.removal.create": _removal_created,
    "programmes.removal.add_line": _removal_added,
    "programmes.removal.describe_line": _removal_described,
    "programmes.removal.drop_line": _removal_dropped,
    "programmes.removal.submit": _removal_submitted,
    "programmes.removal.check": _removal_checked,
    "programmes.removal.verify": _removal_verified,
    "programmes.removal.return": _removal_returned,
    "programmes.removal.withdraw": _removal_withdrawn,
    "programmes.removal.keep_line": _removal_kept,
    "programmes.removal.replace": _removal_replaced,
    "programmes.removal.strike_off": _removal_struck,
    "programmes.removal.recommend": _removal_recommended,
    "programmes.removal.decide": _removal_decided,
    "programmes.removal.reinstate": _reinstated,
    "programmes.catalogue.load": gettext_lazy("Katalog program dimuat"),
    "programmes.programme.create": gettext_lazy("Program baru dibuat"),
    "programmes.component.create": gettext_lazy("Komponen baru dibuat"),
    "programmes.candidate.request": gettext_lazy("Daftar calon diminta"),
    "programmes.candidate.run": gettext_lazy("Daftar calon selesai dibuat"),
    "programmes.candidate.export": gettext_lazy("Daftar calon diunduh"),
    "programmes.enrolment.export": gettext_lazy("Daftar peserta diunduh"),
    "programmes.removal.export": gettext_lazy("Daftar pencoretan diunduh"),
    "programmes.overlap.set": gettext_lazy("Aturan tumpang tindih diubah"),
    "programmes.overlap.list": gettext_lazy("Daftar penerima dua bantuan dibuka"),
    "programmes.overlap.export": gettext_lazy("Daftar penerima dua bantuan diunduh"),
    "programmes.quota.set": gettext_lazy("Kuota ditetapkan"),
    "programmes.quota.distribute": gettext_lazy("Kuota dibagi ke wilayah"),
    "programmes.screening.request": gettext_lazy("Penilaian semua warga diminta"),
    "programmes.screening.run_all": gettext_lazy("Penilaian semua warga selesai"),
    "programmes.screening.run_list": gettext_lazy("Satu daftar dinilai"),
}


def register() -> None:
    """Make the sentences known to timelines."""
    register_sentences(SENTENCES)
