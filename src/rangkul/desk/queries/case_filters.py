"""Filters of the worklist, and the names under which a user keeps them."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q

from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area

SOON_DAYS = 2


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a list is narrowed to; an empty part narrows nothing. `due` is "hari-ini" or "dua-hari"."""

    channel: str = ""
    kind: str = ""
    sector: str = ""
    area: str = ""
    is_urgent: bool = False
    is_unclassified: bool = False
    due: str = ""

    def condition(self, today: date) -> Q:
        """The filter as a condition on cases."""
        found = Q()
        for field, value in (("channel", self.channel), ("kind", self.kind), ("sector", self.sector)):
            if value:
                found &= Q(**{field: value})
        if self.area:
            found &= inside_area(self.area)
        if self.is_urgent:
            found &= Q(is_urgent=True)
        if self.is_unclassified:
            found &= Q(classified_at__isnull=True)
        if self.due:
            last = today if self.due == "hari-ini" else today + timedelta(days=SOON_DAYS)
            found &= ~Q(state="CLOSED") & Q(due_on__lte=last)
        return found


@dataclass(frozen=True, slots=True)
class KeptFilter:
    """A saved filter: its name and the query of its address."""

    id: UUID
    name: str
    query: str


def list_filters(actor: Actor) -> tuple[KeptFilter, ...]:
    """The actor's own saved filters by name."""
    with connection.cursor() as cursor:
        cursor.execute(_FILTERS, [actor.user_id])
        return tuple(KeptFilter(*row) for row in cursor.fetchall())


_FILTERS = "SELECT id, name, query FROM desk_savedfilter WHERE user_id = %s ORDER BY name"
"""As `filters_visible_to` has it; written out, because every worklist asks it."""
