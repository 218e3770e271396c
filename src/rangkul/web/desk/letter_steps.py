"""The steps of a letter: choose a kind, write, change, initial, send back, sign, number, cancel, preview and copy."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rangkul.accounts.roles import BY_CODE
from rangkul.desk import actions, queries
from rangkul.desk.errors import NoSuchCase
from rangkul.desk.queries import LetterKind
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, RangkulError, Refused
from rangkul.kernel.ids import read_id
from rangkul.registry.errors import NoSuchRecord
from rangkul.web.desk.case_steps import check_may, crumbs_of
from rangkul.web.desk.letter_forms import LetterForm, LetterReasonForm
from rangkul.web.desk.letters import crumbs_of as letter_crumbs
from rangkul.web.desk.letters import letter_page
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, ask, attempt, see_other, words_of


def letter_url(letter_id: UUID) -> str:
    """The address of a letter's page."""
    return reverse("web:desk:letter", args=[letter_id])


@never_cache
def letter_new(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Choose a kind of letter for a case, then write its draft (`?jenis=`)."""
    check_may(request, "desk.letter.draft")
    actor = acting(request)
    view = queries.get_case(actor, case_id)
    context: dict[str, Any] = {
        "view": view,
        "crumbs": crumbs_of(view),
        "back": reverse("web:desk:case", args=[case_id]),
    }
    code = request.GET.get("jenis", "")
    if not code and request.method != "POST":
        return render(request, "desk/letter_new.html", context | {"kinds": queries.list_written_kinds()})
    kind = _kind(code)
    if kind.is_of_referral:
        raise Http404
    role = str(BY_CODE[actor.role].label) if actor.role in BY_CODE else ""
    known = queries.prefilled(actor, case_id, kind, role=role, at=clock.now()) if request.method != "POST" else {}
    form = LetterForm(request.POST or None, kind=kind, initial=known)
    made: list[Any] = []

    def draft() -> None:
        made.append(
            actions.draft_letter(
                case_id=case_id,
                kind=kind.code,
                values=form.answers(),
                form_key=form.cleaned_data["form_key"],
                by=actor,
                at=clock.now(),
            )
        )

    if request.method == "POST" and form.is_valid():
        problem = attempt(draft)
        if not problem:
            messages.success(request, _("Konsep tersimpan. Periksa pratinjaunya; lalu kepala bidang memaraf."))
            return see_other(letter_url(made[0].pk))
        form.add_error(None, problem)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(
        request,
        "desk/letter_form.html",
        context | {"kind": kind, "form": form, "about": view.concerned_name or _("Belum diketahui")},
        status=status,
    )


@never_cache
def letter_change(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Change a draft; the facts of the registry are taken anew."""
    check_may(request, "desk.letter.change")
    actor = acting(request)
    view = queries.get_letter(actor, letter_id, at=clock.now())
    form = LetterForm(request.POST or None, kind=view.kind, initial={**view.values, "revision": view.revision})
    return ask(
        request,
        form,
        deed=lambda: actions.change_letter(
            letter_id=letter_id,
            values=form.answers(),
            revision=form.cleaned_data["revision"],
            by=actor,
            at=clock.now(),
        ),
        said=_("Konsep diubah; data registri diambil ulang."),
        to=letter_url(letter_id),
        template="desk/letter_form.html",
        view=view,
        kind=view.kind,
        about=view.row.about_name,
        crumbs=letter_crumbs(view),
    )


@never_cache
@require_POST
def letter_initial(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Put one's initials on the draft that was read."""
    check_may(request, "desk.letter.initial")

    def deed(revision: int) -> None:
        actions.initial_letter(letter_id=letter_id, revision=revision, by=acting(request), at=clock.now())

    return _step(request, letter_id, deed, _("Surat diparaf. Sekarang menunggu tanda tangan."))


@never_cache
@require_POST
def letter_sign(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Sign as the office holder, or by a power to sign."""
    check_may(request, "desk.letter.sign")
    mandate = read_id(request.POST.get("mandate", ""))

    def deed(revision: int) -> None:
        actions.sign_letter(
            letter_id=letter_id, revision=revision, as_mandate=mandate, by=acting(request), at=clock.now()
        )

    return _step(request, letter_id, deed, _("Surat ditandatangani. Sekarang dapat diberi nomor."))


@never_cache
@require_POST
def letter_issue(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Give the signed letter its number."""
    check_may(request, "desk.letter.issue")
    made: list[Any] = []

    def deed(revision: int) -> None:
        made.append(
            actions.issue_letter(letter_id=letter_id, revision=revision, by=acting(request), at=clock.now()).number
        )

    return _step(request, letter_id, deed, lambda: _("Surat terbit dengan nomor %(number)s.") % {"number": made[0]})


@never_cache
def letter_return(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Send the letter back to its draft."""
    return _with_reason(
        request,
        letter_id,
        permission="desk.letter.return",
        action=actions.return_letter,
        label=_("Apa yang perlu diperbaiki?"),
        hint=_("Paraf dan tanda tangan yang sudah ada menjadi batal."),
        title=_("Kembalikan ke konsep"),
        said=_("Surat kembali menjadi konsep."),
    )


@never_cache
def letter_cancel(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Cancel the letter with its reason."""
    return _with_reason(
        request,
        letter_id,
        permission="desk.letter.cancel",
        action=actions.cancel_letter,
        label=_("Mengapa surat ini dibatalkan?"),
        hint=_("Alasan ini tertulis di buku agenda. Jangan menulis penyakit atau urusan pribadi."),
        title=_("Batalkan surat"),
        said=_("Surat dibatalkan. Nomornya tetap ada di buku agenda sebagai nomor batal."),
        tone="danger",
    )


@never_cache
@require_safe
def letter_preview(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """The letter as it stands, as PDF marked "konsep"; the look is logged."""
    check_may(request, "desk.letter.read")
    try:
        pdf = queries.preview_letter(acting(request), letter_id, at=clock.now())
    except Refused as error:
        return letter_page(request, letter_id, problem=words_of(error), status=UNPROCESSABLE)
    return as_pdf(pdf, "konsep-surat")


@never_cache
@require_POST
def letter_copy(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """A copy (salinan) of an issued letter as PDF; the look is logged."""
    check_may(request, "desk.letter.copy")
    actor = acting(request)
    view = queries.get_letter(actor, letter_id, at=clock.now())
    made: list[bytes] = []
    problem = attempt(lambda: made.append(actions.copy_letter(letter_id=letter_id, by=actor, at=clock.now())))
    if problem:
        return letter_page(request, letter_id, problem=problem, status=UNPROCESSABLE)
    return as_pdf(made[0], f"salinan-{view.row.number}")


def as_pdf(pdf: bytes, name: str) -> HttpResponse:
    """A PDF that the browser shows."""
    kept = "".join(each if each.isascii() and (each.isalnum() or each in "-_") else "-" for each in name)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{kept.strip("-")}.pdf"'
    return response


def _step(
    request: HttpRequest, letter_id: UUID, deed: Callable[[int], None], said: str | Callable[[], str]
) -> HttpResponse:
    """A step that needs no answers but the revision that was read."""
    actor = acting(request)
    queries.get_letter(actor, letter_id, at=clock.now())
    try:
        with transaction.atomic():
            deed(_revision(request))
    except (NoSuchCase, NoSuchRecord):
        raise
    except Denied as error:
        return letter_page(request, letter_id, problem=words_of(error), status=403)
    except RangkulError as error:
        return letter_page(request, letter_id, problem=words_of(error), status=UNPROCESSABLE)
    messages.success(request, said() if callable(said) else said)
    return see_other(letter_url(letter_id))


def _with_reason(
    request: HttpRequest,
    letter_id: UUID,
    *,
    permission: str,
    action: Callable[..., Any],
    label: str,
    hint: str,
    title: str,
    said: str,
    tone: str = "",
) -> HttpResponse:
    check_may(request, permission)
    actor = acting(request)
    view = queries.get_letter(actor, letter_id, at=clock.now())
    form = LetterReasonForm(request.POST or None, label=label, hint=hint)
    return ask(
        request,
        form,
        deed=lambda: action(letter_id=letter_id, reason=form.cleaned_data["reason"], by=actor, at=clock.now()),
        said=said,
        to=letter_url(letter_id),
        template="desk/letter_reason.html",
        view=view,
        title=title,
        tone=tone,
        crumbs=letter_crumbs(view),
    )


def _kind(code: str) -> LetterKind:
    found = queries.find_letter_kind(code)
    if found is None:
        raise Http404
    return found


def _revision(request: HttpRequest) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
