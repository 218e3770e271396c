"""Who had aid of the office's own programmes on a day."""

from datetime import date
from uuid import UUID

from rangkul.platform.policy.actor import Actor
from rangkul.programmes.queries.enrolments import enrolments_for
from rangkul.programmes.queries.subjects import PERSON_NOW


def own_aid_on(actor: Actor, *, on: date, area: str = "") -> tuple[list[UUID], list[UUID]]:
    """(families, persons) whose enrolment in a programme of the office ran on the day, inside the actor's areas. One query.

    Enrolments of sensitive components that the actor may not see are not among them.
    """
    found = enrolments_for(actor, on=on, area=area).filter(component__programme__is_own=True, institution__isnull=True)
    rows = found.order_by().annotate(whose=PERSON_NOW).values_list("family_id", "whose")
    families: list[UUID] = []
    persons: list[UUID] = []
    for family, person in rows:
        if family is not None:
            families.append(family)
        elif person is not None:
            persons.append(person)
    return families, persons
