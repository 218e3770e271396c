"""Everybody who is served now, for looking at the whole population at once."""

from rangkul.programmes.enums import EnrolmentState
from rangkul.programmes.models import Enrolment
from rangkul.programmes.queries.subjects import PERSON_NOW


def everybody_served() -> list[tuple[str, str, str]]:
    """(component id, "person" | "family" | "institution", subject id) of every active enrolment; of a merged record the person. One query.

    System use: row-level security applies, no actor is asked; whoever shows figures from it applies the actor's areas.
    """
    rows = (
        Enrolment.objects.filter(state=EnrolmentState.ACTIVE)
        .annotate(whose=PERSON_NOW)
        .values_list("component_id", "whose", "family_id", "institution_id")
    )
    found = []
    for component, person, family, institution in rows.iterator():
        kind, subject = next(
            (kind, each)
            for kind, each in (("person", person), ("family", family), ("institution", institution))
            if each is not None
        )
        found.append((str(component), kind, str(subject)))
    return found
