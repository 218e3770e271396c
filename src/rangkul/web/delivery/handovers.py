"""Pages at the table: the list of a village, recording and voiding a handover, issuing the BAST."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.delivery import actions, queries
from rangkul.delivery.components import is_per_head
from rangkul.delivery.errors import UnableToHandOver
from rangkul.delivery.policies import VIEW_MEALS, can_hand_over
from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.kernel.ids import new_id
from rangkul.reference import queries as reference_queries
from rangkul.web.delivery.forms import BastForm, HandoverRecordForm, VoidForm
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import with_query


def recipient_list(request: HttpRequest, cycle_id: UUID) -> HttpResponse:
    """The frozen list, by name, of one village or of all the actor's."""
    actor = acting(request)
    view = queries.get_cycle(actor, cycle_id)
    area, state = request.GET.get("desa", ""), request.GET.get("status", "")
    text, after = request.GET.get("q", "").strip(), request.GET.get("setelah", "")
    lines, next_key = queries.entitlement_page(actor, cycle_id, area=area, state=state, text=text, after=after)
    context = {
        "view": view,
        "cycle": view.cycle,
        "component": view.cycle.component,
        "lines": lines,
        "place": reference_queries.area_label(area) if area else "",
        "area": area,
        "text": text,
        "state": state,
        "next_url": with_query(request, {"setelah": next_key}) if next_key else "",
        "first_url": with_query(request, {"setelah": None}) if after else "",
        "may_record": actor.may("delivery.handover.record") and view.cycle.state == "OPEN",
        "crumbs": _crumbs(cycle_id, view.cycle.name),
        "tabs": [
            {
                "label": label,
                "url": with_query(request, {"status": code, "setelah": None}),
                "active": state == (code or ""),
            }
            for code, label in (
                (None, _("Semua")),
                ("PENDING", _("Belum")),
                ("SETTLED", _("Sudah")),
                ("MISSED", _("Tidak tersalurkan")),
            )
        ],
    }
    return render(request, "delivery/recipient_list.html", context)


def _crumbs(cycle_id: UUID, name: str) -> list[dict[str, str]]:
    """The way back to the rounds and to the one of this list."""
    return [
        {"label": _("Penyaluran"), "url": reverse("web:delivery:cycle-list")},
        {"label": name, "url": reverse("web:delivery:cycle", args=[cycle_id])},
    ]


def handover_record(request: HttpRequest, entitlement_id: UUID) -> HttpResponse:
    """Record a handover, or show the one that stands."""
    actor = acting(request)
    line = queries.get_entitlement(actor, entitlement_id)
    entitlement = line.entitlement
    back = reverse("web:delivery:recipient-list", args=[entitlement.cycle_id]) + f"?desa={entitlement.area_code}"
    today = clock.local_date(clock.now(), settings.TIME_ZONE)
    initial = {"key": new_id(), "handed_on": today, "receiver_name": entitlement.recipient_name, "receiver": "SENDIRI"}
    form = HandoverRecordForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            with transaction.atomic():
                actions.record_handover(
                    entitlement_id=entitlement_id, form=actions.HandoverForm(**said), by=actor, at=clock.now()
                )
        except Refused as refused:
            form.add_error(None, refused.message)
        except UnableToHandOver as unable:
            form.add_error(None, str(unable))
        else:
            messages.success(
                request, _("Serah terima kepada %(name)s tercatat.") % {"name": entitlement.recipient_name}
            )
            return redirect(back)
    context = {
        "line": line,
        "entitlement": entitlement,
        "cycle": entitlement.cycle,
        "place": reference_queries.area_label(entitlement.area_code),
        "form": form,
        "back": back,
        "crumbs": [
            *_crumbs(entitlement.cycle_id, entitlement.cycle.name),
            {"label": _("Daftar penerima"), "url": back},
        ],
        "meal_url": reverse("web:delivery:meal-sheet", args=[entitlement_id])
        if is_per_head(entitlement.cycle) and actor.may(VIEW_MEALS)
        else "",
        "may_record": can_hand_over(actor, entitlement) and entitlement.cycle.state == "OPEN",
        "may_void": actor.may("delivery.handover.void") and entitlement.cycle.state == "OPEN",
    }
    return render(request, "delivery/handover_record.html", context, status=422 if form.errors else 200)


def handover_void(request: HttpRequest, handover_id: UUID) -> HttpResponse:
    """Void a recorded handover with a reason."""
    actor = acting(request)
    actor.check_may("delivery.handover.void")
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                handover = actions.void_handover(
                    handover_id=handover_id, reason=form.cleaned_data["reason"], by=actor, at=clock.now()
                )
        except Refused as refused:
            form.add_error("reason", refused.message)
        except UnableToHandOver as unable:
            form.add_error(None, str(unable))
        else:
            messages.success(request, _("Catatan serah terima dibatalkan. Penerima dapat dilayani lagi."))
            return redirect("web:delivery:handover-record", handover.entitlement_id)
    return render(request, "delivery/handover_void.html", {"form": form}, status=422 if form.errors else 200)


def bast_issue(request: HttpRequest, cycle_id: UUID) -> HttpResponse:
    """Issue the BAST of one village."""
    actor = acting(request)
    view = queries.get_cycle(actor, cycle_id)
    area = request.GET.get("desa", "")
    form = BastForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                bast = actions.issue_bast(
                    cycle_id=cycle_id,
                    area=area,
                    first_name=form.cleaned_data["name"],
                    first_position=form.cleaned_data["position"],
                    by=actor,
                    at=clock.now(),
                )
        except (Refused, UnableToHandOver) as error:
            form.add_error(None, error.message if isinstance(error, Refused) else str(error))
        else:
            messages.success(request, _("Berita acara diterbitkan."))
            return redirect("web:platform:document", bast.document_id)
    context = {"form": form, "cycle": view.cycle, "place": reference_queries.area_label(area) if area else ""}
    return render(request, "delivery/bast_issue.html", context, status=422 if form.errors else 200)
