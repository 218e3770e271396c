"""Pages of the catalogue: every programme, own and others', and one programme with its terms and their versions."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rangkul.programmes import queries
from rangkul.programmes.policies import terms as terms_policies
from rangkul.programmes.queries.terms_difference import part_rows
from rangkul.web.programmes.terms_rows import parameters_told
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import CaseList, Cell, Column, Row
from rangkul.web.shared.wording import number_in_words, today


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Own programmes with their components, units and quotas; below them the programmes of others."""
    actor = acting(request)
    shown = queries.list_programmes(actor, on=today())
    context = {
        "own": [(each.programme, _components(each)) for each in shown if each.programme.is_own],
        "others": [each.programme for each in shown if not each.programme.is_own],
        "as_of": today(),
        "may_create": terms_policies.can_create_programme(actor),
        "may_work_on_terms": terms_policies.can_work_on_terms(actor),
    }
    return render(request, "programmes/catalogue_list.html", context)


@require_safe
def programme(request: HttpRequest, code: str) -> HttpResponse:
    """One programme: components, the rule in words and as text, legal basis, versions with what changed, quotas."""
    actor = acting(request)
    found = queries.get_programme(actor, code)
    components = [_component(each) for each in queries.list_components(actor, programme=found)]
    crumbs = [{"label": _("Program"), "url": reverse("web:programmes:catalogue")}]
    context = {
        "programme": found,
        "components": components,
        "as_of": today(),
        "may_set_flagship": terms_policies.can_set_flagship(actor, found),
        "may_create": found.is_own and terms_policies.can_create_programme(actor),
        "crumbs": crumbs,
    }
    return render(request, "programmes/catalogue_programme.html", context)


def _components(entry: queries.CatalogueProgramme) -> CaseList:
    return CaseList(
        caption=_("Komponen %(name)s") % {"name": entry.programme.name},
        hide_caption=True,
        columns=(
            Column(label=_("Komponen")),
            Column(label=_("Bentuk bantuan")),
            Column(label=_("Kuota"), numeric=True),
            Column(label=_("Terpakai"), numeric=True),
            Column(label=_("Syarat registri")),
        ),
        rows=[Row(cells=_cells(each)) for each in entry.components],
    )


def _cells(each: queries.CatalogueComponent) -> tuple[Cell, ...]:
    unit = each.component.get_unit_display()
    quota, terms = each.quota, each.terms
    return (
        Cell(
            text=each.component.name,
            url=reverse("web:programmes:programme", args=[each.component.programme.code]) + f"#{each.component.code}",
            note="" if terms else _("belum ada ketentuan yang berlaku"),
        ),
        Cell(text=each.component.get_aid_form_display(), note=each.component.item),
        Cell(
            text=f"{number_in_words(quota.amount)} {unit}" if quota else _("tidak disebut"),
            note=_("tahun %(year)s") % {"year": quota.fiscal_year} if quota else "",
            numeric=True,
        ),
        Cell(text=f"{number_in_words(quota.used)} {unit}" if quota else "–", numeric=True),
        Cell(text=terms.get_required_registry_display() if terms else "–"),
    )


def _component(component: Any) -> dict[str, Any]:
    versions = queries.list_versions(component)
    return {
        "component": component,
        "holes": queries.holes_between(versions),
        "quotas": queries.list_quotas(component),
        "versions": [
            {
                "terms": each.terms,
                "period": queries.period_of(each.terms),
                "differences": each.differences,
                "words": queries.clauses_in_words(each.terms, component.unit, today()),
                "parts": part_rows(each.terms, component.unit),
                "parameters": parameters_told(each.terms, component.unit),
            }
            for each in versions
        ],
    }
