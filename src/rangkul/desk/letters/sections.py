"""Which section of the office answers for a kind of letter."""

from datetime import datetime

from django.conf import settings

from rangkul.desk.letters.kinds import find_letter_kind
from rangkul.kernel import clock
from rangkul.organisation import queries as organisation_queries
from rangkul.platform.policy.actor import Actor


def section_instead_of(actor: Actor, kind: str, at: datetime) -> str:
    """The section that must initial a letter of this kind when the actor heads another one; "" when they may.

    An actor without a section answers for all (an office without sections), and so does every section for a kind whose
    section the office does not have.
    """
    found = find_letter_kind(kind)
    if found is None or not found.division or actor.division_id is None:
        return ""
    today = clock.local_date(at, settings.TIME_ZONE)
    sections = {
        each.code: each for each in organisation_queries.list_divisions(organisation_queries.get_office(), on=today)
    }
    own = sections.get(found.division)
    return "" if own is None or own.pk == actor.division_id else own.name
