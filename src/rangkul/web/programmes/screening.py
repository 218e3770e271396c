"""Pages of screening one family: what it is entitled to and why, clause by clause, on screen and on paper."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import note_access
from rangkul.platform.policy.actor import Actor
from rangkul.programmes import actions, queries
from rangkul.programmes.errors import NoTermsInForce
from rangkul.programmes.policies.catalogue import can_view_health
from rangkul.registry import queries as registry
from rangkul.registry.errors import NoSuchRecord
from rangkul.rules.explain import Explanation
from rangkul.web.programmes.reasons import facts_used, limits_used, reasons_of, tells_health
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import see_other
from rangkul.web.shared.wording import today

KINDS = {"keluarga": "family", "orang": "person", "lembaga": "institution"}


def day_asked(request: HttpRequest) -> date:
    """The day of `?pada=YYYY-MM-DD`, today without one. Raises Http404 for anything else."""
    typed = request.GET.get("pada", "")
    try:
        return date.fromisoformat(typed) if typed else today()
    except ValueError as error:
        raise Http404 from error


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def family(request: HttpRequest, family_id: UUID) -> HttpResponse:
    """Every own component for the family and its members with the reasons; a post keeps one of them as a screening."""
    actor = acting(request)
    if request.method == "POST":
        return _keep(request, actor, family_id)
    try:
        found = queries.help_for_family(actor, family_id, day_asked(request))
    except Refused as error:
        raise Http404 from error
    if any(tells_health(each.explanation) for each in found.entitlements):
        note_access(by=actor, kind="family", subject_id=family_id, fields=["kondisi kesehatan"])
    label = registry.subject_label("family", family_id)
    context = {
        "label": label,
        "place": registry.area_label(label.area_code),
        "found": found,
        "entries": [_entry(each) for each in found.entitlements],
        "crumbs": [{"label": label.name, "url": label.url}] if label.url else [],
        "is_paper": "cetak" in request.GET,
        "layout": "layout/print.html" if "cetak" in request.GET else "layout/page.html",
    }
    return render(request, "programmes/screening_family.html", context)


@never_cache
@require_safe
def why(request: HttpRequest, code: str, kind: str, subject_id: UUID) -> HttpResponse:
    """One sheet: one component, one family, person or institution, one day (`?per=`), each clause with its facts; `?cetak` for paper."""
    actor = acting(request)
    if kind not in KINDS:
        raise Http404
    per = _day_of_sheet(request)
    context: dict[str, Any] = {"per": per, "problem": "", "answers": []}
    try:
        component = queries.get_component(code)
        label = _label(KINDS[kind], subject_id)
        found = queries.why(actor, component, KINDS[kind], subject_id, per)
    except NoTermsInForce as error:
        found, context["problem"] = [], error.message
    except (NoSuchRecord, Refused) as error:
        raise Http404 from error
    if any(each.tells_health for each in found):
        note_access(by=actor, kind=KINDS[kind], subject_id=subject_id, fields=["kondisi kesehatan"])
    context |= {
        "component": component,
        "label": label,
        "place": registry.area_label(label.area_code),
        "answers": [
            {"is": each, "reasons": reasons_of(each.explanation), "facts": facts_used(each.explanation),
             "limits": limits_used(each.explanation, each.terms.labels), "period": queries.period_of(each.terms), "parts": _parts(each)}
            for each in found
        ],
        "is_paper": "cetak" in request.GET,
        "layout": "layout/print.html" if "cetak" in request.GET else "layout/page.html",
        "crumbs": [{"label": label.name, "url": label.url}] if label.url else [],
    }  # fmt: skip
    return render(request, "programmes/screening_why.html", context)


def _parts(each: queries.Why) -> list[dict[str, Any]]:
    """Rows of `screening_parts.html`: each member with the parts it counts for."""
    if each.parts is None:
        return []
    return [{"name": each.part_labels[member].name, "parts": parts} for member, parts in each.parts.members]


def _label(kind: str, subject_id: UUID) -> registry.SubjectLabel:
    """Raises NoSuchRecord."""
    found = queries.labels_for_any(kind, [subject_id]).get(subject_id)
    if found is None:
        raise NoSuchRecord(kind, subject_id)
    return found


def _day_of_sheet(request: HttpRequest) -> date:
    typed = request.GET.get("per", "")
    try:
        return date.fromisoformat(typed) if typed else today()
    except ValueError as error:
        raise Http404 from error


def _entry(each: queries.Entitlement) -> dict[str, Any]:
    slug = next(slug for slug, kind in KINDS.items() if kind == each.kind)
    return {"is": each, "reasons": reasons_of(each.explanation), "slug": slug}


def _keep(request: HttpRequest, actor: Actor, family_id: UUID) -> HttpResponse:
    back = reverse("web:programmes:screening-family", args=[family_id])
    try:
        component, kind, subject = request.POST["komponen"], request.POST["jenis"], request.POST["subjek"]
        screening = actions.screen_subject(
            component_id=UUID(component), kind=kind, subject_id=UUID(subject), as_of=today(), by=actor, at=clock.now()
        )
    except (KeyError, ValueError) as error:
        raise Http404 from error
    except Refused as refused:
        messages.error(request, refused.message)
        return see_other(back)
    messages.success(request, _("Penilaian disimpan beserta alasannya."))
    return see_other(reverse("web:programmes:screening", args=[screening.pk]))


@never_cache
@require_safe
def kept(request: HttpRequest, screening_id: UUID) -> HttpResponse:
    """A screening as it was kept: verdict, reasons and the version of the rule; for print with `?cetak`."""
    actor = acting(request)
    screening = queries.get_screening(actor, screening_id)
    explanation = Explanation.from_json(screening.explanation)
    if not can_view_health(actor):
        explanation = explanation.masked()
    elif tells_health(explanation):
        note_access(
            by=actor, kind=screening.subject_kind, subject_id=screening.subject_id, fields=["kondisi kesehatan"]
        )
    label = _label(screening.subject_kind, screening.subject_id)
    context = {
        "screening": screening,
        "label": label,
        "reasons": reasons_of(explanation),
        "facts": facts_used(explanation),
        "limits": limits_used(explanation, screening.terms.labels),
        "period": queries.period_of(screening.terms),
        "now": _terms_since(screening),
        "kind": next((slug for slug, kind in KINDS.items() if kind == screening.subject_kind), ""),
        "rule_text": explanation.rule_text,
        "registry_ok": screening.facts.get("_registry_ok", True),
        "is_paper": "cetak" in request.GET,
        "layout": "layout/print.html" if "cetak" in request.GET else "layout/page.html",
    }
    return render(request, "programmes/screening_kept.html", context)


def _terms_since(screening: Any) -> Any:
    """The terms in force today where they are other than those the screening was made by, else None."""
    try:
        found = queries.terms_in_force(screening.component, today())
    except NoTermsInForce:
        return None
    return None if found.pk == screening.terms_id else found
