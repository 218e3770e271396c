"""Pages of staged imports: upload, list, one batch with its problems and differences, approve, cancel, undo."""

from tempfile import NamedTemporaryFile
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, RangkulError
from rangkul.platform.importing import actions, policies, queries
from rangkul.platform.importing.enums import CONTRARY, Unit
from rangkul.platform.importing.problems import TAKEN_BEFORE
from rangkul.platform.importing.workbook import problem_workbook
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks import queries as jobs
from rangkul.reference import queries as reference
from rangkul.registry import policies as registry_policies
from rangkul.web.imports.forms import ReasonForm
from rangkul.web.imports.opening import found_batch, to_batch
from rangkul.web.imports.shown import batch_rows, field_label, reason_lines, remarks
from rangkul.web.shared.acting import acting
from rangkul.web.shared.fields import number_of

PAGE = 25
PROBLEMS_SHOWN = 50
SAMPLES_SHOWN = 25
_DECILES = "dtsen.desil"
_WORKING = ("UPLOADED", "APPROVED")


@require_safe
def batch_list(request: HttpRequest) -> HttpResponse:
    """Imports of the actor's areas, newest first."""
    actor = acting(request)
    _check_may_see(actor)
    start = _number(request.GET.get("mulai"))
    found = list(queries.list_batches(actor)[start : start + PAGE + 1])
    context = {
        "list": batch_rows(found[:PAGE]),
        "may_upload": actor.may(policies.UPLOAD),
        "next_url": f"?mulai={start + PAGE}" if len(found) > PAGE else "",
        "before_url": f"?mulai={max(start - PAGE, 0)}" if start else "",
    }
    return render(request, "imports/batch_list.html", context)


@require_safe
@never_cache
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """One import: where it is, what it would change, what is wrong, what comes next."""
    return render(request, "imports/batch.html", _batch_context(request, batch_id))


@require_safe
@never_cache
def progress(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The progress fragment alone; when the work is over the page is loaded anew."""
    context = _batch_context(request, batch_id, is_brief=True)
    response = render(request, "imports/batch.html#kemajuan", context)
    if not context["is_working"]:
        response["HX-Refresh"] = "true"
    return response


@require_safe
@never_cache
def problems(request: HttpRequest, batch_id: UUID) -> FileResponse:
    """Every refused and doubtful row as a workbook to mend and upload again; the look at the numbers is logged."""
    actor = acting(request)
    found = found_batch(actor, batch_id)
    actions.note_problems_taken(batch_id, by=actor, at=clock.now())
    file = NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115 - FileResponse closes it after sending
    problem_workbook(found, queries.list_problems(actor, batch_id).iterator(chunk_size=2_000)).save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"perbaikan-{found.pk}.xlsx")


@require_POST
def approve(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Approve what was read; by another person than the uploader."""
    given = request.POST
    return _act(
        request,
        batch_id,
        lambda actor: actions.approve_batch(
            batch_id,
            has_answered=given.get("answered") == "1",
            closes_missing=given.get("closes_missing") == "1",
            answer=given.get("answer", ""),
            note=given.get("note", ""),
            by=actor,
            at=clock.now(),
        ),
        _("Impor disetujui dan sedang diterapkan."),
    )


@require_POST
def retry(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Try again what stopped by a fault of the system."""
    return _act(
        request,
        batch_id,
        lambda actor: actions.retry_batch(batch_id=batch_id, by=actor, at=clock.now()),
        _("Dicoba lagi."),
    )


@require_POST
def cancel(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Drop an import that was not applied."""
    reason = request.POST.get("reason", "")
    return _act(
        request,
        batch_id,
        lambda actor: actions.cancel_batch(batch_id, reason=reason, by=actor, at=clock.now()),
        _("Rencana impor dibatalkan."),
    )


@require_POST
def undo(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Take an applied import back."""
    reason = request.POST.get("reason", "")
    return _act(
        request,
        batch_id,
        lambda actor: actions.undo_batch(batch_id, reason=reason, by=actor, at=clock.now()),
        _("Impor sedang dibatalkan."),
    )


def _batch_context(request: HttpRequest, batch_id: UUID, *, is_brief: bool = False) -> dict[str, Any]:
    actor = acting(request)
    found = found_batch(actor, batch_id)
    job = jobs.find_job(found.job_id) if found.job_id else None
    is_undoing = found.state == "APPLIED" and bool(found.undo_reason)
    is_open = job is not None and job.state in ("WAITING", "RUNNING")
    is_working = (found.state in _WORKING or is_undoing) and is_open
    has_stopped = job is not None and not is_open and (found.state in _WORKING or is_undoing)
    context: dict[str, Any] = {
        "batch": found,
        "job": job,
        "is_working": is_working,
        "has_stopped": has_stopped,
        "can_retry": (has_stopped or (found.state == "FAILED" and queries.has_file(found)))
        and policies.can_retry(actor, found),
        "poll_url": reverse("web:imports:progress", args=[found.pk]),
    }
    if is_brief:
        return context
    may_map = policies.can_map(actor, found)
    return context | {
        "area": reference.area_label(found.area_code),
        "format": queries.format_title(found.format_code),
        "problems": reason_lines(queries.list_problems(actor, batch_id)[:PROBLEMS_SHOWN]),
        "remarks": remarks(found.notes),
        "new": list(queries.list_samples(actor, batch_id, "NEW")[:SAMPLES_SHOWN]),
        "changed": [
            (row, [(field_label(name), *values) for name, values in row.difference.items()])
            for row in queries.list_samples(actor, batch_id, "CHANGED")[:SAMPLES_SHOWN]
        ],
        "contrary": queries.list_kind(actor, batch_id, CONTRARY).count(),
        "contradicted_by": _contradicting(actor, found),
        "units": Unit.choices,
        "parent": _parent(actor, found),
        "children": queries.list_children(actor, batch_id),
        "resolved": queries.count_resolved(actor, batch_id),
        "taken_before": found.notes.get(TAKEN_BEFORE, 0),
        "can_map": found.state == "MAPPING" and may_map,
        "can_ask_columns": found.state == "READ" and may_map,
        "can_map_values": found.state == "READ" and may_map and bool(queries.unknown_values(actor, batch_id)),
        "can_correct": found.state in ("READ", "APPROVED", "APPLIED") and policies.can_take_problems(actor, found),
        "can_take_problems": policies.can_take_problems(actor, found),
        "can_approve": found.state == "READ" and policies.can_approve(actor, found),
        "can_cancel": (found.state in ("READ", "UPLOADED", "MAPPING") or (found.state == "APPROVED" and has_stopped))
        and policies.can_cancel(actor, found),
        "can_undo": found.state == "APPLIED" and not is_undoing and policies.can_undo(actor, found),
        "is_about_known": queries.is_about_known(found.format_code),
        "can_link": found.state == "APPLIED"
        and not queries.is_about_known(found.format_code)
        and registry_policies.can_link(actor, found.area_code),
        "decided": queries.count_decided(actor, batch_id) if found.state == "APPLIED" else 0,
        "deciles_url": _deciles_url(actor, found),
        "is_own": found.uploaded_by == actor.user_id,
        "kept": found.outcome.get("undone", {}).get("kept_count", 0),
        "reason_form": ReasonForm(),
    }


def _deciles_url(actor: Actor, batch: queries.ImportBatch) -> str:
    """Where it is told what a quarter's deciles changed, once they are applied."""
    is_quarter = batch.state == "APPLIED" and batch.format_code == _DECILES
    return reverse("web:insight:deciles") if is_quarter and actor.may(registry_policies.VIEW_FAMILY) else ""


def _parent(actor: Actor, batch: queries.ImportBatch) -> queries.ImportBatch | None:
    return queries.find_batch(actor, batch.parent_id) if batch.parent_id else None


def _contradicting(actor: Actor, batch: queries.ImportBatch) -> list[tuple[queries.ImportBatch, int]]:
    """Later batches that contradict this one, with the number of rows."""
    counts = queries.count_contradicted(actor, batch.pk)
    return [(other, count) for each, count in counts.items() if (other := queries.find_batch(actor, each)) is not None]


def _act(request: HttpRequest, batch_id: UUID, deed: Any, told: str) -> HttpResponse:
    actor = acting(request)
    found_batch(actor, batch_id)
    try:
        deed(actor)
    except Denied:
        raise
    except RangkulError as error:
        messages.error(request, getattr(error, "message", str(error)))
    else:
        messages.success(request, told)
    return to_batch(batch_id)


def _check_may_see(actor: Any) -> None:
    if not any(actor.may(each) for each in (policies.UPLOAD, policies.APPROVE, policies.UNDO)):
        actor.check_may(policies.UPLOAD)


def _number(text: str | None) -> int:
    return min(number_of(text or "") or 0, 100_000)
