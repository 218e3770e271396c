"""Pages of the reviewer: what waits, and one visit to approve, send back, or have repeated by somebody else."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from rangkul.kernel import clock
from rangkul.verivali import actions, policies, queries
from rangkul.verivali.queries import Pair, VisitView
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, ask, attempt, do
from rangkul.web.shared.lists import with_query
from rangkul.web.shared.wording import number_in_words
from rangkul.web.verivali.forms import ReasonForm, ReviewForm, RevisitForm, capitalised, old_words
from rangkul.web.verivali.lists import subjects_listing
from rangkul.web.verivali.visit_shown import crumbs_of, facts_of, photos_of, reading_of, subject_url, visit_url


@never_cache
def to_review(request: HttpRequest) -> HttpResponse:
    """Subjects whose visits wait for this reviewer."""
    actor = acting(request)
    actor.check_may(policies.APPROVE)
    page = queries.list_to_review(actor, after=request.GET.get("setelah", ""))
    context = {
        "listing": subjects_listing(page.rows, _("Menunggu pemeriksaan")),
        "total": queries.count_to_review(actor),
        "next_url": with_query(request, {"setelah": page.next_mark}) if page.next_mark else "",
        "first_url": with_query(request, {"setelah": None}) if "setelah" in request.GET else "",
        "as_of": clock.now(),
        "crumbs": [{"label": _("Verivali"), "url": reverse("web:verivali:campaign-list")}],
    }
    return render(request, "verivali/to_review.html", context)


@never_cache
def visit_review(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """One visit as its reviewer sees it: what was found, what it would change, what clashes."""
    return review_page(request, visit_id)


def review_page(
    request: HttpRequest, visit_id: UUID, *, form: ReviewForm | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    """The review page, with what was refused a moment ago on top."""
    actor = acting(request)
    actor.check_may(policies.APPROVE)
    view = queries.get_visit(actor, visit_id)
    told = view.visit
    context = {
        "view": view,
        "visit": told,
        "form": form or ReviewForm(proposals=proposals_of(view), initial={"revision": view.revision}),
        "problem": problem,
        "facts": facts_of(view),
        "tags": [{"label": told.get_state_display(), "tone": "new"}],
        "photos": photos_of(view),
        "confirmed": [
            {"label": capitalised(pair.label), "value": old_words(pair.field, pair.old)}
            for pair in view.pairs
            if pair.state == "CONFIRMED"
        ],
        "agreement": _agreement(view),
        "needs_revisit": told.subject.is_drawn and told.kind != "REVISIT",
        "crumbs": crumbs_of(view),
        **reading_of(view),
    }
    return render(request, "verivali/visit_review.html", context, status=status)


@never_cache
@require_POST
def visit_approve(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Approve; corrections go into the registry as chosen."""
    actor = acting(request)
    actor.check_may(policies.APPROVE)
    view = queries.get_visit(actor, visit_id)
    form = ReviewForm(request.POST, proposals=proposals_of(view))
    if not form.is_valid():
        return review_page(request, visit_id, form=form, status=UNPROCESSABLE)
    problem = attempt(
        lambda: actions.approve_visit(
            visit_id=visit_id, decisions=form.decisions(), revision=form.cleaned_data["revision"], by=actor,
            at=clock.now(),
        )
    )  # fmt: skip
    if problem:
        return review_page(request, visit_id, problem=problem, status=UNPROCESSABLE)
    return do(request, lambda: None, said=_("Hasil kunjungan disetujui."), to=reverse("web:verivali:to-review"))


@never_cache
def visit_return(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Send the visit back with what to mend."""
    actor = acting(request)
    actor.check_may("verivali.subject.return")
    view = queries.get_visit(actor, visit_id)
    form = ReasonForm(request.POST or None)
    return ask(
        request,
        form,
        deed=lambda: actions.return_visit(
            visit_id=visit_id, reason=form.cleaned_data["reason"], by=actor, at=clock.now()
        ),
        said=_("Kunjungan dikembalikan ke petugasnya."),
        to=subject_url(view.visit.subject_id),
        template="verivali/reason.html",
        title=_("Kembalikan ke petugas"),
        lead=f"{view.name} · {view.visit.enumerator_name}",
        label=_("Kembalikan"),
        back=reverse("web:verivali:visit-review", args=[visit_id]),
        crumbs=crumbs_of(view),
    )


@never_cache
def visit_take_back(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Take an approval back with the reason: the visit waits for review again."""
    actor = acting(request)
    actor.check_may(policies.APPROVE)
    view = queries.get_visit(actor, visit_id)
    form = ReasonForm(request.POST or None)
    return ask(
        request,
        form,
        deed=lambda: actions.take_back_visit(
            visit_id=visit_id, reason=form.cleaned_data["reason"], by=actor, at=clock.now()
        ),
        said=_("Persetujuan ditarik. Kunjungan ini menunggu pemeriksaan lagi."),
        to=reverse("web:verivali:visit-review", args=[visit_id]),
        template="verivali/reason.html",
        title=_("Tarik persetujuan"),
        lead=_(
            "%(name)s. Jawaban kunjungan dikeluarkan lagi dari registri. Perbaikan data dan profil disabilitas yang sudah diterapkan tidak ikut batal; ubah lewat halaman warganya."
        )
        % {"name": view.name},
        label=_("Tarik persetujuan"),
        back=visit_url(visit_id),
        crumbs=crumbs_of(view),
    )


@never_cache
def visit_revisit(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Ask somebody who has not been there to visit again."""
    actor = acting(request)
    actor.check_may("verivali.subject.revisit")
    view = queries.get_visit(actor, visit_id)
    officers = [(str(each.user_id), each.name) for each in queries.other_enumerators(actor, view.visit)]
    form = RevisitForm(request.POST or None, officers=officers)
    return ask(
        request,
        form,
        deed=lambda: actions.request_revisit(
            visit_id=visit_id, to=UUID(form.cleaned_data["to"]), by=actor, at=clock.now()
        ),
        said=_("Kunjungan ulang diminta."),
        to=subject_url(view.visit.subject_id),
        template="verivali/revisit.html",
        view=view,
        officers=officers,
        back=visit_url(visit_id),
        crumbs=crumbs_of(view),
    )


def proposals_of(view: VisitView) -> list[Pair]:
    """Corrections that wait for the reviewer."""
    return [pair for pair in view.pairs if pair.state == "PROPOSED"]


def _agreement(view: VisitView) -> str:
    told = view.visit
    if not told.compared:
        return ""
    words = {
        "agreed": told.agreed, "compared": told.compared,
        "share": number_in_words(round(100 * told.agreed / told.compared, 1)),
    }  # fmt: skip
    return _("%(agreed)s dari %(compared)s jawaban sama dengan kunjungan sebelumnya (%(share)s%%).") % words
