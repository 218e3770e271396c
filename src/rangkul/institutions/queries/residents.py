"""Who lives in an institution, for those who may know; and where somebody lives, for those who may see that person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from psycopg.types.range import DateRange

from rangkul.institutions import policies
from rangkul.institutions.enums import CameBy, LeftReason
from rangkul.institutions.errors import NoSuchInstitution
from rangkul.institutions.models import Residency
from rangkul.institutions.queries.homes import PAGE_SIZE, last_day
from rangkul.platform import crypto
from rangkul.platform.audit.actions import note_access
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries
from rangkul.registry import queries as registry_queries


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentRow:
    """A resident in the list of an institution. `until` is the last night, None while they live there."""

    id: UUID
    person_id: UUID
    name: str
    sex: str
    birth_date: date | None
    area_label: str
    room: str
    since: date
    until: date | None
    came_label: str
    left_label: str
    destination: str
    is_over: bool
    url: str


@dataclass(frozen=True, slots=True)
class ResidentPage:
    """A page of residents; `next_mark` is "" at the end."""

    rows: tuple[ResidentRow, ...]
    count: int
    next_mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentView:
    """One stay. `reason` and `note` are opened and the look is logged. `allowed`: discharge, transfer."""

    row: ResidentRow
    institution_id: UUID
    institution: str
    reason: str
    note: str
    overfill_reason: str
    admitted_by_name: str
    left_by_name: str
    recorded_at: datetime
    revision: int
    moved_to: UUID | None
    allowed: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StayView:
    """Where somebody of the registry lives or lived; the institution is "" when its name would tell too much."""

    person_id: UUID
    name: str
    institution_id: UUID | None
    institution: str
    since: date
    until: date | None
    left_label: str
    is_present: bool


def list_residents(
    actor: Actor, institution_id: UUID, *, on: date, past: bool = False, after: str = "", limit: int | None = PAGE_SIZE
) -> ResidentPage:
    """Residents on a day, or everybody who has left by then, by name. Empty for whoever may not see them."""
    found = policies.residents_visible_to(actor).filter(institution_id=institution_id)
    found = found.filter(period__endswith__lte=on) if past else found.filter(period__contains=on)
    count = found.count()
    mark = _mark(after)
    if mark is not None:
        found = found.filter(Q(name__gt=mark[0]) | Q(name=mark[0], id__gt=mark[1]))
    ordered = found.select_related("bed_group").order_by("name", "id")
    rows = list(ordered if limit is None else ordered[: limit + 1])
    shown = rows if limit is None else rows[:limit]
    more = len(rows) > len(shown)
    return ResidentPage(_rows(shown), count, f"{shown[-1].pk}~{shown[-1].name}" if more else "")


def heads_on(actor: Actor, institution_id: UUID, *, on: date) -> list[UUID]:
    """Ids of the stays of a day, by name: whom the institution feeds. Empty for whoever may not see residents."""
    found = policies.residents_visible_to(actor).filter(institution_id=institution_id, period__contains=on)
    return list(found.order_by("name", "id").values_list("pk", flat=True))


def heads_between(actor: Actor, institution_id: UUID, *, since: date, until: date) -> dict[date, int]:
    """{day: residents} from `since` until `until`, both included; days without anybody are left out. One query."""
    end = until + timedelta(days=1)
    found = policies.residents_visible_to(actor).filter(
        institution_id=institution_id, period__overlap=DateRange(since, end)
    )
    counts: dict[date, int] = {}
    for period in found.values_list("period", flat=True):
        day, last = max(period.lower, since), min(period.upper or end, end)
        while day < last:
            counts[day] = counts.get(day, 0) + 1
            day += timedelta(days=1)
    return counts


def get_resident(actor: Actor, residency_id: UUID, *, at: datetime) -> ResidentView:
    """One stay with its reasons; reading them is logged. Raises `NoSuchInstitution`."""
    found = policies.residents_visible_to(actor).filter(pk=residency_id)
    row = found.select_related("bed_group", "institution").first()
    if row is None:
        raise NoSuchInstitution(residency_id)
    looking = actor if actor.purpose.strip() else actor.for_purpose("membuka buku penghuni")
    note_access(by=looking, kind="person", subject_id=row.person_id, fields=["alasan masuk lembaga"], at=at)
    may = set()
    if row.period.upper is None and policies.can_discharge(actor, row):
        may.add("discharge")
        if actor.may(policies.ADMIT):
            may.add("transfer")
    return ResidentView(
        row=_rows([row])[0],
        institution_id=row.institution_id,
        institution=row.institution.name,
        reason=crypto.unseal(bytes(row.reason_cipher), context="institutions.reason"),
        note=crypto.unseal(bytes(row.left_note_cipher), context="institutions.reason") if row.left_note_cipher else "",
        overfill_reason=row.overfill_reason,
        admitted_by_name=row.admitted_by_name,
        left_by_name=row.left_by_name,
        recorded_at=row.recorded_at,
        revision=row.revision,
        moved_to=row.moved_to_id,
        allowed=frozenset(may),
    )


def stays_of(actor: Actor, person_ids: Iterable[UUID], *, on: date) -> list[StayView]:
    """Stays of persons the actor may see in the registry, those of merged records included, the newest first."""
    wanted = list(person_ids)
    if not wanted:
        return []
    owners = registry_queries.records_of(wanted)
    seen = set(policies.persons_visible_to(actor, wanted))
    rows = Residency.objects.filter(person_id__in=[each for each, owner in owners.items() if owner in seen])
    found = []
    for row in rows.select_related("institution").order_by("-period", "id"):
        shows = policies.can_see_name(actor, row.institution)
        opens = shows and policies.can_view_home(actor, row.institution)
        found.append(
            StayView(
                person_id=owners[row.person_id],
                name=row.name,
                institution_id=row.institution_id if opens else None,
                institution=row.institution.name if shows else "",
                since=row.period.lower,
                until=last_day(row.period),
                left_label=str(LeftReason(row.left_reason).label) if row.left_reason else "",
                is_present=row.period.lower <= on and (row.period.upper is None or row.period.upper > on),
            )
        )
    return found


def homes_of(person_ids: Iterable[UUID], *, on: date) -> dict[UUID, UUID]:
    """{person: the institution they live in on a day}; who lives in none is left out. System use: no name is told."""
    rows = Residency.objects.filter(person_id__in=list(person_ids), period__contains=on)
    return dict(rows.values_list("person_id", "institution_id"))


def overlapping_stays(keep_id: UUID, merge_id: UUID) -> list[str]:
    """What stands in the way of merging two records: both lived in an institution on the same day. System use."""
    owners = registry_queries.records_of([keep_id, merge_id])
    stays: dict[UUID, list[Residency]] = {keep_id: [], merge_id: []}
    for row in Residency.objects.filter(person_id__in=owners):
        stays[owners[row.person_id]].append(row)
    both = any(_meet(one, other) for one in stays[keep_id] for other in stays[merge_id])
    if not both:
        return []
    return [_("Kedua data tercatat tinggal di lembaga pada tanggal yang sama. Perbaiki dulu buku penghuninya.")]


def _meet(one: Residency, other: Residency) -> bool:
    first, second = sorted((one, other), key=lambda each: each.period.lower)
    return first.period.upper is None or first.period.upper > second.period.lower


def _rows(rows: list[Residency]) -> tuple[ResidentRow, ...]:
    """Rows with the name of the registry where the actor reads it, else the one in the institution's book."""
    names = registry_queries.labels_for("person", [row.person_id for row in rows]) if rows else {}
    labels = reference_queries.labels_of({row.area_code for row in rows}) if rows else {}
    return tuple(
        ResidentRow(
            id=row.pk,
            person_id=row.person_id,
            name=names[row.person_id].name if row.person_id in names else row.name,
            url=names[row.person_id].url if row.person_id in names else "",
            sex=row.sex,
            birth_date=row.birth_date,
            area_label=labels.get(row.area_code, row.area_code),
            room=row.bed_group.name if row.bed_group else "",
            since=row.period.lower,
            until=last_day(row.period),
            came_label=str(CameBy(row.came_by).label),
            left_label=str(LeftReason(row.left_reason).label) if row.left_reason else "",
            destination=row.destination,
            is_over=row.period.upper is not None,
        )
        for row in rows
    )


def _mark(after: str) -> tuple[str, UUID] | None:
    pk, _tilde, name = after.partition("~")
    try:
        return (name, UUID(pk))
    except ValueError:
        return None
