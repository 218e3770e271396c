"""Why somebody is on a list of candidates, in plain Indonesian."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from rangkul.kernel.clock import format_date
from rangkul.programmes.enums import Advice, ExitReason, ProposeReason
from rangkul.programmes.models import Candidate
from rangkul.reference import queries as reference_queries
from rangkul.registry.enums import OutsideProgramme, Source


def list_name(candidate: Candidate) -> str:
    """The list it touches: the own component or the outside programme; "" for candidates to propose."""
    if candidate.enrolment is not None:
        return candidate.enrolment.component.name
    return programme_name(candidate.outside_programme)


def programme_name(code: str) -> str:
    """An outside programme in words; "" stays empty."""
    return str(OutsideProgramme(code).label) if code in OutsideProgramme.values else code


def source_name(candidate: Candidate) -> str:
    """Where the evidence comes from, in words."""
    own = {
        "RANGKUL": _("keputusan kantor ini"),
        "PENILAIAN": _("penilaian ulang di Rangkul"),
        "VERIVALI": _("verifikasi lapangan"),
    }
    source = candidate.evidence_source
    return own.get(source) or (str(Source(source).label) if source in Source.values else source)


def evidence_in_words(candidate: Candidate) -> str:
    """The evidence in one line: what, from which source, of which day."""
    day = format_date(candidate.evidence_on) if candidate.evidence_on else _("tanggal tidak tercatat")
    kinds: dict[str, Any] = {
        "person": _("data warga"),
        "family": _("data keluarga"),
        "membership": _("riwayat anggota keluarga"),
        "outside": _("kepesertaan program lain"),
        "enrolment": _("kepesertaan program ini"),
        "screening_run": _("penilaian ulang"),
        "welfarestatus": _("desil dari registri"),
        "condition": _("data disabilitas"),
        "finding": _("kunjungan"),
    }
    facts = {
        "what": kinds.get(candidate.evidence_kind, candidate.evidence_kind),
        "source": source_name(candidate),
        "day": day,
    }
    return _("%(what)s, sumber %(source)s, %(day)s") % facts


def why_in_words(candidate: Candidate) -> str:
    """The reason as a sentence a village officer can repeat to the family."""
    given = {
        "name": candidate.subject_name or "–",
        "cause": candidate.cause_name or "–",
        "day": format_date(candidate.evidence_on) if candidate.evidence_on else "–",
        "list": list_name(candidate),
        **{key: candidate.facts.get(key) for key in ("umur", "batas", "desil", "sisa")},
    }
    say = _SENTENCES.get(candidate.reason)
    return (say(candidate) % given) if say else str(candidate.get_reason_display())


def _died(candidate: Candidate) -> str:
    if candidate.advice == Advice.REPLACE:
        return _(
            "%(cause)s, kepala keluarga, tercatat meninggal %(day)s. Keluarga ini masih beranggota %(sisa)s orang, jadi bantuan tidak berhenti: cukup ganti pengurus."
        )
    if candidate.subject_kind == "family":
        return _("%(cause)s tercatat meninggal %(day)s dan tidak ada lagi anggota keluarga yang hidup dalam KK ini.")
    return _("%(name)s tercatat meninggal %(day)s.")


def _left_school(candidate: Candidate) -> str:
    if candidate.evidence_kind == "finding":
        return _("%(name)s tidak bersekolah (lagi) menurut kunjungan %(day)s, sedangkan KIP untuk anak sekolah.")
    if candidate.facts.get("tamat"):
        return _("%(name)s sudah tamat SLTA atau lebih menurut data warga, sedangkan KIP untuk anak sekolah.")
    if "umur" in candidate.facts:
        return _("%(name)s berumur %(umur)s tahun, melewati batas usia sekolah %(batas)s tahun.")
    return _("Tidak ada lagi anggota keluarga berumur 6 sampai %(batas)s tahun.")


def _moved(candidate: Candidate) -> str:
    to = candidate.facts.get("ke")
    place = reference_queries.area_label(to) if to else _("tempat yang tidak tercatat")
    return _("%(name)s tercatat pindah ke {place}.").replace("{place}", place.replace("%", "%%"))


def _double(candidate: Candidate) -> str:
    ways = {
        "NIK": _("Tercatat dua kali dalam %(list)s (NIK padan yang sama): juga atas nama %(cause)s."),
        "KK": _("Tercatat dua kali dalam %(list)s (nomor KK yang sama): juga atas nama %(cause)s."),
        "GABUNG": _("Tercatat dua kali dalam %(list)s (data orang yang sudah digabung): juga atas nama %(cause)s."),
    }
    other = _("Tercatat dua kali dalam %(list)s (dua nomor peserta): juga atas nama %(cause)s.")
    return ways.get(str(candidate.facts.get("cara")), other)


def _overlaps(candidate: Candidate) -> str:
    told = {
        "{other}": str(candidate.facts.get("dengan") or _("bantuan lain dari kantor ini")),
        "{basis}": str(candidate.facts.get("dasar") or "–"),
    }
    if candidate.cause_name:
        text = _(
            "%(cause)s, sekeluarga dengan %(name)s, menerima {other} sejak %(day)s; keduanya tidak boleh bersamaan ({basis}). "
            "Periksa dulu mana yang berlanjut."
        )
    else:
        text = _(
            "%(name)s juga menerima {other} sejak %(day)s; keduanya tidak boleh bersamaan ({basis}). Periksa dulu mana "
            "yang berlanjut."
        )
    for blank, value in told.items():
        text = text.replace(blank, value.replace("%", "%%"))
    return text


def _gets_nothing(candidate: Candidate) -> str:
    entitled = ", ".join(candidate.facts.get("berhak") or []).replace("%", "%%")
    if entitled:
        return _("Belum menerima bantuan apa pun, padahal memenuhi syarat {list}.").replace("{list}", entitled)
    return _("Desil %(desil)s dan belum menerima bantuan apa pun, dari kantor ini maupun program lain.")


_SENTENCES: dict[str, Callable[[Candidate], str]] = {
    ExitReason.DIED: _died,
    ExitReason.SCHOOL_ENDED: _left_school,
    ExitReason.MOVED: _moved,
    ExitReason.DOUBLE: _double,
    ExitReason.INELIGIBLE: lambda _each: _(
        "Pada penilaian ulang %(day)s tidak lagi memenuhi syarat %(list)s. Periksa dulu, jangan langsung dicoret."
    ),
    ExitReason.HIGH_DECILE: lambda _each: _(
        "Desil %(desil)s, sedangkan batas %(list)s desil %(batas)s. Periksa dulu, jangan langsung dicoret."
    ),
    ExitReason.NOT_FOUND: lambda _each: _(
        "Tidak ditemukan saat kunjungan %(day)s. Periksa dulu, jangan langsung dicoret."
    ),
    ExitReason.OVERLAP: _overlaps,
    ProposeReason.NO_PBI: lambda _each: _("Penyandang disabilitas yang belum tercakup PBI-JK."),
    ProposeReason.GETS_NOTHING: _gets_nothing,
}
