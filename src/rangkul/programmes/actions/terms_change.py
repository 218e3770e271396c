"""Writing on a draft of terms: its content, and the readable cases kept with it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.range import DateRange

from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.terms_desk import keep, take_draft
from rangkul.programmes.models import Terms
from rangkul.programmes.policies.terms import check_can_draft
from rangkul.programmes.terms_cases import check_cases
from rangkul.programmes.terms_writing import TermsWriting, check_writing, writing_of


@action("programmes.terms.change")
def change_terms(
    *, terms_id: UUID, writing: TermsWriting, by: Actor, at: datetime, revision: int | None = None
) -> Terms:
    """Keep what was written in a draft, checked as a whole; the cases are run by whoever shows or hands it in.

    Raises NoSuchTerms, Denied, UnableToMove (not a draft any more), StaleTerms, RuleRefused (rule, amount or ranking,
    with the place), Refused (anything else); nothing is kept then.
    """
    terms = take_draft(terms_id, by=by, revision=revision)
    check_can_draft(by, terms.component)
    rule = check_writing(writing, terms.component.unit)
    before = writing_of(terms)
    for name in TermsWriting.__dataclass_fields__:
        if name not in ("valid_from", "valid_to"):
            value = getattr(writing, name)
            setattr(terms, name, list(map(dict, value)) if name == "ranking" else value)
    terms.parameters, terms.parts = dict(writing.parameters), dict(writing.parts)
    terms.labels = {name: text.strip() for name, text in writing.labels.items() if text.strip()}
    terms.valid = DateRange(writing.valid_from, writing.valid_to)
    terms.rule_text, terms.rule_digest = writing.rule_text.strip(), rule.digest
    now = writing_of(terms)
    changed = [name for name in TermsWriting.__dataclass_fields__ if getattr(before, name) != getattr(now, name)]
    keep(terms, "change", by=by, at=at, data={"changed": changed})
    return terms


@action("programmes.terms.set_cases")
def set_cases(
    *, terms_id: UUID, cases: Sequence[Mapping[str, Any]], by: Actor, at: datetime, revision: int | None = None
) -> Terms:
    """Keep the readable cases of a draft: {name, given, members, expect, as_of, because}, in this order.

    Raises as `change_terms`; a case that does not hold is kept all the same, it only stands in the way of handing in.
    """
    terms = take_draft(terms_id, by=by, revision=revision)
    check_can_draft(by, terms.component)
    check_cases(cases, unit=terms.component.unit, parameters=terms.parameters, on=terms.valid.lower)
    terms.cases = [dict(each) for each in cases]
    keep(terms, "set_cases", by=by, at=at, data={"cases": len(terms.cases)})
    return terms
