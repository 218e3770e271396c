"""Changing the office's structure: divisions opened, renamed and ended, officials in and out of office; history stays."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from psycopg.types.range import DateRange

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.organisation.actions.asking import not_before, said
from rangkul.organisation.actions.offices import CHANGE
from rangkul.organisation.models import Division, Office, Official
from rangkul.organisation.queries.offices import get_office
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor

_CODE = re.compile(r"[A-Z0-9][A-Z0-9_-]{1,19}")
_BASIS = "tulis misalnya SK Bupati Nomor 821/12/2026 tanggal 2 Maret 2026"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """Somebody as they come into office; `division_id` None for the head of office and staff of no division."""

    position: str
    name: str
    since: date
    basis: str
    rank: str = ""
    nip: str = ""
    division_id: UUID | None = None
    is_head: bool = False
    is_signatory: bool = False


@action("organisation.official.appoint")
def appoint_official(*, appointment: Appointment, by: Actor, at: datetime) -> Official:
    """Record who holds a position from a day on, by which decree.

    Raises `Denied`, and `Refused`: position still held (named with its holder), a second head of office, no decree.
    """
    by.check_may(CHANGE)
    office = _locked_office()
    told = appointment
    position = said("Jabatan", told.position, most=150, least=3, remedy="tulis nama jabatan seperti pada keputusannya")
    name = said("Nama", told.name, most=200, least=2, remedy="tulis nama pejabat dengan gelarnya")
    basis = said("Dasar", told.basis, most=200, least=3, remedy=_BASIS)
    rivals = office.officials.filter(term__overlap=DateRange(told.since, None))
    holder = rivals.filter(position__iexact=position).order_by("term").first()
    head = rivals.filter(is_head=True).order_by("term").first() if told.is_head else None
    if holder or head:
        other = holder or head
        assert other is not None
        raise Refused(
            field="Jabatan", value=position,
            expected=f"jabatan yang kosong; dijabat {other.name} sejak {clock.format_date(other.term.lower)}",
            remedy="akhiri masa jabatan pejabat itu lebih dahulu",
        )  # fmt: skip
    division = office.divisions.get(pk=told.division_id) if told.division_id else None
    made = Official(
        office=office, division=division, position=position, name=name, rank=clean(told.rank)[:100],
        nip=clean(told.nip)[:30], is_head=told.is_head, is_signatory=told.is_signatory or told.is_head, basis=basis,
        term=DateRange(told.since, None),
    )  # fmt: skip
    made.save(force_insert=True)
    facts = {"position": position, "name": name, "since": clock.format_date(told.since)}
    record("organisation.official.appoint", by=by, at=at, on=made, reason=basis, data=facts)
    return made


@action("organisation.official.end")
def end_official(*, official_id: UUID, last_day: date, reason: str, by: Actor, at: datetime) -> Official:
    """End somebody's term after its last day; what was signed stays. Raises `Denied`, `Refused` (ended already, day)."""
    by.check_may(CHANGE)
    official = Official.objects.select_for_update(of=("self",)).get(pk=official_id)
    why = said("Alasan", reason, most=300, least=3, remedy="tulis misalnya pensiun, mutasi, atau nomor keputusannya")
    lower, upper = official.term.lower, official.term.upper
    _check_may_end("Masa jabatan", official.name, lower, upper, last_day, expected="pejabat yang masih menjabat")
    official.term, official.end_reason = DateRange(lower, last_day + timedelta(days=1)), why
    official.save(update_fields=["term", "end_reason"])
    facts = {"position": official.position, "name": official.name, "last_day": clock.format_date(last_day)}
    record("organisation.official.end", by=by, at=at, on=official, reason=why, data=facts)
    return official


@action("organisation.division.open")
def open_division(*, code: str, name: str, basis: str, since: date, by: Actor, at: datetime) -> Division:
    """Add a division (bidang) from a day on. Raises `Denied`, `Refused` (code in use, now or formerly)."""
    by.check_may(CHANGE)
    office, short = _locked_office(), clean(code).upper()
    if not _CODE.fullmatch(short):
        raise Refused(
            field="Kode", value=code, expected="2 sampai 20 huruf besar atau angka", remedy="tulis misalnya REHSOS"
        )
    made = Division(
        office=office, code=short, valid_from=since,
        name=said("Nama bidang", name, most=200, least=3, remedy="tulis nama bidang seperti pada peraturannya"),
        basis=said("Dasar", basis, most=200, least=3, remedy="tulis peraturan yang membentuknya"),
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(
            field="Kode", value=short, expected="kode yang belum pernah dipakai", remedy="pilih kode lain"
        ) from error
    facts = {"name": made.name, "since": clock.format_date(since)}
    record("organisation.division.open", by=by, at=at, on=made, reason=made.basis, data=facts)
    return made


@action("organisation.division.rename")
def rename_division(
    *, division_id: UUID, seen: str, name: str, basis: str, since: date, by: Actor, at: datetime
) -> Division:
    """Give a division another name from a day on; cases, duties and officials stay with it, the former name is kept.

    `seen` is the name the form showed: who comes second is told. Raises `Denied`, `Refused`.
    """
    by.check_may(CHANGE)
    division = Division.objects.select_for_update(of=("self",)).get(pk=division_id)
    new = said("Nama bidang", name, most=200, least=3, remedy="tulis nama bidang seperti pada peraturannya")
    ground = said("Dasar", basis, most=200, least=3, remedy="tulis peraturan yang mengubahnya")
    if division.name != seen or division.name == new:
        raise Refused(
            field="Nama bidang", value=new, expected=f"nama yang lain dari sekarang, {division.name}",
            remedy="baca nama yang berlaku, lalu ulangi bila masih perlu",
        )  # fmt: skip
    begun = date.fromisoformat(division.former_names[-1]["until"]) if division.former_names else division.valid_from
    not_before("Berlaku sejak", since, begun, remedy="periksa tanggalnya")
    former = {"name": division.name, "until": since.isoformat(), "basis": division.basis}
    division.former_names = [*division.former_names, former]
    division.name, division.basis = new, ground
    division.save(update_fields=["name", "basis", "former_names"])
    facts = {"before": former["name"], "name": new, "since": clock.format_date(since)}
    record("organisation.division.rename", by=by, at=at, on=division, reason=ground, data=facts)
    return division


@action("organisation.division.end")
def end_division(*, division_id: UUID, last_day: date, reason: str, by: Actor, at: datetime) -> Division:
    """End a division after its last day. Raises `Denied`, `Refused` while it has officials or has ended already."""
    by.check_may(CHANGE)
    division = Division.objects.select_for_update(of=("self",)).get(pk=division_id)
    why = said("Dasar", reason, most=300, least=3, remedy="tulis peraturan yang menghapusnya")
    _check_may_end(
        "Bidang", division.name, division.valid_from, division.valid_to, last_day, expected="bidang yang masih ada"
    )
    first_without = last_day + timedelta(days=1)
    left = division.officials.filter(term__overlap=DateRange(first_without, None)).order_by("position").first()
    if left is not None:
        raise Refused(
            field="Bidang", value=division.name, expected=f"bidang tanpa pejabat; masih ada {left.name}",
            remedy="akhiri masa jabatan pejabatnya lebih dahulu",
        )  # fmt: skip
    division.valid_to = first_without
    division.save(update_fields=["valid_to"])
    facts = {"name": division.name, "last_day": clock.format_date(last_day)}
    record("organisation.division.end", by=by, at=at, on=division, reason=why, data=facts)
    return division


def _locked_office() -> Office:
    """The office, locked: two administrators record officials one after the other."""
    return Office.objects.select_for_update(of=("self",)).get(pk=get_office().pk)


def _check_may_end(field: str, name: str, begun: date, ended: date | None, last_day: date, *, expected: str) -> None:
    """Raise `Refused` when it has ended already (`ended`: the first day without), or would end before it began."""
    if ended is not None:
        raise Refused(
            field=field, value=name, expected=expected,
            remedy=f"sudah dicatat berakhir {clock.format_date(ended - timedelta(days=1))}",
        )  # fmt: skip
    not_before("Hari terakhir", last_day, begun, remedy="periksa tanggalnya")
