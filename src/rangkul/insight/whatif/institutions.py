"""Institutions in a scenario: a district has dozens, each is judged by itself and they are counted apart."""

from datetime import date
from uuid import UUID

from rangkul.insight.everybody import kept_snapshot
from rangkul.insight.whatif.asking import asked_by, told
from rangkul.insight.whatif.figures import UNRANKED, AreaOutcome, ComponentOutcome, Side
from rangkul.insight.whatif.in_force import InForce
from rangkul.insight.whatif.scenario import Change
from rangkul.institutions.facts import institution_facts
from rangkul.platform.policy.actor import Actor
from rangkul.rules.explain import explain

Answers = dict[UUID, bool | None]


def outcome_of(actor: Actor, terms: InForce, change: Change, *, on: date) -> ComponentOutcome:
    """The figures of a component whose unit is the institution."""
    homes = {each.pk: each.area_code for each, _facts in institution_facts(on=on) if _sees(actor, each.area_code)}
    error = ""
    try:
        before = _answers(actor, terms, Change(), on)
    except ValueError as wrong:
        return ComponentOutcome(
            terms=terms, change=change, before=Side(), after=Side(), population=0, by_class={}, error=told(wrong)
        )
    try:
        after, used = (_answers(actor, terms, change, on), change) if not change.is_empty else (before, change)
    except ValueError as wrong:
        after, used, error = before, Change(), told(wrong)
    was = _reached(before, terms.quota)
    now = _reached(after, terms.quota if used.quota is None else used.quota)
    served = _served(on, terms) & set(homes)
    return ComponentOutcome(
        terms=terms,
        change=change,
        before=_side(before, was, terms, Change()),
        after=_side(after, now, terms, used),
        population=len(homes),
        by_class={UNRANKED: len(homes)},
        gained=len(now - was),
        lost=len(was - now),
        enrolled=len(served),
        enrolled_out=len(served - now),
        areas=_areas(homes, was, now),
        error=error,
    )


def _sees(actor: Actor, area: str) -> bool:
    return actor.is_system or actor.covers(area)


def _answers(actor: Actor, terms: InForce, change: Change, on: date) -> Answers:
    asked = asked_by(terms, change)
    return {
        each.pk: explain(asked.rule, facts=facts, parameters=asked.parameters, as_of=on).result
        for each, facts in institution_facts(on=on)
        if _sees(actor, each.area_code)
    }


def _reached(answers: Answers, quota: int | None) -> set[UUID]:
    """By id when the quota is smaller: institutions have no decile."""
    met = sorted(each for each, answer in answers.items() if answer)
    return set(met if quota is None else met[:quota])


def _side(answers: Answers, reached: set[UUID], terms: InForce, change: Change) -> Side:
    tariff = terms.tariff if change.tariff is None else change.tariff
    deliveries = terms.deliveries if change.deliveries is None else change.deliveries
    given = list(answers.values())
    return Side(
        met=given.count(True),
        unknown=given.count(None),
        reached=len(reached),
        cost=None if tariff is None else len(reached) * tariff * deliveries,
        uncosted=len(reached) if tariff is None else 0,
        by_class={UNRANKED: len(reached)},
        quota=terms.quota if change.quota is None else change.quota,
        tariff=tariff,
        deliveries=deliveries,
    )


def _served(on: date, terms: InForce) -> set[UUID]:
    with kept_snapshot(as_of=on).asking() as cursor:
        rows = cursor.execute(
            "SELECT subject_id FROM served WHERE kind = 'institution' AND component_id = ?", [terms.component_id]
        ).fetchall()
    return {row[0] for row in rows}


def _areas(homes: dict[UUID, str], was: set[UUID], now: set[UUID]) -> tuple[AreaOutcome, ...]:
    def within(ids: set[UUID], code: str) -> int:
        return sum(homes[each] == code for each in ids)

    return tuple(
        AreaOutcome(
            code=code,
            population=within(set(homes), code),
            before=within(was, code),
            after=within(now, code),
            gained=within(now - was, code),
            lost=within(was - now, code),
        )
        for code in sorted(set(homes.values()))
    )
