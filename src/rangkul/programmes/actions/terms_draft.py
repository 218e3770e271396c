"""Beginning a new version of terms: a copy of the one in force (or of an older one), to be changed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from psycopg.types.range import DateRange

from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.batch_desk import lock_component, office_day
from rangkul.programmes.actions.terms_desk import tell
from rangkul.programmes.enums import TermsState
from rangkul.programmes.errors import DraftExists, NoSuchComponent, NoSuchTerms
from rangkul.programmes.models import Component, Terms
from rangkul.programmes.policies import terms as policies
from rangkul.programmes.queries.catalogue import find_component
from rangkul.programmes.terms_cases import catalogue_cases

_COPIED = (
    "rule_text",
    "rule_digest",
    "rule_note",
    "parameters",
    "labels",
    "required_registry",
    "quantity",
    "tariff",
    "amount_text",
    "ranking",
    "parts",
    "deliveries_per_year",
    "legal_basis",
    "cases",
)


@action("programmes.terms.draft")
def draft_terms(*, component_id: UUID, by: Actor, at: datetime, from_version: int | None = None) -> Terms:
    """A draft with the content of `from_version`, else of the newest published version, else empty.

    It is to begin on the first day of the next month, or today when nothing is in force yet. Restoring an older version
    is this too: what was published is undone by a new version only. Raises Denied, NoSuchComponent, NoSuchTerms,
    DraftExists.
    """
    if find_component(component_id) is None:
        raise NoSuchComponent(component_id)
    component = lock_component(component_id)
    policies.check_can_draft(by, component)
    versions = Terms.objects.filter(component=component)
    unfinished = versions.filter(state__in=policies.OPEN).first()
    if unfinished is not None:
        raise DraftExists(terms_id=unfinished.pk, version=unfinished.version)
    source = _source(component, from_version)
    last: int | None = versions.aggregate(last=Max("version"))["last"]
    terms = Terms(
        component=component,
        version=(last or 0) + 1,
        state=TermsState.DRAFT,
        valid=DateRange(_start(component, office_day(at)), None),
        proposed_by=by.user_id,
        **_content(source, component),
    )
    terms.save(force_insert=True)
    tell(terms, "draft", by=by, at=at, data={"from": source.version if source else None})
    return terms


def _source(component: Component, version: int | None) -> Terms | None:
    kept = Terms.objects.filter(component=component, state__in=(TermsState.PUBLISHED, TermsState.SUPERSEDED))
    if version is None:
        return kept.order_by("state", "-version").first()  # PUBLISHED sorts before SUPERSEDED
    found = kept.filter(version=version).first()
    if found is None:
        raise NoSuchTerms(version)
    return found


def _content(source: Terms | None, component: Component) -> dict[str, Any]:
    if source is None:
        return {"rule_text": "", "rule_digest": ""}
    content = {name: getattr(source, name) for name in _COPIED}
    return content | {"cases": source.cases or catalogue_cases(component, source)}


def _start(component: Component, today: date) -> date:
    if not Terms.objects.filter(component=component, state=TermsState.PUBLISHED).exists():
        return today
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)
