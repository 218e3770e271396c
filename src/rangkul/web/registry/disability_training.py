"""A training for persons with disability in PKH families: choose them from the list, name the two divisions (R228)."""

from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Refused
from rangkul.organisation import policies as organisation_policies
from rangkul.organisation import queries as organisation_queries
from rangkul.organisation.actions import NewActivity
from rangkul.organisation.enums import ActivityKind
from rangkul.organisation.errors import UnableToAddParticipants
from rangkul.platform.policy.actor import Actor
from rangkul.registry import actions, queries
from rangkul.registry.actions.train_disabled import COHORT, MOST
from rangkul.registry.queries import DisabledPerson, Filter
from rangkul.web.registry.areas import own_area
from rangkul.web.registry.disability import health_page
from rangkul.web.registry.purposes import purposed
from rangkul.web.shared.asking import UNPROCESSABLE, see_other
from rangkul.web.shared.fields import DateBoxes
from rangkul.web.shared.wording import today


class TrainingForm(forms.Form):
    """What is trained, when and where, by which two divisions, and who takes part."""

    name = forms.CharField(label=gettext_lazy("Nama pelatihan"), max_length=200)
    held_on = DateBoxes(label=gettext_lazy("Tanggal"))
    venue = forms.CharField(label=gettext_lazy("Tempat"), max_length=200)
    division = forms.TypedChoiceField(label=gettext_lazy("Bidang pelaksana"), coerce=UUID)
    partner = forms.TypedChoiceField(
        label=gettext_lazy("Bidang mitra"),
        coerce=UUID,
        help_text=gettext_lazy("Bidang yang menjalankan pelatihan bersama, misalnya Rehabilitasi Sosial."),
    )
    people = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Peserta"), coerce=UUID, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: tuple[DisabledPerson, ...], **kwargs: Any) -> None:
        """`people`: who is on the list."""
        super().__init__(*args, **kwargs)
        found = organisation_queries.list_divisions(organisation_queries.get_office(), on=today())
        divisions = [("", _("Pilih satu")), *((str(each.pk), each.name) for each in found)]
        listed = [(str(each.id), f"{each.name}, {each.area_label}") for each in people]
        for name, choices in (("division", divisions), ("partner", divisions), ("people", listed)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


@health_page
def disability_train(request: HttpRequest) -> HttpResponse:
    """From the list to an activity with its participants."""
    actor = purposed(request)
    actor.check_may(organisation_policies.RECORD)
    area = own_area(actor, request.GET.get("wilayah", "")) or str(actor.areas[0])
    page = queries.list_disabled(actor, Filter(view=COHORT, area=area), on=today(), limit=MOST)
    form = TrainingForm(
        request.POST or None, people=page.rows, initial={"people": [str(each.id) for each in page.rows]}
    )
    if request.method == "POST" and form.is_valid():
        made = _save(form, actor, area)
        if made is not None:
            return see_other(reverse("web:organisation:activity", args=[made]))
    context = {
        "form": form,
        "page": page,
        "area_label": queries.area_label(area),
        "is_cut": page.has_more,
        "purpose": actor.purpose,
        "as_of": today(),
        "crumbs": [{"label": _("Kelengkapan data difabel"), "url": reverse("web:registry:disability-board")}],
    }
    return render(request, "registry/disability_train.html", context, status=UNPROCESSABLE if form.errors else 200)


def _save(form: TrainingForm, actor: Actor, area: str) -> UUID | None:
    told = form.cleaned_data
    training = NewActivity(
        kind=ActivityKind.PELATIHAN,
        name=told["name"],
        held_on=told["held_on"],
        venue=told["venue"],
        area=AreaCode.parse(area),
        division_id=told["division"],
        partner_id=told["partner"],
    )
    try:
        with transaction.atomic():
            return actions.train_disabled(person_ids=told["people"], training=training, by=actor, at=clock.now())
    except UnableToAddParticipants as unable:
        for problem in unable.problems[:20]:
            form.add_error("people", problem.message)
    except Refused as refused:
        form.add_error(None, refused.message)
    return None
