"""Pages of the audit trail: what was done, who looked at whom, and whether the chain is whole."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from rangkul.accounts.roles import BY_CODE
from rangkul.kernel import clock
from rangkul.platform.audit import queries
from rangkul.platform.audit.examine import examine_trail
from rangkul.platform.audit.queries import Place, TrailFilter
from rangkul.platform.audit.wording import sentence_of
from rangkul.platform.documents.enums import title_of
from rangkul.web.platform.forms import TrailFilterForm
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import moment_in_words

PAGE = 50


@require_safe
def audit_trail(request: HttpRequest) -> HttpResponse:
    """Events of the trail, newest first, with the state of the chain."""
    actor = acting(request)
    form, wanted = _read_filter(request)
    events = queries.list_trail(actor, wanted, after=_place(request), limit=PAGE + 1)
    columns = [
        Column(label=_("Waktu")),
        Column(label=_("Peristiwa")),
        Column(label=_("Oleh")),
        Column(label=_("Wilayah")),
    ]
    rows = [
        Row(
            cells=[
                Cell(text=moment_in_words(event.at)),
                Cell(text=sentence_of(event.name, event.data), note=_with_reason(event.name, event.reason)),
                Cell(text=event.actor_name, note=_role_in_words(event.role)),
                Cell(text=event.area_code or "–"),
            ]
        )
        for event in events[:PAGE]
    ]
    context = _context(
        request, form, CaseList(caption=_("Jejak audit"), columns=columns, rows=rows, hide_caption=True), events
    )
    return render(request, "platform/audit_trail.html", context | {"state": queries.trail_state(actor)})


@require_safe
def access_log(request: HttpRequest) -> HttpResponse:
    """Looks at sensitive data: who, whom, what, and what for."""
    actor = acting(request)
    form, wanted = _read_filter(request)
    looks = queries.list_accesses(actor, wanted, after=_place(request), limit=PAGE + 1)
    columns = [
        Column(label=_("Waktu")), Column(label=_("Petugas")), Column(label=_("Melihat")), Column(label=_("Tujuan"))
    ]  # fmt: skip
    rows = [
        Row(
            cells=[
                Cell(text=moment_in_words(look.at)),
                Cell(text=look.actor_name, note=_role_in_words(look.role)),
                Cell(
                    text=", ".join(_part_in_words(str(each)) for each in look.fields) or "–",
                    url=with_query(request, {"tentang": str(look.subject_id), "setelah": None}),
                    note=f"{look.subject_kind} {look.subject_id}",
                ),
                Cell(text=look.purpose),
            ]
        )
        for look in looks[:PAGE]
    ]
    shown = CaseList(caption=_("Akses data pribadi"), columns=columns, rows=rows, hide_caption=True)
    return render(request, "platform/access_log.html", _context(request, form, shown, looks))


@require_POST
def examine(request: HttpRequest) -> HttpResponse:
    """Ask for an examination of the whole chain in the background."""
    examine_trail(by=acting(request), at=clock.now())
    messages.success(request, _("Pemeriksaan dimulai. Hasilnya tampil di sini setelah selesai."))
    response = redirect("web:platform:audit-trail")
    response.status_code = 303
    return response


_PARTS = {
    "disability": gettext_lazy("profil disabilitas"),
    "groups": gettext_lazy("penanda PPKS/PSKS"),
    "health": gettext_lazy("data kesehatan"),
    "nutrition": gettext_lazy("status gizi"),
    "home": gettext_lazy("titik dan foto rumah"),
    "nik": "NIK",
    "kk": gettext_lazy("nomor KK"),
    "phone": gettext_lazy("nomor HP"),
    "verivali_answers": gettext_lazy("jawaban verivali"),
}


def _part_in_words(code: str) -> str:
    """Which part of somebody's data was looked at; a document by what it is called, words of a room as they are."""
    return str(_PARTS.get(code) or str(title_of(code, code)).lower())


def _role_in_words(code: str) -> str:
    if code in BY_CODE:
        return str(BY_CODE[code].label)
    return {"SYSTEM": _("sistem"), "SIGN_IN": _("halaman masuk")}.get(code, code)


def _read_filter(request: HttpRequest) -> tuple[TrailFilterForm, TrailFilter]:
    names = [name for name in request.GET if name.split("_")[0] in TrailFilterForm.base_fields]
    form = TrailFilterForm(request.GET if names else None)
    if not form.is_bound or not form.is_valid():
        return form, TrailFilter()
    given = form.cleaned_data
    return form, TrailFilter(
        actor_name=given["petugas"],
        name=given["tindakan"],
        subject_id=given["tentang"],
        since=_midnight(given["dari"]),
        until=_midnight(given["sampai"], days=1),
    )


def _midnight(day: date | None, *, days: int = 0) -> datetime | None:
    if day is None or day.year == date.max.year:
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days=days), time.min))


def _place(request: HttpRequest) -> Place | None:
    return Place.parse(request.GET.get("setelah", ""))


def _context(request: HttpRequest, form: TrailFilterForm, shown: CaseList, lines: list[Any]) -> dict[str, Any]:
    more = len(lines) > PAGE
    last = lines[PAGE - 1] if more else None
    return {
        "form": form,
        "list": shown,
        "next_url": with_query(request, {"setelah": str(Place(last.at, last.id))}) if last else "",
        "before_url": with_query(request, {"setelah": None}) if request.GET.get("setelah") else "",
        "tab": request.resolver_match.url_name if request.resolver_match else "",
    }


def _with_reason(name: str, reason: str) -> str:
    return f"{name} · {reason}" if reason else name
