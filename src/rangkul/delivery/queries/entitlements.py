"""The frozen list: line by line, by village, and what one family has been given."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from rangkul.delivery.enums import EntitlementState
from rangkul.delivery.models import Bast, Entitlement, Handover
from rangkul.delivery.policies import basts_visible_to, entitlements_visible_to
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area
from rangkul.reference import queries as reference_queries
from rangkul.registry import queries as registry_queries

PAGE = 50


@dataclass(frozen=True, slots=True)
class ListLine:
    """A line of the list with the handover that stands, if any."""

    entitlement: Entitlement
    handover: Handover | None


@dataclass(frozen=True, slots=True)
class Village:
    """How far a village is; counts are entitlements in the component's unit."""

    code: str
    name: str
    total: int
    settled: int
    missed: int


def _with_standing_handover(rows: QuerySet[Entitlement]) -> QuerySet[Entitlement]:
    standing = Handover.objects.filter(voided_at__isnull=True)
    return rows.select_related("cycle").prefetch_related(Prefetch("handovers", queryset=standing, to_attr="standing"))


def _line(entitlement: Entitlement) -> ListLine:
    standing: list[Handover] = getattr(entitlement, "standing", [])
    return ListLine(entitlement=entitlement, handover=standing[0] if standing else None)


def entitlement_page(
    actor: Actor, cycle_id: UUID, *, area: str = "", state: str = "", text: str = "", after: str = ""
) -> tuple[list[ListLine], str]:
    """A page of the list by name, and the key of the next page ("" at the end). Keyset: `after` is such a key."""
    rows = entitlements_visible_to(actor).filter(cycle_id=cycle_id)
    if area:
        rows = rows.filter(inside_area(area))
    if state:
        rows = rows.filter(state=state)
    if text:
        rows = rows.filter(recipient_name__icontains=text)
    name, _, last_id = after.rpartition("|")
    if last_id:
        rows = rows.filter(Q(recipient_name__gt=name) | Q(recipient_name=name, id__gt=last_id))
    found = list(_with_standing_handover(rows).order_by("recipient_name", "id")[: PAGE + 1])
    shown = found[:PAGE]
    next_key = f"{shown[-1].recipient_name}|{shown[-1].pk}" if len(found) > PAGE else ""
    return [_line(each) for each in shown], next_key


def get_entitlement(actor: Actor, entitlement_id: UUID) -> ListLine:
    """One line; raises `Denied` outside the actor's areas."""
    found = _with_standing_handover(entitlements_visible_to(actor)).filter(pk=entitlement_id).first()
    if found is None:
        raise Denied(
            permission="delivery.cycle.view",
            message="Penerima ini tidak ada pada daftar atau di luar wilayah tugas Anda.",
        )
    return _line(found)


def villages_of(actor: Actor, cycle_id: UUID) -> list[Village]:
    """Villages on the list inside the actor's areas, by code, with how far they are."""
    rows = list(
        entitlements_visible_to(actor)
        .filter(cycle_id=cycle_id)
        .values("area_code")
        .annotate(
            total=Count("id"),
            settled=Count("id", filter=Q(state="SETTLED")),
            missed=Count("id", filter=Q(state="MISSED")),
        )
        .order_by("area_code")
    )
    names = reference_queries.labels_of({row["area_code"] for row in rows})
    return [
        Village(
            code=row["area_code"],
            name=names[row["area_code"]],
            total=row["total"],
            settled=row["settled"],
            missed=row["missed"],
        )
        for row in rows
    ]


def count_delivered(enrolment_id: UUID) -> int:
    """How many deliveries an enrolment has had. System use: no actor is asked."""
    return Entitlement.objects.filter(enrolment_id=enrolment_id, state=EntitlementState.SETTLED).count()


def list_basts(actor: Actor, cycle_id: UUID) -> QuerySet[Bast]:
    """BASTs of a cycle that the actor may see, newest first."""
    return basts_visible_to(actor).filter(cycle_id=cycle_id).order_by("area_code", "-issued_at")


def deliveries_of(actor: Actor, subjects: Iterable[tuple[str, UUID]], *, limit: int = 20) -> list[ListLine]:
    """What the given persons (whichever of their records) and families were due and given, newest cycle first."""
    pairs = list(subjects)
    persons = [key for kind, key in pairs if kind == "person"]
    own = Q(person_id__in={*persons, *registry_queries.records_of(persons)})
    own |= Q(family_id__in=[key for kind, key in pairs if kind == "family"])
    rows = _with_standing_handover(entitlements_visible_to(actor).filter(own)).order_by("-cycle__period_start", "id")
    return [_line(each) for each in rows[:limit]]
