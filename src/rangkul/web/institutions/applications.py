"""Pages of new institutions on their way to registration: the board, one application, each of its steps (R217)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from rangkul.institutions import actions, policies, queries
from rangkul.institutions.enums import InstitutionKind, Paper
from rangkul.institutions.workflow import APPLICATION
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.platform.audit.wording import sentence_of
from rangkul.platform.policy.actor import Actor
from rangkul.web.institutions.home_forms import LAST_DAY
from rangkul.web.institutions.homes import areas_of, as_csv, lists_of
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import ask
from rangkul.web.shared.fields import DateBoxes
from rangkul.web.shared.wording import date_in_words, today

TONES = {"info": "new", "warning": "warn", "success": "good", "danger": "bad"}


class ApplicationForm(forms.Form):
    """Who asks to be registered, with what."""

    name = forms.CharField(label=gettext_lazy("Nama lembaga"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Jenis lembaga"), choices=InstitutionKind.choices)
    area = forms.ChoiceField(label=gettext_lazy("Wilayah"))
    leader_name = forms.CharField(label=gettext_lazy("Ketua"), max_length=200)
    phone = forms.CharField(label=gettext_lazy("Telepon"), required=False, max_length=50)
    address = forms.CharField(label=gettext_lazy("Alamat"), required=False, max_length=300)
    papers = forms.MultipleChoiceField(
        label=gettext_lazy("Berkas yang diserahkan"),
        required=False,
        choices=Paper.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    on = DateBoxes(label=gettext_lazy("Tanggal pengajuan"), past_only=True)

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["area"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = areas


class PapersForm(forms.Form):
    """Which papers are there now."""

    papers = forms.MultipleChoiceField(
        label=gettext_lazy("Berkas yang sudah ada"),
        required=False,
        choices=Paper.choices,
        widget=forms.CheckboxSelectMultiple,
    )


class StepForm(forms.Form):
    """A day and what was found."""

    on = DateBoxes(label=gettext_lazy("Tanggal"), past_only=True)
    note = forms.CharField(
        label=gettext_lazy("Hasil atau alasan"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class RegisterForm(forms.Form):
    """The number under which the institution is registered."""

    number = forms.CharField(label=gettext_lazy("Nomor tanda daftar"), max_length=100)
    on = DateBoxes(label=gettext_lazy("Berlaku mulai"), past_only=True)
    until = DateBoxes(label=gettext_lazy("Berlaku sampai"), required=False, help_text=LAST_DAY)


_DEEDS: dict[str, Callable[..., Any]] = {
    "check": actions.check_application,
    "visit": actions.visit_application,
    "recommend": actions.recommend_application,
    "refuse": actions.refuse_application,
    "withdraw": actions.withdraw_application,
}


@never_cache
def application_list(request: HttpRequest) -> HttpResponse:
    """The board: a column for each state, the longest waiting on top."""
    actor = acting(request)
    actor.check_may(policies.VIEW_APPLICATIONS)
    board = queries.application_board(actor, on=today())
    context = {
        "board": [(each, TONES.get(each.tone, "neutral")) for each in board],
        "count": sum(each.count for each in board),
        "may_apply": actor.may(policies.APPLY),
        "tabs": lists_of(actor, "application-list"),
        "as_of": today(),
    }
    return render(request, "institutions/application_list.html", context)


@never_cache
def application_export(request: HttpRequest) -> HttpResponse:
    """Every application as CSV."""
    actor = acting(request)
    actor.check_may(policies.VIEW_APPLICATIONS)
    head = [_("Nama"), _("Jenis"), _("Wilayah"), _("Ketua"), _("Diajukan"), _("Status"), _("Sejak"), _("Berkas"),
            _("Kurang"), _("Per tanggal")]  # fmt: skip
    rows = [
        [
            each.name, each.kind_label, each.area_label, each.leader_name, each.applied_on.isoformat(), each.state_label,
            each.state_since.isoformat(), f"{each.papers}/{each.papers_wanted}", "; ".join(each.missing),
            today().isoformat(),
        ]
        for each in queries.list_applications(actor, on=today())
    ]  # fmt: skip
    return as_csv("pendaftaran-lks", head, rows)


@never_cache
def application_apply(request: HttpRequest) -> HttpResponse:
    """Write an application down."""
    actor = acting(request)
    actor.check_may(policies.APPLY)
    form = ApplicationForm(request.POST or None, areas=areas_of(actor, with_villages=True), initial={"on": today()})
    made: list[UUID] = []
    return ask(
        request, form,
        deed=lambda: made.append(actions.apply_for_registration(**form.cleaned_data, by=actor, at=clock.now()).pk),
        template="institutions/form.html", said=_("Permohonan dicatat."), to=lambda: _url(made[0]), title=_("Permohonan pendaftaran LKS"),
        label=_("Catat permohonan"), back=reverse("web:institutions:application-list"),
    )  # fmt: skip


@never_cache
def application(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """One application: how complete it is, its steps, what may be done next."""
    actor = acting(request)
    view = queries.get_application(actor, application_id, on=today())
    row = view.application
    rows = [
        {"label": _("Jenis"), "value": view.row.kind_label},
        {"label": _("Wilayah"), "value": view.row.area_label},
        {"label": _("Alamat"), "value": row.address},
        {"label": _("Ketua"), "value": row.leader_name},
        {"label": _("Telepon"), "value": row.phone},
        {"label": _("Diajukan"), "value": date_in_words(row.applied_on)},
    ]
    buttons = [
        {"label": step.label, "url": _url(application_id, step.name), "verb": step.name}
        for step in APPLICATION.available(row.state)
        if step.name in view.allowed
    ]
    context = {
        "view": view,
        "rows": rows,
        "tone": TONES.get(APPLICATION.state(row.state).tone, "neutral"),
        "buttons": buttons,
        "steps": [(each, sentence_of(f"institutions.application.{each.verb}", {})) for each in view.steps],
        "crumbs": [{"label": _("Pendaftaran LKS baru"), "url": reverse("web:institutions:application-list")}],
        "as_of": today(),
    }
    return render(request, "institutions/application.html", context)


@never_cache
def application_papers(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Tick what was handed in."""
    actor = acting(request)
    view = queries.get_application(actor, application_id, on=today())
    _check(view.allowed, "hand_in")
    form = PapersForm(request.POST if request.method == "POST" else None, initial={"papers": view.application.papers})
    return ask(
        request, form,
        deed=lambda: actions.hand_in_papers(
            application_id=application_id, papers=form.cleaned_data["papers"], by=actor, at=clock.now()
        ),
        template="institutions/form.html", said=_("Berkas diperbarui."), to=_url(application_id), title=_("Berkas permohonan"), lead=view.row.name,
        label=_("Simpan berkas"), back=_url(application_id),
    )  # fmt: skip


@never_cache
def application_step(request: HttpRequest, application_id: UUID, verb: str) -> HttpResponse:
    """Take a step: check, visit, recommend, refuse, withdraw."""
    actor = acting(request)
    view = queries.get_application(actor, application_id, on=today())
    if verb not in _DEEDS:
        raise Denied(permission=policies.VIEW_APPLICATIONS, message=_("Langkah ini tidak ada."))
    form = StepForm(request.POST or None, initial={"on": today()})
    form.fields["note"].required = verb != "check"
    step = APPLICATION.transition(verb)
    lead = view.row.name
    if verb == "check" and view.row.missing:
        lead = _("%(name)s: masih kurang %(papers)s.") % {"name": lead, "papers": ", ".join(view.row.missing)}
    return ask(
        request, form,
        deed=lambda: _DEEDS[verb](application_id=application_id, **form.cleaned_data, by=actor, at=clock.now()),
        template="institutions/form.html", said=_("Langkah dicatat."), to=_url(application_id), title=step.label, lead=lead, label=step.label,
        back=_url(application_id),
    )  # fmt: skip


@never_cache
def application_register(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Register the institution: it enters the directory."""
    actor = acting(request)
    view = queries.get_application(actor, application_id, on=today())
    form = RegisterForm(request.POST or None, initial={"on": today()})
    return ask(
        request, form,
        deed=lambda: actions.register_application(
            application_id=application_id, **form.cleaned_data, by=actor, at=clock.now()
        ),
        template="institutions/form.html", said=_("Lembaga terdaftar dan masuk direktori."), to=_url(application_id), title=_("Daftarkan lembaga"),
        lead=view.row.name, label=_("Daftarkan"), back=_url(application_id),
    )  # fmt: skip


def _check(allowed: frozenset[str], verb: str) -> None:
    if verb not in allowed:
        raise Denied(
            permission=f"institutions.application.{verb}", message=_("Permohonan ini di luar wilayah atau tugas Anda.")
        )


def _url(application_id: UUID, verb: str = "") -> str:
    if verb == "register":
        return reverse("web:institutions:application-register", args=[application_id])
    if verb:
        return reverse("web:institutions:application-step", args=[application_id, verb])
    return reverse("web:institutions:application", args=[application_id])


def waiting_for(actor: Actor) -> tuple[int, list[queries.ApplicationRow]]:
    """Applications whose next step is this actor's, the longest waiting first."""
    verbs = {
        state.code: APPLICATION.available(state.code)[0].name for state in APPLICATION.states if not state.is_final
    }
    mine = [state for state, verb in verbs.items() if actor.may(f"institutions.application.{verb}")]
    rows = queries.list_applications(actor, on=today(), states=mine)
    return len(rows), rows
