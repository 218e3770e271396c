"""Pages of questionnaires: which there are, how one asks, and its definition as the field client reads it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.verivali import policies
from rangkul.verivali.errors import NoSuchVerivali
from rangkul.verivali.questionnaires import Questionnaire, everything, find_questionnaire
from rangkul.verivali.questionnaires.answers import condition_in_words
from rangkul.web.shared.acting import acting


@never_cache
def questionnaire_list(request: HttpRequest) -> HttpResponse:
    """Every questionnaire and version."""
    policies.check_can_open_questionnaires(acting(request))
    items = [
        {
            "label": each.title,
            "url": reverse("web:verivali:questionnaire", args=[each.code, each.version]),
            "hint": _("%(n)s pertanyaan, untuk %(unit)s, versi %(version)s") % {
                "n": len(list(each.questions())),
                "unit": _("keluarga") if each.unit == "FAMILY" else _("orang"),
                "version": each.version,
            },
        }
        for each in sorted(everything().values(), key=lambda one: (one.title, -one.version))
    ]  # fmt: skip
    crumbs = [{"label": _("Verivali"), "url": reverse("web:verivali:campaign-list")}]
    return render(request, "verivali/questionnaire_list.html", {"items": items, "crumbs": crumbs})


@never_cache
def questionnaire(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """One version of a questionnaire, every question with its answers and when it is asked."""
    policies.check_can_open_questionnaires(acting(request))
    found = _find(code, version)
    blocks = [
        (
            block,
            [
                (question, condition_in_words(found, question.show_if) if question.show_if else "")
                for question in block.questions
            ],
        )
        for block in found.blocks
    ]
    crumbs = [
        {"label": _("Verivali"), "url": reverse("web:verivali:campaign-list")},
        {"label": _("Kuesioner"), "url": reverse("web:verivali:questionnaire-list")},
    ]
    return render(request, "verivali/questionnaire.html", {"one": found, "blocks": blocks, "crumbs": crumbs})


def questionnaire_data(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """The definition as JSON with its digest, for the field client."""
    policies.check_can_open_questionnaires(acting(request))
    found = _find(code, version)
    return JsonResponse({**found.as_data(), "digest": found.digest}, json_dumps_params={"ensure_ascii": False})


def _find(code: str, version: int) -> Questionnaire:
    found = find_questionnaire(code, version)
    if found is None:
        raise NoSuchVerivali("questionnaire", f"{code}/{version}")
    return found
