"""Pages of terms: what waits, one version with its difference and way, all versions of a component, the steps."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rangkul.insight.whatif import policies as whatif_policies
from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.programmes import actions
from rangkul.programmes.errors import DraftExists, NoSuchComponent, NoSuchTerms, RuleRefused, ToBeConfirmed
from rangkul.programmes.policies import catalogue as catalogue_policies
from rangkul.programmes.policies import terms as policies
from rangkul.programmes.queries import get_component
from rangkul.programmes.queries import terms as queries
from rangkul.programmes.queries.terms_difference import part_rows
from rangkul.programmes.terms_cases import cases_as_yaml
from rangkul.programmes.terms_periods import words_of
from rangkul.programmes.workflow import TERMS
from rangkul.web.programmes.attempts import attempt
from rangkul.web.programmes.terms_editor import crumbs
from rangkul.web.programmes.terms_forms import PublishForm, ReasonForm, RemarkForm
from rangkul.web.programmes.terms_rows import parameters_told
from rangkul.web.shared.acting import acting
from rangkul.web.shared.fields import number_of
from rangkul.web.shared.wording import moment_in_words, today

_WAY = ("DRAFT", "SUBMITTED", "REVIEWED", "PUBLISHED")


@require_safe
def terms_list(request: HttpRequest) -> HttpResponse:
    """Versions that wait for this official."""
    actor = acting(request)
    catalogue_policies.check_can_view(actor)
    count, rows = queries.list_waiting(actor)
    context = {"count": count, "rows": [{"terms": each, "period": period_of(each)} for each in rows]}
    return render(request, "programmes/terms_list.html", context)


@require_safe
def terms(request: HttpRequest, terms_id: UUID) -> HttpResponse:
    """One version: what it says, what it changes, whom it reaches, its cases, its way and the next steps."""
    actor = acting(request)
    view = _find(request, terms_id)
    shown, component = view.terms, view.terms.component
    context = {
        "view": view,
        "terms": shown,
        "component": component,
        "period": period_of(shown),
        "state": state_words(shown),
        "way": _way(view),
        "deeds": deeds_in_words(view.deeds),
        "steps": [(step, reverse(f"web:programmes:terms-{step.name}", args=[shown.pk])) for step in view.steps],
        "may_draft": policies.can_draft(actor, component) and queries.find_open(actor, component) is None,
        "may_try": view.is_open and whatif_policies.can_view(actor),
        "parts": part_rows(shown, component.unit),
        "parameters": parameters_told(shown, component.unit),
        "ranking": [(each["value"].replace("_", " "), each["direction"]) for each in shown.ranking],
        "crumbs": crumbs(shown)[:-1],
    }
    return render(request, "programmes/terms.html", context)


@require_safe
def terms_history(request: HttpRequest, code: str) -> HttpResponse:
    """Every version of a component with who, when and on what legal basis, newest first."""
    actor = acting(request)
    catalogue_policies.check_can_view(actor)
    component = _component(code)
    rows = [
        {
            "terms": row.terms,
            "period": period_of(row.terms),
            "state": state_words(row.terms),
            "difference": row.difference,
            "deeds": deeds_in_words(row.deeds),
        }
        for row in queries.list_history(actor, component)
    ]
    programme = component.programme
    context = {
        "component": component,
        "rows": rows,
        "unfinished": queries.find_open(actor, component),
        "may_draft": policies.can_draft(actor, component),
        "quota_url": f"{reverse('web:programmes:quota')}?program={component.pk}",
        "crumbs": [
            {"label": _("Program"), "url": reverse("web:programmes:catalogue")},
            {"label": programme.name, "url": reverse("web:programmes:programme", args=[programme.code])},
        ],
    }
    return render(request, "programmes/terms_history.html", context)


@require_POST
def terms_draft(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a new version, from the newest or from the one named `from`."""
    actor = acting(request)
    policies.check_can_draft(actor, _component(code))
    component = _component(code)
    version = number_of(request.POST.get("from", ""))
    try:
        made, problem = attempt(
            lambda: actions.draft_terms(component_id=component.pk, from_version=version, by=actor, at=clock.now())
        )
    except DraftExists as exists:
        messages.warning(request, exists.message)
        return redirect("web:programmes:terms", exists.terms_id)
    except NoSuchTerms as error:
        raise Http404 from error
    if made is None:
        messages.error(request, problem)
        return redirect("web:programmes:terms-history", code)
    return redirect("web:programmes:terms-edit", made.pk)


@require_safe
def terms_cases_yaml(request: HttpRequest, terms_id: UUID) -> HttpResponse:
    """The cases of a version as the file that the catalogue keeps."""
    shown = _find(request, terms_id).terms
    body = cases_as_yaml([{"name": "", **each, "component": shown.component.code} for each in shown.cases])
    response = HttpResponse(body, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{shown.component.code}-v{shown.version}-cases.yaml"'
    return response


def terms_submit(request: HttpRequest, terms_id: UUID) -> HttpResponse:
    """Hand a draft in."""
    return _step(request, terms_id, "submit", None, actions.submit_terms, _("Rancangan diajukan untuk ditinjau."))


def terms_review(request: HttpRequest, terms_id: UUID) -> HttpResponse:
    """A second person has looked at it."""
    form = RemarkForm(request.POST or None)
    return _step(request, terms_id, "review", form, actions.review_terms, _("Ketentuan dinyatakan sudah ditinjau."))


def terms_publish(request: HttpRequest, terms_id: UUID) -> HttpResponse:
    """Publish, after the holes in time were confirmed with a reason."""
    view = _find(request, terms_id)
    asks = bool(view.plan and view.plan.questions)
    form = PublishForm(request.POST or None, asks=asks)
    return _step(request, terms_id, "publish", form, actions.publish_terms, _("Ketentuan diterbitkan."))


def terms_return(request: HttpRequest, terms_id: UUID) -> HttpResponse:
    """Back to the writer with what has to be mended."""
    form = ReasonForm(request.POST or None)
    return _step(request, terms_id, "return", form, actions.return_terms, _("Rancangan dikembalikan ke penyusun."))


def terms_withdraw(request: HttpRequest, terms_id: UUID) -> HttpResponse:
    """Give a version up for good."""
    form = ReasonForm(request.POST or None)
    return _step(request, terms_id, "withdraw", form, actions.withdraw_terms, _("Rancangan dibatalkan."))


def period_of(shown: Any) -> str:
    """The period of a version in words, its last day included."""
    return words_of(shown.valid.lower, shown.valid.upper)


def state_words(shown: Any) -> tuple[str, str]:
    """(label, tone): a published version also says whether its days have passed or are still to come."""
    if shown.state != "PUBLISHED":
        state = TERMS.state(shown.state)
        return str(state.label), {"info": "busy", "warning": "warn"}.get(state.tone, "neutral")
    if shown.valid.lower > today():
        return _("akan berlaku"), "busy"
    if shown.valid.upper is not None and shown.valid.upper <= today():
        return _("pernah berlaku"), "neutral"
    return _("berlaku"), "good"


def deeds_in_words(deeds: tuple[queries.Deed, ...]) -> list[dict[str, Any]]:
    """Entries of a timeline, newest first."""
    words = {
        "draft": _("Mulai disusun"),
        "change": _("Isinya diubah"),
        "set_cases": _("Contoh kasusnya diubah"),
        "submit": _("Diajukan untuk ditinjau"),
        "review": _("Dinyatakan sudah ditinjau"),
        "return": _("Dikembalikan ke penyusun"),
        "withdraw": _("Dibatalkan"),
        "publish": _("Diterbitkan"),
        "close": _("Masa berlakunya diakhiri oleh versi berikutnya"),
        "supersede": _("Digantikan sejak hari pertamanya"),
    }
    return [
        {
            "title": words.get(deed.verb, deed.verb),
            "at": deed.at,
            "by": deed.by,
            "body": deed.reason,
            "moment": moment_in_words(deed.at),
            "tone": "key" if deed.verb == "publish" else "",
        }
        for deed in reversed(deeds)
    ]


def _step(
    request: HttpRequest, terms_id: UUID, name: str, form: Any, act: Callable[..., object], told: str
) -> HttpResponse:
    """Ask before a step, take it, or say why not. Raises Denied for the wrong role, division or hands."""
    actor = acting(request)
    view = _find(request, terms_id)
    policies.check_can_take(actor, view.terms, name)
    problem, questions = "", view.plan.questions if name == "publish" and view.plan else ()
    if request.method == "POST" and (form is None or form.is_valid()):
        revision = number_of(request.POST.get("revision", ""))
        given = form.cleaned_data if form is not None else {}
        try:
            done, problem = attempt(
                lambda: act(terms_id=terms_id, revision=revision, by=actor, at=clock.now(), **given)
            )
            if done is not None:
                messages.success(request, told)
                return redirect("web:programmes:terms", terms_id)
        except RuleRefused as refused:
            problem = refused.message
        except ToBeConfirmed as asked:
            questions, problem = asked.questions, _("Tulis alasannya bila hal di bawah ini memang dimaksudkan.")
    context = {
        "view": view,
        "terms": view.terms,
        "component": view.terms.component,
        "period": period_of(view.terms),
        "form": form,
        "step": TERMS.transition(name),
        "questions": questions,
        "problem": problem or (view.plan_problem if name in ("submit", "review", "publish") else ""),
        "back": reverse("web:programmes:terms", args=[terms_id]),
        "crumbs": crumbs(view.terms),
    }
    failed = problem or (form is not None and form.errors)
    return render(request, "programmes/terms_step.html", context, status=422 if failed else 200)


def _way(view: queries.TermsView) -> list[dict[str, str]]:
    """The steps of the way for the stepper; nothing for what was given up."""
    state = view.terms.state
    if state == "WITHDRAWN":
        return []
    here = _WAY.index("PUBLISHED" if state == "SUPERSEDED" else state)
    last = {deed.verb: f"{deed.by}, {moment_in_words(deed.at)}" for deed in view.deeds}
    notes = {
        verb: last.get(name, "") for verb, name in zip(_WAY, ("draft", "submit", "review", "publish"), strict=True)
    }
    return [
        {
            "title": str(TERMS.state(code).label),
            "note": notes[code] if number <= here else "",
            "state": "done"
            if number < here or (number == here and code == "PUBLISHED")
            else "now"
            if number == here
            else "",
        }
        for number, code in enumerate(_WAY)
    ]


def _find(request: HttpRequest, terms_id: UUID) -> queries.TermsView:
    return queries.view_terms(acting(request), terms_id)


def _component(code: str) -> Any:
    try:
        return get_component(code)
    except (NoSuchComponent, Refused) as error:
        raise Http404 from error
