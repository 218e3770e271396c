"""Sending a report that the work wrote itself: the figures are counted here, at this moment, and frozen."""

from datetime import date, datetime
from uuid import UUID

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.text import clean
from rangkul.organisation.actions.asking import not_after, not_before, today_of
from rangkul.organisation.enums import OPERATING, ReportKind
from rangkul.organisation.models import Post, SlrtOfficer, WorkReport
from rangkul.organisation.policies import (
    SEND_DAILY,
    SEND_WEEKLY,
    check_can_send_daily,
    check_can_send_weekly,
)
from rangkul.organisation.queries.reports import Days, count_of_officer, count_of_post
from rangkul.organisation.work import total_of
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor

MOST_REMARK = 1000
_FRIDAY = 4


@action("organisation.report.send_weekly")
def send_weekly(*, officer_id: UUID, day: date, remark: str, by: Actor, at: datetime) -> WorkReport:
    """Send the facilitator's own week around `day`, from its Friday on.

    Raises `Refused` when it was sent (by whom, when), before its Friday, or when the facilitator visits no village;
    `Denied` for somebody else's.
    """
    by.check_may(SEND_WEEKLY)
    officer = SlrtOfficer.objects.select_related("office").select_for_update(of=("self",)).filter(pk=officer_id).first()
    if officer is None:
        raise Denied(permission=SEND_WEEKLY, message="Anda belum tercantum pada bagan SLRT.")
    check_can_send_weekly(by, officer)
    days = Days.week_of(day)
    not_before("Minggu", days.last, officer.valid_from, remedy="pilih minggu sesudah Anda mulai bertugas")
    friday = date.fromordinal(days.first.toordinal() + _FRIDAY)
    if today_of(officer.office, at) < friday:
        raise Refused(
            field="Minggu",
            value=clock.format_date(days.first),
            expected=f"dikirim mulai {clock.format_weekday(friday)}, {clock.format_date(friday)}",
            remedy="tunggu sampai minggu itu hampir selesai",
        )
    if not officer.areas:
        raise Refused(
            field="Desa tugas", value="", expected="sedikitnya satu desa pada bagan SLRT", remedy="hubungi manajer SLRT"
        )
    _check_unsent(WorkReport.objects.filter(kind=ReportKind.WEEKLY, officer=officer, first_on=days.first).first())
    report = WorkReport(kind=ReportKind.WEEKLY, officer=officer, area_code=_own_area(by, officer.areas))
    report.figures = count_of_officer(officer, days)
    return _send(report, days, remark, by=by, at=at)


@action("organisation.report.send_daily")
def send_daily(*, post_id: UUID, day: date, remark: str, by: Actor, at: datetime) -> WorkReport:
    """Send a post's day. Raises `Refused` when it was sent (by whom), for a day ahead or a post that serves nobody; `Denied`."""
    by.check_may(SEND_DAILY)
    post = Post.objects.select_related("office").select_for_update(of=("self",)).filter(pk=post_id).first()
    if post is None:
        raise Denied(permission=SEND_DAILY, message="Puskesos ini tidak ada atau di luar wilayah tugas Anda.")
    check_can_send_daily(by, post)
    if post.status not in OPERATING:
        raise Refused(
            field="Puskesos",
            value=post.get_status_display(),
            expected="Puskesos yang sedang melayani",
            remedy="laporan tidak diperlukan",
        )
    not_after("Hari", day, today_of(post.office, at), remedy="pilih hari ini atau sebelumnya")
    _check_unsent(WorkReport.objects.filter(kind=ReportKind.DAILY, post=post, first_on=day).first())
    days = Days.day_of(day)
    report = WorkReport(kind=ReportKind.DAILY, post=post, area_code=post.area_code)
    report.figures = count_of_post(post, days)
    return _send(report, days, remark, by=by, at=at)


def _send(report: WorkReport, days: Days, remark: str, *, by: Actor, at: datetime) -> WorkReport:
    report.first_on, report.last_on = days.first, days.last
    report.remark = clean(remark)[:MOST_REMARK]
    report.sent_at, report.sent_by, report.sent_by_name = at, by.user_id, by.name
    report.save(force_insert=True)
    data = {"first_on": days.first.isoformat(), **total_of(report.figures)}
    name = "organisation.report.send_daily" if report.kind == ReportKind.DAILY else "organisation.report.send_weekly"
    record(name, by=by, at=at, on=report, area=report.area_code, data=data)
    return report


def _own_area(actor: Actor, areas: list[str]) -> str:
    """The first of the officer's villages that the actor's duty covers, so that the report lies in the actor's own area."""
    return next((code for code in areas if actor.covers(code)), str(actor.areas[0]) if actor.areas else areas[0])


def _check_unsent(sent: WorkReport | None) -> None:
    if sent is not None:
        raise Refused(
            field="Laporan",
            value=clock.format_date(sent.first_on),
            expected=f"yang belum dikirim; sudah dikirim {sent.sent_by_name}",
            remedy="buka laporan yang sudah dikirim",
        )
