"""Reading reports of work: a week of a facilitator, a day of a post, live until sent; and who has not sent."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from rangkul.kernel.errors import Denied
from rangkul.organisation.enums import OPERATING, ReportKind, SlrtRole
from rangkul.organisation.models import Post, SlrtOfficer, WorkReport
from rangkul.organisation.policies import (
    VIEW_REPORTS,
    check_can_see_daily,
    check_can_send_weekly,
    officers_visible_to,
    reports_visible_to,
)
from rangkul.organisation.queries.offices import get_office
from rangkul.organisation.queries.slrt import holding
from rangkul.organisation.work import Figures, count_work, list_works, total_of
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a report, both ends in it."""

    first: date
    last: date

    @classmethod
    def week_of(cls, day: date) -> "Days":
        """Monday to Sunday around a day."""
        monday = day - timedelta(days=day.weekday())
        return cls(monday, monday + _WEEK - _DAY)

    @classmethod
    def day_of(cls, day: date) -> "Days":
        return cls(day, day)

    def moments(self, zone: str) -> tuple[datetime, datetime]:
        """From the first midnight up to the midnight after the last day, in the office's zone."""
        own = ZoneInfo(zone)
        return datetime.combine(self.first, time(), own), datetime.combine(self.last + _DAY, time(), own)


@dataclass(frozen=True, slots=True)
class VillageRow:
    """One village with its figure for each column of work, in the order of the columns."""

    area_code: str
    place: str
    figures: list[int]


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report as it is shown: live figures until it is sent, then those that were sent."""

    kind: str
    who: str
    days: Days
    columns: list[str]
    rows: list[VillageRow]
    totals: list[int]
    sent: WorkReport | None
    officer: SlrtOfficer | None = None
    post: Post | None = None

    @property
    def is_empty(self) -> bool:
        return not any(self.totals)


@dataclass(frozen=True, slots=True)
class Expected:
    """One who should send: the report when it is there. `late`: the days are over and it is not."""

    name: str
    place: str
    report: WorkReport | None
    is_late: bool
    supervisor: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """Who sent and who did not: facilitators for a week, posts for a day."""

    week: Days
    day: date
    weekly: list[Expected]
    daily: list[Expected]


def weekly_report(actor: Actor, officer: SlrtOfficer, day: date) -> ReportView:
    """The facilitator's own week around a day, counted from the trail; raises `Denied` for somebody else's."""
    check_can_send_weekly(actor, officer)
    days = Days.week_of(day)
    sent = WorkReport.objects.filter(kind=ReportKind.WEEKLY, officer=officer, first_on=days.first).first()
    figures = sent.figures if sent else count_of_officer(officer, days)
    return _view(ReportKind.WEEKLY, officer.name, days, figures, officer.areas, sent, officer=officer)


def daily_report(actor: Actor, post: Post, day: date) -> ReportView:
    """A post's day; raises `Denied` for a village that is not the actor's."""
    check_can_see_daily(actor, post)
    days = Days.day_of(day)
    sent = WorkReport.objects.filter(kind=ReportKind.DAILY, post=post, first_on=day).first()
    figures = sent.figures if sent else count_of_post(post, days)
    return _view(ReportKind.DAILY, post.name, days, figures, [post.area_code], sent, post=post)


def sent_report(actor: Actor, report_id: UUID) -> ReportView:
    """A report that was sent; raises `Denied` when it is not the actor's to read."""
    sent = reports_visible_to(actor).select_related("officer", "post").filter(pk=report_id).first()
    if sent is None:
        raise Denied(permission=VIEW_REPORTS, message="Laporan ini tidak ada atau di luar wilayah tugas Anda.")
    who = sent.officer.name if sent.officer else sent.post.name if sent.post else ""
    areas = sent.officer.areas if sent.officer else [sent.area_code]
    days = Days(sent.first_on, sent.last_on)
    return _view(sent.kind, who, days, sent.figures, areas, sent, officer=sent.officer, post=sent.post)


def count_of_officer(officer: SlrtOfficer, days: Days) -> Figures:
    """What a facilitator did, wherever: counted by the account. Nothing without one."""
    if officer.user_id is None:
        return {}
    since, until = days.moments(officer.office.time_zone)
    return count_work(since=since, until=until, actor_id=officer.user_id)


def count_of_post(post: Post, days: Days) -> Figures:
    """What was done in the post's village, by whomever."""
    since, until = days.moments(post.office.time_zone)
    return count_work(since=since, until=until, areas=[post.area_code])


def list_sent(actor: Actor, *, kind: str, limit: int = 10) -> list[WorkReport]:
    """The newest reports of a kind that the actor may read."""
    found = reports_visible_to(actor).filter(kind=kind).select_related("officer", "post")
    return list(found.order_by("-first_on", "-sent_at")[:limit])


def read_board(actor: Actor, *, week: date, day: date, today: date) -> Board:
    """Who sent the week around `week` and the day `day` inside the actor's areas. Raises `Denied`. Five queries."""
    actor.check_may(VIEW_REPORTS)
    days = Days.week_of(week)
    own = officers_visible_to(actor).filter(holding(days.last), role=SlrtRole.FACILITATOR, office=get_office())
    officers = [
        each
        for each in own.select_related("supervisor").order_by("name", "pk")
        if any(actor.covers(code) for code in each.areas)
    ]
    posts = [
        each for each in Post.objects.filter(status__in=OPERATING).order_by("area_code") if actor.covers(each.area_code)
    ]
    weekly = {
        each.officer_id: each
        for each in WorkReport.objects.filter(kind=ReportKind.WEEKLY, first_on=days.first, officer__in=officers)
    }
    daily = {
        each.post_id: each for each in WorkReport.objects.filter(kind=ReportKind.DAILY, first_on=day, post__in=posts)
    }
    places = reference_queries.labels_of(
        {each.area_code for each in posts} | {code for each in officers for code in each.areas}
    )
    return Board(
        week=days,
        day=day,
        weekly=[
            Expected(
                name=each.name,
                place=", ".join(places.get(code, code) for code in each.areas),
                report=weekly.get(each.pk),
                is_late=each.pk not in weekly and days.last < today,
                supervisor=each.supervisor.name if each.supervisor else "",
            )
            for each in officers
        ],
        daily=[
            Expected(each.name, places[each.area_code], daily.get(each.pk), each.pk not in daily and day < today)
            for each in posts
        ],
    )


def _view(
    kind: str,
    who: str,
    days: Days,
    figures: Figures,
    areas: list[str],
    sent: WorkReport | None,
    *,
    officer: SlrtOfficer | None = None,
    post: Post | None = None,
) -> ReportView:
    works = list_works()
    codes = sorted({*areas, *figures})
    places = reference_queries.labels_of(set(codes)) if codes else {}
    totals = total_of(figures)
    return ReportView(
        kind=kind,
        who=who,
        days=days,
        columns=[str(work.label) for work in works],
        rows=[
            VillageRow(code, places[code], [figures.get(code, {}).get(work.code, 0) for work in works])
            for code in codes
        ],
        totals=[totals[work.code] for work in works],
        sent=sent,
        officer=officer,
        post=post,
    )
