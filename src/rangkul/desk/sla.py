"""The time of a case: what its service promises, when that is over, and the clock that stands while it is returned.

Minutes count in office hours; working days leave out weekends, national holidays and shared leave (domain A.6). The
day of the start does not count. A service that is "kondisional" has no clock. A year without a calendar is counted
with its weekends only and named in `Case.unknown_years`, so that every page can say so.
"""

from datetime import datetime, timedelta

from django.db.models import Q

from rangkul.desk.enums import ClockUnit, Standing
from rangkul.desk.models import Case, Pause
from rangkul.desk.queries.catalogue import find_service
from rangkul.kernel.business_time import WorkCalendar
from rangkul.reference import queries as reference_queries

RESPONSE_DAYS = 5
"""Working days until the first answer while no service with its own time is chosen (SP4N, unverified)."""
RISK_QUARTERS = 3
"""A case is at risk when three quarters of its time have gone."""
_LOOK_BACK = timedelta(days=2)


def promise_of(case: Case) -> tuple[str, int | None]:
    """Unit and amount that hold for the case: today when urgent, else its service's, else `RESPONSE_DAYS`."""
    if case.is_urgent:
        return ClockUnit.DAYS, 0
    service = find_service(case.service_code) if case.service_code else None
    if service is None:
        return ClockUnit.DAYS, RESPONSE_DAYS
    if service.minutes:
        return ClockUnit.MINUTES, service.minutes
    if service.days:
        return ClockUnit.DAYS, service.days
    return ClockUnit.NONE, None


def start(case: Case, at: datetime) -> None:
    """Begin the clock: at registration, and anew when a service is chosen for the first time."""
    case.clock_unit, case.clock_amount = promise_of(case)
    case.clock_started_at = at
    count(case, at)


def change_promise(case: Case, at: datetime) -> None:
    """Another service holds from now on; the clock goes on from where it began, so that nobody wins time by it."""
    case.clock_unit, case.clock_amount = promise_of(case)
    count(case, at)


def pause(case: Case, at: datetime) -> None:
    """The case goes back to the citizen: the clock stands."""
    if case.paused_at is None:
        case.paused_at = at
    count(case, at)


def resume(case: Case, at: datetime) -> None:
    """The citizen has come back: the clock goes on, and what was due is due that much later."""
    if case.clock_started_at is None:
        start(case, at)
        return
    if case.paused_at is not None:
        Pause.objects.create(case_id=case.pk, began_at=case.paused_at, ended_at=max(at, case.paused_at))
        case.paused_at = None
    count(case, at)


def count(case: Case, at: datetime) -> None:
    """Work out `at_risk_at`, `due_at` and `due_on` from the start, the promise and the pauses. Not saved."""
    case.due_counted_at = at
    case.unknown_years = []
    if case.paused_at is not None or case.clock_unit == ClockUnit.NONE or case.clock_started_at is None:
        case.at_risk_at = case.due_at = case.due_on = None
        return
    pauses = list(Pause.objects.filter(case_id=case.pk).values_list("began_at", "ended_at"))
    calendar = _calendar(case, pauses)
    amount = case.clock_amount or 0
    if case.clock_unit == ClockUnit.MINUTES:
        _count_minutes(case, amount, pauses, calendar)
    else:
        _count_days(case, amount, pauses, calendar)
    assert case.due_on is not None
    case.unknown_years = list(calendar.missing_years(calendar.day_of(case.clock_started_at), case.due_on))


def _calendar(case: Case, pauses: list[tuple[datetime, datetime]]) -> WorkCalendar:
    """The calendar over all that may be asked: the longest promise in days, and every pause."""
    assert case.clock_started_at is not None
    first = min([case.clock_started_at, *(began for began, _ended in pauses)])
    stood = sum((ended - began for began, ended in pauses), timedelta())
    days = case.clock_amount or 0
    longest = timedelta(days=(days if case.clock_unit == ClockUnit.DAYS else days // 60) * 3 + 60)
    last = max([case.clock_started_at, *(ended for _began, ended in pauses)]) + longest + 2 * stood
    return reference_queries.working_calendar((first - _LOOK_BACK).date(), last.date())


def _count_minutes(case: Case, minutes: int, pauses: list[tuple[datetime, datetime]], calendar: WorkCalendar) -> None:
    assert case.clock_started_at is not None
    stood = sum(calendar.seconds_between(began, ended) for began, ended in pauses)
    case.at_risk_at = calendar.add_seconds(case.clock_started_at, minutes * 60 * RISK_QUARTERS // 4 + stood)
    case.due_at = calendar.add_seconds(case.clock_started_at, minutes * 60 + stood)
    case.due_on = calendar.day_of(case.due_at)


def _count_days(case: Case, days: int, pauses: list[tuple[datetime, datetime]], calendar: WorkCalendar) -> None:
    assert case.clock_started_at is not None
    first = calendar.day_of(case.clock_started_at)
    stood = sum(calendar.working_days_between(calendar.day_of(a), calendar.day_of(b)) for a, b in pauses)
    case.due_on = calendar.add_working_days(first, days + stood)
    case.due_at = calendar.end_of(case.due_on)
    risky = calendar.add_working_days(first, days * RISK_QUARTERS // 4 + stood)
    case.at_risk_at = calendar.end_of(risky) if days else case.clock_started_at


def tell_day(case: Case) -> None:
    """The day told to the citizen is the clock's own again (after a referral had set its own)."""
    case.due_on = reference_queries.day_before(case.due_at) if case.due_at is not None else None


def standing(case: Case, now: datetime) -> Standing:
    """How the case stands at a moment: by what is stored, without a query."""
    if case.state == "CLOSED":
        return Standing.NO_CLOCK
    if case.paused_at is not None:
        return Standing.PAUSED
    if case.due_at is None:
        return Standing.NO_CLOCK
    if now >= case.due_at:
        return Standing.LATE
    if case.at_risk_at is not None and now >= case.at_risk_at:
        return Standing.AT_RISK
    return Standing.ON_TIME


def in_standing(wanted: str, now: datetime) -> Q:
    """Open cases of one standing, as a condition that agrees with `standing`."""
    is_open = ~Q(state="CLOSED")
    return {
        Standing.LATE: is_open & Q(paused_at__isnull=True, due_at__lte=now),
        Standing.AT_RISK: is_open & Q(paused_at__isnull=True, due_at__gt=now, at_risk_at__lte=now),
        Standing.PAUSED: is_open & Q(paused_at__isnull=False),
        Standing.NO_CLOCK: is_open & Q(paused_at__isnull=True, due_at__isnull=True),
        Standing.ON_TIME: is_open & Q(paused_at__isnull=True, due_at__gt=now) & ~Q(at_risk_at__lte=now),
    }[Standing(wanted)]
