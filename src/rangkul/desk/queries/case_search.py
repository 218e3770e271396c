"""Finding cases by a part of their ticket or of a name."""

from django.db import connection
from django.db.models import Q

from rangkul.desk.sheets import find_sheet
from rangkul.desk.tickets import is_whole, tidy
from rangkul.kernel.area_code import AreaLevel
from rangkul.platform.policy.actor import Actor

MOST = 500
"""So many cases are looked up by index; what more fit is so common that a walk in the list's own order soon has a page."""
_LEAST_LETTERS = 3


def like(actor: Actor, text: str) -> Q:
    """The condition that a case has this ticket or paper sheet, or `text` (not empty) as a part of its ticket or name.

    A village's few cases are walked through; a larger area is asked by trigrams, in one query more.
    """
    whole = tidy(text)
    if is_whole(whole):
        return Q(ticket=whole)
    sheet = find_sheet(text)
    if sheet:
        return Q(sheet=sheet)
    walked = Q(ticket__icontains=text) | Q(concerned_name__icontains=text)
    if len(text) < _LEAST_LETTERS or all(each.level is AreaLevel.VILLAGE for each in actor.areas):
        return walked
    part = f"%{connection.ops.prep_for_like_query(text)}%"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT desk_cases_like(%s, %s::text[], %s)", [part, [str(each) for each in actor.areas], MOST + 1]
        )
        found = [row[0] for row in cursor.fetchall()]
    return Q(pk__in=found) if len(found) <= MOST else walked
