"""New institutions on their way to registration, and agreements with partners: boards, lists, one of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from rangkul.institutions import policies
from rangkul.institutions.enums import Paper, PartyKind
from rangkul.institutions.errors import NoSuchInstitution
from rangkul.institutions.models import Application, ApplicationStep, Partnership
from rangkul.institutions.queries.homes import PAGE_SIZE, SOON_DAYS, last_day
from rangkul.institutions.workflow import APPLICATION
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries

SHOWN_DECIDED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationRow:
    """An application on the board: how complete it is and how long it has stood in its state."""

    id: UUID
    name: str
    kind_label: str
    area_label: str
    leader_name: str
    state: str
    state_label: str
    applied_on: date
    state_since: date
    days: int
    papers: int
    papers_wanted: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the board."""

    state: str
    label: str
    tone: str
    count: int
    rows: tuple[ApplicationRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationView:
    """One application with its steps; `allowed` holds the steps this actor may take now, and "hand_in"."""

    application: Application
    row: ApplicationRow
    papers: tuple[tuple[str, str, bool], ...]
    steps: tuple[ApplicationStep, ...]
    allowed: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnershipRow:
    """An agreement as of a day; `standing`: "running", "soon", "ended", "future"."""

    id: UUID
    number: str
    subject: str
    party: str
    kind_label: str
    since: date
    until: date | None
    standing: str
    has_file: bool
    partnership: Partnership


@dataclass(frozen=True, slots=True)
class PartnershipPage:
    """A page of agreements; `next_mark` is "" at the end."""

    rows: tuple[PartnershipRow, ...]
    count: int
    next_mark: str = ""


def application_board(actor: Actor, *, on: date) -> list[Column]:
    """Every state with its applications, the longest waiting first; of the decided only the newest few."""
    found = policies.applications_visible_to(actor)
    columns = []
    for state in APPLICATION.states:
        rows = found.filter(state=state.code)
        ordered = (
            rows.order_by("-state_since", "id")[:SHOWN_DECIDED]
            if state.is_final
            else rows.order_by("state_since", "id")
        )
        columns.append(Column(state.code, str(state.label), state.tone, rows.count(), tuple(_rows(list(ordered), on))))
    return columns


def list_applications(actor: Actor, *, on: date, states: Sequence[str] | None = None) -> list[ApplicationRow]:
    """Every application of the actor's areas, the newest first; of some `states`, the longest waiting first."""
    found = policies.applications_visible_to(actor)
    if states is None:
        return _rows(list(found.order_by("-applied_on", "id")), on)
    return _rows(list(found.filter(state__in=states).order_by("state_since", "id")), on) if states else []


def get_application(actor: Actor, application_id: UUID, *, on: date) -> ApplicationView:
    """One application. Raises `NoSuchInstitution`."""
    row = policies.applications_visible_to(actor).filter(pk=application_id).first()
    if row is None:
        raise NoSuchInstitution(application_id)
    may = {step.name for step in APPLICATION.available(row.state) if policies.can_step(actor, step.name, row)}
    if not APPLICATION.state(row.state).is_final and policies.can_step(actor, "check", row):
        may.add("hand_in")
    return ApplicationView(
        application=row,
        row=_rows([row], on)[0],
        papers=tuple((each.value, str(each.label), each.value in row.papers) for each in Paper),
        steps=tuple(row.steps.order_by("-at", "-id")),
        allowed=frozenset(may),
    )


def list_partnerships(
    actor: Actor,
    *,
    on: date,
    kind: str = "",
    standing: str = "",
    text: str = "",
    after: str = "",
    limit: int | None = PAGE_SIZE,
) -> PartnershipPage:
    """Agreements of the actor's areas, those that end first on top; without an end last."""
    found = policies.partnerships_visible_to(actor)
    if kind in PartyKind.values:
        found = found.filter(party_kind=kind)
    if text.strip():
        from django.db.models import Q

        words = text.strip()
        found = found.filter(Q(party__icontains=words) | Q(subject__icontains=words) | Q(number__icontains=words))
    rows = [_agreement(each, on) for each in found]
    rows = [each for each in rows if not standing or each.standing == standing]
    rows.sort(key=lambda each: (each.standing == "ended", each.until or date.max, each.party, str(each.id)))
    begin = next((place + 1 for place, each in enumerate(rows) if str(each.id) == after), 0)
    shown = rows[begin:] if limit is None else rows[begin : begin + limit]
    more = begin + len(shown) < len(rows)
    return PartnershipPage(tuple(shown), len(rows), str(shown[-1].id) if more and shown else "")


def get_partnership(actor: Actor, partnership_id: UUID, *, on: date) -> PartnershipRow:
    """One agreement. Raises `NoSuchInstitution`."""
    row = policies.partnerships_visible_to(actor).filter(pk=partnership_id).first()
    if row is None:
        raise NoSuchInstitution(partnership_id)
    return _agreement(row, on)


def _rows(rows: list[Application], on: date) -> list[ApplicationRow]:
    labels = reference_queries.labels_of({row.area_code for row in rows}) if rows else {}
    return [
        ApplicationRow(
            id=row.pk,
            name=row.name,
            kind_label=row.get_kind_display(),
            area_label=labels.get(row.area_code, row.area_code),
            leader_name=row.leader_name,
            state=row.state,
            state_label=str(APPLICATION.state(row.state).label),
            applied_on=row.applied_on,
            state_since=row.state_since,
            days=max(0, (on - row.state_since).days),
            papers=len(row.papers),
            papers_wanted=len(Paper),
            missing=tuple(row.missing),
        )
        for row in rows
    ]


def _agreement(row: Partnership, on: date) -> PartnershipRow:
    until = last_day(row.period)
    standing = "running"
    if row.period.lower > on:
        standing = "future"
    elif until is not None and until < on:
        standing = "ended"
    elif until is not None and until <= on + timedelta(days=SOON_DAYS):
        standing = "soon"
    return PartnershipRow(
        id=row.pk,
        number=row.number,
        subject=row.subject,
        party=row.party,
        kind_label=row.get_party_kind_display(),
        since=row.period.lower,
        until=until,
        standing=standing,
        has_file=row.file_id is not None,
        partnership=row,
    )
