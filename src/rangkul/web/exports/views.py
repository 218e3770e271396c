"""Pages of exports: one's own list, asking for a file with a purpose, taking it."""

from uuid import UUID

from django.contrib import messages
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.platform.exporting import actions, policies, queries
from rangkul.reference import queries as reference
from rangkul.web.exports.forms import ExportForm
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import see_other
from rangkul.web.shared.fields import number_of

PAGE = 25
_FIELDS = {"Format": "format_code", "Keperluan": "purpose", "Per tanggal": "as_of"}
_TYPES = {
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "CSV": "text/csv; charset=utf-8",
}


@require_safe
@never_cache
def export_list(request: HttpRequest) -> HttpResponse:
    """One's own exports, newest first."""
    actor = acting(request)
    actor.check_may(policies.MAKE)
    start = min(number_of(request.GET.get("mulai") or "") or 0, 100_000)
    found = list(queries.list_exports(actor)[start : start + PAGE + 1])
    labels = reference.labels_of({each.area_code for each in found})
    context = {
        "exports": [(each, labels.get(each.area_code, each.area_code)) for each in found[:PAGE]],
        "is_waiting": any(each.state == "WAITING" for each in found),
        "next_url": f"?mulai={start + PAGE}" if len(found) > PAGE else "",
        "before_url": f"?mulai={max(start - PAGE, 0)}" if start else "",
    }
    return render(request, "exports/export_list.html", context)


def request(request: HttpRequest) -> HttpResponse:
    """Ask for a file."""
    actor = acting(request)
    actor.check_may(policies.MAKE)
    form = ExportForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            actions.request_export(**form.cleaned_data, by=actor, at=clock.now())
        except Refused as error:
            form.add_error(_FIELDS.get(error.field, "area"), error.message)
        else:
            messages.success(request, _("Berkas sedang disiapkan. Muat ulang halaman ini sebentar lagi."))
            return see_other(reverse("web:exports:export-list"))
    return render(request, "exports/request.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def take(request: HttpRequest, export_id: UUID) -> HttpResponseBase:
    """Download one's own finished file; every download is written down."""
    actor = acting(request)
    try:
        export, pieces = actions.take_export(export_id=export_id, by=actor, at=clock.now())
    except Refused as error:
        messages.error(request, error.message)
        return see_other(reverse("web:exports:export-list"))
    response = StreamingHttpResponse(pieces, content_type=_TYPES[export.kind])
    response["Content-Disposition"] = f'attachment; filename="{export.file_name}"'
    response["Content-Length"] = str(export.size)
    response["Cache-Control"] = "no-store, private"
    return response
