"""How a complainant may be reached, and whether they agree to it: changed or taken back at the office."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from rangkul.desk import actions
from rangkul.kernel import clock
from rangkul.web.desk.complaints import crumbs_of, found
from rangkul.web.desk.forms import ContactForm
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import ask


@never_cache
@sensitive_post_parameters("phone", "email")
def complaint_contact(request: HttpRequest, complaint_id: UUID) -> HttpResponse:
    """Phone, e-mail and consent of a complaint that has a name; answered ones too."""
    actor = acting(request)
    actor.check_may("desk.complaint.contact")
    view = found(actor, complaint_id)
    first = {"revision": view.revision, "phone": view.phone, "email": view.email, "may_be_told": view.may_be_told}
    form = ContactForm(request.POST or None, initial=first)
    return ask(
        request,
        form,
        deed=lambda: actions.change_complaint_contact(
            complaint_id=view.id,
            phone=form.cleaned_data["phone"],
            email=form.cleaned_data["email"],
            may_be_told=form.cleaned_data["may_be_told"],
            revision=form.cleaned_data["revision"],
            by=actor,
            at=clock.now(),
        ),
        said=_("Kontak dan izin kabar tersimpan."),
        to=reverse("web:desk:complaint", args=[view.id]),
        template="desk/complaint_deed.html",
        view=view,
        title=_("Kontak dan izin kabar"),
        button=_("Simpan"),
        crumbs=crumbs_of(view),
    )
