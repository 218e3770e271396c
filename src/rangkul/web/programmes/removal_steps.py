"""Pages that move a removal batch or one of its lines; each asks before it acts."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.kernel import clock
from rangkul.platform.policy.actor import Actor
from rangkul.programmes import actions
from rangkul.programmes.policies import removal as policies
from rangkul.programmes.queries.removals import RemovalView
from rangkul.web.programmes.attempts import attempt
from rangkul.web.programmes.proposal_forms import NoteForm, ReturnForm, WithdrawForm
from rangkul.web.programmes.removal_forms import DescribeLineForm, KeepLineForm, ReinstateForm, RemovalSubmitForm
from rangkul.web.programmes.removals import crumb, find, find_line
from rangkul.web.shared.acting import acting
from rangkul.web.shared.fields import number_of


def removal_submit(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """What the musyawarah said, and off to the kecamatan."""
    form = RemovalSubmitForm(request.POST or None)
    told = _("Daftar pencoretan diajukan ke kecamatan.")
    return _step(request, batch_id, form, actions.submit_removal, "submit", _("Ajukan daftar pencoretan"), told)


def removal_check(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The kecamatan passes the batch on."""
    title, told = _("Teruskan daftar ke Dinas"), _("Daftar diteruskan ke Dinas.")
    return _step(request, batch_id, NoteForm(request.POST or None), actions.check_removal, "check", title, told)


def removal_verify(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The division lays the batch before the one who decides."""
    title, told = _("Nyatakan daftar terverifikasi"), _("Daftar menunggu keputusan.")
    return _step(request, batch_id, NoteForm(request.POST or None), actions.verify_removal, "verify", title, told)


def removal_return(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Back to the village with a reason."""
    title, told = _("Kembalikan daftar ke desa"), _("Daftar dikembalikan ke desa dengan alasannya.")
    return _step(request, batch_id, ReturnForm(request.POST or None), actions.return_removal, "return", title, told)


def removal_withdraw(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The village takes its list back for good."""
    title, told = _("Tarik daftar pencoretan"), _("Daftar ditarik.")
    return _step(
        request, batch_id, WithdrawForm(request.POST or None), actions.withdraw_removal, "withdraw", title, told
    )


def removal_describe_line(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Mend reason, evidence and day of a line, and hand in the paper."""
    actor = acting(request)
    line = find_line(actor, line_id)
    initial = {"reason": line.reason, "evidence": line.evidence, "on": line.effective_on}
    form = DescribeLineForm(request.POST or None, request.FILES or None, initial=initial)

    def act(*, reason: str, evidence: str, on: Any, file: Any) -> object:
        return actions.describe_removal_line(
            line_id=line_id, reason=reason, evidence=evidence, on=on, content=file.file if file else None,
            file_name=file.name if file else "", by=actor, at=clock.now(),
        )  # fmt: skip

    return _line(request, line, form, act, _("Lengkapi bukti"), _("Bukti disimpan."))


def removal_keep_line(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Refuse the striking-off of one recipient."""
    actor = acting(request)
    line = find_line(actor, line_id)

    def act(*, reason: str) -> object:
        return actions.keep_removal_line(line_id=line_id, reason=reason, by=actor, at=clock.now())

    form = KeepLineForm(request.POST or None)
    return _line(request, line, form, act, _("Tetap menerima"), _("Dicatat tetap menerima dengan alasannya."))


def removal_reinstate(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Take a striking-off back by a new decision."""
    actor = acting(request)
    line = find_line(actor, line_id)

    def act(*, reason: str, evidence: str) -> object:
        return actions.reinstate(line_id=line_id, reason=reason, evidence=evidence, by=actor, at=clock.now())

    form = ReinstateForm(request.POST or None)
    return _line(request, line, form, act, _("Pulihkan penerima"), _("Penerima dipulihkan dengan keputusan baru."))


def removal_decide(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Choose name by name and decide; the SK is made in the same moment."""
    actor = acting(request)
    view = _find_for(actor, batch_id, "decide")
    problem = ""
    choices = {each.line.pk: _choice(request, each.line.pk) for each in view.open_lines}
    if request.method == "POST":
        made = {key: choice for key, choice in choices.items() if choice is not None}
        done, problem = attempt(
            lambda: actions.decide_removal(
                batch_id=batch_id, lines=made, revision=_revision(request), by=actor, at=clock.now()
            )
        )
        if done is not None:
            messages.success(request, _("Diputuskan dengan SK %(number)s.") % {"number": done.number})
            return redirect("web:programmes:removal", batch_id)
        if find(actor, batch_id).batch.revision != _revision(request):
            messages.error(request, problem)
            return redirect("web:programmes:removal", batch_id)
    rows = [{"each": each, "choice": choices[each.line.pk]} for each in view.open_lines]
    context = {**_context(view), "rows": rows, "problem": problem}
    return render(request, "programmes/removal_decide.html", context, status=422 if problem else 200)


def _step(
    request: HttpRequest, batch_id: UUID, form: forms.Form, act: Callable[..., object], step: str, title: str, told: str
) -> HttpResponse:
    actor = acting(request)
    view = _find_for(actor, batch_id, step)
    if request.method == "POST" and form.is_valid():
        done, problem = attempt(
            lambda: act(batch_id=batch_id, revision=_revision(request), by=actor, at=clock.now(), **form.cleaned_data)
        )
        if done is not None:
            messages.success(request, told)
            return redirect("web:programmes:removal", batch_id)
        form.add_error(None, problem)
    context = {**_context(view), "form": form, "title": title}
    return render(request, "programmes/removal_step.html", context, status=422 if form.errors else 200)


def _line(
    request: HttpRequest, line: Any, form: forms.Form, act: Callable[..., object], title: str, told: str
) -> HttpResponse:
    view = find(acting(request), line.batch_id)
    shown = next((each for each in view.lines if each.line.pk == line.pk), None)
    if request.method == "POST" and form.is_valid():
        done, problem = attempt(lambda: act(**form.cleaned_data))
        if done is not None:
            messages.success(request, told)
            return redirect("web:programmes:removal", line.batch_id)
        form.add_error(None, problem)
    context = {**_context(view), "form": form, "title": title, "shown": shown}
    return render(request, "programmes/removal_step.html", context, status=422 if form.errors else 200)


def _find_for(actor: Actor, batch_id: UUID, step: str) -> RemovalView:
    """The batch for whoever may take the step: nobody fills in a form that is refused only when it is sent."""
    view = find(actor, batch_id)
    policies.check_can_move(actor, view.batch, step)
    return view


def _context(view: Any) -> dict[str, Any]:
    back = reverse("web:programmes:removal", args=[view.row.id])
    return {
        "view": view,
        "batch": view.batch,
        "back": back,
        "crumbs": [crumb(), {"label": view.row.number, "url": back}],
    }


def _revision(request: HttpRequest) -> int | None:
    return number_of(request.POST.get("revision", ""))


def _choice(request: HttpRequest, line_id: UUID) -> actions.RemovalChoice | None:
    outcome = request.POST.get(f"outcome-{line_id}", "")
    if not outcome:
        return None
    try:
        successor = UUID(request.POST.get(f"successor-{line_id}", ""))
    except ValueError:
        successor = None
    return actions.RemovalChoice(outcome, request.POST.get(f"why-{line_id}", "")[:1000], successor)
