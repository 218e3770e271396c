"""Reading SLRT's chart: its manager, the supervisors with their facilitators, vacant seats, villages that nobody visits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from rangkul.kernel.errors import Denied
from rangkul.organisation.enums import SlrtRole
from rangkul.organisation.models import Formation, Office, SlrtOfficer
from rangkul.organisation.policies import VIEW_SLRT, officers_visible_to
from rangkul.organisation.queries.offices import get_office
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries


@dataclass(frozen=True, slots=True)
class Facilitator:
    """A facilitator with the labels of the villages he visits."""

    officer: SlrtOfficer
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A supervisor (None: nobody) and the facilitators guided."""

    supervisor: SlrtOfficer | None
    places: tuple[str, ...]
    facilitators: list[Facilitator]


@dataclass(frozen=True, slots=True)
class Seats:
    """How many of a role there are and shall be; `planned` None: nothing was laid down."""

    role: str
    label: str
    filled: int
    planned: int | None

    @property
    def vacant(self) -> int:
        return max((self.planned or 0) - self.filled, 0)


@dataclass(frozen=True, slots=True)
class Chart:
    """SLRT on a day. `uncovered`: (area code, label) of villages without a facilitator."""

    manager: SlrtOfficer | None
    groups: list[Group]
    seats: list[Seats]
    uncovered: list[tuple[str, str]]
    villages: int

    @property
    def facilitators(self) -> list[Facilitator]:
        return [each for group in self.groups for each in group.facilitators]


def holding(on: date) -> Q:
    """Officers who serve on a day."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def read_chart(actor: Actor, *, on: date) -> Chart:
    """The chart on a day; raises `Denied` for a role that does not see it. Five queries whatever the size."""
    actor.check_may(VIEW_SLRT)
    office = get_office()
    officers = list(officers_visible_to(actor).filter(holding(on), office=office).order_by("name", "pk"))
    villages = reference_queries.list_villages(office.area_code)
    labels = reference_queries.labels_of({code for each in officers for code in each.areas})
    visited = {code for each in officers if each.role == SlrtRole.FACILITATOR for code in each.areas}
    own = [Facilitator(each, _places(each, labels)) for each in officers if each.role == SlrtRole.FACILITATOR]
    supervisors = [each for each in officers if each.role == SlrtRole.SUPERVISOR]
    known = {each.pk for each in supervisors}
    groups = [
        Group(each, _places(each, labels), [one for one in own if one.officer.supervisor_id == each.pk])
        for each in supervisors
    ]
    unguided = [one for one in own if one.officer.supervisor_id not in known]
    if unguided:
        groups.append(Group(None, (), unguided))
    missing = {str(each.code) for each in villages} - visited
    return Chart(
        manager=next((each for each in officers if each.role == SlrtRole.MANAGER), None),
        groups=groups,
        seats=_seats(office, officers, on),
        uncovered=sorted(reference_queries.labels_of(missing).items()) if missing else [],
        villages=len(villages),
    )


def get_officer(actor: Actor, officer_id: UUID) -> SlrtOfficer:
    """One officer; raises `Denied` when it is not the actor's to see."""
    found = officers_visible_to(actor).filter(pk=officer_id).first()
    if found is None:
        raise Denied(permission=VIEW_SLRT, message="Petugas ini tidak ada pada bagan SLRT.")
    return found


def list_supervisors(actor: Actor, *, on: date) -> list[SlrtOfficer]:
    """Supervisors who serve on a day, by name."""
    return list(officers_visible_to(actor).filter(holding(on), role=SlrtRole.SUPERVISOR).order_by("name"))


def find_facilitator(user_id: UUID | None, *, on: date) -> SlrtOfficer | None:
    """The facilitator whose account this is; the latest when somebody served twice, None when never."""
    if user_id is None:
        return None
    own = SlrtOfficer.objects.filter(user_id=user_id, role=SlrtRole.FACILITATOR, valid_from__lte=on)
    return own.order_by("-valid_from").first()


def _places(officer: SlrtOfficer, labels: dict[str, str]) -> tuple[str, ...]:
    return tuple(labels.get(code, code) for code in officer.areas)


def _seats(office: Office, officers: Iterable[SlrtOfficer], on: date) -> list[Seats]:
    planned = dict(
        Formation.objects.filter(office=office, valid_from__lte=on).order_by("valid_from").values_list("role", "seats")
    )
    filled = [each.role for each in officers]
    return [
        Seats(role=str(role), label=str(label), filled=filled.count(str(role)), planned=planned.get(str(role)))
        for role, label in SlrtRole.choices
    ]
