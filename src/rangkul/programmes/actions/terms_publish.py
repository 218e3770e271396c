"""Publishing a version of terms: it begins, the one before it ends, and no decision made under that one is touched."""

from datetime import datetime
from uuid import UUID

from psycopg.types.range import DateRange

from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.batch_desk import office_day
from rangkul.programmes.actions.terms_desk import keep, take_terms, tell
from rangkul.programmes.actions.terms_steps import check_ready
from rangkul.programmes.enums import TermsState
from rangkul.programmes.errors import ToBeConfirmed
from rangkul.programmes.models import Terms
from rangkul.programmes.terms_periods import plan_period, words_of
from rangkul.programmes.workflow import TERMS


@action("programmes.terms.publish")
def publish_terms(
    *, terms_id: UUID, by: Actor, at: datetime, confirmation: str = "", revision: int | None = None
) -> Terms:
    """REVIEWED → PUBLISHED by somebody who wrote nothing of it, in one transaction with the end of the version before.

    The version in force on the first day ends there (it stays published for its own days), or is superseded when it
    began the same day. Screenings, proposals, decisions and enrolments keep the terms they were made under. A run that is
    under way goes on with the terms it has read. `confirmation` is the reason for a hole in time or a start in the past.
    Raises NoSuchTerms, Denied, UnableToMove, StaleTerms, RuleRefused, CasesFail, Refused, PeriodsOverlap and
    ToBeConfirmed (with what to confirm).
    """
    terms = take_terms(terms_id, step="publish", by=by, revision=revision)
    check_ready(terms)
    published = list(
        Terms.objects.select_for_update(of=("self",)).filter(component=terms.component, state=TermsState.PUBLISHED)
    )
    plan = plan_period(published, start=terms.valid.lower, end=terms.valid.upper, today=office_day(at))
    terms.confirmation = clean(confirmation)
    if plan.questions and not terms.confirmation:
        raise ToBeConfirmed(plan.questions)
    if plan.closes is not None:
        plan.closes.component = terms.component
        plan.closes.valid = DateRange(plan.closes.valid.lower, terms.valid.lower)
        plan.closes.save(update_fields=["valid"])
        tell(plan.closes, "close", by=by, at=at, data={"last_day_before": terms.valid.lower.isoformat()})
    if plan.supersedes is not None:
        plan.supersedes.component = terms.component
        plan.supersedes.state = TERMS.move(plan.supersedes.state, "supersede")
        plan.supersedes.save(update_fields=["state"])
        tell(plan.supersedes, "supersede", by=by, at=at, data={"by_version": terms.version})
    terms.state = TERMS.move(terms.state, "publish")
    terms.published_by, terms.published_at = by.user_id, at
    keep(
        terms,
        "publish",
        by=by,
        at=at,
        reason=terms.confirmation,
        data={
            "period": words_of(terms.valid.lower, terms.valid.upper),
            "legal_basis": terms.legal_basis[:300],
            "follows": (plan.closes or plan.supersedes or terms).version,
        },
    )
    return terms
