"""How many are enrolled, by component and area, in the component's unit; whom everybody's rules are asked about."""

from datetime import date
from uuid import UUID

from django.db.models import Count
from django.db.models.functions import Left

from rangkul.platform.policy.actor import Actor
from rangkul.programmes.enums import TermsState
from rangkul.programmes.everybody import Question
from rangkul.programmes.models import Terms
from rangkul.programmes.queries.enrolments import enrolments_for
from rangkul.programmes.queries.subjects import PERSON_NOW

_LENGTHS = {2: 5, 3: 8, 4: 13}


def active_counts(actor: Actor, *, level: int = 2) -> dict[tuple[UUID, str], int]:
    """{(component id, area code at `level`): active enrolments} inside the actor's areas. One query.

    `level` is 2 (regency), 3 (kecamatan) or 4 (village); figures of different components may have different units.
    """
    rows = (
        enrolments_for(actor)
        .order_by()
        .annotate(area=Left("area_code", _LENGTHS[level]))
        .values_list("component_id", "area")
        .annotate(n=Count("pk"))
    )
    return {(component, area): n for component, area, n in rows}


def active_subjects(actor: Actor) -> list[tuple[str, UUID | None, UUID | None]]:
    """(component's name, person id, family id) of every person or family served now inside the actor's areas. One query."""
    rows = enrolments_for(actor).filter(institution__isnull=True).order_by().annotate(whose=PERSON_NOW)
    return list(rows.values_list("component__name", "whose", "family_id"))


def questions_in_force(*, on: date) -> list[Question]:
    """Every component with its published terms of a day, in the catalogue's order, for asking everybody."""
    found = Terms.objects.filter(state=TermsState.PUBLISHED, valid__contains=on).select_related("component__programme")
    return [
        Question(each.component, each)
        for each in found.order_by(
            "-component__programme__is_own", "component__programme__order", "component__order", "component__code"
        )
    ]
