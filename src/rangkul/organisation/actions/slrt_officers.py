"""Who SLRT's people are: appointed by a list, moved to other villages or another supervisor, ended; and how many there shall be."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.text import clean
from rangkul.organisation.actions.asking import not_before, said
from rangkul.organisation.enums import SlrtRole
from rangkul.organisation.errors import UnableToReadList
from rangkul.organisation.models import Formation, Office, SlrtOfficer
from rangkul.organisation.officer_lists import OfficerLine, read_areas, read_officers
from rangkul.organisation.participants import Places
from rangkul.organisation.policies import CHANGE_SLRT, check_can_change_slrt
from rangkul.organisation.queries.offices import get_office
from rangkul.organisation.queries.slrt import holding
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor

MOST_SEATS = 5_000


@action("organisation.slrt.appoint")
def appoint_officers(
    *,
    lines: str,
    since: date,
    by: Actor,
    at: datetime,
    decree_number: str = "",
    accounts: Mapping[str, UUID] | None = None,
) -> list[SlrtOfficer]:
    """Appoint everybody of a list "nama; peran; wilayah / wilayah; supervisor", or nobody.

    `accounts` {name in small letters: user id} ties people to the accounts they have. Raises `UnableToReadList` with a
    refusal for each wrong line (unknown place or supervisor, somebody who serves already, a second manager), `Denied`.
    """
    office = get_office()
    check_can_change_slrt(by, office)
    read = read_officers(lines, within=office.area_code)
    serving = list(SlrtOfficer.objects.select_for_update(of=("self",)).filter(holding(since), office=office))
    _check_lines(read, serving)
    supervisors = {each.name.lower(): each for each in serving if each.role == SlrtRole.SUPERVISOR}
    made: list[SlrtOfficer] = []
    for line in sorted(read, key=lambda each: each.role == SlrtRole.FACILITATOR):
        one = SlrtOfficer.objects.create(
            office=office,
            role=line.role,
            name=line.name,
            user_id=(accounts or {}).get(line.name.lower()),
            supervisor=supervisors.get(line.supervisor.lower()) if line.supervisor else None,
            areas=list(line.areas),
            decree_number=clean(decree_number)[:100],
            valid_from=since,
        )
        if line.role == SlrtRole.SUPERVISOR:
            supervisors[line.name.lower()] = one
        made.append(one)
    data = {"people": len(made), "since": since.isoformat(), "decree": clean(decree_number)[:100]}
    record("organisation.slrt.appoint", by=by, at=at, on=office, area=office.area_code, data=data)
    return made


@action("organisation.slrt.change")
def change_officer(
    *,
    officer_id: UUID,
    areas: str,
    supervisor_id: UUID | None,
    user_id: UUID | None,
    by: Actor,
    at: datetime,
) -> SlrtOfficer:
    """Give an officer other areas (one a line, or between slashes), another supervisor, another account.

    Raises `Refused` for unknown places, for a supervisor who is none or serves no more, for an account that is another's;
    `Denied`.
    """
    office = get_office()
    check_can_change_slrt(by, office)
    officer = _lock(office, officer_id)
    role = SlrtRole(officer.role)
    places = Places(office.area_code)
    found: list[str] = []
    for number, line in enumerate(areas.splitlines(), start=1):
        found += read_areas(number, line, role, places)
    if role is SlrtRole.FACILITATOR and supervisor_id is not None:
        guide = SlrtOfficer.objects.filter(pk=supervisor_id, office=office, role=SlrtRole.SUPERVISOR).first()
        if guide is None or guide.valid_to is not None:
            raise Refused(
                field="Supervisor", value="", expected="supervisor yang masih bertugas", remedy="pilih dari daftar"
            )
        officer.supervisor = guide
    else:
        officer.supervisor = None
    if user_id is not None:
        other = SlrtOfficer.objects.filter(user_id=user_id, valid_to__isnull=True).exclude(pk=officer.pk).first()
        if other is not None:
            raise Refused(
                field="Akun", value=other.name, expected="akun yang belum dipakai orang lain", remedy="pilih akun lain"
            )
    officer.user_id = user_id
    officer.areas = list(dict.fromkeys(found))
    officer.save(update_fields=["supervisor", "areas", "user_id"])
    data = {"role": officer.role, "areas": officer.areas}
    record("organisation.slrt.change", by=by, at=at, on=officer, area=office.area_code, data=data)
    return officer


@action("organisation.slrt.end")
def end_officer(*, officer_id: UUID, on: date, reason: str, by: Actor, at: datetime) -> SlrtOfficer:
    """End somebody's service: `on` is the first day without. The facilitators of a supervisor stand without one then.

    Raises `Refused` (ended already, not after its start, no reason), `Denied`.
    """
    office = get_office()
    check_can_change_slrt(by, office)
    officer = _lock(office, officer_id)
    not_before(
        "Tanggal", on, date.fromordinal(officer.valid_from.toordinal() + 1), remedy="isi hari sesudah bertugas dimulai"
    )
    officer.valid_to = on
    officer.end_reason = said("Alasan", reason, most=300, least=3, remedy="tulis mengapa berakhir")
    officer.save(update_fields=["valid_to", "end_reason"])
    data = {"role": officer.role, "on": on.isoformat()}
    record(
        "organisation.slrt.end", by=by, at=at, on=officer, area=office.area_code, reason=officer.end_reason, data=data
    )
    return officer


@action("organisation.slrt.set_formation")
def set_formation(*, seats: Mapping[str, int], since: date, basis: str, by: Actor, at: datetime) -> None:
    """Lay down how many managers (one or none), supervisors and facilitators there shall be from a day on.

    Raises `Refused` for another role or number, `Denied`.
    """
    office = get_office()
    check_can_change_slrt(by, office)
    for role, number in seats.items():
        most = 1 if role == SlrtRole.MANAGER else MOST_SEATS
        if role not in SlrtRole.values or not 0 <= number <= most:
            raise Refused(
                field=str(SlrtRole(role).label) if role in SlrtRole.values else "Peran",
                value=number,
                expected=f"0 sampai {most} orang",
                remedy="isi jumlah menurut SK",
            )
        Formation.objects.update_or_create(
            office=office,
            role=role,
            valid_from=since,
            defaults={"seats": number, "basis": clean(basis)[:200]},
        )
    data = {"seats": dict(seats), "since": since.isoformat()}
    record("organisation.slrt.set_formation", by=by, at=at, on=office, area=office.area_code, data=data)


def _lock(office: Office, officer_id: UUID) -> SlrtOfficer:
    found = SlrtOfficer.objects.select_for_update(of=("self",)).filter(pk=officer_id, office=office).first()
    if found is None:
        raise Denied(permission=CHANGE_SLRT, message="Petugas ini tidak ada pada bagan SLRT.")
    if found.valid_to is not None:
        raise Refused(
            field="Petugas",
            value=found.name,
            expected=f"petugas yang masih bertugas; berakhir {clock.format_date(found.valid_to)}",
            remedy="muat ulang bagan SLRT",
        )
    return found


def _check_lines(read: list[OfficerLine], serving: list[SlrtOfficer]) -> None:
    """Raise `UnableToReadList` for lines that do not fit the people who serve, or one another."""
    problems = []
    names = {(each.role, each.name.lower()) for each in serving}
    guides = {name for role, name in names if role == SlrtRole.SUPERVISOR}
    guides |= {each.name.lower() for each in read if each.role == SlrtRole.SUPERVISOR}
    has_manager = any(role == SlrtRole.MANAGER for role, _name in names)
    for line in read:
        key = (str(line.role), line.name.lower())
        if key in names:
            problems.append(
                Refused(
                    field=f"Baris {line.number}, nama",
                    value=line.name,
                    expected="orang yang belum bertugas dalam peran itu",
                    remedy="hapus baris ini, atau bedakan namanya bila memang orang lain",
                )
            )
        elif line.role is SlrtRole.MANAGER and has_manager:
            problems.append(
                Refused(
                    field=f"Baris {line.number}, peran",
                    value=line.name,
                    expected="satu manajer; kursinya sudah terisi",
                    remedy="akhiri penugasan manajer lama lebih dulu",
                )
            )
        elif line.supervisor and line.supervisor.lower() not in guides:
            problems.append(
                Refused(
                    field=f"Baris {line.number}, supervisor",
                    value=line.supervisor,
                    expected="nama supervisor yang bertugas atau ada pada daftar ini",
                    remedy="periksa ejaannya, atau tambahkan supervisornya",
                )
            )
        names.add(key)
        has_manager = has_manager or line.role is SlrtRole.MANAGER
    if problems:
        raise UnableToReadList(problems)
