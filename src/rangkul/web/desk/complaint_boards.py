"""Figures about complaints, and the office's categories."""

import csv
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.desk import actions, queries
from rangkul.desk.enums import ComplaintOutcome
from rangkul.desk.queries import ComplaintFigures, SurveyPeriod
from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import as_cell
from rangkul.web.desk.complaint_forms import ComplaintCategoryForm
from rangkul.web.desk.complaints import crumbs_of
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, attempt, see_other
from rangkul.web.shared.lists import CaseList, Cell, Column, Row
from rangkul.web.shared.wording import number_in_words, today


def chosen_period(request: HttpRequest) -> tuple[SurveyPeriod, list[SurveyPeriod]]:
    """The period asked for (this year when none or none such), and those to choose from."""
    periods = queries.list_periods(today())
    try:
        asked = queries.period_of(request.GET.get("periode", ""))
    except Refused:
        asked = periods[0]
    return asked, periods


@never_cache
def complaint_figures(request: HttpRequest) -> HttpResponse:
    """Complaints of a period by category: how many, how old, how answered; `?bentuk=csv` as a table to take along."""
    actor = acting(request)
    actor.check_may("desk.complaint.view")
    period, periods = chosen_period(request)
    whole, rows = queries.complaint_figures(actor, period, today=today())
    if request.GET.get("bentuk") == "csv":
        return _csv(whole, rows, period)
    context = {
        "period": period,
        "periods": periods,
        "whole": whole,
        "rows": rows,
        "listing": _listing(rows),
        "chart": [(f"{row.code} {row.label}", row.received) for row in rows],
        "outcomes": [
            {"label": str(ComplaintOutcome(code).label), "value": number_in_words(count)}
            for code, count in whole.outcomes.items()
        ],
        "as_of": today(),
        "crumbs": crumbs_of(),
    }
    return render(request, "desk/complaint_figures.html", context)


def _listing(rows: list[ComplaintFigures]) -> CaseList:
    return CaseList(
        caption=_("Menurut kategori"),
        columns=(
            Column(label=_("Kategori")),
            Column(label=_("Masuk"), numeric=True),
            Column(label=_("Belum dijawab"), numeric=True),
            Column(label=_("Lewat tenggat"), numeric=True),
            Column(label=_("Dijawab tepat waktu"), numeric=True),
            Column(label=_("Lama dijawab (hari, median)"), numeric=True),
            Column(label=_("Belum puas"), numeric=True),
        ),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=f"{row.code} {row.label}",
                        url=f"{reverse('web:desk:complaint-list')}?tab=all&kategori={row.code}",
                    ),
                    Cell(text=number_in_words(row.received), numeric=True),
                    Cell(text=number_in_words(row.open), numeric=True),
                    Cell(text=number_in_words(row.late), numeric=True),
                    Cell(text=_share(row), numeric=True),
                    Cell(text=number_in_words(row.median_days), numeric=True),
                    Cell(text=number_in_words(row.reopened), numeric=True),
                ),
                is_late=row.late > 0,
            )
            for row in rows
        ],
    )


def _share(row: ComplaintFigures) -> str:
    share = row.share_in_time
    return "–" if share is None else f"{number_in_words(share)}% ({number_in_words(row.in_time)})"


def _csv(whole: ComplaintFigures, rows: list[ComplaintFigures], period: SurveyPeriod) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="pengaduan-{period.code}-per-{today().isoformat()}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    outcomes = [str(label) for _code, label in ComplaintOutcome.choices]
    head = [_("Kode"), _("Kategori"), _("Satuan"), _("Masuk"), _("Belum dijawab"), _("Lewat tenggat"), _("Dijawab")]
    head += [_("Dijawab tepat waktu"), _("Lama dijawab (hari, median)"), _("Belum puas"), *outcomes]
    writer.writerow([*head, _("Periode"), _("Per tanggal")])
    for row in [*rows, whole]:
        figures = [row.received, row.open, row.late, row.answered, row.in_time, _plain(row.median_days), row.reopened]
        texts = [row.code, as_cell(row.label or _("Semua")), _("pengaduan")]
        writer.writerow([*texts, *figures, *row.outcomes.values(), period.label, today().isoformat()])
    return response


def _plain(value: float | None) -> str:
    return "" if value is None else str(value).replace(".", ",")


def category_list(request: HttpRequest) -> HttpResponse:
    """Every category with its days, in use or not."""
    actor = acting(request)
    actor.check_may("desk.category.change")
    rows = [
        Row(
            cells=(
                Cell(text=f"{each.code} {each.label}", url=f"{reverse('web:desk:category-change')}?kode={each.code}"),
                Cell(text=number_in_words(each.days), numeric=True),
                Cell(text=_("dipakai") if each.is_active else _("tidak dipakai")),
            )
        )
        for each in queries.list_categories(with_retired=True)
    ]
    columns = (
        Column(label=_("Kategori")),
        Column(label=_("Dijawab dalam (hari kerja)"), numeric=True),
        Column(label=_("Keadaan")),
    )
    listing = CaseList(caption=_("Kategori pengaduan"), columns=columns, rows=rows, hide_caption=True)
    return render(request, "desk/category_list.html", {"listing": listing, "crumbs": crumbs_of()})


def category_change(request: HttpRequest) -> HttpResponse:
    """Word a category anew (`?kode=`), or add one."""
    actor = acting(request)
    actor.check_may("desk.category.change")
    known = queries.find_category(request.GET.get("kode", ""))
    first: dict[str, Any] = {}
    if known:
        first = {"code": known.code, "label": known.label, "days": known.days, "is_active": known.is_active}
    form = ComplaintCategoryForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data | ({"code": known.code} if known else {"code": form.cleaned_data["code"].upper()})
        problem = _twice(data["code"], bool(known)) or attempt(
            lambda: actions.change_category(**data, by=actor, at=clock.now())
        )
        if not problem:
            messages.success(request, _("Kategori %(code)s tersimpan.") % {"code": data["code"]})
            return see_other(reverse("web:desk:category-list"))
        form.add_error(None, problem)
    crumbs = [*crumbs_of(), {"label": _("Kategori"), "url": reverse("web:desk:category-list")}]
    status = UNPROCESSABLE if request.method == "POST" else 200
    context = {"form": form, "known": known, "crumbs": crumbs, "back": reverse("web:desk:category-list")}
    return render(request, "desk/category_change.html", context, status=status)


def _twice(code: str, is_change: bool) -> str:
    """What to say when a new category takes the code of another."""
    if is_change or queries.find_category(code) is None:
        return ""
    return _("Kode %(code)s sudah dipakai. Pilih kode lain, atau ubah kategori itu.") % {"code": code}
