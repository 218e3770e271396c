"""Pages of the outbox: what was sent to where, what failed, and trying again."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rangkul.kernel import clock
from rangkul.kernel.ids import read_id
from rangkul.platform.outbox import actions, policies, queries
from rangkul.web.platform.outbox_forms import DeliveryFilterForm
from rangkul.web.shared.about import link_of
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import do
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import moment_in_words, number_in_words

PAGE = 50
TABS = ("WAITING", "UNCERTAIN", "DEAD", "SENT")


@require_safe
@never_cache
def delivery_list(request: HttpRequest) -> HttpResponse:
    """Deliveries, newest first, by state, channel and template."""
    actor = acting(request)
    actor.check_may(policies.VIEW)
    form = DeliveryFilterForm(request.GET if request.GET else None)
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = queries.list_deliveries(
        actor,
        state=given.get("status", ""),
        channel=given.get("saluran", ""),
        template=given.get("templat", ""),
        before=read_id(request.GET.get("sesudah")),
        limit=PAGE + 1,
    )
    rows = [
        Row(
            cells=(
                Cell(
                    text=queries.words_of(each.message),
                    url=reverse("web:platform:delivery", args=[each.pk]),
                    note=each.shown,
                ),
                Cell(text=str(each.get_channel_display())),
                Cell(text=str(each.get_state_display()), state=each.state),
                Cell(text=number_in_words(each.tries), numeric=True),
                Cell(text=moment_in_words(each.queued_at), note=each.problem),
            )
        )
        for each in found[:PAGE]
    ]
    columns = (
        Column(label=_("Pesan")),
        Column(label=_("Saluran")),
        Column(label=_("Status")),
        Column(label=_("Percobaan"), numeric=True),
        Column(label=_("Dicatat")),
    )
    context = {
        "form": form,
        "list": CaseList(caption=_("Kiriman"), hide_caption=True, columns=columns, rows=rows),
        "tabs": _tabs(request, queries.count_by_state(actor), given.get("status", "")),
        "is_filtered": bool(request.GET),
        "next_url": with_query(request, {"sesudah": str(found[PAGE - 1].pk)}) if len(found) > PAGE else "",
        "before_url": with_query(request, {"sesudah": None}) if request.GET.get("sesudah") else "",
        "at": clock.now(),
    }
    return render(request, "platform/outbox.html", context)


@require_safe
@never_cache
def delivery(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """One delivery: what was told, where to, how often it was tried, what came of it."""
    actor = acting(request)
    actor.check_may(policies.VIEW)
    found = queries.get_delivery(actor, delivery_id)
    is_troubled = found.state in ("DEAD", "UNCERTAIN")
    context = {
        "delivery": found,
        "words": queries.words_of(found.message),
        "about_url": link_of(found.message.about_kind, found.message.about_id),
        "may_retry": actor.may(policies.RETRY) and is_troubled and found.destination is not None,
        "may_settle": actor.may(policies.RETRY) and found.state == "UNCERTAIN",
    }
    return render(request, "platform/delivery.html", context)


@require_POST
def delivery_retry(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """Sends a failed or uncertain delivery again."""
    return _step(
        request,
        delivery_id,
        lambda: actions.retry_delivery(delivery_id=delivery_id, by=acting(request), at=clock.now()),
        _("Kiriman masuk antrean lagi."),
    )


@require_POST
def delivery_settle(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """Says what became of an uncertain delivery."""
    has_arrived = request.POST.get("sampai") == "1"
    return _step(
        request,
        delivery_id,
        lambda: actions.settle_delivery(
            delivery_id=delivery_id, has_arrived=has_arrived, by=acting(request), at=clock.now()
        ),
        _("Kiriman dinyatakan selesai."),
    )


def _step(request: HttpRequest, delivery_id: UUID, act: Callable[[], Any], words: str) -> HttpResponse:
    return do(request, act, said=words, to=reverse("web:platform:delivery", args=[delivery_id]))


def _tabs(request: HttpRequest, counts: dict[str, int], state: str) -> list[dict[str, Any]]:
    labels = {"WAITING": _("Menunggu"), "UNCERTAIN": _("Tidak pasti"), "DEAD": _("Gagal"), "SENT": _("Terkirim")}
    tabs: list[dict[str, Any]] = [{"label": _("Semua"), "url": "?", "active": not state, "count": None}]
    for code in TABS:
        count = counts.get(code, 0)
        tabs.append(
            {
                "label": labels[code],
                "url": with_query(request, {"status": code, "sesudah": None}),
                "active": state == code,
                "count": number_in_words(count),
                "alarm": count > 0 and code in ("UNCERTAIN", "DEAD"),
            }
        )
    return tabs
