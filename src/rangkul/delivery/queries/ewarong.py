"""Reading e-warongs: the register, one outlet, its purchases, and what stands against the rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from rangkul.delivery.models import Ewarong, EwarongCover, EwarongPause, Purchase
from rangkul.delivery.policies import can_run_ewarong, ewarongs_visible_to, purchases_visible_to
from rangkul.delivery.workflow import EWARONG
from rangkul.kernel import clock
from rangkul.kernel.errors import Missing
from rangkul.kernel.ids import read_id
from rangkul.platform.files import queries as file_queries
from rangkul.platform.files.queries import OpenedFile
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area
from rangkul.platform.workflow import Transition
from rangkul.reference import queries as reference_queries

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class EwarongRow:
    """One outlet of the register: `villages` served, `is_over`: its decree has run out on the day asked."""

    ewarong: Ewarong
    place: str
    villages: int
    is_over: bool


@dataclass(frozen=True, slots=True)
class EwarongView:
    """One outlet with the villages it serves, its pauses, and the steps this actor may take."""

    ewarong: Ewarong
    place: str
    covers: tuple[tuple[str, str], ...]
    pauses: tuple[EwarongPause, ...]
    steps: tuple[Transition, ...]
    may_change: bool
    may_attach: bool


@dataclass(frozen=True, slots=True)
class PurchasePage:
    """One page of purchases, the newest day first; `after` leads on, "" at the end."""

    rows: tuple[Purchase, ...]
    places: dict[str, str]
    after: str = ""


def list_ewarongs(
    actor: Actor, *, on: date, state: str = "", text: str = "", after: str = ""
) -> tuple[list[EwarongRow], str]:
    """A page of outlets by name, and the mark of the next ("" at the end). Three queries."""
    found = ewarongs_visible_to(actor)
    if state:
        found = found.filter(state=state)
    if text:
        found = found.filter(Q(name__icontains=text) | Q(operator_name__icontains=text))
    name, _bar, key = after.rpartition("|")
    if key and (mark := read_id(key)):
        found = found.filter(Q(name__gt=name) | Q(name=name, pk__gt=mark))
    rows = list(found.order_by("name", "pk")[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    served: dict[UUID, int] = {}
    for key_of in EwarongCover.objects.filter(ewarong__in=shown).values_list("ewarong_id", flat=True):
        served[key_of] = served.get(key_of, 0) + 1
    places = reference_queries.labels_of({each.area_code for each in shown}) if shown else {}
    last = f"{shown[-1].name}|{shown[-1].pk}" if len(rows) > PAGE_SIZE else ""
    listed = [
        EwarongRow(
            each,
            places.get(each.area_code, each.area_code),
            served.get(each.pk, 0),
            each.state == "APPOINTED" and each.valid_until is not None and each.valid_until < on,
        )
        for each in shown
    ]
    return listed, last


def get_ewarong(actor: Actor, ewarong_id: UUID) -> EwarongView:
    """One outlet. Raises Missing when there is none that the actor may see."""
    found = ewarongs_visible_to(actor).filter(pk=ewarong_id).first()
    if found is None:
        raise Missing(f"e-warong {ewarong_id}")
    covers = sorted(found.covered.values_list("area_code", flat=True))
    labels = reference_queries.labels_of({found.area_code, *covers})
    steps = [each for each in EWARONG.available(found.state) if can_run_ewarong(actor, found, each.name)]
    return EwarongView(
        ewarong=found,
        place=labels.get(found.area_code, found.area_code),
        covers=tuple((each, labels.get(each, each).split(", Kec. ")[0]) for each in covers),
        pauses=tuple(found.pauses.order_by("-since_on")),
        steps=tuple(steps),
        may_change=found.state == "PROPOSED" and can_run_ewarong(actor, found, "propose"),
        may_attach=bool(found.decree_number) and can_run_ewarong(actor, found, "appoint"),
    )


def open_decree(actor: Actor, ewarong_id: UUID) -> OpenedFile:
    """The paper of the decree, for whoever sees the outlet. Raises Missing, Denied."""
    view = get_ewarong(actor, ewarong_id)
    if view.ewarong.decree_file_id is None:
        raise Missing(f"decree of {ewarong_id}")
    return file_queries.open_file(actor, view.ewarong.decree_file_id, check=lambda _actor, _file: None)


def ewarongs_serving(actor: Actor, area: str, *, on: date) -> list[Ewarong]:
    """Outlets in force on the day that serve a village, by name; for choosing where a family buys."""
    serving = EwarongCover.objects.filter(area_code=area).values("ewarong")
    found = ewarongs_visible_to(actor).filter(pk__in=serving, state="APPOINTED", valid_from__lte=on)
    return list(found.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on)).order_by("name", "pk"))


def list_purchases(
    actor: Actor,
    *,
    ewarong_id: UUID | None = None,
    family_id: UUID | None = None,
    person_ids: Iterable[UUID] = (),
    against: str = "",
    after: str = "",
    limit: int = PAGE_SIZE,
) -> PurchasePage:
    """Purchases in the actor's areas; `against` is "" (all), "belum" or "sudah": against the rule, looked at or not."""
    found = purchases_visible_to(actor).select_related("ewarong")
    if ewarong_id is not None:
        found = found.filter(ewarong_id=ewarong_id)
    if family_id is not None:
        found = found.filter(family_id=family_id)
    persons = list(person_ids)
    if persons:
        found = found.filter(person_id__in=persons)
    if against:
        found = against_rule(found).filter(reviewed_at__isnull=against == "belum")
    day, _bar, key = after.partition("|")
    mark, since = read_id(key), clock.read_day(day)
    if mark and since:
        found = found.filter(Q(bought_on__lt=since) | Q(bought_on=since, pk__lt=mark))
    rows = list(found.prefetch_related("lines__commodity").order_by("-bought_on", "-pk")[: limit + 1])
    shown = rows[:limit]
    places = reference_queries.labels_of({each.area_code for each in shown}) if shown else {}
    last = f"{shown[-1].bought_on.isoformat()}|{shown[-1].pk}" if len(rows) > limit else ""
    return PurchasePage(tuple(shown), places, last)


def get_purchase(actor: Actor, purchase_id: UUID) -> Purchase:
    """One purchase with its lines. Raises Missing when there is none that the actor may see."""
    found = (
        purchases_visible_to(actor)
        .select_related("ewarong")
        .prefetch_related("lines__commodity")
        .filter(pk=purchase_id)
        .first()
    )
    if found is None:
        raise Missing(f"purchase {purchase_id}")
    return found


def count_against(actor: Actor) -> int:
    """How many standing purchases against the rule nobody has looked at."""
    return against_rule(purchases_visible_to(actor)).filter(reviewed_at__isnull=True).count()


def against_rule(found: QuerySet[Purchase]) -> QuerySet[Purchase]:
    """Standing purchases with a commodity against the rule of their day."""
    return found.filter(forbidden__gt=0, voided_at__isnull=True)


def inside(found: QuerySet[Purchase], area: str) -> QuerySet[Purchase]:
    """Purchases of families in an area ("" does not narrow)."""
    return found.filter(inside_area(area)) if area else found
