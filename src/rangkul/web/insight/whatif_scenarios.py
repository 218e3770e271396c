"""Kept scenarios: the list, keeping the one on the page, comparing two side by side, throwing one away, a draft of one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rangkul.insight.everybody import NoSnapshotYet, kept_snapshot
from rangkul.insight.whatif import actions, policies, queries
from rangkul.insight.whatif.drafts import tried
from rangkul.insight.whatif.engine import run_scenario
from rangkul.insight.whatif.figures import Outcome
from rangkul.insight.whatif.in_force import list_in_force
from rangkul.insight.whatif.scenario import Scenario
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, RangkulError, Refused
from rangkul.programmes.errors import DraftExists, NoSuchTerms
from rangkul.programmes.queries.terms import get_terms
from rangkul.programmes.terms_writing import writing_of
from rangkul.web.insight import whatif_tables as tables
from rangkul.web.insight.snapshot import no_snapshot, note_of
from rangkul.web.insight.whatif_reading import query_of, read
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import see_other
from rangkul.web.shared.fields import number_of
from rangkul.web.shared.wording import money_in_words, number_in_words, today


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the scenario of the page under a name; its address came along as query."""
    actor = acting(request)
    policies.check_can_keep(actor)
    in_force = list_in_force(actor, on=today())
    scenario = read(request.GET, in_force).scenario
    back = f"{reverse('web:insight:whatif')}?{query_of(scenario)}"
    try:
        outcome = run_scenario(actor, scenario, on=today(), in_force=in_force)
        kept = actions.keep_scenario(name=request.POST.get("nama", ""), outcome=outcome, by=actor, at=clock.now())
    except NoSnapshotYet:
        return no_snapshot(request, _("Simulasi kebijakan"))
    except Refused as refused:
        messages.error(request, refused.message)
        return see_other(back)
    messages.success(request, _("Skenario “%(name)s” disimpan.") % {"name": kept.name})
    return see_other(reverse("web:insight:whatif-scenarios"))


@require_POST
def drop(request: HttpRequest, scenario_id: UUID) -> HttpResponse:
    """Throw one's own scenario away."""
    name = actions.drop_scenario(scenario_id=scenario_id, by=acting(request), at=clock.now())
    messages.success(request, _("Skenario “%(name)s” dihapus.") % {"name": name})
    return see_other(reverse("web:insight:whatif-scenarios"))


@require_safe
def try_terms(request: HttpRequest, terms_id: UUID) -> HttpResponse:
    """A draft of terms beside what is in force: the scenario that holds all it changes."""
    actor = acting(request)
    policies.check_can_view(actor)
    shown = get_terms(actor, terms_id)
    terms = list_in_force(actor, on=today()).of(shown.component.code)
    if terms is None:
        messages.warning(
            request,
            _("Komponen ini belum mempunyai ketentuan yang berlaku, jadi tidak ada pembandingnya di simulasi."),
        )
        return see_other(reverse("web:programmes:terms", args=[terms_id]))
    scenario = Scenario(components=(terms.code,), changes={terms.code: tried(writing_of(shown), terms)})
    return see_other(f"{reverse('web:insight:whatif')}?{query_of(scenario)}")


@require_POST
def draft(request: HttpRequest, code: str) -> HttpResponse:
    """The change of one component becomes draft terms; what is no part of terms is said."""
    actor = acting(request)
    policies.check_can_view(actor)
    in_force = list_in_force(actor, on=today())
    scenario = read(request.GET, in_force).scenario
    terms, change = in_force.of(code), scenario.change_of(code)
    if terms is None or change.is_empty:
        raise Http404
    back = f"{reverse('web:insight:whatif')}?{query_of(scenario)}"
    try:
        into, revision = _id(request.POST.get("rancangan", "")), number_of(request.POST.get("revision", ""))
        made = actions.make_draft(
            terms=terms, change=change, by=actor, at=clock.now(), into=into, revision=revision if into else None
        )
    except DraftExists as waiting:
        messages.error(request, str(waiting))
        return see_other(reverse("web:programmes:terms", args=[waiting.terms_id]))
    except NoSuchTerms as error:
        raise Http404 from error
    except (RangkulError, ValueError) as refused:
        if isinstance(refused, Denied):
            raise
        messages.error(request, getattr(refused, "message", str(refused)))
        return see_other(back)
    messages.success(request, _("Perubahan %(name)s menjadi rancangan ketentuan.") % {"name": terms.label})
    if actions.left_behind(change):
        messages.warning(
            request,
            _("Kuota dan pengecualian program sendiri tidak ikut: atur di halaman kuota dan di aturan tumpang tindih."),
        )
    return see_other(reverse("web:programmes:terms", args=[made]))


@never_cache
@require_safe
def scenarios(request: HttpRequest) -> HttpResponse:
    """The kept scenarios one may see, newest first; two of them are picked for comparing."""
    actor = acting(request)
    before = _id(request.GET.get("setelah", ""))
    found = queries.list_scenarios(actor, before=before, limit=queries.PAGE_SIZE + 1)
    more, found = len(found) > queries.PAGE_SIZE, found[: queries.PAGE_SIZE]
    names = {each.code: each.name for each in list_in_force(actor, on=today()).components}
    rows = [
        {
            "kept": each,
            "url": f"{reverse('web:insight:whatif')}?{query_of(queries.content_of(each))}",
            "can_drop": policies.can_drop(actor, each),
            "reach": "; ".join(_reach_in_words(line, names) for line in each.summary[:3]),
        }
        for each in found
    ]
    context = {
        "rows": rows,
        "whatif_url": reverse("web:insight:whatif"),
        "next_url": f"?setelah={found[-1].pk}" if more else "",
        "first_url": "?" if before else "",
    }
    return render(request, "insight/whatif_scenarios.html", context)


@never_cache
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two kept scenarios beside each other and beside what is in force, both on the present snapshot."""
    actor = acting(request)
    policies.check_can_view(actor)
    chosen = [_id(text) for text in request.GET.getlist("pilih")][:2]
    if len(chosen) < 2 or None in chosen or chosen[0] == chosen[1]:
        messages.error(request, _("Pilih dua skenario yang berbeda untuk dibandingkan."))
        return see_other(reverse("web:insight:whatif-scenarios"))
    kept = [queries.get_scenario(actor, each) for each in chosen if each is not None]
    try:
        snapshot = kept_snapshot(as_of=today())
        in_force = list_in_force(actor, on=today())
        outcomes = [run_scenario(actor, queries.content_of(each), on=today(), in_force=in_force) for each in kept]
    except NoSnapshotYet:
        return no_snapshot(request, _("Bandingkan skenario"))
    context = {
        "sides": [_side(each, outcome) for each, outcome in zip(kept, outcomes, strict=True)],
        "rows": tables.compare_rows(outcomes),
        "pairs": _pairs(outcomes),
        "names": [each.name for each in kept],
        "before_cost": outcomes[0].costs[0],
        "note": note_of(actor, snapshot),
        "as_of": snapshot.as_of,
        "crumbs": [{"label": _("Skenario"), "url": reverse("web:insight:whatif-scenarios")}],
    }
    return render(request, "insight/whatif_compare.html", context)


def _side(kept: Any, outcome: Outcome) -> dict[str, Any]:
    return {
        "kept": kept,
        "url": f"{reverse('web:insight:whatif')}?{query_of(outcome.scenario)}",
        "cost": money_in_words(outcome.costs[1])
        if any(each.after.cost is not None for each in outcome.components)
        else "",
        "changes": tables.changes_in_words(outcome),
        "poor": outcome.scenario.poor,
        "families": outcome.families.after.get(1, 0),
    }


def _pairs(outcomes: list[Outcome]) -> list[tuple[str, int, int]]:
    first, second = outcomes
    return [
        (f"{each.terms.name} ({each.terms.unit})", each.after.reached, other.after.reached)
        for each in first.components
        if (other := second.of(each.terms.code)) is not None
    ]


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _reach_in_words(line: dict[str, Any], names: dict[str, str]) -> str:
    name = names.get(line["code"], line["code"])
    return f"{name}: {number_in_words(line['before'])} → {number_in_words(line['after'])}"
