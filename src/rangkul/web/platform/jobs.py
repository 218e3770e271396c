"""Pages of background work: the list, one job with its progress, stopping it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, RangkulError
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks import actions, policies, queries
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import see_other
from rangkul.web.shared.fields import number_of
from rangkul.web.shared.lists import CaseList, Cell, Column, Row
from rangkul.web.shared.wording import moment_in_words

PAGE = 50


@require_safe
@never_cache
def job_list(request: HttpRequest) -> HttpResponse:
    """Background work: all of it for roles that watch the system, otherwise one's own."""
    start = _number(request.GET.get("mulai"))
    found = list(queries.list_jobs(acting(request))[start : start + PAGE + 1])
    rows = [
        Row(
            cells=(
                Cell(text=each.title, url=reverse("web:platform:job", args=[each.pk]), note=each.requested_by_name),
                Cell(text=str(each.get_state_display()), state=each.state),
                Cell(text=moment_in_words(each.created_at)),
                Cell(text=moment_in_words(each.finished_at) if each.finished_at else "–"),
            )
        )
        for each in found[:PAGE]
    ]
    columns = tuple(Column(label=each) for each in (_("Pekerjaan"), _("Status"), _("Diminta"), _("Selesai")))
    context = {
        "list": CaseList(caption=_("Pekerjaan latar"), hide_caption=True, columns=columns, rows=rows),
        "next_url": f"?mulai={start + PAGE}" if len(found) > PAGE else "",
        "before_url": f"?mulai={max(start - PAGE, 0)}" if start else "",
    }
    return render(request, "platform/job_list.html", context)


@require_safe
@never_cache
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """One job: how far it is, what came out."""
    return render(request, "platform/job_detail.html", _context(acting(request), job_id))


@require_safe
@never_cache
def progress(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The progress fragment alone; when the job has ended the page is loaded anew."""
    context = _context(acting(request), job_id)
    response = render(request, "platform/job_detail.html#kemajuan", context)
    if context["is_ended"]:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Ask a job to stop."""
    actor = acting(request)
    _context(actor, job_id)
    try:
        actions.cancel_job(job_id, by=actor, at=clock.now())
    except Denied:
        raise
    except RangkulError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Pekerjaan akan dihentikan."))
    return see_other(reverse("web:platform:job", args=[job_id]))


def _context(actor: Actor, job_id: UUID) -> dict[str, Any]:
    found = queries.get_job(actor, job_id)
    return {
        "job": found,
        "is_ended": found.state not in ("WAITING", "RUNNING"),
        "can_cancel": policies.can_cancel(actor, found) and found.state in ("WAITING", "RUNNING"),
        "poll_url": reverse("web:platform:job-progress", args=[job_id]),
        "result": [(name, value) for name, value in found.result.items() if isinstance(value, int | str)],
    }


def _number(text: str | None) -> int:
    return min(number_of(text or "") or 0, 100_000)
