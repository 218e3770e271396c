"""The satisfaction survey of a citizen whose ticket is closed: one page, once, anonymous."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.desk import actions, queries
from rangkul.desk.errors import AlreadyAsked
from rangkul.desk.queries import ClosedTicket
from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode
from rangkul.platform.policy.actor import citizen_actor
from rangkul.platform.policy.limits import within_limit
from rangkul.platform.policy.walls import apply_scope
from rangkul.web.desk.passes import read_survey_token
from rangkul.web.desk.public import TOO_MANY, home_crumb
from rangkul.web.desk.survey_forms import SurveyForm
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, see_other
from rangkul.web.shared.visitors import address_of

ANSWERS_PER_ADDRESS = 40
WINDOW = timedelta(hours=1)


@login_not_required
@never_cache
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """The nine questions. A link that nobody was given, or of a ticket that is open, leads nowhere."""
    subject_id = read_survey_token(token)
    place = queries.find_closed_ticket(subject_id, now=clock.now()) if subject_id else None
    if subject_id is None or place is None:
        raise Http404
    if queries.was_asked(subject_id):
        return see_other(reverse("web:desk:survey-done"))
    form = SurveyForm(request.POST or None)
    context = {"form": form, "crumbs": [home_crumb()]}
    if request.method != "POST":
        return render(request, "desk/survey.html", context)
    if not form.is_valid():
        return render(request, "desk/survey.html", context, status=UNPROCESSABLE)
    if not within_limit("survey-from", address_of(request), limit=ANSWERS_PER_ADDRESS, window=WINDOW, at=clock.now()):
        form.add_error(None, _("Terlalu banyak jawaban dari jaringan ini. Coba lagi nanti."))
        return render(request, "desk/survey.html", context, status=TOO_MANY)
    _answer(request, subject_id, place, form)
    return see_other(reverse("web:desk:survey-done"))


def _answer(request: HttpRequest, subject_id: UUID, place: ClosedTicket, form: SurveyForm) -> None:
    try:
        with transaction.atomic():
            apply_scope(replace(citizen_actor(), areas=(AreaCode.parse(place.area),)))
            actions.answer_survey(
                subject_id=subject_id,
                area=place.area,
                post_id=place.post_id,
                marks=form.marks(),
                suggestion=form.cleaned_data["suggestion"],
                by=citizen_actor(),
                at=clock.now(),
            )
    except AlreadyAsked:
        return  # a double press: the first one counts
    finally:
        apply_scope(acting(request))


@login_not_required
def survey_done(request: HttpRequest) -> HttpResponse:
    """Thanks; the same page whether it was the first time or not."""
    return render(request, "desk/survey_done.html", {"crumbs": [home_crumb()]})
