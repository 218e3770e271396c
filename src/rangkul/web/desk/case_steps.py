"""The steps of a case: take it, send it back, note, propose, close."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from rangkul.desk import actions, queries
from rangkul.desk.queries import CaseView
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.web.desk.case_pages import case_page
from rangkul.web.desk.forms import CloseForm, ContactForm, NoteForm, ReturnForm
from rangkul.web.desk.revising import revised, revision_of
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, ask, attempt, see_other
from rangkul.web.shared.wording import today


def case_url(case_id: UUID) -> str:
    """The address of a case's page."""
    return reverse("web:desk:case", args=[case_id])


def crumbs_of(view: CaseView) -> list[dict[str, str]]:
    """The way back to the case."""
    name = view.concerned_name or view.ticket
    return [
        {"label": _("Layanan"), "url": reverse("web:desk:case-list")},
        {"label": name, "url": case_url(view.id)},
    ]


def check_may(request: HttpRequest, permission: str) -> None:
    """Raise `Denied` early, before a form is shown for nothing."""
    if not acting(request).may(permission):
        raise Denied(permission=permission, message=_("Peran Anda tidak dapat melakukan ini."))


@never_cache
@require_POST
def case_handle(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Take the case; it stands on one's own list."""
    actor = acting(request)
    queries.get_case(actor, case_id)
    revision = revision_of(request)
    problem = attempt(lambda: actions.handle_case(case_id=case_id, revision=revision, by=actor, at=clock.now()))
    if problem:
        return case_page(request, case_id, problem=problem, status=UNPROCESSABLE)
    messages.success(request, _("Kasus ini sekarang Anda tangani."))
    return see_other(case_url(case_id))


@never_cache
def case_return(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Send the case back to the citizen with what is missing."""
    check_may(request, "desk.case.return")
    actor = acting(request)
    view = queries.get_case(actor, case_id)
    missing = queries.get_flow(actor, case_id).missing
    form = ReturnForm(request.POST or None, has_items=bool(missing), initial={"revision": view.revision})
    return revised(
        request,
        form,
        deed=lambda: actions.return_case(
            case_id=case_id,
            reason=form.cleaned_data["reason"],
            revision=form.cleaned_data["revision"],
            by=actor,
            at=clock.now(),
        ),
        said=_("Kasus menunggu warga. Tenggat berhenti sampai warga melengkapi."),
        to=case_url(case_id),
        template="desk/case_return.html",
        view=view,
        missing=missing,
        crumbs=crumbs_of(view),
    )


@never_cache
def case_note(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Write a note on the timeline."""
    check_may(request, "desk.case.note")
    actor = acting(request)
    view = queries.get_case(actor, case_id)
    form = NoteForm(request.POST or None)
    return ask(
        request,
        form,
        deed=lambda: actions.note_on_case(case_id=case_id, text=form.cleaned_data["text"], by=actor, at=clock.now()),
        said=_("Catatan tersimpan."),
        to=case_url(case_id),
        template="desk/case_note.html",
        view=view,
        crumbs=crumbs_of(view),
    )


@never_cache
@sensitive_post_parameters("phone", "email")
def case_contact(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Phone, e-mail and whether the citizen agrees to be told; taken back here as well, also after closing."""
    check_may(request, "desk.case.contact")
    actor = acting(request)
    view = queries.get_case(actor, case_id)
    first = {"revision": view.revision, "phone": view.phone, "email": view.email, "may_be_told": view.may_be_told}
    form = ContactForm(request.POST or None, initial=first)
    return revised(
        request,
        form,
        deed=lambda: actions.change_contact(
            case_id=case_id,
            phone=form.cleaned_data["phone"],
            email=form.cleaned_data["email"],
            may_be_told=form.cleaned_data["may_be_told"],
            revision=form.cleaned_data["revision"],
            by=actor,
            at=clock.now(),
        ),
        said=_("Kontak dan izin kabar tersimpan."),
        to=case_url(case_id),
        template="desk/case_contact.html",
        view=view,
        crumbs=crumbs_of(view),
    )


@never_cache
def case_close(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Close the case with its outcome."""
    check_may(request, "desk.case.close")
    actor = acting(request)
    view = queries.get_case(actor, case_id)
    first = {"revision": view.revision, "unmet_reason": queries.supposed_reason(actor, case_id, today=today())}
    form = CloseForm(request.POST or None, initial=first)
    return revised(
        request,
        form,
        deed=lambda: actions.close_case(
            case_id=case_id,
            outcome=form.cleaned_data["outcome"],
            unmet_reason=form.cleaned_data["unmet_reason"],
            note=form.cleaned_data["note"],
            public_note=form.cleaned_data["public_note"],
            revision=form.cleaned_data["revision"],
            by=actor,
            at=clock.now(),
        ),
        said=_("Kasus ditutup. Warga dapat membaca hasilnya dengan tiketnya."),
        to=case_url(case_id),
        template="desk/case_close.html",
        view=view,
        crumbs=crumbs_of(view),
    )
