"""Reading the rollout: how many villages were served at the end of each period, against the targets, and what comes next."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from rangkul.kernel.period import Period
from rangkul.organisation.enums import OPERATING, PostStatus
from rangkul.organisation.forecast import Line, line_through
from rangkul.organisation.models import Post, PostStatusChange, RolloutPlan, RolloutTarget
from rangkul.organisation.policies import VIEW_ROLLOUT
from rangkul.organisation.queries.offices import get_office
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries

GRAINS = ("tahun", "triwulan", "bulan")
MOST_PERIODS = 24
AHEAD = 4
_MONTHS = {"tahun": 12, "triwulan": 3, "bulan": 1}


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """One period: villages served at its end (today in the running one), opened in it, and the target due in it, if any."""

    period: Period
    served: int
    opened: int
    target: RolloutTarget | None
    is_closed: bool

    @property
    def last_day(self) -> date:
        assert self.period.end is not None
        return self.period.end - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ahead:
    """A period to come and the number of villages that the line gives for its end."""

    period: Period
    villages: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """The straight line through the last closed periods, the next periods on it, and when it reaches every village."""

    line: Line
    first: Period
    last: Period
    ahead: list[Ahead]
    complete_in: Period | None


@dataclass(frozen=True, slots=True)
class Rollout:
    """The rollout of the office as of a day. Everything counts villages."""

    plan: RolloutPlan | None
    targets: list[RolloutTarget]
    villages: int
    served: int
    counts: dict[str, int]
    periods: list[PeriodLine]
    forecast: Forecast | None
    statuses: dict[str, str] = field(default_factory=dict)

    @property
    def without_post(self) -> int:
        """Villages without any post, a closed one counted as none."""
        return self.villages - sum(self.counts[each] for each in PostStatus.values if each != PostStatus.CLOSED)

    @property
    def next_target(self) -> RolloutTarget | None:
        """The first target that is not reached yet, else the last."""
        return next(
            (each for each in self.targets if each.villages > self.served), self.targets[-1] if self.targets else None
        )


def find_plan() -> RolloutPlan | None:
    """The office's rollout; None before it is described."""
    return RolloutPlan.objects.filter(office=get_office()).first()


def read_rollout(actor: Actor, *, grain: str, on: date) -> Rollout:
    """The rollout by years, quarters or months up to a day. Raises `Denied` for a role that does not see it.

    A post without a recorded change counts in its present status from its first day. Five queries.
    """
    actor.check_may(VIEW_ROLLOUT)
    office = get_office()
    plan = find_plan()
    targets = list(plan.targets.order_by("due_on")) if plan else []
    posts = list(Post.objects.filter(office=office).order_by("area_code"))
    histories = _histories(posts)
    villages = len(reference_queries.list_villages(office.area_code))
    periods = _periods(histories, targets, plan, grain, on)
    lines = [_line(period, histories, targets, on) for period in periods]
    counts = {str(status): 0 for status in PostStatus.values}
    for post in posts:
        counts[post.status] += 1
    return Rollout(
        plan=plan,
        targets=targets,
        villages=villages,
        served=sum(counts[status] for status in OPERATING),
        counts=counts,
        periods=lines,
        forecast=_forecast([each for each in lines if each.is_closed], villages, grain),
        statuses={post.area_code: post.status for post in posts},
    )


class _History:
    """What one post was from which day on."""

    def __init__(self, post: Post, changes: list[PostStatusChange]) -> None:
        if not changes:
            self.days, self.statuses = [post.started_on or date.min], [post.status]
            return
        self.days = [each.on for each in changes]
        self.statuses = [each.after for each in changes]

    def serves(self, on: date) -> bool:
        place = bisect_right(self.days, on)
        return place > 0 and self.statuses[place - 1] in OPERATING

    @property
    def first_served(self) -> date | None:
        return next((day for day, status in zip(self.days, self.statuses, strict=True) if status in OPERATING), None)


def _histories(posts: list[Post]) -> list[_History]:
    changes: dict[object, list[PostStatusChange]] = {}
    for change in PostStatusChange.objects.filter(post__in=posts).order_by("on", "changed_at"):
        changes.setdefault(change.post_id, []).append(change)
    return [_History(post, changes.get(post.pk, [])) for post in posts]


def _period_of(day: date, grain: str) -> Period:
    if grain == "tahun":
        return Period.year(day.year)
    if grain == "triwulan":
        return Period.quarter(day.year, (day.month + 2) // 3)
    return Period.month(day.year, day.month)


def _following(period: Period, grain: str) -> Iterator[Period]:
    while period.end is not None:
        period = _period_of(period.end, grain)
        yield period


def _periods(
    histories: list[_History], targets: list[RolloutTarget], plan: RolloutPlan | None, grain: str, on: date
) -> list[Period]:
    """From the first day that matters to today or the last target, at most the last 24."""
    known = [each.first_served for each in histories]
    starts = [each for each in known if each is not None and each > date.min]
    starts += [plan.started_on] if plan else []
    first = _period_of(min([*starts, on]), grain)
    last = max([on, *(each.due_on for each in targets)])
    periods = [first]
    for each in _following(first, grain):
        if each.start > last:
            break
        periods.append(each)
    now = next(place for place, each in enumerate(periods) if each.contains(on))
    begin = max(0, min(now - MOST_PERIODS // 2, len(periods) - MOST_PERIODS))
    return periods[begin : begin + MOST_PERIODS]


def _line(period: Period, histories: list[_History], targets: list[RolloutTarget], on: date) -> PeriodLine:
    assert period.end is not None
    until = min(period.end - timedelta(days=1), on)
    began = period.start <= on
    due = [each for each in targets if period.contains(each.due_on)]
    return PeriodLine(
        period=period,
        served=sum(each.serves(until) for each in histories) if began else 0,
        opened=sum(each.first_served is not None and period.contains(each.first_served) for each in histories)
        if began
        else 0,
        target=due[-1] if due else None,
        is_closed=period.end <= on,
    )


def _forecast(closed: list[PeriodLine], villages: int, grain: str) -> Forecast | None:
    line = line_through([each.served for each in closed])
    if line is None:
        return None
    used = closed[-line.steps - 1 :]
    coming = _following(used[-1].period, grain)
    ahead = [Ahead(next(coming), line.after(step, most=villages)) for step in range(1, AHEAD + 1)]
    steps = line.reaches(villages)
    complete = None
    if steps is not None and steps <= 100 * 12 // _MONTHS[grain]:
        complete = used[-1].period
        coming = _following(complete, grain)
        for _step in range(steps):
            complete = next(coming)
    return Forecast(line=line, first=used[0].period, last=used[-1].period, ahead=ahead, complete_in=complete)
