"""What an import would change, kind by kind and page by page, and what undoing it would leave."""

from itertools import batched
from tempfile import NamedTemporaryFile
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from openpyxl import Workbook

from rangkul.kernel import clock
from rangkul.kernel.text import as_cell
from rangkul.platform.importing import actions, policies, queries
from rangkul.platform.importing.enums import CONTRARY, FALLEN
from rangkul.platform.tasks import queries as jobs
from rangkul.platform.workflow import UnableToMove
from rangkul.reference import queries as reference
from rangkul.registry import policies as registry_policies
from rangkul.web.imports.opening import found_batch
from rangkul.web.imports.shown import fallen_names, field_label, kept_rows
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import see_other
from rangkul.web.shared.fields import number_of
from rangkul.web.shared.wording import number_in_words

PAGE = 50
_STEP = 1_000


@require_safe
@never_cache
def differences(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """New, changed, doubtful, refused and contradicted rows, of one village or all, a page at a time."""
    actor = acting(request)
    batch = found_batch(actor, batch_id)
    kinds = {
        "NEW": (_("Baru"), batch.rows_new),
        "CHANGED": (_("Berubah"), batch.rows_changed),
        "DOUBTFUL": (_("Meragukan"), batch.rows_doubtful),
        "REFUSED": (_("Ditolak"), batch.rows_refused),
        CONTRARY: (_("Bertentangan"), queries.list_kind(actor, batch_id, CONTRARY).count()),
    }
    if batch.layout.get("fall_offs") and registry_policies.may_view_persons(actor):
        kinds[FALLEN] = (_("Tidak ada lagi di daftar"), batch.layout["fall_offs"])
    kind = request.GET.get("jenis", "")
    kind = kind if kind in kinds else "NEW"
    villages = queries.list_villages_in(actor, batch_id)
    area = request.GET.get("desa", "")
    area = area if area in villages else ""
    start = min(number_of(request.GET.get("mulai", "")) or 0, 100_000)
    rows = list(queries.list_kind(actor, batch_id, kind, area=area).select_related("other")[start : start + PAGE + 1])
    labels = reference.labels_of(set(villages))
    names = fallen_names(actor, rows) if kind == FALLEN else {}

    def url(**changed: str | int) -> str:
        told: dict[str, str | int] = {"jenis": kind, "desa": area, **changed}
        return "?" + urlencode({name: value for name, value in told.items() if value})

    context = {
        "batch": batch,
        "tabs": [
            {
                "label": label,
                "url": url(jenis=code),
                "active": code == kind,
                "count": number_in_words(count),
                "alarm": code == CONTRARY and count > 0,
            }
            for code, (label, count) in kinds.items()
        ],
        "kind": kind,
        "rows": [
            (
                row,
                labels.get(row.area_code, ""),
                [(field_label(name), *values) for name, values in row.difference.items()],
                row.get_decision_display() if row.decision else "",
                names.get(row.pk),
            )
            for row in rows[:PAGE]
        ],
        "villages": [(code, labels.get(code, code)) for code in villages],
        "area": area,
        "is_sample": kind in ("NEW", "CHANGED") and kinds[kind][1] > queries.list_kind(actor, batch_id, kind).count(),
        "same": batch.rows_same,
        "is_fallen": kind == FALLEN,
        "may_decide": kind == "DOUBTFUL" and policies.can_decide_rows(actor, batch),
        "next_url": url(mulai=start + PAGE) if len(rows) > PAGE else "",
        "before_url": url(mulai=max(start - PAGE, 0)) if start else "",
    }
    return render(request, "imports/batch_differences.html", context)


@require_safe
@never_cache
def fallen(request: HttpRequest, batch_id: UUID) -> FileResponse:
    """Everybody who is no longer on the list, as a workbook; the taking is logged."""
    actor = acting(request)
    batch = found_batch(actor, batch_id)
    actor.check_may(registry_policies.VIEW_PERSON)
    actions.note_fallen_taken(batch_id=batch_id, by=actor, at=clock.now())
    labels = reference.labels_of(set(queries.list_villages_in(actor, batch_id)))
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Tidak ada lagi"))
    sheet.append(
        [str(each) for each in (_("Nama"), _("Desa atau kelurahan"), _("Data"), _("Isi pada daftar sebelumnya"))]
    )
    for part in batched(queries.list_kind(actor, batch_id, FALLEN).iterator(chunk_size=_STEP), _STEP, strict=False):
        names = fallen_names(actor, part)
        for row in part:
            if row.pk in names:
                for field, values in row.difference.items():
                    told = (names[row.pk].name, labels.get(row.area_code, ""), field_label(field), str(values[0] or ""))
                    sheet.append([as_cell(str(each)) for each in told])
    file = NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115 - FileResponse closes it after sending
    book.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"tidak-ada-lagi-{batch.pk}.xlsx")


@require_safe
@never_cache
def kept(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """What stayed when an import was undone, or would stay, and why."""
    actor = acting(request)
    batch = found_batch(actor, batch_id)
    told = batch.outcome.get("undone") or batch.outcome.get("would_keep")
    job = jobs.find_job(batch.job_id) if batch.job_id else None
    start = min(number_of(request.GET.get("mulai", "")) or 0, 100_000)
    rows = told["kept"] if told else []
    context = {
        "batch": batch,
        "is_known": told is not None,
        "is_working": job is not None and job.state in ("WAITING", "RUNNING"),
        "job": job,
        "can_preview": batch.state == "APPLIED" and policies.can_undo(actor, batch),
        "list": kept_rows(rows[start : start + PAGE]),
        "count": told["kept_count"] if told else 0,
        "next_url": f"?mulai={start + PAGE}" if len(rows) > start + PAGE else "",
        "before_url": f"?mulai={max(start - PAGE, 0)}" if start else "",
    }
    return render(request, "imports/batch_kept.html", context)


@require_POST
def preview_undo(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Have it counted what undoing would leave."""
    actor = acting(request)
    found_batch(actor, batch_id)
    try:
        actions.preview_undo(batch_id=batch_id, by=actor, at=clock.now())
    except UnableToMove as error:
        messages.error(request, str(error))
    return see_other(reverse("web:imports:kept", args=[batch_id]))
