"""What an import would change, kind by kind and page by page, and what undoing it would leave."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rangkul.platform.importing import queries
from rangkul.platform.importing.enums import CONTRARY
from rangkul.reference import queries as reference
from rangkul.web.imports.opening import found_batch
from rangkul.web.imports.shown import field_label, kept_rows
from rangkul.web.shared.acting import acting
from rangkul.web.shared.fields import number_of
from rangkul.web.shared.wording import number_in_words

PAGE = 50


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
    kind = request.GET.get("jenis", "")
    kind = kind if kind in kinds else "NEW"
    villages = queries.list_villages_in(actor, batch_id)
    area = request.GET.get("desa", "")
    area = area if area in villages else ""
    start = min(number_of(request.GET.get("mulai", "")) or 0, 100_000)
    rows = list(queries.list_kind(actor, batch_id, kind, area=area).select_related("other")[start : start + PAGE + 1])
    labels = reference.labels_of(set(villages))

    def url(**changed: str | int) -> str:
        told: dict[str, str | int] = {"jenis": kind, "desa": area} | changed
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
            )
            for row in rows[:PAGE]
        ],
        "villages": [(code, labels.get(code, code)) for code in villages],
        "area": area,
        "is_sample": kind in ("NEW", "CHANGED") and kinds[kind][1] > queries.list_kind(actor, batch_id, kind).count(),
        "same": batch.rows_same,
        "next_url": url(mulai=start + PAGE) if len(rows) > PAGE else "",
        "before_url": url(mulai=max(start - PAGE, 0)) if start else "",
    }
    return render(request, "imports/batch_differences.html", context)


@require_safe
@never_cache
def kept(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """What stayed when an import was undone, and why."""
    actor = acting(request)
    batch = found_batch(actor, batch_id)
    undone = batch.outcome.get("undone", {})
    start = min(number_of(request.GET.get("mulai", "")) or 0, 100_000)
    rows = undone.get("kept", [])
    context = {
        "batch": batch,
        "list": kept_rows(rows[start : start + PAGE]),
        "count": undone.get("kept_count", 0),
        "back": reverse("web:imports:batch", args=[batch_id]),
        "next_url": f"?mulai={start + PAGE}" if len(rows) > start + PAGE else "",
        "before_url": f"?mulai={max(start - PAGE, 0)}" if start else "",
    }
    return render(request, "imports/batch_kept.html", context)
