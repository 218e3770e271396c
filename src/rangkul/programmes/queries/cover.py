"""Reading lists of persons proposed for health cover that the region pays: who may be proposed, and what became of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min

from rangkul.platform.audit.actions import note_accesses
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.enums import CoverState, Verdict
from rangkul.programmes.errors import NoSuchProposal
from rangkul.programmes.models import CoverLine, CoverList
from rangkul.programmes.models.cover import OPEN
from rangkul.programmes.policies import cover as policies
from rangkul.programmes.queries.catalogue import get_component, terms_in_force
from rangkul.programmes.verdicts import facts_of, judge, verdict_of
from rangkul.reference import queries as reference_queries
from rangkul.registry.queries import DisabledPerson, Filter, UncoveredPerson, list_disabled, list_uncovered
from rangkul.registry.queries.labels import labels_for

SOON_DAYS = 30
"""A cover that ends within so many days stands on the worklist of whoever proposed it."""
MOST = 200
"""Persons of one list; more of them go on the next list, village by village."""
SHOWN = 100
UNCOVERED = "tanpa-pbi"
PBI_JK = "pbi-jk"
"""The catalogue's component whose rule says who is entitled to PBI-JK."""
NOTED = "usulan PBPU pemda"
"""What the log of looks says: that somebody stands on a list tells nothing of a disability."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverCandidate:
    """Somebody without PBI-JK; `status` tells of a list they stand on already, `lacks_nik` that BPJS could not find them."""

    id: UUID
    name: str
    masked_nik: str
    area_label: str
    lacks_nik: bool
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverCandidates:
    """Who may be proposed in an area; `total` counts all, of whom at most MOST are here."""

    rows: tuple[CoverCandidate, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverRow:
    """One list in the list of lists; `counts` are persons by CoverState."""

    id: UUID
    number: str
    area_label: str
    created_at: datetime
    created_by: str
    sent_at: datetime | None
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverLineView:
    """One person of a list, and what BPJS Kesehatan said."""

    person_id: UUID
    name: str
    masked_nik: str
    area_label: str
    state: str
    state_label: str
    reason: str
    answered_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverView:
    """One list with its persons."""

    row: CoverRow
    note: str
    lines: tuple[CoverLineView, ...]
    may_answer: bool
    may_export: bool


def list_cover_candidates(
    actor: Actor, *, area: str, on: date, ids: Sequence[UUID] | None = None, total: int = 0
) -> CoverCandidates:
    """Living persons without PBI-JK in an area; each is logged with the purpose. Raises Denied.

    Those with disability; or, with `ids`, those of a list of entitled persons (`total`: how long the whole list is).
    """
    policies.check_can_propose(actor, area)
    if ids is None:
        page = list_disabled(actor, Filter(view=UNCOVERED, area=area), on=on, limit=MOST)
        rows: Sequence[DisabledPerson | UncoveredPerson] = page.rows
        total = page.total
    else:
        rows = list_uncovered(actor, ids[:MOST], area=area, on=on)
        total = max(total - len(ids[:MOST]), 0) + len(rows)
        note_accesses(by=actor, kind="person", subject_ids=[row.id for row in rows], fields=[NOTED])
    known = cover_statuses(actor, [row.id for row in rows])
    return CoverCandidates(rows=tuple(_candidate(row, known) for row in rows), total=total)


def still_entitled(ids: Iterable[UUID], *, on: date) -> set[UUID]:
    """Those who meet the rule of PBI-JK in force on the day, each asked anew. System use. Raises NoSuchComponent, NoTermsInForce."""
    component = get_component(PBI_JK)
    terms = terms_in_force(component, on)
    found = set()
    for each in ids:
        facts = facts_of("person", each, on)
        if facts is not None and verdict_of(judge(terms, component.unit, facts, on).result) == Verdict.MET:
            found.add(each)
    return found


def cover_statuses(actor: Actor, person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """{person: what became of the newest proposal, in words}; nothing for who does not see these lists."""
    lines = (
        policies.lines_visible_to(actor).filter(person_id__in=list(person_ids)).select_related("list").order_by("id")
    )
    return {each.person_id: f"{each.get_state_display()} ({each.list.number})" for each in lines}


def list_cover(actor: Actor) -> list[CoverRow]:
    """The newest lists of the actor's areas with persons by state; three queries. Raises Denied."""
    policies.check_can_view(actor)
    return _rows(list(policies.visible_to(actor).order_by("-created_at", "-id")[:SHOWN]))


def get_cover(actor: Actor, list_id: UUID) -> CoverView:
    """One list with its persons, each logged with the purpose. Raises Denied, NoSuchProposal."""
    policies.check_can_view(actor)
    found = policies.visible_to(actor).filter(pk=list_id).first()
    if found is None:
        raise NoSuchProposal(list_id)
    lines = list(found.lines.order_by("area_code", "id"))
    labels = labels_for("person", [each.person_id for each in lines])
    places = reference_queries.labels_of({each.area_code for each in lines})
    note_accesses(by=actor, kind="person", subject_ids=[each.person_id for each in lines], fields=[NOTED])
    return CoverView(
        row=_rows([found])[0],
        note=found.note,
        lines=tuple(
            CoverLineView(
                person_id=each.person_id,
                name=labels[each.person_id].name if each.person_id in labels else "–",
                masked_nik=labels[each.person_id].masked_nik if each.person_id in labels else "",
                area_label=places.get(each.area_code, each.area_code),
                state=each.state,
                state_label=str(CoverState(each.state).label),
                reason=each.reason,
                answered_on=each.answered_on,
                ends_on=each.ends_on,
            )
            for each in lines
        ),
        may_answer=policies.can_answer(actor, found),
        may_export=policies.can_export(actor),
    )


def _rows(lists: list[CoverList]) -> list[CoverRow]:
    counts: dict[UUID, dict[str, int]] = {}
    lines = CoverLine.objects.filter(list__in=[each.pk for each in lists]).order_by()
    for list_id, state, total in lines.values_list("list_id", "state").annotate(total=Count("pk")):
        counts.setdefault(list_id, {})[state] = total
    places = reference_queries.labels_of({each.area_code for each in lists})
    return [
        CoverRow(
            id=each.pk,
            number=each.number,
            area_label=places.get(each.area_code, each.area_code),
            created_at=each.created_at,
            created_by=each.created_by_name,
            sent_at=each.sent_at,
            counts=counts.get(each.pk, {}),
        )
        for each in lists
    ]


def _candidate(row: DisabledPerson | UncoveredPerson, known: Mapping[UUID, str]) -> CoverCandidate:
    return CoverCandidate(
        id=row.id,
        name=row.name,
        masked_nik=row.masked_nik,
        area_label=row.area_label,
        lacks_nik=not row.masked_nik,
        status=known.get(row.id, ""),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingCover:
    """Covers of one list that end soon: how many persons, and the first last day."""

    list_id: UUID
    number: str
    area_label: str
    people: int
    first_on: date


def list_ending(actor: Actor, *, on: date) -> list[EndingCover]:
    """The actor's own lists with covers that end within SOON_DAYS, the most urgent first; no names. Two queries."""
    lines = policies.lines_visible_to(actor).filter(
        list__created_by=actor.user_id,
        state=CoverState.ACTIVE,
        ends_on__range=(on, on + timedelta(days=SOON_DAYS)),
    )
    rows = lines.values_list("list_id", "list__number", "list__area_code").annotate(n=Count("pk"), first=Min("ends_on"))
    found = list(rows.order_by("first", "list_id")) if actor.user_id else []
    places = reference_queries.labels_of({area for _id, _number, area, _n, _first in found})
    return [
        EndingCover(list_id=pk, number=number, area_label=places.get(area, area), people=n, first_on=first)
        for pk, number, area, n, first in found
    ]


def open_cover(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """{person: number of the list} of those who are proposed or covered already; the caller has checked rights."""
    lines = CoverLine.objects.filter(person_id__in=list(person_ids), state__in=OPEN).select_related("list")
    return {each.person_id: each.list.number for each in lines}
