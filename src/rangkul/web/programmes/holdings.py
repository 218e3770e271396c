"""Own enrolments of a family and its people, for the matrix on the family card."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from rangkul.platform.policy.actor import Actor
from rangkul.programmes import queries
from rangkul.web.shared.holdings import Holding

SERVES_FAMILIES = "FAMILY"


def own_holdings(actor: Actor, family_id: UUID, person_ids: Sequence[UUID]) -> Iterable[Holding]:
    """Present and past enrolments by decree; two queries. Nothing for roles that see no enrolments."""
    for person_id, each in queries.enrolments_among(actor, family_id=family_id, person_ids=person_ids):
        yield Holding(
            key=f"own:{each.component.code}",
            programme=each.component.name,
            source=_("SK %(number)s") % {"number": each.decree.number} if each.decree.number else _("Dinas Sosial"),
            person_id=person_id,
            start=each.valid_from,
            end=each.valid_to + timedelta(days=1) if each.valid_to else None,
            is_own=True,
            is_for_family=each.component.unit == SERVES_FAMILIES,
        )
