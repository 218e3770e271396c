"""What becomes of covers by itself: a last day passes, or the list of PBI-JK says that somebody is covered by now (R225)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor, system_actor
from rangkul.programmes.actions.batch_desk import office_day
from rangkul.programmes.enums import CoverState
from rangkul.programmes.models import CoverLine
from rangkul.programmes.models.cover import OPEN
from rangkul.registry.enums import OutsideProgramme
from rangkul.registry.queries.together import outside_held

PROGRAM = system_actor("tindak lanjut PBPU pemda", permissions=frozenset({"programmes.cover.end"}))
AT_ONCE = 500


def follow_covers(*, at: datetime) -> int:
    """End the proposals and covers of whom PBI-JK covers by now, and covers whose last day is past; how many moved.

    Runs as the program, outside any area's walls; asked again it changes nothing.
    """
    today = office_day(at)
    due = [line.pk for line, _state, _day in _due(CoverLine.objects.filter(state__in=OPEN).order_by("pk"), today)]
    with transaction.atomic():
        # An official may have answered meanwhile: what is still due, with the rows in hand.
        still = _due(_locked(due[:AT_ONCE]), today)
        return end_covers(line_ids=[line.pk for line, _state, _day in still], by=PROGRAM, at=at) if still else 0


@action("programmes.cover.end")
def end_covers(*, line_ids: Sequence[UUID], by: Actor, at: datetime) -> int:
    """Move those of these lines that are due to what has become of them; how many. Raises Denied."""
    by.check_may("programmes.cover.end")
    moved = _due(_locked(line_ids), office_day(at))
    for line, state, day in moved:
        line.state, line.answered_on = state, day
        line.save(update_fields=["state", "answered_on"])
        record(
            "programmes.cover.move",
            by=by,
            at=at,
            on=line,
            kind="cover_line",
            subjects=[("person", line.person_id)],
            area=line.area_code,
            data={"number": line.list.number, "is_sensitive": True, "state": state, "answered_on": day.isoformat()},
        )
    return len(moved)


def _locked(line_ids: Sequence[UUID]) -> QuerySet[CoverLine]:
    found = CoverLine.objects.select_for_update(of=("self",)).filter(pk__in=line_ids, state__in=OPEN)
    return found.select_related("list").order_by("pk")


def _due(found: QuerySet[CoverLine], today: date) -> list[tuple[CoverLine, CoverState, date]]:
    """(line, what has become of it, since when); who has PBI-JK first, whatever the last day says."""
    lines = list(found)
    held = outside_held([OutsideProgramme.PBI_JK], persons=[each.person_id for each in lines], families=[], on=today)
    since = {each.holder_id: each.since for each in held}
    due = []
    for line in lines:
        if line.person_id in since:
            due.append((line, CoverState.COVERED, since[line.person_id] or today))
        elif line.state == CoverState.ACTIVE and line.ends_on is not None and line.ends_on < today:
            due.append((line, CoverState.ENDED, line.ends_on))
    return due
