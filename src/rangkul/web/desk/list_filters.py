"""Filters of the worklist as links, kept under names; and the switch for keyboard shortcuts."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rangkul.desk import actions
from rangkul.desk.enums import CaseKind, Channel, Sector
from rangkul.desk.queries import CaseFilter
from rangkul.desk.workflow import CASE
from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaLevel
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.web.desk.forms import village_choices
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import attempt, see_other

KEYS_COOKIE = "rangkul_pintasan"
A_YEAR = 365 * 24 * 3600
MOST_VILLAGES = 60
"""Above so many villages a list to choose from helps nobody."""
_ANY = ("", gettext_lazy("Semua"))
_NAMES = ("status", "kanal", "jenis", "bidang", "desa", "mendesak", "golongan", "tenggat")


class FilterForm(forms.Form):
    """What the list is narrowed to; what cannot be read narrows nothing."""

    status = forms.ChoiceField(label=gettext_lazy("Status"), required=False)
    tenggat = forms.ChoiceField(
        label=gettext_lazy("Tenggat"),
        required=False,
        choices=[
            _ANY,
            ("hari-ini", gettext_lazy("hari ini atau lewat")),
            ("dua-hari", gettext_lazy("dalam dua hari atau lewat")),
        ],
    )
    mendesak = forms.ChoiceField(
        label=gettext_lazy("Kedaruratan"), required=False, choices=[_ANY, ("1", gettext_lazy("hanya yang mendesak"))]
    )
    kanal = forms.ChoiceField(label=gettext_lazy("Datang lewat"), required=False, choices=[_ANY, *Channel.choices])
    jenis = forms.ChoiceField(label=gettext_lazy("Jenis"), required=False, choices=[_ANY, *CaseKind.choices])
    bidang = forms.ChoiceField(label=gettext_lazy("Bidang"), required=False, choices=[_ANY, *Sector.choices])
    golongan = forms.ChoiceField(
        label=gettext_lazy("Penggolongan"), required=False, choices=[_ANY, ("belum", gettext_lazy("belum digolongkan"))]
    )
    desa = forms.ChoiceField(label=gettext_lazy("Desa/kelurahan"), required=False)

    def __init__(self, *args: Any, actor: Actor, view: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        status, village = self.fields["status"], self.fields["desa"]
        assert isinstance(status, forms.ChoiceField)
        assert isinstance(village, forms.ChoiceField)
        status.choices = [_ANY, *(each for each in CASE.choices() if view == "all" or each[0] != "CLOSED")]
        is_one_village = len(actor.areas) == 1 and actor.areas[0].level is AreaLevel.VILLAGE
        choices = [] if is_one_village else village_choices(*map(str, actor.areas))
        if 1 < len(choices) <= MOST_VILLAGES:
            village.choices = [_ANY, *choices]
        else:
            del self.fields["desa"]

    def told(self, name: str) -> str:
        """What was chosen in a field, "" for nothing and for what cannot be chosen."""
        if not self.data.get(name):
            return ""
        self.is_valid()
        return str(self.cleaned_data.get(name, "")) if hasattr(self, "cleaned_data") else ""


_MOST_DRAWN = 300
_drawn: dict[tuple[Any, ...], SafeString] = {}


def fields_html(form: FilterForm) -> SafeString:
    """The controls as HTML; those of a list that is not narrowed are drawn once for each language and set of choices."""
    if any(form.data.get(name) for name in _NAMES):
        return _draw(form)
    chosen = [tuple(cast("Any", form.fields[name]).choices) for name in ("status", "desa") if name in form.fields]
    key = (get_language(), *(len(chosen[0]), *chosen[1:]))
    if key not in _drawn:
        if len(_drawn) >= _MOST_DRAWN:
            _drawn.clear()
        _drawn[key] = _draw(form)
    return _drawn[key]


def _draw(form: FilterForm) -> SafeString:
    return render_to_string("desk/list_filter.html", {"form": form})


def filter_of(form: FilterForm) -> CaseFilter:
    """The filter as the query takes it."""
    return CaseFilter(
        channel=form.told("kanal"),
        kind=form.told("jenis"),
        sector=form.told("bidang"),
        area=form.told("desa"),
        is_urgent=form.told("mendesak") == "1",
        is_unclassified=form.told("golongan") == "belum",
        due=form.told("tenggat"),
    )


def kept_of(form: FilterForm, view: str, order: str) -> dict[str, str]:
    """What of the address makes the list what it is: tab, filters, order."""
    told = {name: form.told(name) for name in _NAMES}
    return {name: value for name, value in ({"tab": view, "urut": order} | told).items() if value}


def chips_of(form: FilterForm, kept: dict[str, str]) -> list[dict[str, str]]:
    """Each filter in force with the address without it."""
    found = []
    for name in _NAMES:
        value = form.told(name)
        if not value:
            continue
        field = form.fields[name]
        assert isinstance(field, forms.ChoiceField)
        shown = next(str(label) for code, label in cast("Any", field.choices) if code == value)
        without = {key: each for key, each in kept.items() if key != name}
        found.append({"label": f"{field.label}: {shown}", "url": f"?{urlencode(without)}"})
    return found


def keys_are_on(request: HttpRequest) -> bool:
    """Whether single-letter shortcuts work in this browser (WCAG 2.1.4: they can be switched off)."""
    return request.COOKIES.get(KEYS_COOKIE) != "mati"


@require_POST
def filter_save(request: HttpRequest) -> HttpResponse:
    """Keep the list as it is narrowed now under a name."""
    actor = acting(request)
    chosen = {name: request.POST.get(name, "") for name in actions.FILTER_KEYS}
    made: list[Any] = []
    problem = attempt(
        lambda: made.append(
            actions.save_filter(name=request.POST.get("name", ""), chosen=chosen, by=actor, at=clock.now())
        )
    )
    if problem:
        messages.error(request, problem)
        return see_other(_back(request))
    messages.success(request, _("Saringan “%(name)s” tersimpan.") % {"name": made[0].name})
    return see_other(f"{reverse('web:desk:case-list')}?{made[0].query}")


@require_POST
def filter_delete(request: HttpRequest, filter_id: UUID) -> HttpResponse:
    """Take a saved filter off one's own list."""
    actor = acting(request)
    problem = attempt(lambda: actions.delete_filter(filter_id=filter_id, by=actor, at=clock.now()))
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, _("Saringan dihapus."))
    return see_other(_back(request))


@require_POST
def keys_switch(request: HttpRequest) -> HttpResponse:
    """Switch the shortcuts of the worklist on or off in this browser."""
    if not acting(request).may("desk.case.view"):
        raise Denied(permission="desk.case.view", message=_("Peran Anda tidak melayani kasus."))
    response = see_other(_back(request))
    turned = "mati" if request.POST.get("keys") == "off" else "hidup"
    response.set_cookie(KEYS_COOKIE, turned, max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    return response


def _back(request: HttpRequest) -> str:
    """Where the form stood, when that is a page of ours."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/"):
        return wanted
    return reverse("web:desk:case-list")
