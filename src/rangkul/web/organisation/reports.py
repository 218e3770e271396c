"""Pages of reports of work: a facilitator's week, a post's day, who has not sent; on screen, on paper, as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.organisation import actions, policies, queries
from rangkul.organisation.enums import OPERATING, ReportKind
from rangkul.organisation.papers import report_pdf
from rangkul.organisation.queries import Expected, ReportView
from rangkul.web.organisation.asking import press
from rangkul.web.programmes.sheets import file_response, written
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import date_in_words, moment_in_words, number_in_words, today

MOST_POSTS = 50
PAGE_ROWS = 50


class RemarkForm(forms.Form):
    """The one thing that is typed."""

    remark = forms.CharField(
        label=gettext_lazy("Catatan"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Tantangan atau hal penting. Jangan tulis nama atau NIK warga."),
    )


@require_safe
def report_mine(request: HttpRequest) -> HttpResponse:
    """Where somebody's own reports are: a facilitator's week, the posts of a desk, what was sent lately."""
    actor = acting(request)
    if actor.may(policies.SEND_WEEKLY):
        return weekly(request)
    actor.check_may(policies.SEND_DAILY)
    lines, _more = queries.list_posts_of(actor, queries.PostFilter(status="OPERATING"), on=today(), limit=MOST_POSTS)
    if len(lines) == 1:
        return daily(request, lines[0].post.pk)
    context = {"posts": lines, "sent": queries.list_sent(actor, kind=ReportKind.DAILY)}
    return render(request, "organisation/report_mine.html", context)


def report_weekly(request: HttpRequest) -> HttpResponse:
    """The facilitator's own week (`?minggu=`, any day of it): seen, printed, sent."""
    return weekly(request)


def report_daily(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """A post's day (`?hari=`): seen, printed, sent."""
    return daily(request, post_id)


@require_safe
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """A report that was sent, as it was sent."""
    view = queries.sent_report(acting(request), report_id)
    return _file(request, view) or render(request, "organisation/report.html", _context(request, view))


def weekly(request: HttpRequest) -> HttpResponse:
    """See or send the own week."""
    actor = acting(request)
    actor.check_may(policies.SEND_WEEKLY)
    officer = queries.find_facilitator(actor.user_id, on=today())
    if officer is None:
        return render(request, "organisation/report_none.html", {})
    day = _day(request, "minggu")
    view = queries.weekly_report(actor, officer, day)
    if request.method == "POST":
        return _send(
            request,
            lambda remark: actions.send_weekly(officer_id=officer.pk, day=day, remark=remark, by=actor, at=clock.now()),
            back=f"{reverse('web:organisation:report-weekly')}?minggu={day.isoformat()}",
            view=view,
        )
    shown = _context(request, view) | {
        "form": None if view.sent else RemarkForm(),
        "earlier": f"?minggu={(view.days.first - timedelta(days=7)).isoformat()}",
        "later": f"?minggu={(view.days.first + timedelta(days=7)).isoformat()}" if view.days.last < today() else "",
        "action": f"{reverse('web:organisation:report-weekly')}?minggu={day.isoformat()}",
        "sent_list": queries.list_sent(actor, kind=ReportKind.WEEKLY),
    }
    return _file(request, view) or render(request, "organisation/report.html", shown)


def daily(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """See or send a post's day."""
    actor = acting(request)
    post = queries.get_post(actor, post_id, on=today()).post
    day = _day(request, "hari")
    view = queries.daily_report(actor, post, day)
    if request.method == "POST":
        return _send(
            request,
            lambda remark: actions.send_daily(post_id=post.pk, day=day, remark=remark, by=actor, at=clock.now()),
            back=f"{reverse('web:organisation:report-daily', args=[post.pk])}?hari={day.isoformat()}",
            view=view,
        )
    may_send = policies.can_send_daily(actor, post) and post.status in OPERATING and not view.sent
    shown = _context(request, view) | {
        "form": RemarkForm() if may_send else None,
        "earlier": f"?hari={(day - timedelta(days=1)).isoformat()}",
        "later": f"?hari={(day + timedelta(days=1)).isoformat()}" if day < today() else "",
        "action": f"{reverse('web:organisation:report-daily', args=[post.pk])}?hari={day.isoformat()}",
    }
    return _file(request, view) or render(request, "organisation/report.html", shown)


@require_safe
def report_board(request: HttpRequest) -> HttpResponse:
    """Who sent and who did not, for a supervisor: facilitators by week, posts by day."""
    actor = acting(request)
    week, day = _day(request, "minggu"), _day(request, "hari")
    board = queries.read_board(actor, week=week, day=day, today=today())
    only = request.GET.get("semua") is None
    week_page = _page(request, "hal_minggu", board.weekly, only)
    day_page = _page(request, "hal_hari", board.daily, only)
    context = {
        "board": board,
        "as_of": today(),
        "weekly": _board(week_page.rows, _("Fasilitator"), supervised=True),
        "daily": _board(day_page.rows, _("Puskesos")),
        "weekly_page": week_page,
        "daily_page": day_page,
        "weekly_missing": sum(each.report is None for each in board.weekly),
        "daily_missing": sum(each.report is None for each in board.daily),
        "only": only,
        "switch": with_query(request, {"semua": "1" if only else None, "hal_minggu": None, "hal_hari": None}),
        "weeks": _around(request, "minggu", board.week.first, 7),
        "days": _around(request, "hari", board.day, 1),
        "csv_url": with_query(request, {"bentuk": "csv"}),
    }
    if "bentuk" in request.GET:
        table = _board_table([*board.weekly, *board.daily])
        return file_response(f"laporan-{today().isoformat()}", table, request.GET["bentuk"])
    return render(request, "organisation/report_board.html", context)


def _send(request: HttpRequest, deed: Any, *, back: str, view: ReportView) -> HttpResponse:
    form = RemarkForm(request.POST)
    if not form.is_valid():
        context = _context(request, view) | {"form": form, "action": back}
        return render(request, "organisation/report.html", context, status=UNPROCESSABLE)
    return press(request, lambda: deed(form.cleaned_data["remark"]), said=_("Laporan dikirim."), back=back)


def _context(request: HttpRequest, view: ReportView) -> dict[str, Any]:
    return {
        "view": view,
        "title": _("Laporan mingguan fasilitator") if view.officer else _("Laporan harian Puskesos"),
        "days": date_in_words(view.days.first, "hari")
        if view.days.first == view.days.last
        else f"{date_in_words(view.days.first)} – {date_in_words(view.days.last)}",
        "table": CaseList(
            caption=_("Pekerjaan menurut desa (kasus, kunjungan)"),
            columns=(Column(label=_("Desa/kelurahan")), *(Column(label=each, numeric=True) for each in view.columns)),
            rows=[
                Row(
                    cells=(
                        Cell(text=row.place),
                        *(Cell(text=number_in_words(figure), numeric=True) for figure in row.figures),
                    )
                )
                for row in view.rows
            ],
        ),
        "totals": list(zip(view.columns, view.totals, strict=True)),
        "pdf_url": with_query(request, {"bentuk": "pdf"}),
        "csv_url": with_query(request, {"bentuk": "csv"}),
        "may_board": acting(request).may(policies.VIEW_REPORTS),
        "as_of": today(),
    }


def _file(request: HttpRequest, view: ReportView) -> HttpResponse | None:
    form = request.GET.get("bentuk", "")
    name = f"laporan-{view.days.first.isoformat()}"
    if form == "pdf":
        response = HttpResponse(report_pdf(view, on=today(), at=clock.now()), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
        return response
    return file_response(name, _table(view), form) if form else None


def _table(view: ReportView) -> Iterator[list[str]]:
    yield written([_("Nama"), _("Dari"), _("Sampai"), _("Kode wilayah"), _("Wilayah"), *view.columns, _("Dikirim")])
    sent = view.sent.sent_at.isoformat(timespec="minutes") if view.sent else ""
    for row in view.rows:
        figures = [str(figure) for figure in row.figures]
        yield written([view.who, view.days.first, view.days.last, row.area_code, row.place, *figures, sent])


class _Toned:
    """A state that brings its own tone."""

    def __init__(self, tone: str) -> None:
        self.tone = tone


@dataclass(frozen=True, slots=True)
class _Page:
    """Some of those who should send; the addresses of the pages before and after, "" where there is none."""

    rows: list[Expected]
    first: int
    total: int
    before: str
    after: str

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


def _page(request: HttpRequest, key: str, lines: list[Expected], only: bool) -> _Page:
    """The page asked for by `key`, of all lines or of those who have not sent; too far on is the last page."""
    found = [each for each in lines if not only or each.report is None]
    asked = request.GET.get(key, "")
    most = max(1, -(-len(found) // PAGE_ROWS))
    number = min(int(asked), most) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    number = max(number, 1)
    first = (number - 1) * PAGE_ROWS
    return _Page(
        rows=found[first : first + PAGE_ROWS],
        first=first + 1,
        total=len(found),
        before=with_query(request, {key: str(number - 1) if number > 2 else None}) if number > 1 else "",
        after=with_query(request, {key: str(number + 1)}) if number < most else "",
    )


def _board(shown: list[Expected], label: str, *, supervised: bool = False) -> CaseList:
    return CaseList(
        caption=label,
        hide_caption=True,
        columns=(
            Column(label=label),
            Column(label=_("Supervisor") if supervised else _("Wilayah")),
            Column(label=_("Keadaan")),
            Column(label=_("Dikirim")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=each.name,
                        note=each.place if supervised else "",
                        url=reverse("web:organisation:report", args=[each.report.pk]) if each.report else "",
                    ),
                    Cell(text=(each.supervisor or "–") if supervised else each.place),
                    Cell(
                        text=_state(each), state=_Toned("good" if each.report else "bad" if each.is_late else "neutral")
                    ),
                    Cell(
                        text=moment_in_words(each.report.sent_at) if each.report else "–",
                        note=each.report.sent_by_name if each.report else "",
                    ),
                ),
                is_late=each.is_late,
            )
            for each in shown
        ],
    )


def _state(each: Expected) -> str:
    if each.report:
        return _("sudah dikirim")
    return _("terlambat") if each.is_late else _("belum dikirim")


def _board_table(lines: list[Expected]) -> Iterator[list[str]]:
    yield [_("Nama"), _("Wilayah"), _("Supervisor"), _("Keadaan"), _("Dikirim"), _("Pengirim")]
    for each in lines:
        sent = each.report
        when = sent.sent_at.isoformat(timespec="minutes") if sent else ""
        yield written([each.name, each.place, each.supervisor, _state(each), when, sent.sent_by_name if sent else ""])


def _around(request: HttpRequest, key: str, first: date, days: int) -> dict[str, str]:
    step = timedelta(days=days)
    later = first + step
    return {
        "before": with_query(request, {key: (first - step).isoformat(), f"hal_{key}": None}),
        "after": with_query(request, {key: later.isoformat(), f"hal_{key}": None}) if later <= today() else "",
    }


def _day(request: HttpRequest, key: str) -> date:
    """The day asked for, today when none or an unreadable or future one."""
    try:
        asked = date.fromisoformat(request.GET.get(key, ""))
    except ValueError:
        return today()
    if asked.year < 2000:
        raise Denied(permission=policies.VIEW_REPORTS, message=_("Laporan sebelum tahun 2000 tidak ada."))
    return min(asked, today())
