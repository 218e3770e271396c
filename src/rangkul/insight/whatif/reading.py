"""From counted breakdowns to the figures of a component; whatever is too few to be told is left out here."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from rangkul.insight.whatif.asking import as_tried
from rangkul.insight.whatif.columns import TOTAL, Counted, Place
from rangkul.insight.whatif.figures import DISABLED, NOT_DISABLED, AreaOutcome, ComponentOutcome, Families, Side
from rangkul.insight.whatif.scenario import Change
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.policies.catalogue import can_view_health
from rangkul.registry.small_counts import hidden_keys


def families_of(before: Counted, after: Counted) -> Families:
    """Reached by at least one component, by decile class."""
    was = {cls: int(cell["reached"]) for cls, cell in before["cls"].items()}
    more = {cls: int(cell["more"]) for cls, cell in after["cls"].items()} if after else {}
    now = {cls: count + more.get(cls, 0) for cls, count in was.items()}
    return Families(total={cls: int(cell["n"]) for cls, cell in before["cls"].items()}, before=was, after=now)


def outcome_of(
    actor: Actor, place: Place, change: Change, *, before: Counted, after: Counted, error: str
) -> ComponentOutcome:
    """The figures of one component; without `after` the scenario is what is in force."""
    number, terms = place.number, place.terms
    is_known = f"met{number}" in before[TOTAL].get(None, {})
    if not is_known:
        return ComponentOutcome(
            terms=terms, change=change, before=Side(), after=Side(), population=0, by_class={}, error=error
        )
    sees_health = can_view_health(actor)
    was = _side(place, before, Change(), sees_health=sees_health)
    tried = Place(number, as_tried(terms, change)) if after else place
    now = _side(tried, after or before, Change() if error else change, sees_health=sees_health)
    whole = before[TOTAL][None]
    moved = after[TOTAL][None] if after else {}
    population = int(whole["n"])
    return ComponentOutcome(
        terms=terms,
        change=change,
        before=was,
        after=now,
        population=population,
        by_class={cls: int(cell["n"]) for cls, cell in before["cls"].items()},
        gained=int(moved.get(f"gained{number}", 0)),
        lost=int(moved.get(f"lost{number}", 0)),
        enrolled=int(whole[f"enrolled{number}"]),
        enrolled_out=int((moved or whole)[f"enrolled_out{number}"]),
        areas=_areas(number, before, after),
        error=error,
        warning=_warning(place, now, population, int(whole[f"enrolled{number}"])),
    )


def _side(place: Place, counted: Counted, change: Change, *, sees_health: bool) -> Side:
    number, terms = place.number, place.terms
    whole = counted[TOTAL][None]
    tariff = terms.tariff if change.tariff is None else change.tariff
    deliveries = terms.deliveries if change.deliveries is None else change.deliveries
    reached = int(whole[f"reached{number}"])
    cost, uncosted = _cost(place, whole, tariff, deliveries, reached)
    return Side(
        met=int(whole[f"met{number}"]),
        unknown=int(whole[f"unknown{number}"]),
        reached=reached,
        cost=cost,
        uncosted=uncosted,
        by_class={cls: int(cell[f"reached{number}"]) for cls, cell in counted["cls"].items()},
        by_sex={sex or "": int(cell[f"reached{number}"]) for sex, cell in counted["sex"].items()},
        by_disability=_by_disability(counted, number, sees_health=sees_health),
        quota=terms.quota if change.quota is None else change.quota,
        tariff=tariff,
        deliveries=deliveries,
    )


def _cost(
    place: Place, whole: Mapping[str, Any], tariff: int | None, deliveries: int, reached: int
) -> tuple[int | None, int]:
    if place.terms.amount_text:
        amount = round(float(whole[f"amount{place.number}"]))
        return amount * deliveries, int(whole[f"uncosted{place.number}"])
    return (None, reached) if tariff is None else (reached * tariff * deliveries, 0)


def _by_disability(counted: Counted, number: int, *, sees_health: bool) -> dict[str, int | None]:
    found = {DISABLED: 0, NOT_DISABLED: 0}
    for disabled, cell in counted["disabled"].items():
        found[DISABLED if disabled else NOT_DISABLED] += int(cell[f"reached{number}"])
    hidden = frozenset() if sees_health else hidden_keys(found)
    return {key: None if key in hidden else count for key, count in found.items()}


def _areas(number: int, before: Counted, after: Counted) -> tuple[AreaOutcome, ...]:
    now = after["area"] if after else {}
    areas = []
    for code, cell in sorted(before["area"].items()):
        was = int(cell[f"reached{number}"])
        moved = now.get(code, {})
        areas.append(
            AreaOutcome(
                code=code,
                population=int(cell["n"]),
                before=was,
                after=int(moved[f"reached{number}"]) if moved else was,
                gained=int(moved[f"gained{number}"]) if moved else 0,
                lost=int(moved[f"lost{number}"]) if moved else 0,
            )
        )
    return tuple(areas)


def _warning(place: Place, now: Side, population: int, enrolled: int) -> str:
    if population and now.unknown == population:
        return _(
            "Aturan ini tidak dapat dinilai untuk siapa pun. Periksa apakah ada pembagian dengan nol, atau fakta yang "
            "belum terisi."
        )
    if now.cost is not None and now.cost < 0:
        return _("Biayanya di bawah nol: perhitungan nilai menghasilkan angka negatif bagi sebagian penerima.")
    if now.quota is not None and now.quota < enrolled:
        return _("Kuota ini lebih kecil daripada yang sudah terdaftar.")
    return ""
