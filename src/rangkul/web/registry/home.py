"""Where a family lives: record its point, add and withdraw photos, show one photo."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.policy.actor import Actor
from rangkul.registry import actions, policies, queries
from rangkul.registry.queries import FamilyView
from rangkul.web.registry.asking import ask
from rangkul.web.registry.forms import ReasonForm
from rangkul.web.registry.recording import family_to_record
from rangkul.web.registry.vulnerable_forms import PhotoForm, PointForm
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, see_other
from rangkul.web.shared.wording import today


def _family(actor: Actor, family_id: UUID) -> FamilyView:
    view = family_to_record(actor, family_id)
    if not policies.can_view_home(actor):
        raise Denied(permission=policies.VIEW_HOME, message=_("Peran Anda tidak dapat melihat lokasi dan foto rumah."))
    return view


@never_cache
def family_point(request: HttpRequest, family_id: UUID) -> HttpResponse:
    """Record where the house stands."""
    actor = acting(request)
    view = _family(actor, family_id)
    form = PointForm(request.POST or None, initial={"taken_on": today()})
    back = reverse("web:registry:family", args=[family_id])

    def save() -> tuple[str, str]:
        actions.record_point(family_id=family_id, **form.cleaned_data, by=actor, at=clock.now())
        return back, _("Titik lokasi rumah sudah dicatat.")

    return ask(request, form, title=_("Catat titik lokasi rumah"), lead=view.label, back=back, save=save)


@never_cache
def family_photo_add(request: HttpRequest, family_id: UUID) -> HttpResponse:
    """Add a photo of the house; one step, since a browser does not send a file twice."""
    actor = acting(request)
    view = _family(actor, family_id)
    form = PhotoForm(request.POST or None, request.FILES or None, initial={"taken_on": today()})
    back = reverse("web:registry:family", args=[family_id])
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["photo"]
        try:
            with transaction.atomic():
                actions.add_photo(
                    family_id=family_id,
                    content=sent.file,
                    name=sent.name or "",
                    view=form.cleaned_data["view"],
                    taken_on=form.cleaned_data["taken_on"],
                    by=actor,
                    at=clock.now(),
                )
        except Refused as refused:
            form.add_error("photo", refused.message)
        else:
            messages.success(request, _("Foto sudah disimpan."))
            return see_other(back)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "registry/family_photo_add.html", {"form": form, "view": view, "back": back}, status=status)


@never_cache
def family_photo(request: HttpRequest, photo_id: UUID) -> HttpResponse:
    """The photo itself, for those who may see it."""
    opened = queries.open_photo(acting(request), photo_id)
    response = HttpResponse(opened.content, content_type=opened.stored.media_type)
    response["Content-Disposition"] = "inline"
    return response


@never_cache
def family_photo_withdraw(request: HttpRequest, family_id: UUID, photo_id: UUID) -> HttpResponse:
    """Take a photo off the card."""
    actor = acting(request)
    view = _family(actor, family_id)
    form = ReasonForm(request.POST or None)
    back = reverse("web:registry:family", args=[family_id])

    def save() -> tuple[str, str]:
        actions.withdraw_photo(photo_id=photo_id, reason=form.cleaned_data["reason"], by=actor, at=clock.now())
        return back, _("Foto sudah ditarik.")

    return ask(request, form, title=_("Tarik foto"), lead=view.label, back=back, save=save)
