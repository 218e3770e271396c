"""Pages of screening a list: the names of a proposal or of a list of candidates, judged as of any day, decisions beside."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rangkul.kernel import clock
from rangkul.platform.policy.actor import Actor
from rangkul.programmes import actions, queries
from rangkul.programmes.errors import NoSuchProposal
from rangkul.programmes.policies.screening import RUN
from rangkul.programmes.queries.screening_lists import ListToScreen, list_of_candidates, list_of_proposal
from rangkul.registry import queries as registry
from rangkul.web.programmes.attempts import attempt
from rangkul.web.programmes.forms import ScreeningListForm
from rangkul.web.programmes.proposals import component_choices
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import see_other
from rangkul.web.shared.wording import today

Found = Callable[[Actor, date], ListToScreen]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_proposal(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The names of a proposal, screened again as of any day beside what was decided."""
    back = {"label": _("Usulan"), "url": reverse("web:programmes:proposal", args=[batch_id])}
    return _page(request, lambda actor, as_of: list_of_proposal(actor, batch_id, as_of), back, ())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_candidates(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The names of a list of candidates, screened for one component (`?komponen=`) as of any day."""
    actor = acting(request)
    actor.check_may(RUN)
    choices = [(code, str(name)) for code, name in component_choices(actor)]
    if not choices:
        raise Http404
    chosen = request.POST.get("component") or request.GET.get("komponen") or choices[0][0]
    component = next((each for each in queries.list_components(actor) if chosen in (str(each.pk), each.code)), None)
    if component is None:
        raise Http404
    back = {"label": _("Daftar calon"), "url": reverse("web:programmes:candidate-run", args=[run_id])}

    def find(by: Actor, as_of: date) -> ListToScreen:
        return list_of_candidates(by, run_id, component, as_of)

    return _page(request, find, back, choices, chosen)


def _page(
    request: HttpRequest, find: Found, back: dict[str, Any], components: Any, component: str = ""
) -> HttpResponse:
    actor = acting(request)
    actor.check_may(RUN)
    typed = request.GET.get("per", "")
    try:
        as_of = date.fromisoformat(typed) if typed else today()
        found = find(actor, as_of)
    except (ValueError, NoSuchProposal) as error:
        raise Http404 from error
    initial = {"as_of": as_of, "component": component}
    form = ScreeningListForm(request.POST or None, components=components, initial=initial)
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["as_of"]
        done, problem = attempt(
            lambda: actions.screen_list(
                component_id=found.component.pk, subject_ids=found.subject_ids, as_of=day, by=actor, at=clock.now()
            )
        )
        if done is not None:
            told = {"kept": len(done.screenings), "gone": len(done.gone)}
            messages.success(
                request, _("%(kept)s dinilai, %(gone)s tidak ada lagi pada tanggal itu. Keputusan tetap.") % told
            )
            query = {"per": day.isoformat()} | ({"komponen": component} if component else {})
            return see_other(f"{request.path}?{urlencode(query)}")
        form.add_error(None, problem)
    context = {
        "found": found,
        "place": registry.area_label(found.area_code),
        "form": form,
        "reviews": sum(row.to_review for row in found.rows),
        "crumbs": [back],
    }
    return render(request, "programmes/screening_list.html", context, status=422 if form.errors else 200)
