"""Pages where a person says what the columns and codes of a strange file mean, and the list of mappings kept."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, RangkulError, Refused
from rangkul.platform.importing import actions, columns, peeking, policies, queries
from rangkul.platform.importing.columns import Plan
from rangkul.platform.importing.formats import labels_of, shape_of
from rangkul.platform.importing.landing import FORMATS
from rangkul.platform.importing.peeking import Peek
from rangkul.platform.policy.actor import Actor
from rangkul.web.imports.forms import ColumnsForm, ValuesForm
from rangkul.web.imports.opening import found_batch, to_batch
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import see_other
from rangkul.web.shared.fields import number_of
from rangkul.web.shared.lists import CaseList, Cell, Column, Row
from rangkul.web.shared.wording import date_in_words, number_in_words

_SAMPLES_SHOWN = 3


@never_cache
def map_columns(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The file's columns with samples, and what each of them is."""
    actor = acting(request)
    actor.check_may(policies.UPLOAD)
    batch = found_batch(actor, batch_id)
    if batch.state != "MAPPING":
        return to_batch(batch_id)
    sheets = peeking.seen(batch)
    if not sheets:
        raise Http404
    given = request.POST if request.method == "POST" else request.GET
    sheet = sheets[min(number_of(given.get("lembar", "")) or 0, len(sheets) - 1)]
    sheet = _with_header(sheet, number_of(given.get("baris", "")))
    kinds = queries.list_mappable(batch.area_code)
    codes = [each.code for each in kinds]
    default = batch.format_code if batch.format_code in codes else codes[0]
    kind = given.get("jenis", "") if given.get("jenis", "") in codes else default
    labels = labels_of(sheet.header)
    old = Plan.from_data(batch.plan) if batch.plan else Plan(kind)
    suggested = columns.suggest(sheet.header, sheet.data(), FORMATS[kind].layout)
    is_same = old.format_code == kind
    start = Plan(
        kind,
        sheet.header,
        suggested | (old.columns if is_same else {}),
        old.constants,
        more=old.more if is_same else {},
    )
    name = (batch.mapping.name if batch.mapping else batch.file_name.rpartition(".")[0])[:120]
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        labels=labels,
        hints=[_hint(sheet, place) for place in range(len(labels))],
        format_code=kind,
        plan=start,
        name=name,
    )
    if request.method == "POST" and form.is_valid():
        shape = "" if sheet.header_row else shape_of(sheet.rows)
        plan = form.plan(kind, sheet.header, labels, old.values, shape=shape)
        if not form.errors and _mapped(form, batch_id, plan, actor):
            messages.success(request, _("Kolom dipadankan. Berkas sedang dibaca."))
            return to_batch(batch_id)
    context = {
        "batch": batch,
        "form": form,
        "suggested": len(suggested),
        "columns": len(labels),
        "kinds": [(each.code, each.title) for each in kinds],
        "kind": kind,
        "sheets": [(place, each.sheet or _("tabel")) for place, each in enumerate(sheets)],
        "sheet": next(place for place, each in enumerate(sheets) if each.sheet == sheet.sheet),
        "rows": [(number, " · ".join(cell for cell in cells if cell)[:60]) for number, cells in sheet.rows[:15]],
        "row": sheet.header_row,
        "missed": "" if batch.question.startswith("Berkas berisi “tabel tanpa") else batch.question,
    }
    return render(request, "imports/batch_columns.html", context, status=422 if form.errors else 200)


@require_POST
def ask_columns(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Have the columns of a read batch asked: it was taken for something it is not."""
    actor = acting(request)
    found_batch(actor, batch_id)
    try:
        actions.ask_columns(batch_id=batch_id, by=actor, at=clock.now())
    except Denied:
        raise
    except RangkulError as error:
        messages.error(request, getattr(error, "message", str(error)))
    else:
        messages.success(request, _("Berkas dibuka lagi; sesudah itu kolomnya dapat dipadankan."))
    return to_batch(batch_id)


@never_cache
def map_values(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Codes that the format does not know, and what each of them means."""
    actor = acting(request)
    actor.check_may(policies.UPLOAD)
    batch = found_batch(actor, batch_id)
    unknown = queries.unknown_values(actor, batch_id)
    if batch.state != "READ" or not unknown:
        return to_batch(batch_id)
    form = ValuesForm(
        request.POST if request.method == "POST" else None, unknown=unknown, format_code=batch.format_code
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.map_values(batch_id=batch_id, values=form.told(), by=actor, at=clock.now())
        except Refused as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Isi kolom dipadankan. Berkas dibaca ulang."))
            return to_batch(batch_id)
    context = {"batch": batch, "form": form}
    return render(request, "imports/batch_values.html", context, status=422 if form.errors else 200)


@require_safe
def mapping_list(request: HttpRequest) -> HttpResponse:
    """Mappings kept: what they are for, when they were used last; renamed and removed here."""
    actor = acting(request)
    actor.check_may(policies.UPLOAD)
    start = min(number_of(request.GET.get("mulai", "")) or 0, 100_000)
    found = list(queries.list_mappings(actor)[start : start + 26])
    context = {
        "list": _mapping_rows(found[:25]),
        "next_url": f"?mulai={start + 25}" if len(found) > 25 else "",
        "before_url": f"?mulai={max(start - 25, 0)}" if start else "",
    }
    return render(request, "imports/mapping_list.html", context)


@require_safe
def mapping(request: HttpRequest, mapping_id: UUID) -> HttpResponse:
    """One mapping: which column is what, and the forms to rename and remove it."""
    actor = acting(request)
    found = _found_mapping(actor, mapping_id)
    plan = Plan.from_data(found.plan)
    named = {name: title for name, title, _must in queries.columns_of(found.format_code)} if (
        found.format_code in FORMATS
    ) else {}  # fmt: skip
    context = {
        "mapping": found,
        "format": queries.format_title(found.format_code),
        "columns": [
            (" + ".join([label, *plan.more.get(ours, [])]), named.get(ours, ours))
            for ours, label in plan.columns.items()
        ],
        "constants": [(named.get(ours, ours), text) for ours, text in plan.constants.items()],
        "values": [
            (named.get(ours, ours), theirs, mine) for ours, each in plan.values.items() for theirs, mine in each.items()
        ],
    }
    return render(request, "imports/mapping.html", context)


@require_POST
def mapping_rename(request: HttpRequest, mapping_id: UUID) -> HttpResponse:
    """Give a mapping another name."""
    actor = acting(request)
    _found_mapping(actor, mapping_id)
    try:
        actions.rename_mapping(mapping_id=mapping_id, name=request.POST.get("name", ""), by=actor, at=clock.now())
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Nama padanan diganti."))
    return see_other(reverse("web:imports:mapping", args=[mapping_id]))


@require_POST
def mapping_remove(request: HttpRequest, mapping_id: UUID) -> HttpResponse:
    """Forget a mapping."""
    actor = acting(request)
    _found_mapping(actor, mapping_id)
    actions.remove_mapping(mapping_id=mapping_id, by=actor, at=clock.now())
    messages.success(request, _("Padanan dihapus. Impor yang sudah memakainya tidak berubah."))
    return see_other(reverse("web:imports:mapping-list"))


def _mapped(form: ColumnsForm, batch_id: UUID, plan: Plan, actor: Actor) -> bool:
    try:
        actions.map_batch(batch_id=batch_id, plan=plan, name=form.cleaned_data["nama"], by=actor, at=clock.now())
    except Refused as error:
        form.add_error(None, error.message)
        return False
    return True


def _with_header(sheet: Peek, row: int | None) -> Peek:
    known = {0, *(number for number, _cells in sheet.rows)}
    return Peek(sheet.sheet, sheet.rows, row) if row in known and row is not None else sheet


def _hint(sheet: Peek, place: int) -> str:
    samples = sheet.samples(place)[:_SAMPLES_SHOWN]
    return _("contoh: %(samples)s") % {"samples": "; ".join(samples)} if samples else _("kosong pada baris pertama")


def _mapping_rows(found: Sequence[queries.ColumnMapping]) -> CaseList:
    labels = (_("Padanan"), _("Jenis"), _("Dipakai"), _("Terakhir dipakai"))
    return CaseList(
        caption=_("Padanan kolom"),
        hide_caption=True,
        columns=tuple(Column(label=label, numeric=label == _("Dipakai")) for label in labels),
        rows=[
            Row(
                cells=(
                    Cell(text=each.name, url=reverse("web:imports:mapping", args=[each.pk]), note=each.saved_by_name),
                    Cell(text=queries.format_title(each.format_code)),
                    Cell(text=number_in_words(each.used_count), numeric=True),
                    Cell(text=date_in_words(each.used_at) if each.used_at else "–"),
                )
            )
            for each in found
        ],
    )


def _found_mapping(actor: Any, mapping_id: UUID) -> queries.ColumnMapping:
    actor.check_may(policies.UPLOAD)
    found = queries.list_mappings(actor).filter(pk=mapping_id).first()
    if found is None:
        raise Http404
    return found
