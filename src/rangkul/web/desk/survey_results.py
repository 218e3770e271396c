"""Results of the satisfaction survey for the office: score, class, elements, posts; as a table and as a signed report."""

import csv
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.desk import actions, queries
from rangkul.desk.queries import SurveyResult
from rangkul.desk.satisfaction import ELEMENTS, FEWEST, GRADES
from rangkul.kernel import clock
from rangkul.kernel.text import as_cell
from rangkul.organisation import queries as organisation_queries
from rangkul.web.desk.complaint_boards import chosen_period
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, attempt, see_other
from rangkul.web.shared.lists import CaseList, Cell, Column, Row
from rangkul.web.shared.wording import number_in_words, today


@never_cache
def survey_results(request: HttpRequest) -> HttpResponse:
    """One period (`?periode=`): the score and its class, each element, each post; `?bentuk=csv` the same as a table."""
    actor = acting(request)
    actor.check_may("desk.survey.view")
    period, periods = chosen_period(request)
    result = queries.results(actor, period=period.code)
    if request.GET.get("bentuk") == "csv":
        return _csv(result)
    return _page(request, result, periods)


def _page(request: HttpRequest, result: SurveyResult, periods: list[Any], *, problem: str = "") -> HttpResponse:
    score = result.score
    context = {
        "result": result,
        "score": score,
        "value": number_in_words(score.value, 2) if score else "",
        "elements": _elements(result),
        "worst": score.worst().label if score else "",
        "posts": _posts(result),
        "withheld": len([each for each in result.posts if each.value is None]),
        "fewest": FEWEST,
        "periods": periods,
        "grades": GRADES,
        "as_of": today(),
        "problem": problem,
        "may_publish": acting(request).may("desk.survey.publish") and score is not None,
    }
    return render(request, "desk/survey_results.html", context, status=UNPROCESSABLE if problem else 200)


def _elements(result: SurveyResult) -> CaseList:
    score = result.score
    rows = zip(ELEMENTS, score.means, strict=True) if score else ()
    return CaseList(
        caption=_("Nilai rata-rata tiap unsur (1 sampai 4)"),
        columns=(Column(label=_("Unsur")), Column(label=_("Nilai rata-rata"), numeric=True)),
        rows=[
            Row(
                cells=(
                    Cell(text=f"{each.code} {each.label}", note=str(each.question)),
                    Cell(text=number_in_words(mean, 3), numeric=True),
                )
            )
            for each, mean in rows
        ],
    )


def _posts(result: SurveyResult) -> CaseList:
    return CaseList(
        caption=_("Menurut Puskesos"),
        columns=(
            Column(label=_("Puskesos")),
            Column(label=_("Jawaban"), numeric=True),
            Column(label=_("Nilai SKM"), numeric=True),
            Column(label=_("Mutu")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(text=each.name),
                    Cell(text=number_in_words(each.answers) if each.value is not None else _("ditahan"), numeric=True),
                    Cell(text=number_in_words(each.value, 2) if each.value is not None else "–", numeric=True),
                    Cell(text=each.grade or "–"),
                )
            )
            for each in result.posts
        ],
    )


def _csv(result: SurveyResult) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"skm-{result.period.code}-per-{today().isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(
        [_("Bagian"), _("Nama"), _("Satuan"), _("Nilai"), _("Mutu"), _("Jawaban"), _("Periode"), _("Per tanggal")]
    )
    tail = [result.period.label, today().isoformat()]
    score = result.score
    if score is None:
        count = _("kurang dari %(fewest)s") % {"fewest": FEWEST} if result.answers else "0"
        writer.writerow([_("Seluruhnya"), "", _("jawaban"), "", "", count, *tail])
        return response
    whole = [_("Seluruhnya"), "", _("nilai 25–100"), _comma(score.value), score.grade.letter, score.answers]
    writer.writerow([*whole, *tail])
    for each, mean in zip(ELEMENTS, score.means, strict=True):
        writer.writerow([_("Unsur"), f"{each.code} {each.label}", _("rata-rata 1–4"), _comma(mean), "", "", *tail])
    for post in result.posts:
        shown = [_comma(post.value), post.grade, post.answers] if post.value is not None else [_("ditahan"), "", ""]
        writer.writerow([_("Puskesos"), as_cell(post.name), _("nilai 25–100"), *shown, *tail])
    return response


def _comma(value: object) -> str:
    return str(value).replace(".", ",")


@never_cache
def survey_publish(request: HttpRequest) -> HttpResponse:
    """Issue the report of a period as a numbered PDF (POST) and lead to it."""
    actor = acting(request)
    actor.check_may("desk.survey.publish")
    period = request.POST.get("periode", "")
    made: list[Any] = []
    area = organisation_queries.get_office().area_code
    if request.method == "POST":
        problem = attempt(
            lambda: made.append(actions.publish_survey(period=period, area=area, by=actor, at=clock.now()))
        )
        if not problem:
            return see_other(reverse("web:platform:document", args=[made[0].pk]))
        asked, periods = chosen_period(request)
        return _page(request, queries.results(actor, period=asked.code), periods, problem=problem)
    return see_other(reverse("web:desk:survey-results"))
