"""From the case into the village's proposal; what the proposal wants a reason for is asked on a page of its own."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from rangkul.desk import actions, queries
from rangkul.kernel import clock
from rangkul.programmes.errors import OverlapReasonNeeded, OverrideNeeded
from rangkul.web.desk.case_pages import case_page
from rangkul.web.desk.case_steps import case_url, crumbs_of
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, attempt, see_other


@never_cache
@require_POST
def case_propose(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Put the matched family or person into the village's proposal for a component."""
    actor = acting(request)
    view = queries.get_case(actor, case_id)
    try:
        component_id, subject_id = UUID(request.POST.get("component", "")), UUID(request.POST.get("subject", ""))
    except ValueError:
        return case_page(request, case_id, problem=_("Pilih program dari daftar."), status=UNPROCESSABLE)
    given = {
        "override_reason": request.POST.get("override_reason", "")[:1000],
        "overlap_reason": request.POST.get("overlap_reason", "")[:300],
    }
    kind = request.POST.get("kind", "")
    chosen = {"component": component_id, "subject": subject_id, "kind": kind}
    try:
        problem = attempt(
            lambda: actions.propose_case(
                case_id=case_id,
                component_id=component_id,
                kind=kind,
                subject_id=subject_id,
                **given,
                by=actor,
                at=clock.now(),
            ),
            OverrideNeeded,
            OverlapReasonNeeded,
        )
    except (OverrideNeeded, OverlapReasonNeeded) as asked:
        context = {"view": view, "crumbs": crumbs_of(view), "back": case_url(case_id), "asked": asked}
        context["is_overlap"] = isinstance(asked, OverlapReasonNeeded)
        return render(request, "desk/case_propose.html", context | {"given": given | chosen}, status=UNPROCESSABLE)
    if problem:
        return case_page(request, case_id, problem=problem, status=UNPROCESSABLE)
    messages.success(request, _("Masuk ke daftar usulan desa. Musyawarah desa yang memutuskan urutannya."))
    return see_other(case_url(case_id))
