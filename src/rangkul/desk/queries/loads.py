"""How much work lies where: open cases by village and by who handles them, figures only."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from rangkul.desk.policies import visible_to
from rangkul.platform.policy.actor import Actor


@dataclass(frozen=True, slots=True)
class Load:
    """Open cases, and those of them beyond the day they were due."""

    open: int = 0
    late: int = 0

    def __add__(self, other: "Load") -> "Load":
        return Load(self.open + other.open, self.late + other.late)


def loads_by_village(actor: Actor, *, on: date) -> dict[str, Load]:
    """Open cases of each village that the actor may see, in one query; villages without any are left out."""
    rows = visible_to(actor).filter(~Q(state="CLOSED")).order_by().values_list("area_code")
    counted = rows.annotate(open=Count("pk"), late=Count("pk", filter=Q(due_on__lt=on)))
    return {area: Load(opened, late) for area, opened, late in counted}


def loads_by_officer(actor: Actor, *, on: date) -> dict[UUID, Load]:
    """Open cases assigned to each user, as far as the actor may see them, in one query."""
    rows = visible_to(actor).filter(~Q(state="CLOSED"), assigned_to__isnull=False).order_by().values_list("assigned_to")
    counted = rows.annotate(open=Count("pk"), late=Count("pk", filter=Q(due_on__lt=on)))
    return {user: Load(opened, late) for user, opened, late in counted if user is not None}
