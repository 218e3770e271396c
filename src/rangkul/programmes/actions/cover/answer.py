"""Keeping what BPJS Kesehatan answers to a list, person by person: accepted, active until, ended, or refused (R225)."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from rangkul.kernel.clock import format_date, read_day
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.batch_desk import office_day
from rangkul.programmes.actions.cover.locking import locked_list
from rangkul.programmes.enums import CoverState
from rangkul.programmes.models import CoverLine, CoverList
from rangkul.programmes.policies import cover as policies
from rangkul.registry.exports.subjects import persons_by_id

WORDS = {
    "DITERIMA": CoverState.ACCEPTED, "DISETUJUI": CoverState.ACCEPTED, "TERDAFTAR": CoverState.ACCEPTED,
    "AKTIF": CoverState.ACTIVE,
    "DITOLAK": CoverState.REFUSED, "TIDAK DITERIMA": CoverState.REFUSED, "GAGAL": CoverState.REFUSED,
    "BERAKHIR": CoverState.ENDED, "NONAKTIF": CoverState.ENDED, "TIDAK AKTIF": CoverState.ENDED,
}  # fmt: skip
NEXT: dict[str, frozenset[str]] = {
    CoverState.PROPOSED: frozenset({CoverState.ACCEPTED, CoverState.ACTIVE, CoverState.REFUSED}),
    CoverState.ACCEPTED: frozenset({CoverState.ACTIVE, CoverState.REFUSED}),
    CoverState.ACTIVE: frozenset({CoverState.ENDED}),
    CoverState.REFUSED: frozenset(),
    CoverState.ENDED: frozenset(),
    CoverState.COVERED: frozenset(),
}
"""What may follow. Who was refused or whose cover ended is proposed anew on another list; `follow` ends covers by itself."""


@dataclass(frozen=True, slots=True)
class CoverAnswered:
    """How many persons changed, and how many rows said what was known already."""

    changed: int
    same: int


@dataclass(frozen=True, slots=True)
class _Told:
    place: int
    nik: str
    state: CoverState
    reason: str
    ends_on: date | None


@action("programmes.cover.answer")
def answer_cover(*, list_id: UUID, rows: str, answered_on: date, by: Actor, at: datetime) -> CoverAnswered:
    """Read "NIK; status; alasan; berlaku sampai", a person a line (or columns of a spreadsheet), and move each; all or none.

    The same file twice changes nothing the second time. Raises NoSuchProposal, Denied, and Refused with the line's
    number: a NIK that is not on the list or stands twice, an unknown status, a refusal without a reason, a step back,
    a last day that is none, or of somebody who is not active, a day before the list or after today.
    """
    found = locked_list(list_id, by)
    policies.check_can_answer(by, found)
    _check_day(found, answered_on, today=office_day(at))
    lines = {each.person_id: each for each in found.lines.select_for_update(of=("self",))}
    people = persons_by_id(set(lines), on=office_day(at))
    by_nik = {each.nik: lines[each.id] for each in people.values() if each.nik}
    told = _read(rows)
    moved = [line for each in told if (line := _moved(by_nik, each, answered_on)) is not None]
    same = len(told) - len(moved)
    CoverLine.objects.bulk_update(moved, ["state", "reason", "answered_on", "ends_on"])
    facts = {"number": found.number, "is_sensitive": True}
    for each in moved:
        record(
            "programmes.cover.move",
            by=by,
            at=at,
            on=each,
            kind="cover_line",
            subjects=[("person", each.person_id)],
            area=each.area_code,
            data={**facts, "state": each.state, "answered_on": answered_on.isoformat()},
        )
    record(
        "programmes.cover.answer",
        by=by,
        at=at,
        on=found,
        kind="cover",
        subjects=[("cover", found.pk)],
        area=found.area_code,
        reason=by.purpose,
        data={**facts, "changed": len(moved), "same": same},
    )
    return CoverAnswered(changed=len(moved), same=same)


def _check_day(found: CoverList, day: date, *, today: date) -> None:
    first = office_day(found.created_at)
    if not first <= day <= today:
        raise Refused(
            field="Tanggal jawaban",
            value=format_date(day),
            expected=f"antara {format_date(first)} (daftar dibuat) dan {format_date(today)} (hari ini)",
            remedy="tulis tanggal pada berkas BPJS Kesehatan",
        )


def _read(rows: str) -> list[_Told]:
    told: list[_Told] = []
    seen: set[str] = set()
    for place, line in enumerate(rows.splitlines(), start=1):
        cells = [clean(each).strip("'\"") for each in line.split("\t" if "\t" in line else ";")]
        if not any(cells) or (not told and cells[0].upper() == "NIK"):
            continue
        nik, status, reason, until = ([*cells, "", "", ""])[:4]
        if nik in seen:
            raise _refused(place, nik, "setiap NIK satu kali", "hapus baris yang berulang")
        seen.add(nik)
        state = WORDS.get(status.upper())
        if state is None:
            raise _refused(place, status, "DITERIMA, AKTIF, DITOLAK atau BERAKHIR", "tulis salah satunya sesudah NIK")
        if state == CoverState.REFUSED and not reason:
            raise _refused(place, "", "alasan penolakan dari BPJS Kesehatan", "tulis alasannya sesudah DITOLAK")
        ends_on = _last_day(place, until, state)
        told.append(_Told(place, nik, state, reason if state == CoverState.REFUSED else "", ends_on))
    if not told:
        raise Refused(
            field="Jawaban BPJS Kesehatan",
            value="",
            expected="sedikitnya satu baris: NIK; status; alasan",
            remedy="salin barisnya dari berkas BPJS Kesehatan",
        )
    return told


def _last_day(place: int, text: str, state: CoverState) -> date | None:
    if not text:
        return None
    day = _day(text)
    if day is None or state != CoverState.ACTIVE:
        expected = "tanggal sesudah status AKTIF, misalnya 31-12-2026" if day is None else "kosong, kecuali pada AKTIF"
        raise _refused(place, text, expected, "tulis hari terakhir berlakunya di kolom keempat")
    return day


def _day(text: str) -> date | None:
    """31-12-2026, 31/12/2026 or 2026-12-31."""
    parts = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", text)
    return read_day(f"{parts[3]}-{parts[2]:0>2}-{parts[1]:0>2}" if parts else text)


def _moved(by_nik: dict[str, CoverLine], told: _Told, day: date) -> CoverLine | None:
    """The line in its new state, None when it says what is known."""
    line = by_nik.get(told.nik)
    if line is None:
        raise _refused(
            told.place, told.nik, "NIK seseorang dalam daftar ini", "periksa NIK, atau buka daftar yang lain"
        )
    if told.ends_on is not None and told.ends_on < day:
        remedy = "periksa tahunnya; yang sudah berakhir ditulis BERAKHIR"
        raise _refused(told.place, format_date(told.ends_on), f"hari terakhir sesudah {format_date(day)}", remedy)
    if line.state == told.state:
        if told.ends_on in (None, line.ends_on):
            return None
        line.ends_on = told.ends_on
        return line
    if told.state not in NEXT[line.state]:
        known = CoverState(line.state).label
        raise _refused(
            told.place,
            told.state.label,
            f"status sesudah “{known}”, yang sudah dicatat",
            "hapus baris ini; yang ditolak atau berakhir diusulkan lagi lewat daftar baru",
        )
    line.state, line.reason, line.answered_on = told.state, told.reason[:300], day
    line.ends_on = told.ends_on or line.ends_on
    return line


def _refused(place: int, value: object, expected: str, remedy: str) -> Refused:
    return Refused(field=f"Baris {place}", value=value, expected=expected, remedy=remedy)
