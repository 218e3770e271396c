"""The disability profile of a person: look at it, record a new version, validate it, print it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.registry import actions, policies, queries
from rangkul.registry.enums import ProfileState
from rangkul.registry.errors import NoSuchRecord
from rangkul.registry.queries import DisabilityView, ProfileView
from rangkul.web.registry.asking import ask
from rangkul.web.registry.disability_forms import DisabilityForm, ReturnForm, ValidateForm, initial_of
from rangkul.web.registry.purposes import PurposeNeeded, purposed
from rangkul.web.shared.lists import Cell
from rangkul.web.shared.wording import date_in_words, today

TONES = {ProfileState.RECORDED: "warn", ProfileState.VALIDATED: "good", ProfileState.RETURNED: "bad"}


def profile_cell(name: str, person_id: UUID, note: str = "") -> Cell:
    """Somebody in a list of people with disabilities, leading to their profile."""
    return Cell(text=name, url=reverse("web:registry:disability", args=[person_id]), note=note)


def health_page[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A page with health data: never kept by the browser, and a purpose is asked for first."""

    @never_cache
    @wraps(view)
    def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except PurposeNeeded as question:
            return question.response

    return run


@health_page
def disability(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The profile, with what may be done next; `?cetak` for paper."""
    actor = purposed(request)
    view = queries.get_disability(actor, person_id)
    is_paper = "cetak" in request.GET
    context = {
        "layout": "layout/print.html" if is_paper else "layout/page.html",
        "is_paper": is_paper,
        "view": view,
        "profile": view.profile,
        "rows": rows_of(view.profile) if view.profile else [],
        "tone": TONES.get(ProfileState(view.profile.state), "") if view.profile else "",
        "purpose": actor.purpose,
        "may_record": actor.may(policies.RECORD) and actor.covers(view.area_code),
        "may_validate": view.profile is not None
        and actor.may(policies.VALIDATE)
        and view.profile.recorded_by != actor.user_id
        and (view.profile.state == ProfileState.RECORDED or view.profile.is_due),
        "as_of": today(),
        "crumbs": [
            {"label": _("Registri"), "url": reverse("web:registry:search")},
            {"label": view.name, "url": reverse("web:registry:person", args=[person_id])},
        ],
    }
    return render(request, "registry/disability.html", context)


def rows_of(profile: ProfileView) -> list[dict[str, Any]]:
    """The particulars as a summary list."""
    types = ", ".join(profile.type_labels) + (f" ({_('ganda')})" if profile.is_multiple else "")
    caregiver = ": ".join(filter(None, [profile.caregiver_label, profile.caregiver_name]))
    return [
        {"label": _("Ragam"), "value": types},
        {"label": _("Rincian"), "value": profile.detail},
        {"label": _("Tingkat"), "value": profile.severity_label},
        {"label": _("Penyebab"), "value": profile.cause_label},
        {"label": _("Sejak"), "value": date_in_words(profile.since_on) if profile.since_on else ""},
        {"label": _("Pendamping"), "value": caregiver},
        {"label": _("Cara berkomunikasi"), "value": profile.communication_label},
    ]


@health_page
def disability_record(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Record a new version of the profile."""
    actor = purposed(request)
    person = queries.get_person(actor, person_id)
    if not (actor.may(policies.RECORD) and actor.covers(person.area_code)):
        raise Denied(permission=policies.RECORD, message=_("Peran Anda tidak dapat mengubah data warga."))
    view = queries.get_disability(actor, person_id)
    family = queries.get_family(actor, person.family.family_id) if person.family else None
    form = DisabilityForm(request.POST or None, initial=initial_of(view.profile), family=family, person_id=person_id)
    back = reverse("web:registry:disability", args=[person_id])

    def save() -> tuple[str, str]:
        actions.record_disability(person_id=person_id, **form.told(), by=actor, at=clock.now())
        return back, _("Profil sudah dicatat dan menunggu validasi.")

    return ask(request, form, title=_("Catat profil disabilitas"), lead=person.name, back=back, save=save)


@health_page
def disability_validate(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Confirm the present version until a day."""
    actor = purposed(request)
    view, profile = _to_settle(actor, person_id)
    day = today()
    form = ValidateForm(request.POST or None, initial={"due_on": day.replace(year=day.year + 1, day=min(day.day, 28))})
    back = reverse("web:registry:disability", args=[person_id])

    def save() -> tuple[str, str]:
        actions.validate_disability(profile_id=profile.id, **form.cleaned_data, by=actor, at=clock.now())
        return back, _("Profil sudah divalidasi.")

    return ask(request, form, title=_("Validasi profil disabilitas"), lead=view.name, back=back, save=save)


@health_page
def disability_return(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Send the present version back to be mended."""
    actor = purposed(request)
    view, profile = _to_settle(actor, person_id)
    form = ReturnForm(request.POST or None)
    back = reverse("web:registry:disability", args=[person_id])

    def save() -> tuple[str, str]:
        actions.return_disability(profile_id=profile.id, **form.cleaned_data, by=actor, at=clock.now())
        return back, _("Profil dikembalikan untuk diperbaiki.")

    return ask(request, form, title=_("Kembalikan profil disabilitas"), lead=view.name, back=back, save=save)


def _to_settle(actor: Actor, person_id: UUID) -> tuple[DisabilityView, ProfileView]:
    actor.check_may(policies.VALIDATE)
    view = queries.get_disability(actor, person_id)
    if view.profile is None:
        raise NoSuchRecord("profile", person_id)
    return view, view.profile
