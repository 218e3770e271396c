"""Recording a dated row about a person or a family: a number, a decile, a programme of others, a condition."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.registry import actions, policies, queries
from rangkul.registry.queries import FamilyView, PersonView
from rangkul.web.registry.asking import ask
from rangkul.web.registry.row_forms import ConditionForm, IdentityForm, OutsideForm, StatusForm
from rangkul.web.shared.acting import acting
from rangkul.web.shared.wording import today


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of row: its heading, its form, the action that keeps it."""

    title: str | Promise
    form: type[forms.Form]
    record: Callable[..., Any]


ROWS = {
    "nomor": Row(gettext_lazy("Catat nomor di daftar lain"), IdentityForm, actions.record_identity),
    "desil": Row(gettext_lazy("Catat desil"), StatusForm, actions.record_status),
    "program": Row(gettext_lazy("Catat program dari luar Dinas"), OutsideForm, actions.record_outside_membership),
    "kondisi": Row(gettext_lazy("Catat kondisi"), ConditionForm, actions.record_condition),
}


def person_to_record(actor: Actor, person_id: UUID) -> PersonView:
    """The person, when the actor may add to what is known of them. Raises Denied, NoSuchRecord."""
    view = queries.get_person(actor, person_id)
    if not (actor.may(policies.RECORD) and actor.covers(view.area_code)):
        raise Denied(permission=policies.RECORD, message=_("Peran Anda tidak mencatat data warga."))
    return view


def family_to_record(actor: Actor, family_id: UUID) -> FamilyView:
    """The family, when the actor may add to what is known of it. Raises Denied, NoSuchRecord."""
    view = queries.get_family(actor, family_id)
    if not (actor.may(policies.RECORD) and actor.covers(view.area_code)):
        raise Denied(permission=policies.RECORD, message=_("Peran Anda tidak mencatat data keluarga."))
    return view


@never_cache
def person_record(request: HttpRequest, person_id: UUID, row: str) -> HttpResponse:
    """Record a row about a person."""
    view = person_to_record(acting(request), person_id)
    back = reverse("web:registry:person", args=[person_id])
    return _record(request, row, lead=view.name, back=back, about={"person_id": person_id})


@never_cache
def family_record(request: HttpRequest, family_id: UUID, row: str) -> HttpResponse:
    """Record a row about a family."""
    view = family_to_record(acting(request), family_id)
    back = reverse("web:registry:family", args=[family_id])
    return _record(request, row, lead=view.label, back=back, about={"family_id": family_id})


def _record(request: HttpRequest, row: str, *, lead: str, back: str, about: dict[str, UUID]) -> HttpResponse:
    if row not in ROWS:
        raise Http404
    kind = ROWS[row]
    form = kind.form(request.POST or None, initial={"on": today()})

    def save() -> tuple[str, str]:
        kind.record(**form.cleaned_data, **about, by=acting(request), at=clock.now())
        return back, _("Sudah dicatat.")

    return ask(request, form, title=str(kind.title), lead=lead, back=back, save=save)
