"""Pages that add to the catalogue without a file: a programme, and a component of one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.kernel import clock
from rangkul.organisation import queries as organisation
from rangkul.programmes import actions, queries
from rangkul.programmes.policies import terms as policies
from rangkul.web.programmes.attempts import attempt
from rangkul.web.programmes.terms_forms import ComponentForm, ProgrammeForm
from rangkul.web.shared.acting import acting
from rangkul.web.shared.wording import today


def programme_create(request: HttpRequest) -> HttpResponse:
    """A new programme of this office."""
    actor = acting(request)
    policies.check_can_create_programme(actor)
    divisions = organisation.list_divisions(organisation.get_office(), on=today())
    form = ProgrammeForm(request.POST or None, divisions=[(str(each.pk), each.name) for each in divisions])
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        division = UUID(said.pop("division"))
        made, problem = attempt(
            lambda: actions.create_programme(division_id=division, by=actor, at=clock.now(), **said)
        )
        if made is not None:
            messages.success(request, _("Program dibuat. Tambahkan komponennya."))
            return redirect("web:programmes:component-create", made.code)
        form.add_error(None, problem)
    context = {"form": form, "title": _("Program baru"), "back": reverse("web:programmes:catalogue")}
    return render(request, "programmes/programme_create.html", context, status=422 if form.errors else 200)


def component_create(request: HttpRequest, code: str) -> HttpResponse:
    """A new component of a programme; its terms are drafted next."""
    actor = acting(request)
    policies.check_can_create_programme(actor)
    programme = queries.get_programme(actor, code)
    form = ComponentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made, problem = attempt(
            lambda: actions.create_component(programme_id=programme.pk, by=actor, at=clock.now(), **form.cleaned_data)
        )
        if made is not None:
            messages.success(request, _("Komponen dibuat. Bidang pelaksana kini dapat menyusun ketentuannya."))
            return redirect("web:programmes:terms-history", made.code)
        form.add_error(None, problem)
    back = reverse("web:programmes:programme", args=[programme.code])
    context = {"form": form, "title": _("Komponen baru: %(name)s") % {"name": programme.name}, "back": back}
    return render(request, "programmes/programme_create.html", context, status=422 if form.errors else 200)
