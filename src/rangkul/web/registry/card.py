"""What the family card shows beside the family's own rows: programmes in one matrix, deciles, home, documents."""

from datetime import date
from typing import Any

from rangkul.platform.documents import queries as document_queries
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies, queries
from rangkul.registry.enums import OutsideProgramme
from rangkul.registry.queries import FamilyView, OutsideView
from rangkul.web.registry.deciles import deciles_of
from rangkul.web.registry.matrix import matrix_of
from rangkul.web.shared.holdings import Holding, holdings_for
from rangkul.web.shared.wording import today

FOR_FAMILIES = frozenset({OutsideProgramme.PKH, OutsideProgramme.BPNT, OutsideProgramme.KKS, OutsideProgramme.BLT_DD})
"""Programmes of others that serve a family once, whoever holds the card (domain C)."""
DOCUMENTS = 10


def card_of(actor: Actor, view: FamilyView, *, on: date) -> dict[str, Any]:
    """Context of the card as of a day; a fixed number of queries beside those of the family itself."""
    names = {member.person_id: member.name for member in view.members}
    holdings = [outside_holding(row) for row in view.outside]
    holdings += holdings_for(actor, view.id, list(names))
    documents = document_queries.list_documents_about(actor, [view.id, *names])
    may_record = actor.may(policies.RECORD) and actor.covers(view.area_code) and view.ended_on is None
    return {
        "matrix": matrix_of(holdings, names, on=on),
        "deciles": deciles_of(view.statuses, on=on),
        "home": queries.home_of(actor, view.id, on=None if on >= today() else on),
        "documents": list(documents.filter(issued_on__lte=on)[:DOCUMENTS]),
        "may_keep_home": may_record and policies.can_view_home(actor) and on >= today(),
    }


def outside_holding(row: OutsideView) -> Holding:
    """A membership of another owner's programme as one period of the matrix."""
    return Holding(
        key="" if row.programme == OutsideProgramme.OTHER else row.programme,
        programme=str(row.programme_label),
        source=str(row.source_label),
        person_id=row.person_id,
        start=row.start,
        end=row.end,
        detail=row.number,
        is_for_family=row.programme in FOR_FAMILIES,
    )
