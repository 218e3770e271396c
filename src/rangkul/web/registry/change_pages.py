"""Pages of change requests: the list, one request with its papers and clashes, the decision, the paper form."""

from typing import Any, BinaryIO, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.policy.actor import Actor
from rangkul.platform.workflow import UnableToMove
from rangkul.registry import actions, policies, queries
from rangkul.registry.enums import ChangeKind
from rangkul.registry.errors import UnableToChangeRegistry
from rangkul.registry.queries import ChangeView
from rangkul.registry.workflow import CHANGE
from rangkul.web.registry.forms import ReasonForm
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, see_other
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import date_in_words, moment_in_words, today

TONES = {"DRAFT": "neutral", "SUBMITTED": "new", "CHECKED": "busy", "APPLIED": "good"} | {
    "RETURNED": "warn",
    "REFUSED": "bad",
    "WITHDRAWN": "neutral",
}
_TURNED = {
    "kembalikan": ("return", actions.return_change, gettext_lazy("Kembalikan ke pengaju")),
    "tolak": ("refuse", actions.refuse_change, gettext_lazy("Tolak permohonan")),
    "tarik": ("withdraw", actions.withdraw_change, gettext_lazy("Tarik permohonan")),
}


class ChangeFilter(forms.Form):
    """What the list shows."""

    status = forms.ChoiceField(
        label=gettext_lazy("Status"), required=False, choices=[("", gettext_lazy("Semua")), *CHANGE.choices()]
    )
    jenis = forms.ChoiceField(
        label=gettext_lazy("Jenis perubahan"),
        required=False,
        choices=[("", gettext_lazy("Semua")), *ChangeKind.choices],
    )
    daftar = forms.ChoiceField(
        label=gettext_lazy("Daftar"),
        required=False,
        choices=[("", gettext_lazy("Semua di wilayah tugas")), ("saya", gettext_lazy("Menunggu saya"))],
    )


@never_cache
def change_list(request: HttpRequest) -> HttpResponse:
    """Requests of the actor's areas, newest first."""
    actor = acting(request)
    actor.check_may(policies.VIEW_FAMILY)
    form = ChangeFilter(request.GET or None)
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    page = queries.list_changes(
        actor,
        state=said.get("status", ""),
        kind=said.get("jenis", ""),
        mine=said.get("daftar") == "saya",
        subject=_subject(request),
        after=_id(request.GET.get("setelah")),
    )
    context = {
        "listing": listing_of(page.rows),
        "form": form,
        "as_of": today(),
        "next_url": with_query(request, {"setelah": str(page.after)}) if page.after else "",
        "first_url": with_query(request, {"setelah": None}) if request.GET.get("setelah") else "",
        "may_ask": actor.may(policies.ASK_CHANGE),
        "crumbs": _crumbs(),
    }
    return render(request, "registry/change_list.html", context)


def listing_of(rows: Any) -> CaseList:
    """Requests as a list."""
    return CaseList(
        caption=_("Permohonan perubahan"),
        hide_caption=True,
        columns=(
            Column(label=_("Tentang")),
            Column(label=_("Perubahan")),
            Column(label=_("Desa/kelurahan")),
            Column(label=_("Tanggal kejadian")),
            Column(label=_("Diajukan oleh")),
            Column(label=_("Status")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(text=row.about or "–", url=reverse("web:registry:change", args=[row.id]), note=row.number),
                    Cell(text=row.kind_label),
                    Cell(text=row.area_label),
                    Cell(text=date_in_words(row.happened_on, "pendek")),
                    Cell(text=row.asked_by_name),
                    Cell(text=row.state_label, state=row.state),
                )
            )
            for row in rows
        ],
    )


@never_cache
def change(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """One request."""
    return change_page(request, change_id)


def change_page(request: HttpRequest, change_id: UUID, *, problem: str = "", status: int = 200) -> HttpResponse:
    """The page itself, with what went wrong in a step."""
    actor = acting(request)
    view = queries.get_change(actor, change_id)
    is_waiting = view.row.state in ("SUBMITTED", "CHECKED")
    context = {
        "view": view,
        "problem": problem,
        "tone": TONES.get(view.row.state, "neutral"),
        "rows": rows_of(view),
        "proposed": [{"label": _first_up(label), "value": value} for label, value in view.proposed],
        "can_edit": view.may_edit and view.row.state in ("DRAFT", "RETURNED"),
        "can_withdraw": view.may_edit and view.row.state in ("DRAFT", "RETURNED", "SUBMITTED"),
        "can_decide": view.may_check and (view.row.state == "SUBMITTED" or (is_waiting and view.may_apply)),
        "can_turn_down": view.may_check and is_waiting,
        "decide_label": _("Benar, terapkan ke registri") if view.may_apply else _("Benar, teruskan ke Dinas"),
        "is_correction": view.row.kind == ChangeKind.CORRECTION,
        "about_url": about_url(view),
        "warnings": warnings_of(actor, view),
        "crumbs": [*_crumbs(), {"label": _("Permohonan perubahan"), "url": reverse("web:registry:change-list")}],
    }
    return render(request, "registry/change.html", context, status=status)


@never_cache
def change_print(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """The request on paper, with room for signatures."""
    view = queries.get_change(acting(request), change_id)
    proposed = [{"label": _first_up(label), "value": value} for label, value in view.proposed]
    return render(request, "registry/change_print.html", {"view": view, "rows": rows_of(view), "proposed": proposed})


@never_cache
@require_POST
def change_submit(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Hand the request in."""
    actor = acting(request)
    queries.get_change(actor, change_id)
    revision = _revision(request)
    return _try(
        request,
        change_id,
        lambda: actions.submit_change(change_id=change_id, revision=revision, by=actor, at=clock.now()),
        _("Permohonan sudah diajukan dan menunggu pemeriksaan."),
    )


@never_cache
@require_POST
def change_attach(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Attach a paper."""
    actor = acting(request)
    queries.get_change(actor, change_id)
    sent = request.FILES.get("berkas")
    if sent is None:
        return change_page(request, change_id, problem=_("Pilih dulu berkas yang dilampirkan."), status=UNPROCESSABLE)
    return _try(
        request,
        change_id,
        lambda: actions.attach_document(
            change_id=change_id, content=cast("BinaryIO", sent.file), name=sent.name or "", by=actor, at=clock.now()
        ),
        _("Dokumen dilampirkan."),
    )


@never_cache
def change_file(request: HttpRequest, change_id: UUID, file_id: UUID) -> HttpResponse:
    """A paper of the request, always as a download."""
    opened = queries.open_change_file(acting(request), change_id, file_id)
    response = HttpResponse(opened.content, content_type=opened.stored.media_type)
    response.headers["Content-Disposition"] = _disposition(opened.stored.name)
    return response


@never_cache
@require_POST
def change_check(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Declare it right, with every clash settled; applied at once when the checker works in every place."""
    actor = acting(request)
    view = queries.get_change(actor, change_id)
    settled = {clash.key: request.POST.get(f"pilih-{clash.key}", "") for clash in view.clashes}
    seen, revision = request.POST.get("seen", "-"), _revision(request)

    def deed() -> Any:
        given = {"change_id": change_id, "settled": settled, "seen": seen, "revision": revision}
        if view.row.state == "CHECKED":
            return actions.apply_change(**given, by=actor, at=clock.now())  # type: ignore[arg-type]
        return actions.check_change(**given, note=request.POST.get("note", ""), by=actor, at=clock.now())  # type: ignore[arg-type]

    said = _("Sudah diterapkan ke registri.") if view.may_apply else _("Diperiksa. Dinas yang menerapkannya.")
    return _try(request, change_id, deed, said)


@never_cache
def change_turn(request: HttpRequest, change_id: UUID, step: str) -> HttpResponse:
    """Return, refuse or withdraw, with the reason."""
    actor = acting(request)
    view = queries.get_change(actor, change_id)
    if step not in _TURNED:
        raise Http404
    name, deed, label = _TURNED[step]
    if not (view.may_edit if name == "withdraw" else view.may_check):
        raise Denied(permission=policies.CHECK_CHANGE, message=_("Peran Anda tidak memutuskan permohonan ini."))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _try(
            request,
            change_id,
            lambda: deed(change_id=change_id, reason=form.cleaned_data["reason"], by=actor, at=clock.now()),
            _("Sudah dicatat. Alasannya terlihat oleh pengaju."),
        )
    context = {
        "form": form,
        "title": label,
        "text": f"{view.row.number}: {view.row.kind_label}, {view.row.about}",
        "label": label,
        "tone": "danger" if name == "refuse" else "",
        "cancel_url": reverse("web:registry:change", args=[change_id]),
    }
    return render(request, "registry/change_turn.html", context, status=UNPROCESSABLE if form.errors else 200)


def rows_of(view: ChangeView) -> list[dict[str, Any]]:
    """The request's particulars."""
    rows = [
        {"label": _("Nomor"), "value": view.row.number},
        {"label": _("Tentang"), "value": view.row.about},
        {"label": _("Desa/kelurahan"), "value": view.row.area_label},
        {"label": _("Tanggal kejadian"), "value": date_in_words(view.row.happened_on)},
        {"label": _("Diajukan oleh"), "value": view.row.asked_by_name},
    ]
    if view.to_area_label:
        is_coming = view.row.kind == ChangeKind.MOVE_IN
        rows.append({"label": _("Terdaftar di") if is_coming else _("Pindah ke"), "value": view.to_area_label})
    if view.note:
        rows.append({"label": _("Keterangan"), "value": view.note})
    if view.submitted_at:
        rows.append({"label": _("Diajukan"), "value": moment_in_words(view.submitted_at)})
    if view.checked_at:
        who = f"{view.checked_by_name}, {moment_in_words(view.checked_at)}"
        rows.append({"label": _("Diperiksa"), "value": who})
    if view.applied_at:
        rows.append({"label": _("Diterapkan"), "value": moment_in_words(view.applied_at)})
    return rows


def about_url(view: ChangeView) -> str:
    """The page of the person or family it is about; of the newcomer once they are registered."""
    if view.person_id:
        return reverse("web:registry:person", args=[view.person_id])
    if view.family_id:
        return reverse("web:registry:family", args=[view.family_id])
    return reverse("web:registry:person", args=[view.row.id]) if view.row.state == "APPLIED" else ""


def warnings_of(actor: Actor, view: ChangeView) -> list[str]:
    """What is left to be put in order in the family after the change."""
    if view.family_id is None or view.row.state != "APPLIED":
        return []
    family = queries.get_family(actor, view.family_id)
    return [str(text) for text in queries.troubles_of(family)]


def _try(request: HttpRequest, change_id: UUID, deed: Any, said: str) -> HttpResponse:
    try:
        with transaction.atomic():
            deed()
    except (Refused, UnableToChangeRegistry) as error:
        return change_page(request, change_id, problem=error.message, status=UNPROCESSABLE)
    except UnableToMove as error:
        return change_page(request, change_id, problem=str(error), status=UNPROCESSABLE)
    messages.success(request, said)
    return see_other(reverse("web:registry:change", args=[change_id]))


def _revision(request: HttpRequest) -> int | None:
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def _subject(request: HttpRequest) -> tuple[str, UUID] | None:
    for name, kind in (("keluarga", "family"), ("orang", "person")):
        found = _id(request.GET.get(name))
        if found is not None:
            return kind, found
    return None


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def _disposition(name: str) -> str:
    return content_disposition_header(as_attachment=True, filename=name) or "attachment"


def _crumbs() -> list[dict[str, str]]:
    return [{"label": _("Registri"), "url": reverse("web:registry:search")}]
