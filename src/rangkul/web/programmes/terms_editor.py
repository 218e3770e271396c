"""The rule editor: one page that checks, counts and explains while terms are typed, with and without JavaScript."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from rangkul.kernel import clock
from rangkul.platform.audit.actions import note_access
from rangkul.platform.policy.actor import Actor
from rangkul.programmes import actions
from rangkul.programmes.entries import parameter_types, vocabulary_of
from rangkul.programmes.errors import RuleRefused
from rangkul.programmes.policies import terms as policies
from rangkul.programmes.queries import terms as queries
from rangkul.programmes.queries.terms_difference import in_clauses
from rangkul.programmes.queries.terms_trial import explain_for
from rangkul.programmes.terms_cases import failing, failing_cases, parts_apart, without_amounts
from rangkul.registry import queries as registry
from rangkul.rules.completion import completions
from rangkul.rules.errors import RuleError
from rangkul.rules.parse import before_member_condition
from rangkul.web.programmes import terms_builder as builder
from rangkul.web.programmes.attempts import attempt
from rangkul.web.programmes.reasons import reasons_of, tells_health
from rangkul.web.programmes.terms_reach import Reach, nobody, reach_of
from rangkul.web.programmes.terms_rows import KINDS
from rangkul.web.programmes.terms_typed import BUILD, WRITE, Typed, from_form, from_terms
from rangkul.web.shared.acting import acting
from rangkul.web.shared.wording import today

MOST_COMPLETIONS = 12
LONGEST_TEXT = 6_000


@never_cache
def terms_edit(request: HttpRequest, terms_id: UUID) -> HttpResponse:
    """Write on a draft. `do` of the form: save (the default), check, or show the rule the other way."""
    actor = acting(request)
    terms = _writable(actor, terms_id)
    if request.method != "POST":
        return _page(request, terms, from_terms(terms))
    typed = from_form(terms, request.POST)
    match request.POST.get("do", "save"):
        case "check":
            return _page(request, terms, typed, outcome=_outcome(actor, terms, typed))
        case "to-rows":
            return _page(request, terms, typed.switched(BUILD))
        case "to-text":
            return _page(request, terms, typed.switched(WRITE))
        case _:
            return _save(request, actor, terms, typed)


@never_cache
@require_POST
def terms_check(request: HttpRequest, terms_id: UUID) -> HttpResponse:
    """What the editor says of the form as it stands: the error at its place, or the rule in words, counts, examples."""
    actor = acting(request)
    terms = _writable(actor, terms_id)
    outcome = _outcome(actor, terms, from_form(terms, request.POST))
    return render(request, "programmes/terms_outcome.html", {"terms": terms, **outcome})


@never_cache
@require_POST
def terms_complete(request: HttpRequest, terms_id: UUID) -> HttpResponse:
    """Words that may follow at `position` of `text`, as JSON; parameters are those of the form."""
    actor = acting(request)
    terms = _writable(actor, terms_id)
    typed = from_form(terms, request.POST)
    position = request.POST.get("position", "")
    at = int(position) if position.isascii() and position.isdigit() and len(position) < 6 else 0
    vocabulary = vocabulary_of(typed.unit)
    before = before_member_condition(vocabulary) if request.POST.get("about") == "member" else ""
    text = request.POST.get("text", "").replace("\r\n", "\n")[:LONGEST_TEXT]  # forms send CRLF, boxes count LF
    found = completions(
        before + text,
        len(before) + at,
        vocabulary,
        parameter_types(typed.parameters),
        options=builder.options_of(vocabulary),
    )
    items = [asdict(each) | {"start": each.start - len(before)} for each in found[:MOST_COMPLETIONS]]
    return JsonResponse({"items": items})


@never_cache
def terms_reach(request: HttpRequest, terms_id: UUID) -> HttpResponse:
    """The counts of a kept version, asked for by its page after it has loaded."""
    actor = acting(request)
    terms = _readable(actor, terms_id)
    context = {"terms": terms, "reach": _reach_of_kept(actor, terms), "crumbs": crumbs(terms)}
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, "programmes/terms_reach.html" if is_part else "programmes/terms_reach_page.html", context)


@never_cache
@require_POST
def terms_example(request: HttpRequest, terms_id: UUID, kind: str, subject_id: UUID) -> HttpResponse:
    """Why somebody meets the rule or does not: the rule of the editor's form when it was sent, else the kept one."""
    actor = acting(request)
    terms = _readable(actor, terms_id)
    if "mode" in request.POST:
        typed = from_form(terms, request.POST)
        rule, parameters = typed.rule, typed.parameters
    else:
        typed = from_terms(terms)
        rule, parameters = typed.rule, dict(terms.parameters)
    if rule is None:
        messages.error(request, _("Perbaiki aturannya dulu, lalu buka contohnya."))
        return redirect("web:programmes:terms", terms_id)
    explanation = explain_for(actor, terms, rule, parameters, kind=kind, subject_id=subject_id, on=today())
    if explanation is None:
        raise Http404
    if tells_health(explanation):
        note_access(by=actor, kind=kind, subject_id=subject_id, fields=["kondisi kesehatan"])
    label = None if kind == "institution" else registry.subject_label(kind, subject_id)
    context = {
        "terms": terms,
        "label": label,
        "answer": {True: "MET", False: "NOT_MET", None: "UNKNOWN"}[explanation.result],
        "reasons": reasons_of(explanation),
        "is_unsaved": "mode" in request.POST,
        "as_of": today(),
        "crumbs": crumbs(terms),
    }
    return render(request, "programmes/terms_example.html", context)


def crumbs(terms: Any) -> list[dict[str, str]]:
    """The way back from a page about one version."""
    programme, component = terms.component.programme, terms.component
    return [
        {"label": _("Program"), "url": reverse("web:programmes:catalogue")},
        {"label": programme.name, "url": reverse("web:programmes:programme", args=[programme.code])},
        {"label": component.name, "url": reverse("web:programmes:terms-history", args=[component.code])},
        {
            "label": _("Versi %(n)s") % {"n": terms.version},
            "url": reverse("web:programmes:terms", args=[terms.pk]),
        },
    ]


def _save(request: HttpRequest, actor: Actor, terms: Any, typed: Typed) -> HttpResponse:
    if not typed.form.is_valid() or not typed.is_sound:
        return _page(request, terms, typed, outcome=_outcome(actor, terms, typed), status=422)
    writing = typed.writing(terms.valid.lower)
    try:
        done, problem = attempt(
            lambda: actions.change_terms(
                terms_id=terms.pk, writing=writing, revision=typed.revision, by=actor, at=clock.now()
            )
        )
    except RuleRefused as refused:
        typed.value_errors[refused.field] = refused.error
        return _page(request, terms, typed, outcome=_outcome(actor, terms, typed), status=422)
    if done is None:
        typed.form.add_error(None, problem)
        return _page(request, terms, typed, outcome=_outcome(actor, terms, typed), status=422)
    failures = failing_cases(done, typed.unit)
    if failures:
        messages.warning(
            request,
            _("Rancangan disimpan, tetapi %(n)s contoh kasus tidak sesuai. Perbaiki sebelum diajukan.")
            % {"n": len(failures)},
        )
    else:
        messages.success(request, _("Rancangan disimpan."))
    return redirect("web:programmes:terms", terms.pk)


def _page(
    request: HttpRequest, terms: Any, typed: Typed, *, outcome: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    vocabulary = vocabulary_of(typed.unit)
    own, members = builder.groups_of(vocabulary)
    context = {
        "terms": terms,
        "typed": typed,
        "form": typed.form,
        "built": typed.built.with_spare(),
        "own_facts": [(fact, builder.values_for(fact.name)) for fact in own],
        "member_facts": [(fact, builder.values_for(fact.name)) for fact in members],
        "every_code": sorted({code for fact in (*own, *members) for code in builder.values_for(fact.name)}),
        "operators": builder.OPERATORS,
        "who": builder.WHO if members else builder.WHO[:1],
        "joins": builder.JOINS,
        "kinds": KINDS,
        "outcome": outcome,
        "crumbs": crumbs(terms),
        **(outcome or {}),
    }
    return render(request, "programmes/terms_edit.html", context, status=status)


def _outcome(actor: Actor, terms: Any, typed: Typed) -> dict[str, Any]:
    """What the editor says: errors with their places, the rule in words, the cases, the reach."""
    errors = []
    if typed.rule_error is not None:
        errors.append(_told(_("Aturan"), typed.rule_error))
    errors += [_told(_part(name), error) for name, error in typed.value_errors.items()]
    said = getattr(typed.form, "cleaned_data", {})
    reach, words = nobody(), None
    failures: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    if typed.rule is not None:
        words = in_clauses(typed.rule, typed.parameters, on=said.get("valid_from") or terms.valid.lower)
        by = typed.judging(terms.valid.lower)
        cases = without_amounts(terms.cases) if "amount_text" in typed.value_errors else terms.cases
        failures, apart = failing(cases, by), parts_apart(terms.cases, by)
        reach = reach_of(
            actor,
            terms.component,
            typed.rule,
            typed.parameters,
            amount_text="" if "amount_text" in typed.value_errors else said.get("amount_text", ""),
            tariff=said.get("tariff"),
            deliveries=said.get("deliveries_per_year") or 1,
            on=today(),
            in_force=queries.find_in_force(terms.component, today()),
        )
    return {
        "errors": errors,
        "problems": typed.problems,
        "words": words,
        "failures": failures,
        "apart": apart,
        "case_count": len(terms.cases),
        "reach": reach,
    }


def _reach_of_kept(actor: Actor, terms: Any) -> Reach:
    typed = from_terms(terms)
    if typed.rule is None:
        return nobody()
    return reach_of(
        actor,
        terms.component,
        typed.rule,
        terms.parameters,
        amount_text=terms.amount_text,
        tariff=terms.tariff,
        deliveries=terms.deliveries_per_year,
        on=today(),
        in_force=queries.find_in_force(terms.component, today()),
    )


def _told(part: str, error: RuleError) -> dict[str, Any]:
    return {
        "part": part,
        "message": error.message,
        "line": error.line,
        "column": error.column,
        "caret": error.caret,
        "found": error.found,
        "expected": error.expected,
    }


def _part(name: str) -> str:
    if name == "amount_text":
        return _("Perhitungan nilai")
    if name.startswith("ranking-"):
        return _("Urutan prioritas ke-%(n)s") % {"n": name.removeprefix("ranking-")}
    if name.startswith("part-"):
        return _("Komponen tiap anggota ke-%(n)s") % {"n": name.removeprefix("part-")}
    return _("Aturan")


def _readable(actor: Actor, terms_id: UUID) -> Any:
    return queries.get_terms(actor, terms_id)


def _writable(actor: Actor, terms_id: UUID) -> Any:
    """A draft that the actor may write on; a version that is no draft any more is shown, not written."""
    terms = _readable(actor, terms_id)
    policies.check_can_draft(actor, terms.component)
    if terms.state != "DRAFT":
        raise Http404
    return terms
