"""Deliveries of the demo: a month that is closed, a month half handed over, and a list that waits for approval."""

from datetime import date, timedelta
from uuid import UUID

from rangkul.cli.demo.life import Progress, Story, area
from rangkul.delivery import actions, queries
from rangkul.delivery.actions import HandoverForm
from rangkul.kernel.ids import new_id
from rangkul.kernel.period import Period
from rangkul.programmes import queries as programmes_queries

_RECEIVERS = ("SENDIRI", "SENDIRI", "SENDIRI", "PASANGAN", "KELUARGA")


def deliver(story: Story, progress: Progress) -> None:
    """Rice of last month (closed), rice of this month (open), meals of this month (frozen, not approved)."""
    calendar, cast = story.calendar, story.cast
    everybody = programmes_queries.active_enrolments(story.components["rastra"], area(cast.shape.area))
    villages = sorted({str(code) for code in everybody.values_list("area_code", flat=True)})
    if not villages:
        return
    progress("penyaluran", 0, 3)
    last, this = calendar.last_month, calendar.this_month
    closed = _open(story, "rastra", last, "linjamsos")
    for number, village in enumerate(villages):
        leave = 2 if number % 4 == 1 else 0
        _hand_over(story, closed, village, last + timedelta(days=7 + number % 9), leave=leave)
    home = cast.home if cast.home in villages else villages[0]
    _bast(story, closed, home, last + timedelta(days=18))
    actions.close_cycle(cycle_id=closed, by=cast.actors["linjamsos"], at=calendar.on(last + timedelta(days=26)))
    progress("penyaluran", 1, 3)
    opened = _open(story, "rastra", this, "linjamsos")
    for number, village in enumerate([home, *[code for code in villages if code != home]][:4]):
        _hand_over(story, opened, village, min(this + timedelta(days=8 + number), calendar.today), leave=7)
    progress("penyaluran", 2, 3)
    _freeze(story, "permakanan-lansia", this, "rehsos")
    progress("penyaluran", 3, 3)


def _freeze(story: Story, code: str, month: date, division: str) -> UUID | None:
    cast, calendar = story.cast, story.calendar
    if not programmes_queries.active_enrolments(story.components[code], area(cast.shape.area)).exists():
        return None
    officer = cast.actors[division]
    cycle = actions.create_cycle(
        component_id=story.components[code],
        period=Period.month(month.year, month.month),
        area=area(cast.shape.area),
        by=officer,
        at=calendar.on(month + timedelta(days=1)),
    )
    actions.freeze_cycle(cycle_id=cycle.pk, by=officer, at=calendar.on(month + timedelta(days=2)))
    return cycle.pk


def _open(story: Story, code: str, month: date, division: str) -> UUID:
    cast, calendar = story.cast, story.calendar
    cycle = _freeze(story, code, month, division)
    assert cycle is not None
    actions.approve_cycle(
        cycle_id=cycle, by=cast.actors[f"kabid.{division}"], at=calendar.on(month + timedelta(days=4))
    )
    actions.open_cycle(cycle_id=cycle, by=cast.actors[division], at=calendar.on(month + timedelta(days=5)))
    return cycle


def _hand_over(story: Story, cycle: UUID, village: str, day: date, *, leave: int) -> None:
    """Everybody in a village but the last `leave`."""
    operator, calendar = story.cast.operator(village), story.calendar
    lines, _next = queries.entitlement_page(operator, cycle, area=village, state="PENDING")
    for number, line in enumerate(lines[: max(len(lines) - leave, 0)]):
        form = HandoverForm(
            key=new_id(),
            receiver=_RECEIVERS[number % len(_RECEIVERS)],
            receiver_name=line.entitlement.recipient_name,
            proof="CAP_JEMPOL" if number % 6 == 5 else "TANDA_TANGAN",
            handed_on=day,
        )
        actions.record_handover(entitlement_id=line.entitlement.pk, form=form, by=operator, at=calendar.on(day, 10))


def _bast(story: Story, cycle: UUID, village: str, day: date) -> None:
    actions.issue_bast(
        cycle_id=cycle,
        area=village,
        first_name=story.cast.names["operator"],
        first_position="Operator desa/kelurahan",
        by=story.cast.operator(village),
        at=story.calendar.on(day),
    )
