"""Pages of cycles: list, one cycle by village, preparing one, and moving it on."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rangkul.delivery import actions, queries
from rangkul.delivery.workflow import CYCLE
from rangkul.kernel import clock
from rangkul.kernel.errors import RangkulError, Refused
from rangkul.kernel.numerals import format_number
from rangkul.kernel.period import Period
from rangkul.platform.workflow import UnableToMove
from rangkul.programmes import queries as programmes_queries
from rangkul.web.delivery.forms import CycleForm, last_months
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import CaseList, Cell, Column, Row

_MOVES = {
    "freeze": (actions.freeze_cycle, gettext_lazy("Daftar penerima dibekukan dan menunggu persetujuan.")),
    "approve": (actions.approve_cycle, gettext_lazy("Daftar disetujui.")),
    "open": (actions.open_cycle, gettext_lazy("Penyaluran dibuka.")),
    "close": (actions.close_cycle, gettext_lazy("Siklus ditutup.")),
}


def cycle_list(request: HttpRequest) -> HttpResponse:
    """Cycles the actor may see, the newest first."""
    actor = acting(request)
    actor.check_may("delivery.cycle.view")
    views = queries.list_cycles(actor)
    rows = [
        Row(
            cells=(
                Cell(
                    text=view.cycle.name,
                    url=reverse("web:delivery:cycle", args=[view.cycle.pk]),
                    note=view.cycle.component.programme.name,
                ),
                Cell(text=view.cycle.get_state_display(), state=view.cycle.state),
                Cell(text=format_number(view.total), numeric=True),
                Cell(text=format_number(view.settled), numeric=True),
                Cell(text=format_number(view.pending), numeric=True),
            )
        )
        for view in views
    ]
    listing = CaseList(
        caption=_("Siklus penyaluran"),
        hide_caption=True,
        columns=(
            Column(label=_("Siklus")),
            Column(label=_("Status")),
            Column(label=_("Penerima"), numeric=True),
            Column(label=_("Sudah diserahkan"), numeric=True),
            Column(label=_("Belum"), numeric=True),
        ),
        rows=rows,
    )
    context = {
        "listing": listing,
        "may_create": actor.may("delivery.cycle.create"),
        "may_see_ewarong": actor.may("delivery.ewarong.view"),
    }
    return render(request, "delivery/cycle_list.html", context)


def cycle(request: HttpRequest, cycle_id: UUID) -> HttpResponse:
    """One cycle: how far each village is, what can be done next, the BASTs."""
    actor = acting(request)
    view = queries.get_cycle(actor, cycle_id)
    component = view.cycle.component
    unit = component.get_unit_display()
    villages = queries.villages_of(actor, cycle_id)
    listing = CaseList(
        caption=_("Per desa/kelurahan (%(unit)s)") % {"unit": unit},
        columns=(
            Column(label=_("Desa/kelurahan")),
            Column(label=_("Penerima"), numeric=True),
            Column(label=_("Sudah diserahkan"), numeric=True),
            Column(label=_("Belum"), numeric=True),
        ),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=village.name,
                        url=reverse("web:delivery:recipient-list", args=[cycle_id]) + f"?desa={village.code}",
                    ),
                    Cell(text=format_number(village.total), numeric=True),
                    Cell(text=format_number(village.settled), numeric=True),
                    Cell(text=format_number(village.total - village.settled - village.missed), numeric=True),
                )
            )
            for village in villages
        ],
    )
    steps = [step for step in CYCLE.available(view.cycle.state) if actor.may(CYCLE.permission(step.name))]
    context = {
        "view": view,
        "cycle": view.cycle,
        "component": component,
        "unit": unit,
        "listing": listing,
        "steps": steps,
        "owner": CYCLE.state(view.cycle.state).owner,
        "basts": queries.list_basts(actor, cycle_id),
        "today": clock.local_date(clock.now(), settings.TIME_ZONE),
    }
    return render(request, "delivery/cycle.html", context)


def cycle_create(request: HttpRequest) -> HttpResponse:
    """Prepare a cycle for a component and a month."""
    actor = acting(request)
    actor.check_may("delivery.cycle.create")
    today = clock.local_date(clock.now(), settings.TIME_ZONE)
    components = [
        (str(each.pk), f"{each.programme.name}: {each.name}") for each in programmes_queries.list_components(actor)
    ]
    form = CycleForm(request.POST or None, components=components, months=last_months(today))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = actions.create_cycle(
                    component_id=UUID(form.cleaned_data["component"]),
                    period=Period.parse(form.cleaned_data["month"]),
                    area=actor.areas[0],
                    by=actor,
                    at=clock.now(),
                )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Siklus disiapkan. Bekukan daftar penerimanya bila SK sudah lengkap."))
            return redirect("web:delivery:cycle", made.pk)
    return render(request, "delivery/cycle_create.html", {"form": form}, status=422 if form.errors else 200)


def cycle_move(request: HttpRequest, cycle_id: UUID, verb: str) -> HttpResponse:
    """Ask, then freeze, approve, open or close a cycle."""
    actor = acting(request)
    if verb not in _MOVES:
        raise Http404
    view = queries.get_cycle(actor, cycle_id)
    actor.check_may(CYCLE.permission(verb))
    step = CYCLE.transition(verb)
    if request.method == "POST":
        act, done = _MOVES[verb]
        try:
            with transaction.atomic():
                act(cycle_id=cycle_id, by=actor, at=clock.now())
        except (UnableToMove, Refused) as error:
            messages.error(request, error.message if isinstance(error, Refused) else str(error))
        except RangkulError as error:
            messages.error(request, getattr(error, "message", str(error)))
        else:
            messages.success(request, done)
        return redirect("web:delivery:cycle", cycle_id)
    return render(request, "delivery/cycle_move.html", {"cycle": view.cycle, "view": view, "step": step, "verb": verb})
