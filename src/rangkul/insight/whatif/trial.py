"""A draft of terms, whole, beside what is in force: also its calculation of the amount, its order and its registry id.

A scenario holds none of these three. The draft is therefore run as if it were in force, and the two runs stand side by side.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from rangkul.insight.everybody import EverybodySnapshot, kept_snapshot
from rangkul.insight.everybody.count import check_may_ask
from rangkul.insight.whatif.asking import asked_by, parsed_value
from rangkul.insight.whatif.engine import run_scenario
from rangkul.insight.whatif.figures import AreaOutcome, ComponentOutcome
from rangkul.insight.whatif.ground import KINDS, ground_of
from rangkul.insight.whatif.in_force import InForce, InForceList
from rangkul.insight.whatif.policies import check_can_view
from rangkul.insight.whatif.scenario import Change, Scenario
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.terms_writing import TermsWriting


@dataclass(frozen=True, slots=True)
class Trial:
    """`outcome` has what is in force as `before` and the draft as `after`; `error` of it says why the draft has no figures."""

    outcome: ComponentOutcome
    as_of: date
    taken_at: datetime
    poor: int


def run_trial(actor: Actor, writing: TermsWriting, terms: InForce, *, on: date) -> Trial:
    """Reach, cost, errors, winners and losers of a draft with everything it says, inside the actor's areas.

    The quota is that in force. Raises Denied (also for a draft that newly speaks of health), RuleError, ParameterError,
    NoSnapshotYet, TooSlow.
    """
    check_can_view(actor)
    drafted = _as_in_force(writing, terms)
    _check_may_ask(actor, drafted, terms)
    scenario = Scenario(components=(terms.code,))
    snapshot = kept_snapshot(as_of=on)
    now = run_scenario(actor, scenario, on=on, in_force=InForceList((terms,))).components[0]
    then = run_scenario(actor, scenario, on=on, in_force=InForceList((drafted,))).components[0]
    gained, lost = (0, 0) if then.error or now.error else _moved(actor, snapshot, terms, drafted)
    after = {each.code: each.before for each in then.areas}
    outcome = replace(
        then,
        terms=terms,
        before=now.before,
        after=then.before,
        gained=gained,
        lost=lost,
        areas=tuple(
            AreaOutcome(
                code=each.code,
                population=each.population,
                before=each.before,
                after=after.get(each.code, 0),
                gained=0,
                lost=0,
            )
            for each in now.areas
        ),
    )
    return Trial(outcome, snapshot.as_of, snapshot.taken_at, scenario.poor)


def _as_in_force(writing: TermsWriting, terms: InForce) -> InForce:
    return replace(
        terms,
        rule_text=writing.rule_text,
        parameters=dict(writing.parameters),
        required_registry=writing.required_registry,
        tariff=writing.tariff,
        amount_text=writing.amount_text.strip(),
        ranking=tuple((str(step["value"]), str(step.get("direction", "naik"))) for step in writing.ranking),
        deliveries=writing.deliveries_per_year,
    )


def _check_may_ask(actor: Actor, drafted: InForce, terms: InForce) -> None:
    """Whoever may not see health asks nothing new about it: counts and costs would tell."""
    asked = asked_by(drafted, Change())
    if drafted.rule_text.strip() != terms.rule_text.strip():
        check_may_ask(actor, asked.rule)
    known = {terms.amount_text, *(text for text, _direction in terms.ranking)}
    for text in (drafted.amount_text, *(text for text, _direction in drafted.ranking)):
        if text and text not in known:
            check_may_ask(actor, parsed_value(text, drafted.kind, drafted.parameters).rule)


def _moved(actor: Actor, snapshot: EverybodySnapshot, terms: InForce, drafted: InForce) -> tuple[int, int]:
    """(reached by the draft only, reached only by what is in force)."""
    if terms.kind not in KINDS:
        return 0, 0
    before, after = (ground_of(snapshot, actor, (each,)) for each in (terms, drafted))
    was, now = (f"r{each.places(terms.kind)[0].number}" for each in (before, after))
    with snapshot.asking() as cursor:
        row = cursor.execute(
            f"SELECT count_if(b.{now} AND NOT a.{was}), count_if(a.{was} AND NOT b.{now})"  # noqa: S608
            f" FROM {after.tables[terms.kind]} b JOIN {before.tables[terms.kind]} a ON a.n = b.n"
        ).fetchone()
    gained, lost = row or (0, 0)
    return int(gained), int(lost)
