"""E-warongs of the demo with what families bought there, and the heights of small children on two days."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from rangkul.cli.demo.life import Progress, Story
from rangkul.delivery import actions
from rangkul.kernel.ids import new_id
from rangkul.programmes.queries import commodities as commodity_queries
from rangkul.registry import actions as registry_actions
from rangkul.registry import queries as registry_queries
from rangkul.registry.queries.food_aid import outside_programmes_of
from rangkul.registry.queries.stunting import Aided, list_heights

FAMILIES, CHILDREN = 8, 20
_BASKETS: tuple[tuple[tuple[str, str, str, int], ...], ...] = (
    (("Beras", "8", "kg", 14_500), ("Telur", "2", "kg", 29_000)),
    (("Beras", "6", "kg", 14_500), ("Ikan", "1.5", "kg", 38_000), ("Sayur-mayur", "2", "ikat", 6_000)),
    (("Telur", "3", "kg", 29_000), ("Tahu dan tempe", "4", "potong", 6_000), ("Minyak goreng", "2", "liter", 19_000)),
    (("Beras", "8", "kg", 14_500), ("Daging", "0.5", "kg", 95_000), ("Buah", "1", "kg", 22_000)),
    (("Beras", "7", "kg", 14_500), ("Mie", "1", "dus", 108_000)),
)
_BEFORE = ("PENDEK", "GIZI_NORMAL", "PENDEK", "GIZI_NORMAL", "SANGAT_PENDEK")
_STATUSES = ("GIZI_NORMAL", "PENDEK", "GIZI_NORMAL", "GIZI_NORMAL", "SANGAT_PENDEK", "GIZI_NORMAL", "PENDEK")


def open_outlets(story: Story, progress: Progress) -> None:
    """One outlet that is appointed and used, one that waits for its decree; children measured last month and a year before."""
    progress("e-warong dan gizi balita", 0, 0)
    outlet = _appoint(story)
    _buy(story, outlet)
    _measure(story)


def _appoint(story: Story) -> UUID:
    cast, calendar = story.cast, story.calendar
    officer, head = cast.actors["linjamsos"], cast.actors["kabid.linjamsos"]
    start = calendar.last_month - timedelta(days=60)
    made = [
        actions.propose_ewarong(
            form=actions.EwarongForm(
                name=name, operator_person_id=None, operator_name=kube, address="Jalan Poros Contoh",
                area=village, covers=covers,
            ),
            by=officer, at=calendar.on(start - timedelta(days=20)),
        ).pk
        for name, kube, village, covers in (
            ("E-warong Mekar Sari", "KUBE Mekar Sari", cast.home, (cast.home, cast.next_door)),
            ("E-warong Tunas Baru", "KUBE Tunas Baru", cast.next_door, (cast.next_door,)),
        )
    ]  # fmt: skip
    decree = actions.DecreeForm(
        number=f"460/012/SK/{start.year}", signed_on=start - timedelta(days=5), valid_from=start,
        valid_until=start + timedelta(days=730),
    )  # fmt: skip
    actions.appoint_ewarong(ewarong_id=made[0], decree=decree, by=head, at=calendar.on(start))
    return made[0]


def _buy(story: Story, outlet: UUID) -> None:
    calendar, operator = story.calendar, story.cast.actors["operator"]
    today = calendar.today
    things = {each.name: key for key, each in commodity_queries.commodities_by_id().items()}
    families = registry_queries.list_families(operator, story.cast.home, on=today, is_past=False, limit=60).rows
    served = [each.id for each in families if "BPNT" in outside_programmes_of(each.id, on=today)][:FAMILIES]
    for number, family in enumerate(served):
        holders = registry_queries.present_members(operator, family, on=today)
        for month in (calendar.last_month, calendar.this_month):
            day = min(month + timedelta(days=9 + number), today)
            lines = tuple(
                actions.BoughtLine(commodity_id=things[name], quantity=Decimal(quantity), unit=unit, price=price)
                for name, quantity, unit, price in _BASKETS[(number + month.month) % len(_BASKETS)]
            )
            form = actions.PurchaseForm(
                key=new_id(), ewarong_id=outlet, person_id=holders[0], bought_on=day, lines=lines
            )
            actions.record_purchase(form=form, by=operator, at=calendar.on(day, 11))


def _measure(story: Story) -> None:
    """The health office's statuses of children in the home village; fewer are stunted now than a year before."""
    calendar = story.calendar
    officer = story.cast.actors["bo"].for_purpose("contoh gizi balita")
    now = calendar.last_month + timedelta(days=11)
    found = list_heights(
        officer, on=calendar.today, area=story.cast.home, source="", aided=Aided(), measure="belum", limit=CHILDREN
    )
    for number, child in enumerate(found.rows):
        then = now - timedelta(days=365)
        _record(story, child.id, child.birth_date, _BEFORE[number % len(_BEFORE)], then)
        _record(story, child.id, child.birth_date, _STATUSES[number % len(_STATUSES)], now)


def _record(story: Story, child: UUID, born: date, status: str, on: date) -> None:
    if not born <= on < born + timedelta(days=59 * 30):
        return
    registry_actions.record_health(
        person_id=child, kind="GIZI_BALITA", status=status, measured_on=on, source="EPPGBM",
        reported_period=f"{on:%Y-%m}", by=story.cast.actors["bo"], at=story.calendar.on(story.calendar.last_month + timedelta(days=15)),
    )  # fmt: skip
