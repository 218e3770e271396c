"""Pages of screening everybody: runs, starting one, counts by area, and who meets a rule and is not enrolled."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaLevel
from rangkul.kernel.errors import Refused
from rangkul.platform.policy.actor import Actor
from rangkul.programmes import actions, queries
from rangkul.programmes.policies.screening import RUN, can_screen_everybody
from rangkul.reference import queries as reference
from rangkul.registry import queries as registry
from rangkul.web.programmes.forms import ScreeningRunForm
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import see_other
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import date_in_words, number_in_words, today

SHOWN_RUNS = 50


@require_http_methods(["GET", "HEAD", "POST"])
def run_list(request: HttpRequest) -> HttpResponse:
    """The newest runs; whoever may screen everybody starts one here."""
    actor = acting(request)
    if not actor.is_system:
        actor.check_may(RUN)
    form = None
    if any(can_screen_everybody(actor, area) for area in actor.areas):
        form = ScreeningRunForm(
            request.POST or None, components=_components(actor), areas=_areas(actor), initial={"as_of": today()}
        )
        if request.method == "POST" and form.is_valid():
            return _start(request, actor, form)
    context = {"form": form, "runs": _runs(actor), "shown": SHOWN_RUNS}
    return render(request, "programmes/screening_runs.html", context, status=422 if form and form.errors else 200)


def _start(request: HttpRequest, actor: Actor, form: ScreeningRunForm) -> HttpResponse:
    given = form.cleaned_data
    try:
        job = actions.request_screening(
            area=given["area"],
            as_of=given["as_of"],
            component_id=UUID(given["component"]) if given["component"] else None,
            by=actor,
            at=clock.now(),
        )
    except Refused as refused:
        messages.error(request, refused.message)
        return see_other(reverse("web:programmes:run-list"))
    messages.success(request, _("Penilaian masuk antrean. Hasilnya muncul di daftar ini begitu selesai."))
    try:
        return see_other(reverse("web:platform:job", args=[job.pk]))
    except NoReverseMatch:
        return see_other(reverse("web:programmes:run-list"))


def _components(actor: Actor) -> list[tuple[str, str]]:
    return [(str(each.pk), f"{each.programme.name} – {each.name}") for each in queries.list_components(actor)]


def _areas(actor: Actor) -> list[tuple[str, str]]:
    """Duty areas with what lies directly below each and, inside a regency, every village under its kecamatan."""
    found = {str(area): registry.area_label(area) for area in actor.areas}
    for area in actor.areas:
        children = reference.list_children(area)
        villages: dict[str, dict[str, str]] = defaultdict(dict)
        if area.level == AreaLevel.REGENCY:
            for village in reference.list_villages(area):
                villages[village.code[:8]][village.code] = village.name
        for child in children:
            found[child.code] = child.name
            found |= {
                code: f"{child.name}, {name}" for code, name in villages[child.code[:8]].items() if code != child.code
            }
    return list(found.items())


def _runs(actor: Actor) -> CaseList:
    runs = list(queries.list_runs(actor)[:SHOWN_RUNS])
    places = registry.area_labels({each.area_code for each in runs})
    return CaseList(
        caption=_("Penilaian terakhir"),
        columns=(
            Column(label=_("Komponen")),
            Column(label=_("Wilayah")),
            Column(label=_("Keadaan per")),
            Column(label=_("Memenuhi syarat"), numeric=True),
            Column(label=_("Belum dapat dinilai"), numeric=True),
        ),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=each.component.name,
                        url=reverse("web:programmes:run", args=[each.pk]),
                        note=each.component.programme.name,
                    ),
                    Cell(text=places.get(each.area_code, each.area_code)),
                    Cell(text=date_in_words(each.as_of)),
                    Cell(text=_counted(each.met, each), numeric=True),
                    Cell(text=_counted(each.unknown, each), numeric=True),
                )
            )
            for each in runs
        ],
    )


def _counted(amount: int, run: Any) -> str:
    return f"{number_in_words(amount)} {run.component.get_unit_display()}"


@require_safe
def run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """One run: counts by area in the component's unit, and who meets the rule and is not enrolled, page by page."""
    actor = acting(request)
    found = queries.get_run(actor, run_id)
    within = request.GET.get("wilayah", "")
    registry_id = request.GET.get("id", "")
    try:
        counts = queries.counts_by_area(actor, found, within=within)
    except Refused as error:
        raise Http404 from error
    page = queries.list_met_not_enrolled(
        actor,
        found,
        area=within,
        registry_id={"ada": "yes", "tidak": "no"}.get(registry_id, ""),  # type: ignore[arg-type]
        after=request.GET.get("setelah", ""),
    )
    context = {
        "run": found,
        "unit": found.component.get_unit_display(),
        "place": registry.area_label(within or found.area_code),
        "within": within,
        "counts": _count_list(found, counts, within),
        "bars": [(each.label, each.met) for each in counts],
        "people": _people(page.rows),
        "next_url": with_query(request, {"setelah": page.next_key}) if page.next_key else "",
        "tabs": _tabs(request, registry_id),
        "crumbs": [{"label": _("Penilaian"), "url": reverse("web:programmes:run-list")}],
    }
    return render(request, "programmes/screening_run.html", context)


def _tabs(request: HttpRequest, chosen: str) -> list[dict[str, Any]]:
    names = {"": _("Semua"), "ada": _("ID registri berlaku"), "tidak": _("Belum punya ID registri")}
    return [
        {"label": name, "url": with_query(request, {"id": key or None, "setelah": None}), "active": key == chosen}
        for key, name in names.items()
    ]


def _count_list(run: Any, counts: list[queries.AreaCount], within: str) -> CaseList:
    unit = run.component.get_unit_display()
    is_last = len(within) == len("73.12.01.2001")
    return CaseList(
        caption=_("Hasil menurut wilayah (%(unit)s)") % {"unit": unit},
        columns=(
            Column(label=_("Wilayah")),
            Column(label=_("Memenuhi syarat"), numeric=True),
            Column(label=_("Tidak memenuhi"), numeric=True),
            Column(label=_("Belum dapat dinilai"), numeric=True),
        ),
        rows=[
            Row(
                cells=(
                    Cell(text=each.label, url="" if is_last else f"?wilayah={each.area_code}"),
                    Cell(text=number_in_words(each.met), numeric=True),
                    Cell(text=number_in_words(each.not_met), numeric=True),
                    Cell(text=number_in_words(each.unknown), numeric=True),
                )
            )
            for each in counts
        ],
    )


def _people(rows: tuple[queries.MetSubject, ...]) -> CaseList:
    return CaseList(
        caption=_("Memenuhi syarat dan belum terdaftar sebagai penerima"),
        columns=(Column(label=_("Nama")), Column(label=_("Wilayah")), Column(label=_("ID registri"))),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=each.label.name if each.label else _("Data tidak ditemukan lagi"),
                        url=each.label.url if each.label else "",
                        note=each.label.masked_nik if each.label else "",
                    ),
                    Cell(text=each.area_label),
                    Cell(
                        text=_("berlaku") if each.has_registry_id else _("belum ada"),
                        state="YES" if each.has_registry_id else "WAITING",
                    ),
                )
            )
            for each in rows
        ],
    )
