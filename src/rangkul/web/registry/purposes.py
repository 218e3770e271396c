"""Stating a purpose before health data is shown: asked once, kept for half an hour, written beside every look."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, see_other

KEPT_FOR = timedelta(minutes=30)
_KEY = "registry_purpose"
_OTHER = "lain"


class HealthPurposeForm(forms.Form):
    """Why somebody needs to see health data."""

    usual = forms.ChoiceField(
        label=_("Untuk apa Anda membuka data ini?"),
        widget=forms.RadioSelect,
        choices=[
            ("verifikasi dan validasi data", _("Verifikasi dan validasi data")),
            ("penanganan kasus warga", _("Penanganan kasus warga")),
            ("pengusulan atau penyaluran bantuan", _("Pengusulan atau penyaluran bantuan")),
            (_OTHER, _("Keperluan lain")),
        ],
    )
    other = forms.CharField(label=_("Keperluan lain"), required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        """Another purpose has to be told."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("usual") == _OTHER and not data.get("other", "").strip():
            self.add_error("other", _("Tulis keperluannya."))
        return data

    @property
    def purpose(self) -> str:
        """The purpose in words."""
        usual, other = self.cleaned_data["usual"], self.cleaned_data["other"].strip()
        return other if usual == _OTHER else f"{usual}: {other}" if other else usual


class PurposeNeeded(Exception):
    """The page needs a purpose first; `response` leads to the question."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response
        super().__init__("purpose needed")


def purposed(request: HttpRequest) -> Actor:
    """The actor with the purpose stated in this session. Raises Denied without the right to health, PurposeNeeded."""
    actor = acting(request)
    if not policies.can_view_health(actor):
        policies.check_can_view_health(actor)
    kept = request.session.get(_KEY) or {}
    if kept and datetime.fromisoformat(kept["until"]) > clock.now() and kept["by"] == str(actor.duty_id):
        return actor.for_purpose(kept["text"])
    back = request.get_full_path() if request.method == "GET" else request.path
    question = reverse("web:registry:health-purpose")
    raise PurposeNeeded(see_other(f"{question}?{urlencode({'ke': back})}"))


@never_cache
def health_purpose(request: HttpRequest) -> HttpResponse:
    """The question itself; leads on to the page that was asked for."""
    actor = acting(request)
    if not policies.can_view_health(actor):
        raise Denied(permission=policies.VIEW_HEALTH, message=str(_("Peran Anda tidak dapat melihat data kesehatan.")))
    ahead = request.GET.get("ke", "")
    if not (ahead.startswith("/") and url_has_allowed_host_and_scheme(ahead, allowed_hosts=None)):
        ahead = reverse("web:registry:search")
    form = HealthPurposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        until = clock.now() + KEPT_FOR
        request.session[_KEY] = {"text": form.purpose, "until": until.isoformat(), "by": str(actor.duty_id)}
        return see_other(ahead)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "registry/health_purpose.html", {"form": form}, status=status)
