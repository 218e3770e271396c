"""The upload page, and the addresses that take a file in pieces so that a lost connection costs one piece."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.platform.importing import actions, pieces, policies, queries
from rangkul.platform.importing.errors import SameFileTwice
from rangkul.platform.policy.actor import Actor
from rangkul.web.imports.forms import UploadForm
from rangkul.web.imports.opening import found_batch, to_batch
from rangkul.web.shared.acting import acting
from rangkul.web.shared.fields import number_of

_FIELD_OF = {"Tanggal data": "as_of", "Wilayah": "area", "Format": "format_code", "Isi berkas": "unit"}


def upload(request: HttpRequest) -> HttpResponse:
    """Give a file to the reader, whole; with `perbaikan` it corrects the bad rows of that batch."""
    actor = acting(request)
    actor.check_may(policies.UPLOAD)
    parent = _parent(actor, request)
    form = UploadForm(request.POST or None, request.FILES or None, actor=actor, is_correction=parent is not None)
    first_url = ""
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        assert isinstance(file, UploadedFile)
        try:
            batch = actions.upload_file(
                file_name=file.name or "",
                pieces=file.chunks(1 << 20),
                area=form.cleaned_data.get("area", ""),
                as_of=form.cleaned_data.get("as_of") or clock.local_date(clock.now(), settings.TIME_ZONE),
                format_code=form.cleaned_data.get("format_code", ""),
                unit=form.cleaned_data.get("unit", ""),
                parent=parent,
                by=actor,
                at=clock.now(),
            )
        except Refused as error:
            name = _FIELD_OF.get(error.field, "file")
            form.add_error(name if name in form.fields else "file", error.message)
            first_url = url_of_first(error)
        else:
            messages.success(request, _("Berkas diterima dan sedang dibaca."))
            return to_batch(batch.pk)
    context = {
        "form": form,
        "first_url": first_url,
        "parent": parent,
        "unfinished": queries.list_uploads(actor),
        "piece": pieces.PIECE_BYTES,
    }
    return render(request, "imports/batch_upload.html", context, status=422 if form.errors else 200)


@require_POST
def start(request: HttpRequest) -> JsonResponse:
    """Begin to send a file in pieces, or take up the same file again: where to send, and from which byte."""
    actor = acting(request)
    actor.check_may(policies.UPLOAD)
    parent = _parent(actor, request)
    form = UploadForm(request.POST, actor=actor, is_correction=parent is not None)
    del form.fields["file"]
    if not form.is_valid():
        return JsonResponse({"errors": [str(each) for errors in form.errors.values() for each in errors]}, status=422)
    try:
        session = actions.start_upload(
            file_name=request.POST.get("file_name", ""),
            size=number_of(request.POST.get("size", "")) or 0,
            client_key=request.POST.get("client_key", ""),
            area=form.cleaned_data.get("area", ""),
            as_of=form.cleaned_data.get("as_of") or clock.local_date(clock.now(), settings.TIME_ZONE),
            format_code=form.cleaned_data.get("format_code", ""),
            unit=form.cleaned_data.get("unit", ""),
            parent=parent,
            by=actor,
            at=clock.now(),
        )
    except Refused as error:
        return _refused(error)
    return JsonResponse(_told(session))


@require_safe
@never_cache
def status(request: HttpRequest, session_id: UUID) -> JsonResponse:
    """From which byte on an unfinished upload goes on."""
    session = queries.find_upload(acting(request), session_id)
    if session is None:
        raise Http404
    return JsonResponse(_told(session))


@require_POST
def piece(request: HttpRequest, session_id: UUID) -> JsonResponse:
    """One piece, as the body of the request; the answer says from which byte to go on."""
    actor = acting(request)
    if queries.find_upload(actor, session_id) is None:
        raise Http404
    start_at = number_of(request.GET.get("mulai", ""))
    if start_at is None:
        raise Http404
    try:
        session = pieces.receive(session_id=session_id, start=start_at, content=request.body, by=actor)
    except Refused as error:
        return _refused(error)
    return JsonResponse(_told(session))


@require_POST
def finish(request: HttpRequest, session_id: UUID) -> JsonResponse:
    """All pieces are there: the page of the batch, or why the file is refused."""
    actor = acting(request)
    if queries.find_upload(actor, session_id) is None:
        raise Http404
    try:
        batch = actions.finish_upload(session_id=session_id, by=actor, at=clock.now())
    except Refused as error:
        session = queries.find_upload(actor, session_id)
        if session is not None and session.received == session.size:
            actions.drop_upload(session_id=session_id, by=actor, at=clock.now())
        return _refused(error)
    messages.success(request, _("Berkas diterima dan sedang dibaca."))
    return JsonResponse({"page": reverse("web:imports:batch", args=[batch.pk])})


@require_POST
def drop(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Give an unfinished upload up."""
    actor = acting(request)
    if queries.find_upload(actor, session_id) is None:
        raise Http404
    actions.drop_upload(session_id=session_id, by=actor, at=clock.now())
    messages.success(request, _("Unggahan yang belum selesai dibuang."))
    return HttpResponse(status=303, headers={"Location": reverse("web:imports:upload")})


def url_of_first(error: Refused) -> str:
    """The page of the batch that had the same file, where the actor may see it."""
    first = error.first_id if isinstance(error, SameFileTwice) else None
    return reverse("web:imports:batch", args=[first]) if first else ""


def _refused(error: Refused) -> JsonResponse:
    return JsonResponse({"errors": [error.message], "first": url_of_first(error)}, status=422)


def _told(session: queries.UploadSession) -> dict[str, Any]:
    return {
        "received": session.received,
        "size": session.size,
        "piece": reverse("web:imports:upload-piece", args=[session.pk]),
        "status": reverse("web:imports:upload-status", args=[session.pk]),
        "finish": reverse("web:imports:upload-finish", args=[session.pk]),
    }


def _parent(actor: Actor, request: HttpRequest) -> queries.ImportBatch | None:
    given = request.POST.get("perbaikan") or request.GET.get("perbaikan")
    if not given:
        return None
    try:
        return found_batch(actor, UUID(given))
    except ValueError:
        raise Http404 from None
