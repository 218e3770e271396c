"""Keeping what BPJS Kesehatan answers to a list, person by person: accepted, active, or refused and why (R225)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from rangkul.kernel.clock import format_date
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
}  # fmt: skip
NEXT: dict[str, frozenset[str]] = {
    CoverState.PROPOSED: frozenset({CoverState.ACCEPTED, CoverState.ACTIVE, CoverState.REFUSED}),
    CoverState.ACCEPTED: frozenset({CoverState.ACTIVE, CoverState.REFUSED}),
    CoverState.ACTIVE: frozenset(),
    CoverState.REFUSED: frozenset(),
}
"""What may follow. Who was refused is proposed anew on another list; that an active cover ends is not followed here."""


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


@action("programmes.cover.answer")
def answer_cover(*, list_id: UUID, rows: str, answered_on: date, by: Actor, at: datetime) -> CoverAnswered:
    """Read "NIK; status; alasan", a person a line (or three columns of a spreadsheet), and move each; all or none.

    The same file twice changes nothing the second time. Raises NoSuchProposal, Denied, and Refused with the line's
    number: a NIK that is not on the list or stands twice, an unknown status, a refusal without a reason, a step back,
    a day before the list or after today.
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
    CoverLine.objects.bulk_update(moved, ["state", "reason", "answered_on"])
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
        nik, status, reason = ([*cells, "", ""])[:3]
        if nik in seen:
            raise _refused(place, nik, "setiap NIK satu kali", "hapus baris yang berulang")
        seen.add(nik)
        state = WORDS.get(status.upper())
        if state is None:
            raise _refused(place, status, "DITERIMA, AKTIF atau DITOLAK", "tulis salah satunya sesudah NIK")
        if state == CoverState.REFUSED and not reason:
            raise _refused(place, "", "alasan penolakan dari BPJS Kesehatan", "tulis alasannya sesudah DITOLAK")
        told.append(_Told(place, nik, state, reason if state == CoverState.REFUSED else ""))
    if not told:
        raise Refused(
            field="Jawaban BPJS Kesehatan",
            value="",
            expected="sedikitnya satu baris: NIK; status; alasan",
            remedy="salin barisnya dari berkas BPJS Kesehatan",
        )
    return told


def _moved(by_nik: dict[str, CoverLine], told: _Told, day: date) -> CoverLine | None:
    """The line in its new state, None when it says what is known."""
    line = by_nik.get(told.nik)
    if line is None:
        raise _refused(
            told.place, told.nik, "NIK seseorang dalam daftar ini", "periksa NIK, atau buka daftar yang lain"
        )
    if line.state == told.state:
        return None
    if told.state not in NEXT[line.state]:
        known = CoverState(line.state).label
        raise _refused(
            told.place,
            told.state.label,
            f"status sesudah “{known}”, yang sudah dicatat",
            "hapus baris ini; yang ditolak diusulkan lagi lewat daftar baru",
        )
    line.state, line.reason, line.answered_on = told.state, told.reason[:300], day
    return line


def _refused(place: int, value: object, expected: str, remedy: str) -> Refused:
    return Refused(field=f"Baris {place}", value=value, expected=expected, remedy=remedy)
