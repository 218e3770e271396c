"""What becomes of covers by itself: a last day passes, or the list of PBI-JK says that somebody is covered by now (R225)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor, system_actor
from rangkul.programmes.actions.batch_desk import office_day
from rangkul.programmes.enums import CoverState
from rangkul.programmes.models import CoverLine
from rangkul.programmes.models.cover import OPEN
from rangkul.registry.enums import OutsideProgramme
from rangkul.registry.queries.together import Held, outside_held

PROGRAM = system_actor("tindak lanjut PBPU pemda", permissions=frozenset({"programmes.cover.end"}))
AT_ONCE = 500


def follow_covers(*, at: datetime) -> int:
    """End the proposals and covers of whom PBI-JK covers by now, and covers whose last day is past; how many moved.

    Runs as the program, outside any area's walls; asked again it changes nothing.
    """
    today = office_day(at)
    rows = CoverLine.objects.filter(state__in=OPEN).order_by("pk").values_list("pk", "person_id")
    lines = dict(rows)
    covered = {each.holder_id for each in _held(list(lines.values()), today)}
    ended = set(CoverLine.objects.filter(state=CoverState.ACTIVE, ends_on__lt=today).values_list("pk", flat=True))
    due = [pk for pk, person in lines.items() if person in covered or pk in ended][:AT_ONCE]
    return end_covers(line_ids=due, by=PROGRAM, at=at) if due else 0


@action("programmes.cover.end")
def end_covers(*, line_ids: Sequence[UUID], by: Actor, at: datetime) -> int:
    """Move these lines to what has become of them; who has PBI-JK first, whatever the last day says."""
    by.check_may("programmes.cover.end")
    today = office_day(at)
    lines = list(
        CoverLine.objects.select_for_update(of=("self",))
        .filter(pk__in=line_ids, state__in=OPEN)
        .select_related("list")
        .order_by("pk")
    )
    since = {each.holder_id: each.since for each in _held([each.person_id for each in lines], today)}
    for line in lines:
        if line.person_id in since:
            line.state, line.answered_on = CoverState.COVERED, since[line.person_id] or today
        elif line.ends_on is not None and line.ends_on < today:
            line.state, line.answered_on = CoverState.ENDED, line.ends_on
        else:
            continue
        line.save(update_fields=["state", "answered_on"])
        record(
            "programmes.cover.move",
            by=by,
            at=at,
            on=line,
            kind="cover_line",
            subjects=[("person", line.person_id)],
            area=line.area_code,
            data={
                "number": line.list.number,
                "is_sensitive": True,
                "state": line.state,
                "answered_on": line.answered_on.isoformat(),
            },
        )
    return len(lines)


def _held(persons: Sequence[UUID], on: date) -> list[Held]:
    return outside_held([OutsideProgramme.PBI_JK], persons=persons, families=[], on=on)
