"""Pages of waiting lists: who is next and why, who was passed over, having the next one prepared, ending a list."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rangkul.kernel import clock
from rangkul.kernel.numerals import format_number
from rangkul.platform.policy.actor import Actor
from rangkul.programmes import actions
from rangkul.programmes.policies import waiting as policies
from rangkul.programmes.policies.proposals import VIEW
from rangkul.programmes.queries import waiting as queries
from rangkul.web.programmes.attempts import attempt
from rangkul.web.programmes.candidates import areas_of
from rangkul.web.programmes.overlap_forms import WaitingFilter
from rangkul.web.programmes.proposals import component_choices
from rangkul.web.shared.acting import acting
from rangkul.web.shared.fields import number_of
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import date_in_words, today


def waiting_list(request: HttpRequest) -> HttpResponse:
    """Who waits, by village and position; on the second tab who waits no more, with the reason."""
    actor = acting(request)
    actor.check_may(VIEW)
    years = [(str(year), str(year)) for year in queries.years_of(actor)]
    form = WaitingFilter(request.GET or None, components=component_choices(actor), years=years, areas=areas_of(actor))
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    left = request.GET.get("daftar") == "selesai"
    number = number_of(request.GET.get("halaman", "")) or 1
    page = queries.list_waiting(
        actor,
        component_id=UUID(said["program"]) if said.get("program") else None,
        fiscal_year=int(said["tahun"]) if said.get("tahun") else None,
        area=said.get("wilayah") or "",
        left=left,
        page=number,
    )
    context = {
        "listing": _listing(page.rows, left=left),
        "total": page.total,
        "form": form,
        "as_of": today(),
        "lists": [] if left else _lists(actor),
        "tabs": [
            {"label": _("Menunggu"), "url": with_query(request, {"daftar": None, "halaman": None}), "active": not left},
            {
                "label": _("Sudah tidak menunggu"),
                "url": with_query(request, {"daftar": "selesai", "halaman": None}),
                "active": left,
            },
        ],
        "next_url": with_query(request, {"halaman": str(number + 1)}) if page.more else "",
        "before_url": with_query(request, {"halaman": str(number - 1)}) if number > 1 else "",
    }
    return render(request, "programmes/waiting_list.html", context)


@require_POST
def waiting_prepare(request: HttpRequest, component_id: UUID, year: int) -> HttpResponse:
    """Have those who are next prepared, in all the actor's areas."""
    actor = acting(request)
    actor.check_may(policies.PREPARE)
    prepared = 0
    for area in actor.areas:
        moved, problem = attempt(
            lambda place=area: actions.prepare_waiting(  # type: ignore[misc]
                component_id=component_id, fiscal_year=year, area=str(place), by=actor, at=clock.now()
            )
        )
        if moved is None:
            messages.error(request, problem)
        else:
            prepared += len(moved.prepared)
    if prepared:
        told = _("%(n)s nama disiapkan dan menunggu keputusan pejabat yang berwenang.")
        messages.success(request, told % {"n": format_number(prepared)})
    return redirect("web:programmes:waiting-list")


@require_POST
def waiting_expire(request: HttpRequest, component_id: UUID, year: int) -> HttpResponse:
    """End a waiting list whose fiscal year is over."""
    actor = acting(request)
    actor.check_may(policies.EXPIRE)
    ended, problem = attempt(
        lambda: actions.expire_waiting(component_id=component_id, fiscal_year=year, by=actor, at=clock.now())
    )
    if ended is None:
        messages.error(request, problem)
    else:
        told = _("Daftar tunggu diakhiri: %(n)s nama. Yang masih membutuhkan diusulkan lagi oleh desa.")
        messages.success(request, told % {"n": format_number(ended)})
    return redirect("web:programmes:waiting-list")


def _lists(actor: Actor) -> list[dict[str, object]]:
    found = []
    for component, year, total in queries.lists_of(actor):
        args = [component.pk, year]
        is_over = year < today().year
        may_prepare = not is_over and any(policies.can_prepare(actor, component, area) for area in actor.areas)
        found.append(
            {
                "name": component.name,
                "year": str(year),
                "total": total,
                "unit": queries.unit_of(component),
                "is_over": is_over,
                "expire": reverse("web:programmes:waiting-expire", args=args)
                if is_over and policies.can_expire(actor, component)
                else "",
                "prepare": reverse("web:programmes:waiting-prepare", args=args) if may_prepare else "",
            }
        )
    return found


def _listing(rows: tuple[queries.WaitingRow, ...], *, left: bool) -> CaseList:
    last = Column(label=_("Alasan")) if left else Column(label=_("Berlaku sampai"))
    return CaseList(
        caption=_("Daftar tunggu"),
        hide_caption=True,
        columns=(
            Column(label=_("Nama")),
            *(() if left else (Column(label=_("Giliran di desa"), numeric=True),)),
            Column(label=_("Program dan bantuan")),
            Column(label=_("Desa/kelurahan")),
            Column(label=_("Mengapa di sini")),
            Column(label=_("Status")),
            last,
        ),
        rows=[Row(cells=_cells(row, left=left)) for row in rows],
    )


def _cells(row: queries.WaitingRow, *, left: bool) -> tuple[Cell, ...]:
    decree = _("SK %(number)s, %(day)s") % {"number": row.decree, "day": date_in_words(row.since, "pendek")}
    why = _("Urutan %(rank)s menurut musyawarah") % {"rank": row.rank}
    if row.computed_rank is not None:
        why += _("; urutan %(rank)s menurut ketentuan") % {"rank": row.computed_rank}
    state = (
        Cell(
            text=_("disiapkan, menunggu keputusan"),
            url=reverse("web:programmes:proposal", args=[row.prepared_in]),
        )
        if row.prepared_in
        else Cell(text=row.state_label, state=row.state)
    )
    return (
        Cell(text=row.label.name, url=row.label.url, note=" · ".join(filter(None, [row.label.number, decree]))),
        *(() if left else (Cell(text=str(row.position), numeric=True),)),
        Cell(text=row.component, note=str(row.fiscal_year)),
        Cell(text=row.area_label),
        Cell(text=why),
        state,
        Cell(text=row.reason or "–") if left else Cell(text=date_in_words(row.until, "pendek")),
    )
