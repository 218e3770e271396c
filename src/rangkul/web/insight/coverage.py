"""Pages of coverage: every combination of aid, and the gaps, by area, sex, age, disability, its kind and severity; files."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from rangkul.insight.coverage import queries
from rangkul.insight.coverage.aids import AIDS
from rangkul.insight.coverage.cells import cell_of
from rangkul.insight.coverage.measures import (
    AGES,
    DISABILITY,
    FAMILY,
    GAPS,
    KINDS,
    SEVERITIES,
    SEXES,
    UNIT_LABELS,
    Measure,
    find_measure,
    holding,
)
from rangkul.insight.coverage.queries import BY_AGE, BY_AREA, BY_DISABILITY, BY_KIND, BY_SEVERITY, BY_SEX, Cover, Wanted
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries
from rangkul.reference.maps import MapShapes, map_of
from rangkul.web.insight.coverage_guard import over_everybody
from rangkul.web.insight.coverage_words import (
    area_table,
    combination_rows,
    group_table,
    groups_in_words,
    list_url,
    map_values,
    share_told,
    told,
)
from rangkul.web.insight.snapshot import note_of
from rangkul.web.programmes.sheets import file_response, written
from rangkul.web.registry.areas import own_area
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import with_query
from rangkul.web.shared.wording import today

BOTH_UNITS = ("tanpa", "berhak-tanpa")
PAGE, GAP_PAGE = "web:insight:coverage", "web:insight:coverage-gap"
GROUP_TITLES = {
    BY_SEX: gettext_lazy("Menurut jenis kelamin"),
    BY_AGE: gettext_lazy("Menurut umur"),
    BY_DISABILITY: gettext_lazy("Menurut disabilitas"),
    BY_SEVERITY: gettext_lazy("Menurut tingkat disabilitas"),
    BY_KIND: gettext_lazy("Menurut jenis disabilitas"),
}


class CoverageFilter(forms.Form):
    """Narrowing the figures to groups."""

    jk = forms.ChoiceField(label=gettext_lazy("Jenis kelamin"), required=False)
    umur = forms.ChoiceField(label=gettext_lazy("Umur"), required=False)
    disabilitas = forms.ChoiceField(label=gettext_lazy("Disabilitas"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Iterable[tuple[str, Any]]] = {
            "jk": SEXES,
            "umur": [(code, label) for code, _low, _high, label in AGES],
            "disabilitas": [*DISABILITY, (_("Tingkat"), SEVERITIES), (_("Jenis"), KINDS)],
        }
        for name, listed in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Semua")), *listed]


@never_cache
@over_everybody
def coverage(request: HttpRequest) -> HttpResponse:
    """Who gets what in every combination, by area and group; `?cetak` for paper."""
    actor = acting(request)
    cover = queries.newest_cover(actor, on=today())
    unit = request.GET.get("satuan", FAMILY)
    wanted = _wanted(request, actor, cover, "tanpa", unit if unit in UNIT_LABELS else FAMILY)
    everybody = queries.count_cell(actor, cover, replace(wanted, measure=_measure("semua", wanted.unit)))
    measures = [wanted.measure, _measure("berhak-tanpa", wanted.unit), *(holding(each, wanted.unit) for each in AIDS)]
    tables = queries.count_table(actor, cover, wanted, measures, BY_AREA)
    combinations = queries.count_combinations(actor, cover, wanted)
    context = _frame(request, actor, cover, wanted, PAGE) | {
        "tiles": [_tile(actor, cover, replace(wanted, measure=each)) for each in measures[:2]],
        "total": told(everybody.count),
        "aids": [(str(each.label), str(each.meaning)) for each in AIDS],
        "combinations": combination_rows(actor, wanted, combinations, everybody.count or 0),
        "areas": area_table(actor, wanted, measures, tables, PAGE) if _has_below(actor, wanted) else None,
        "values": map_values(wanted, tables[wanted.measure.code], PAGE, actor),
        "groups": _groups(actor, cover, wanted),
        "units": [
            {
                "label": label,
                "url": with_query(request, {"satuan": code, "ukuran": None}),
                "active": code == wanted.unit,
            }
            for code, label in UNIT_LABELS.items()
        ],
    }
    return render(request, "insight/coverage.html", context)


@never_cache
@over_everybody
def coverage_gap(request: HttpRequest) -> HttpResponse:
    """One gap by area and group, and the gap of every component; `?cetak` for paper."""
    actor = acting(request)
    cover = queries.newest_cover(actor, on=today())
    unit, code = _chosen_gap(request, cover)
    wanted = _wanted(request, actor, cover, code, unit)
    figures = queries.count_by(actor, cover, wanted, BY_AREA)
    context = _frame(request, actor, cover, wanted, GAP_PAGE) | {
        "measure": wanted.measure,
        "tile": _tile(actor, cover, wanted),
        "opens": queries.can_open_cell(actor, wanted),
        "gaps": [
            {
                "label": f"{find.label} ({UNIT_LABELS[find.unit]})" if gap_code in BOTH_UNITS else find.label,
                "url": f"{reverse(GAP_PAGE)}?{urlencode(cell_of(replace(wanted, measure=find)))}",
                "active": find == wanted.measure,
            }
            for gap_unit, gap_code in GAPS
            if (find := _measure(gap_code, gap_unit))
        ],
        "areas": area_table(actor, wanted, [wanted.measure], {wanted.measure.code: figures}, GAP_PAGE)
        if _has_below(actor, wanted)
        else None,
        "values": map_values(wanted, figures, GAP_PAGE, actor),
        "groups": _groups(actor, cover, wanted),
        "programmes": _programmes(actor, cover, wanted),
    }
    return render(request, "insight/coverage_gap.html", context)


@never_cache
@over_everybody
def coverage_export(request: HttpRequest) -> HttpResponse:
    """Every figure of the page in one long table, CSV or XLSX, each with its unit and day."""
    actor = acting(request)
    cover = queries.newest_cover(actor, on=today())
    unit, code = (
        _chosen_gap(request, cover) if "ukuran" in request.GET else (request.GET.get("satuan", FAMILY), "tanpa")
    )
    wanted = _wanted(request, actor, cover, code, unit if unit in UNIT_LABELS else FAMILY)
    rows = [[_("Bagian"), _("Baris"), _("Kode"), _("Ukuran"), _("Satuan"), _("Dari"), _("Jumlah"), _("Per tanggal")]]

    def add(part: str, line: str, key: str, measure: str, base: int | None, count: int | None) -> None:
        shown = ["" if each is None else each for each in (base, count)]
        rows.append(written([part, line, key, measure, str(UNIT_LABELS[wanted.unit]), *map(str, shown), cover.as_of]))

    for each in queries.count_combinations(actor, cover, wanted):
        add(_("Gabungan"), each.label, f"g{each.bits}", "", None, each.count)
    for by in (BY_AREA, *GROUP_TITLES):
        for figure in queries.count_by(actor, cover, wanted, by):
            add(by, figure.label, figure.key, str(wanted.measure.label), figure.base, figure.count)
    return file_response(f"cakupan-{cover.as_of.isoformat()}", rows, request.GET.get("bentuk", "csv"))


def frame_tabs(actor: Actor, active: str) -> list[dict[str, Any]]:
    """The pages of coverage beside each other."""
    tabs = [(_("Gabungan bantuan"), PAGE), (_("Celah"), GAP_PAGE), (_("Stunting"), "web:insight:stunting")]
    if actor.may("insight.realisation.view"):
        tabs.append((_("Sasaran menurut bidang dan dana"), "web:insight:targets"))
    return [{"label": label, "url": reverse(name), "active": name == active} for label, name in tabs]


def _frame(request: HttpRequest, actor: Actor, cover: Cover, wanted: Wanted, page: str) -> dict[str, Any]:
    shapes = _map(actor, wanted)
    keep = {key: value for key, value in cell_of(wanted).items() if key in ("wilayah", "satuan", "ukuran")}
    narrowing = {key: value for key, value in cell_of(wanted).items() if key in ("jk", "umur", "disabilitas")}
    return {
        "layout": "layout/print.html" if "cetak" in request.GET else "layout/page.html",
        "is_paper": "cetak" in request.GET,
        "cover": cover,
        "note": note_of(actor, cover.snapshot),
        "unit": UNIT_LABELS[wanted.unit],
        "share_unit": _("persen"),
        "tabs": frame_tabs(actor, page),
        "place": reference_queries.area_label(wanted.area) if wanted.area else _own_places(actor),
        "way": _way(actor, wanted, page),
        "narrowed": groups_in_words(wanted),
        "form": CoverageFilter(narrowing or None),
        "keep": keep,
        "shapes": shapes,
        "has_map": shapes is not None,
        "exports": [
            (label, f"{reverse('web:insight:coverage-export')}?{urlencode(cell_of(wanted) | {'bentuk': form})}")
            for label, form in ((_("Unduh XLSX"), "xlsx"), (_("Unduh CSV"), "csv"))
        ],
        "print_url": with_query(request, {"cetak": "1"}),
        "hides": not queries.can_open_cell(actor, wanted),
    }


def _wanted(request: HttpRequest, actor: Actor, cover: Cover, code: str, unit: str) -> Wanted:
    found = queries.wanted_from(
        cover,
        code=code,
        unit=unit,
        area=own_area(actor, request.GET.get("wilayah", "")) or (str(actor.areas[0]) if len(actor.areas) == 1 else ""),
        sex=request.GET.get("jk", ""),
        age=request.GET.get("umur", ""),
        disability=request.GET.get("disabilitas", ""),
    )
    assert found is not None
    return found


def _measure(code: str, unit: str) -> Measure:
    found = find_measure(code, unit)
    assert found is not None
    return found


def _chosen_gap(request: HttpRequest, cover: Cover) -> tuple[str, str]:
    unit, code = request.GET.get("satuan", ""), request.GET.get("ukuran", "")
    if find_measure(code, unit, cover.components) is not None:
        return unit, code
    return GAPS[0]


def _tile(actor: Actor, cover: Cover, wanted: Wanted) -> dict[str, Any]:
    figure = queries.count_cell(actor, cover, wanted)
    opens = bool(figure.count) and queries.can_open_cell(actor, wanted)
    base = _("%(share)s dari %(base)s %(of)s") % {
        "share": share_told(figure),
        "base": told(figure.base),
        "of": wanted.measure.base_label or UNIT_LABELS[wanted.unit],
    }
    return {
        "label": wanted.measure.label,
        "value": told(figure.count),
        "unit": UNIT_LABELS[wanted.unit],
        "note": base,
        "url": list_url(wanted) if opens else "",
    }


def _groups(actor: Actor, cover: Cover, wanted: Wanted) -> list[Any]:
    finer = "" if wanted.disability == "ya" else wanted.disability
    chosen = {BY_SEX: wanted.sex, BY_AGE: wanted.age, BY_DISABILITY: wanted.disability}
    chosen |= {BY_SEVERITY: finer, BY_KIND: finer}
    return [
        group_table(actor, wanted, queries.count_by(actor, cover, wanted, by), by, str(title))
        for by, title in GROUP_TITLES.items()
        if not chosen[by]
    ]


def _programmes(actor: Actor, cover: Cover, wanted: Wanted) -> list[dict[str, Any]]:
    rows = []
    for each in queries.programme_gaps(actor, cover, area=wanted.area):
        measure = find_measure(f"belum-{each.component.code}", each.component.unit, cover.components)
        assert measure is not None
        cell = Wanted(measure=measure, area=wanted.area)
        rows.append(
            {
                "name": each.component.name,
                "programme": each.component.programme,
                "unit": UNIT_LABELS[each.component.unit],
                "met": told(each.met),
                "receiving": told(each.receiving) if each.component.is_known else _("tidak tercatat di sini"),
                "gap": told(each.gap) if each.component.is_known else "–",
                "url": list_url(cell) if each.opens and each.gap else "",
                "page": f"{reverse(GAP_PAGE)}?{urlencode(cell_of(cell))}" if each.component.is_known else "",
            }
        )
    return rows


def _has_below(actor: Actor, wanted: Wanted) -> bool:
    return len(wanted.area) < len("73.12.01.2001")


def _map(actor: Actor, wanted: Wanted) -> MapShapes | None:
    return map_of(wanted.area) if wanted.area and _has_below(actor, wanted) else None


def _own_places(actor: Actor) -> str:
    labels = reference_queries.labels_of({str(each) for each in actor.areas})
    return ", ".join(labels[str(each)] for each in actor.areas)


def _way(actor: Actor, wanted: Wanted, page: str) -> Sequence[tuple[str, str]]:
    """From the actor's own area down to the one shown: (label, address)."""
    if not wanted.area:
        return ()
    path = [each for each in reference_queries.area_path(wanted.area) if actor.covers(each.code)]
    return [
        (each.label, f"{reverse(page)}?{urlencode(cell_of(replace(wanted, area=str(each.code))))}")
        for each in path[:-1]
    ]
