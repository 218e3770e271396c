"""Searching the directory of services by need, area, kind and room; one service as its page and the exports show it."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import reduce
from hmac import compare_digest
from operator import add, and_, or_
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, F, FloatField, Q, QuerySet, Value, When

from rangkul.institutions import access_codes, policies
from rangkul.institutions.enums import NeedKind, ServiceStatus
from rangkul.institutions.errors import NoSuchService
from rangkul.institutions.models import Agency, Service
from rangkul.institutions.service_words import asked_words
from rangkul.kernel.area_code import AreaCode
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries

ALIKE = 0.5
"""How alike (pg_trgm word similarity) a word of four letters or more must be; shorter ones must stand there whole."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Days ("MO,TU,WE") with the hours of opening."""

    days: str
    opens_at: time | None
    closes_at: time | None
    note: str


@dataclass(frozen=True, slots=True)
class ServiceHit:
    """A service as one entry of a list."""

    id: UUID
    name: str
    agency_id: UUID
    agency: str
    agency_kind: str
    description: str
    status: str
    status_label: str
    kind_labels: tuple[str, ...]
    feedback_days: int
    capacity_unit: str
    capacity_maximum: int | None
    capacity_available: int | None
    verified_on: date | None
    likeness: float


@dataclass(frozen=True, slots=True)
class ServicePage:
    """One page of hits; `is_loose` when no service had all the words and those with some of them are shown."""

    hits: tuple[ServiceHit, ...]
    total: int
    next_offset: int | None
    is_loose: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceView:
    """Everything about one service. `areas` is where it works (the agency's area when it names none)."""

    id: UUID
    code: str
    name: str
    also_called: str
    description: str
    status: str
    status_label: str
    kinds: tuple[str, ...]
    kind_labels: tuple[str, ...]
    eligibility: str
    requirements: tuple[str, ...]
    output: str
    how_to_apply: str
    fees: str
    wait: str
    address: str
    phone: str
    email: str
    url: str
    capacity_unit: str
    capacity_maximum: int | None
    capacity_available: int | None
    capacity_at: datetime | None
    feedback_days: int | None
    verified_on: date | None
    verified_by_name: str
    ended_on: date | None
    end_reason: str
    updated_at: datetime
    revision: int
    agency: Agency
    own_areas: tuple[str, ...] = field(default_factory=tuple)
    areas: tuple[tuple[str, str], ...] = field(default_factory=tuple)
    hours: tuple[Hours, ...] = field(default_factory=tuple)
    may_change: bool = False


def search_services(
    actor: Actor,
    *,
    text: str = "",
    area: str = "",
    kind: str = "",
    on: date | None = None,
    has_room: bool = False,
    agency_kind: str = "",
    with_retired: bool = False,
    offset: int = 0,
    limit: int = 20,
) -> ServicePage:
    """Services that the actor may refer to, best first: by need in own words (spelling is forgiven), by area served, kind of case, room.

    Without text by agency and name. `on` leaves out what has ended by that day. Words that no service has all of fall
    back to services with some of them (`is_loose`). Three queries whatever the size.
    """
    found = policies.services_visible_to(actor)
    found = found if with_retired else found.filter(status__in=[ServiceStatus.ACTIVE, ServiceStatus.CLOSED])
    if on is not None:
        found = found.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))
    if kind:
        found = found.filter(kinds__contains=[kind])
    if agency_kind:
        found = found.filter(agency__kind=agency_kind)
    if has_room:
        found = found.filter(
            Q(capacity_available__gt=0) | Q(capacity_maximum__isnull=True), status=ServiceStatus.ACTIVE
        )
    if area:
        found = found.filter(_serves(AreaCode.parse(area)))
    words = asked_words(text)
    found, is_loose = _by_words(found, words) if words else (found, False)
    order = ["-likeness", "agency__name", "name", "id"] if words else ["agency__name", "name", "id"]
    total = found.count()
    rows = list(found.select_related("agency").order_by(*order)[offset : offset + limit])
    after = offset + limit
    return ServicePage(tuple(_hit(row) for row in rows), total, after if after < total else None, is_loose)


def get_service(actor: Actor, service_id: UUID) -> ServiceView:
    """One service of the actor's directory, retired or not. Raises `NoSuchService`."""
    found = policies.services_visible_to(actor).select_related("agency").filter(pk=service_id).first()
    if found is None:
        raise NoSuchService(service_id)
    return _view(actor, found)


def get_service_of(agency_id: UUID, service_id: UUID) -> Service:
    """The running service of this agency, for a referral. Raises `NoSuchService`."""
    found = Service.objects.filter(pk=service_id, agency_id=agency_id).exclude(status=ServiceStatus.DEFUNCT).first()
    if found is None:
        raise NoSuchService(service_id)
    return found


def list_all_services(actor: Actor) -> list[ServiceView]:
    """Every service of the actor's directory, retired ones too, by agency and name, for exports."""
    found = policies.services_visible_to(actor).select_related("agency").prefetch_related("areas", "hours")
    return [_view(actor, each, with_labels=False) for each in found.order_by("agency__name", "name", "id")]


def is_code_of(agency_id: UUID, code: str) -> bool:
    """Whether this is the agency's own code for opening links; compared in constant time."""
    index = Agency.objects.filter(pk=agency_id).values_list("access_code_index", flat=True).first()
    return compare_digest(access_codes.index_of(agency_id, code), bytes(index)) if index is not None else False


def _serves(area: AreaCode) -> Q:
    """The service (or its agency, when it names no area) works in this area, in one above it, or inside it."""
    lower, upper = area.bounds
    wide = [str(area), *(str(each) for each in area.ancestors)]
    named = Q(areas__area_code__in=wide) | Q(areas__area_code__gte=lower, areas__area_code__lt=upper)
    of_agency = Q(agency__area_code__in=wide) | Q(agency__area_code__gte=lower, agency__area_code__lt=upper)
    chosen = Service.objects.filter(named | (Q(areas__isnull=True) & of_agency)).values("pk")
    return Q(pk__in=chosen)


def _by_words(found: QuerySet[Service], words: list[str]) -> tuple[QuerySet[Service], bool]:
    marks: dict[str, Any] = {}
    for number, word in enumerate(words):
        whole = When(search_key__contains=f" {word} ", then=Value(1.0))
        near = TrigramWordSimilarity(word, "search_key") if len(word) > 3 else Value(0.0)
        marks[f"word_{number}"] = Case(whole, default=near, output_field=FloatField())
    marked = found.annotate(**marks).annotate(likeness=reduce(add, (F(name) for name in marks)))
    conditions = [Q(**{f"{name}__gte": ALIKE}) for name in marks]
    strict = marked.filter(reduce(and_, conditions))
    if strict.exists():
        return strict, False
    return marked.filter(reduce(or_, conditions)), True


def _hit(row: Service) -> ServiceHit:
    return ServiceHit(
        id=row.pk,
        name=row.name,
        agency_id=row.agency_id,
        agency=row.agency.name,
        agency_kind=row.agency.kind,
        description=row.description,
        status=row.status,
        status_label=str(ServiceStatus(row.status).label),
        kind_labels=_kind_labels(row),
        feedback_days=row.feedback_days or row.agency.feedback_days,
        capacity_unit=row.capacity_unit,
        capacity_maximum=row.capacity_maximum,
        capacity_available=row.capacity_available,
        verified_on=row.verified_on,
        likeness=float(getattr(row, "likeness", 0.0)),
    )


def _kind_labels(row: Service) -> tuple[str, ...]:
    return tuple(str(NeedKind(kind).label) for kind in row.kinds if kind in NeedKind.values)


def _view(actor: Actor, row: Service, *, with_labels: bool = True) -> ServiceView:
    own = tuple(sorted(each.area_code for each in row.areas.all()))
    codes = own or (row.agency.area_code,)
    labels = reference_queries.labels_of(set(codes)) if with_labels else {}
    hours = sorted(row.hours.all(), key=lambda each: str(each.pk))
    return ServiceView(
        id=row.pk,
        code=row.code,
        name=row.name,
        also_called=row.also_called,
        description=row.description,
        status=row.status,
        status_label=str(ServiceStatus(row.status).label),
        kinds=tuple(row.kinds),
        kind_labels=_kind_labels(row),
        eligibility=row.eligibility,
        requirements=tuple(row.requirements),
        output=row.output,
        how_to_apply=row.how_to_apply,
        fees=row.fees,
        wait=row.wait,
        address=row.address,
        phone=row.phone,
        email=row.email,
        url=row.url,
        capacity_unit=row.capacity_unit,
        capacity_maximum=row.capacity_maximum,
        capacity_available=row.capacity_available,
        capacity_at=row.capacity_at,
        feedback_days=row.feedback_days,
        verified_on=row.verified_on,
        verified_by_name=row.verified_by_name,
        ended_on=row.ended_on,
        end_reason=row.end_reason,
        updated_at=row.updated_at,
        revision=row.revision,
        agency=row.agency,
        own_areas=own,
        areas=tuple((code, labels.get(code, code)) for code in codes),
        hours=tuple(Hours(each.days, each.opens_at, each.closes_at, each.note) for each in hours),
        may_change=policies.can_keep(actor, row.agency),
    )
