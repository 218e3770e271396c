"""A case that divisions work on together: read it, share it, take it back, say something to the others."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rangkul.desk import actions, queries
from rangkul.desk.queries import SharedRow
from rangkul.kernel import clock
from rangkul.platform.policy.actor import Actor
from rangkul.web.desk.case_steps import check_may
from rangkul.web.desk.sharing_forms import RemarkForm, ShareForm
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, ask, attempt, see_other
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import today
from rangkul.web.shared.worklist import WorklistRow, WorklistSection

SHOWN = 5
USUAL = timedelta(days=30)


def shared_url(case_id: UUID) -> str:
    """The address of the page that divisions share."""
    return reverse("web:desk:shared-case", args=[case_id])


@never_cache
@require_safe
def shared_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What those who read a case together see of it."""
    return _page(request, case_id, RemarkForm())


@never_cache
@require_POST
def remark_write(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Say something to the others; refused, it comes back on the page as it was written."""
    actor, form = acting(request), RemarkForm(request.POST)
    if form.is_valid():
        problem = attempt(lambda: _write(actor, case_id, form))
        if not problem:
            messages.success(request, _("Catatan tersimpan; petugas yang disebut diberi tahu."))
            return see_other(shared_url(case_id))
        form.add_error("text", problem)
    return _page(request, case_id, form, status=UNPROCESSABLE)


@never_cache
def share_give(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Open the case to an official of another division."""
    check_may(request, "desk.share.give")
    actor = acting(request)
    people = queries.list_receivers(actor, case_id, at=clock.now())
    form = ShareForm(request.POST or None, people=people, initial={"until_on": today() + USUAL})

    def deed() -> None:
        data = form.cleaned_data
        actions.share_case(
            case_id=case_id,
            user_id=UUID(data["user_id"]),
            reason=data["reason"],
            until_on=data["until_on"],
            by=actor,
            at=clock.now(),
        )

    return ask(
        request, form, deed=deed, said=_("Kasus dibagikan; petugas itu diberi tahu."), to=shared_url(case_id),
        template="desk/share_give.html", is_empty=not people, crumbs=_crumbs(case_id),
    )  # fmt: skip


@never_cache
@require_POST
def share_end(request: HttpRequest, share_id: UUID) -> HttpResponse:
    """Take a share back."""
    check_may(request, "desk.share.give")
    actor = acting(request)
    case_id = queries.case_of_share(actor, share_id)
    problem = attempt(lambda: actions.end_share(share_id=share_id, by=actor, at=clock.now()))
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, _("Akses dicabut."))
    return see_other(shared_url(case_id))


@never_cache
@require_safe
def shared_list(request: HttpRequest) -> HttpResponse:
    """Cases that others have shared with the actor."""
    check_may(request, "desk.share.open")
    found = queries.list_shared_cases(acting(request), at=clock.now(), after=_mark(request))
    rows = found[: queries.SHARED_PAGE]
    context = {
        "listing": _listing(rows),
        "as_of": today(),
        "next_url": with_query(request, {"setelah": str(rows[-1].share_id)}) if len(found) > len(rows) else "",
        "first_url": request.path if request.GET.get("setelah") else "",
    }
    return render(request, "desk/shared_list.html", context)


def shared_sections(actor: Actor) -> list[WorklistSection]:
    """Cases shared with the actor on the first page; nothing while there are none."""
    if not actor.may("desk.share.open"):
        return []
    rows = queries.list_shared_cases(actor, at=clock.now())
    if not rows:
        return []
    shown = tuple(
        WorklistRow(
            label=each.concerned_name or each.ticket,
            url=shared_url(each.case_id),
            detail=f"{each.reason} · {each.given_by_name}",
            due_on=each.until_on,
        )
        for each in rows[:SHOWN]
    )
    url = reverse("web:desk:shared-list")
    return [WorklistSection(title=_("Kasus yang dibagikan kepada saya"), count=len(rows), url=url, rows=shown)]


def _write(actor: Actor, case_id: UUID, form: RemarkForm) -> None:
    data = form.cleaned_data
    actions.write_remark(case_id=case_id, form_key=data["form_key"], text=data["text"], by=actor, at=clock.now())


def _page(request: HttpRequest, case_id: UUID, form: RemarkForm, *, status: int = 200) -> HttpResponse:
    view = queries.get_shared_case(acting(request), case_id, at=clock.now())
    rows: list[dict[str, Any]] = [
        {"label": _("Tiket"), "value": view.ticket},
        {"label": _("Desa/kelurahan"), "value": view.area_label},
        {"label": _("Keadaan"), "value": view.state_label},
        {"label": _("Layanan"), "value": view.service or _("belum dipilih")},
        {"label": _("Yang menangani"), "value": view.assigned_to_name or _("belum ada")},
    ]
    remarks = [{"title": each.by, "at": each.at, "by": "", "body": each.text} for each in view.remarks]
    context = {"view": view, "form": form, "rows": rows, "remarks": remarks, "crumbs": _crumbs(case_id, view)}
    return render(request, "desk/shared_case.html", context, status=status)


def _crumbs(case_id: UUID, view: Any = None) -> list[dict[str, str]]:
    if view is not None and not view.may_open_case:
        return [{"label": _("Kasus yang dibagikan kepada saya"), "url": reverse("web:desk:shared-list")}]
    return [
        {"label": _("Layanan"), "url": reverse("web:desk:case-list")},
        {"label": _("Kasus"), "url": reverse("web:desk:case", args=[case_id])},
    ]


def _mark(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("setelah", ""))
    except ValueError:
        return None


def _listing(rows: list[SharedRow]) -> CaseList:
    return CaseList(
        caption=_("Kasus yang dibagikan kepada saya"),
        hide_caption=True,
        columns=(
            Column(label=_("Kasus")),
            Column(label=_("Untuk apa")),
            Column(label=_("Keadaan")),
            Column(label=_("Dapat dibaca sampai")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=each.concerned_name or each.ticket,
                        url=shared_url(each.case_id),
                        note=f"{each.ticket} · {each.area_label}",
                    ),
                    Cell(text=each.reason, note=each.given_by_name),
                    Cell(text=each.state_label),
                    Cell(due_on=each.until_on),
                )
            )
            for each in rows
        ],
    )
