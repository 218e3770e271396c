"""Pages that move a batch: submit, pass on, verify, decide, return, withdraw, refuse one line. Each asks before it acts."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.kernel import clock
from rangkul.platform.policy.actor import Actor
from rangkul.programmes import actions
from rangkul.programmes.enums import LineState, RefusalReason
from rangkul.programmes.policies import proposals as policies
from rangkul.programmes.queries import ProposalView
from rangkul.programmes.queries.proposal_lines import LineView, computed_today, find_line, overlaps_today
from rangkul.web.programmes.attempts import attempt
from rangkul.web.programmes.proposal_forms import NoteForm, RefuseLineForm, ReturnForm, SubmitForm, WithdrawForm
from rangkul.web.programmes.proposals import crumb, find
from rangkul.web.shared.acting import acting
from rangkul.web.shared.fields import number_of
from rangkul.web.shared.wording import today


def proposal_submit(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Check the answers, put the ranking and the minutes, hand it to the kecamatan."""
    actor = acting(request)
    view = _find_for(actor, batch_id, "submit")
    batch = view.batch
    initial = {
        "musyawarah_on": batch.musyawarah_on,
        "musyawarah_place": batch.musyawarah_place,
        "musyawarah_attendance": batch.musyawarah_attendance,
    }
    form = SubmitForm(request.POST or None, initial=initial)
    declared, places = computed_today(view, today()) if view.batch.state in ("DRAFT", "RETURNED") else ((), {})
    ranks = _ranks(request, view, {key: place.rank for key, place in places.items()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        order = sorted(view.open_lines, key=lambda line: (ranks[line.id], line.rank))
        done, problem = attempt(
            lambda: actions.submit_batch(
                batch_id=batch_id,
                ranking=[line.id for line in order],
                revision=_revision(request),
                by=actor,
                at=clock.now(),
                **said,
            )
        )
        if done is not None:
            messages.success(request, _("Usulan diajukan ke kecamatan."))
            return redirect("web:programmes:proposal", batch_id)
        form.add_error(None, problem)
    shown = sorted(view.open_lines, key=lambda line: (ranks[line.id], line.rank)) if declared else view.open_lines
    lines = [{"line": line, "rank": ranks[line.id], "place": places.get(line.id)} for line in shown]
    context = _context(view, form=form, lines=lines, order=declared)
    return render(request, "programmes/proposal_submit.html", context, status=422 if form.errors else 200)


def proposal_check(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The kecamatan passes a batch on to the office."""
    return _simple_step(request, batch_id, "check", actions.check_batch, _("Usulan diteruskan ke Dinas."))


def proposal_verify(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The division lays a batch before the one who decides."""
    return _simple_step(request, batch_id, "verify", actions.verify_batch, _("Usulan menunggu keputusan."))


def proposal_return(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Back to the village with a reason."""
    actor = acting(request)
    view = _find_for(actor, batch_id, "return")
    form = ReturnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done, problem = attempt(
            lambda: actions.return_batch(
                batch_id=batch_id, revision=_revision(request), by=actor, at=clock.now(), **form.cleaned_data
            )
        )
        if done is not None:
            messages.success(request, _("Usulan dikembalikan ke desa dengan alasannya."))
            return redirect("web:programmes:proposal", batch_id)
        form.add_error(None, problem)
    context = _context(view, form=form, verb="return", title=_("Kembalikan usulan ke desa"))
    return render(request, "programmes/proposal_step.html", context, status=422 if form.errors else 200)


def proposal_withdraw(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The village takes its batch back for good."""
    actor = acting(request)
    view = _find_for(actor, batch_id, "withdraw")
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done, problem = attempt(
            lambda: actions.withdraw_batch(
                batch_id=batch_id,
                reason=form.cleaned_data["reason"],
                revision=_revision(request),
                by=actor,
                at=clock.now(),
            )
        )
        if done is not None:
            messages.success(request, _("Usulan ditarik."))
            return redirect("web:programmes:proposal", batch_id)
        form.add_error(None, problem)
    context = _context(view, form=form, verb="withdraw", title=_("Tarik usulan"))
    return render(request, "programmes/proposal_step.html", context, status=422 if form.errors else 200)


def proposal_refuse_line(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Refuse one line with a reason."""
    actor = acting(request)
    line, line_view = find_line(actor, line_id)
    batch_id = line.batch_id
    view = _find_for(actor, batch_id, "refuse_line")
    form = RefuseLineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done, problem = attempt(
            lambda: actions.refuse_line(line_id=line_id, by=actor, at=clock.now(), **form.cleaned_data)
        )
        if done is not None:
            messages.success(request, _("Baris ditolak dengan alasannya."))
            return redirect("web:programmes:proposal", batch_id)
        form.add_error(None, problem)
    context = _context(view, form=form, verb="refuse-line", title=_("Tolak dari usulan"), line=line_view)
    return render(request, "programmes/proposal_step.html", context, status=422 if form.errors else 200)


def proposal_decide(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Choose line by line, look at it once more, decide. The SK is made in the same moment."""
    actor = acting(request)
    view = _find_for(actor, batch_id, "decide")
    chosen = _choices(request, view)
    problem = ""
    if request.method == "POST" and request.POST.get("sure") == "ya":
        done, problem = attempt(
            lambda: actions.decide_batch(
                batch_id=batch_id, lines=chosen, revision=_revision(request), by=actor, at=clock.now()
            )
        )
        if done is not None:
            messages.success(request, _("Ditetapkan dengan SK %(number)s.") % {"number": done.number})
            return redirect("web:programmes:decree", done.pk)
        fresh = find(actor, batch_id)
        if fresh.batch.state != view.batch.state or fresh.batch.revision != _revision(request):
            messages.error(request, problem)
            return redirect("web:programmes:proposal", batch_id)
    beside = overlaps_today(actor, view, today())
    choices = list(chosen.values())
    lacks = any(_lacks_reason(choice) for choice in choices)
    if request.method == "POST" and lacks and not problem:
        problem = _("Pilih alasan untuk setiap nama yang ditolak; “lainnya” disertai penjelasan.")
    asks = request.method == "POST" and not problem
    left = min((quota.left for quota in view.quotas), default=None)
    counts = {state: sum(1 for choice in choices if choice.outcome == state) for state in LineState}
    context = _context(
        view,
        rows=[{"line": line, "choice": chosen[line.id], "overlap": beside.get(line.id)} for line in view.open_lines],
        problem=problem,
        reasons=RefusalReason.choices,
        accepted=counts[LineState.ACCEPTED],
        waiting=counts[LineState.WAITING],
        refused=counts[LineState.REFUSED],
        overflow=max(0, counts[LineState.ACCEPTED] - left) if left is not None else 0,
    )
    template = "programmes/proposal_decide_confirm.html" if asks else "programmes/proposal_decide.html"
    return render(request, template, context, status=422 if problem else 200)


def _simple_step(
    request: HttpRequest, batch_id: UUID, verb: str, act: Callable[..., object], told: str
) -> HttpResponse:
    actor = acting(request)
    view = _find_for(actor, batch_id, verb)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        done, problem = attempt(
            lambda: act(batch_id=batch_id, note=note, revision=_revision(request), by=actor, at=clock.now())
        )
        if done is not None:
            messages.success(request, told)
            return redirect("web:programmes:proposal", batch_id)
        form.add_error(None, problem)
    titles = {"check": _("Teruskan usulan ke Dinas"), "verify": _("Nyatakan usulan terverifikasi")}
    context = _context(view, form=form, verb=verb, title=titles[verb])
    return render(request, "programmes/proposal_step.html", context, status=422 if form.errors else 200)


def _find_for(actor: Actor, batch_id: UUID, step: str) -> ProposalView:
    """The batch for whoever may take the step: nobody fills in a form that is refused only when it is sent."""
    view = find(actor, batch_id)
    policies.check_can_move(actor, view.batch, step)
    return view


def _context(view: ProposalView, **more: object) -> dict[str, object]:
    back = reverse("web:programmes:proposal", args=[view.row.id])
    crumbs = [crumb(), {"label": view.row.number, "url": back}]
    return {"view": view, "batch": view.batch, "back": back, "crumbs": crumbs, **more}


def _revision(request: HttpRequest) -> int | None:
    return number_of(request.POST.get("revision", ""))


def _ranks(request: HttpRequest, view: ProposalView, declared: Mapping[UUID, int]) -> dict[UUID, int]:
    """What was typed, else the declared order, else the order of the list."""
    found = {}
    for line in view.open_lines:
        text = request.POST.get(f"urutan-{line.id}", "").strip()
        found[line.id] = (
            int(text) if text.isascii() and text.isdigit() and len(text) < 6 else declared.get(line.id, line.rank)
        )
    return found


def _choices(request: HttpRequest, view: ProposalView) -> dict[UUID, actions.LineDecision]:
    return {line.id: _choice(request, line) for line in view.open_lines}


def _choice(request: HttpRequest, line: LineView) -> actions.LineDecision:
    outcome = request.POST.get(f"outcome-{line.id}", LineState.ACCEPTED)
    refuses = outcome == LineState.REFUSED
    return actions.LineDecision(
        outcome=outcome,
        reason=request.POST.get(f"reason-{line.id}", "") if refuses else "",
        note=request.POST.get(f"note-{line.id}", "")[:1000] if refuses else "",
        overlap_reason=request.POST.get(f"overlap-{line.id}", "")[:300],
    )


def _lacks_reason(choice: actions.LineDecision) -> bool:
    if choice.outcome != LineState.REFUSED:
        return False
    return not choice.reason or (choice.reason == RefusalReason.OTHER and not choice.note.strip())
