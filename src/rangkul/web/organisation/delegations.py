"""Delegations: giving one's duty to a colleague for some days, and taking it back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from rangkul.accounts import queries as accounts_queries
from rangkul.accounts.roles import BY_CODE
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.organisation import actions, queries
from rangkul.organisation.actions import Receiver
from rangkul.organisation.policies import delegations as policies
from rangkul.platform.policy.actor import Actor
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, attempt, see_other
from rangkul.web.shared.fields import DateBoxes
from rangkul.web.shared.wording import date_in_words, today


class DelegationForm(forms.Form):
    """To whom, from when until when, why."""

    receiver = forms.ChoiceField(label=gettext_lazy("Diserahkan kepada"))
    first_on = DateBoxes(label=gettext_lazy("Mulai"))
    last_on = DateBoxes(label=gettext_lazy("Sampai dengan"))
    reason = forms.CharField(
        label=gettext_lazy("Alasan"), help_text=gettext_lazy("Misalnya: cuti, dinas luar, pelatihan."), max_length=300
    )
    number = forms.CharField(label=gettext_lazy("Nomor surat tugas"), max_length=100, required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["receiver"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Pilih petugas")), *people]


@never_cache
def delegation_list(request: HttpRequest) -> HttpResponse:
    """What one gave and received; the keeper of the office sees all."""
    actor = acting(request)
    if actor.duty_id is None:
        raise Denied(permission=policies.GIVE, message=_("Anda belum punya tugas."))
    day = today()
    rows = [_shown(actor, each, day) for each in queries.list_delegations(actor)]
    context = {"rows": rows, "may_give": policies.can_give(actor), "as_of": day, "crumbs": []}
    return render(request, "organisation/delegation_list.html", context)


@never_cache
def delegation_give(request: HttpRequest) -> HttpResponse:
    """Give one's own duty to a colleague."""
    actor = acting(request)
    policies.check_can_give(actor)
    day = clock.local_date(clock.now(), settings.TIME_ZONE)
    colleagues = accounts_queries.list_colleagues(actor, on=day)
    people = [(str(each.user_id), f"{each.name} ({BY_CODE[each.role].label})") for each in colleagues]
    form = DelegationForm(request.POST or None, people=people, initial={"first_on": day})
    back = reverse("web:organisation:delegation-list")
    if request.method == "POST" and form.is_valid():
        chosen = next(each for each in colleagues if str(each.user_id) == form.cleaned_data["receiver"])
        problem = attempt(
            lambda: actions.give_delegation(
                receiver=Receiver(chosen.user_id, chosen.name),
                position=str(BY_CODE[actor.role].label),
                first_on=form.cleaned_data["first_on"],
                last_on=form.cleaned_data["last_on"],
                reason=form.cleaned_data["reason"],
                number=form.cleaned_data["number"],
                by=actor,
                at=clock.now(),
            )
        )
        if not problem:
            messages.success(request, _("Tugas didelegasikan. Penetapannya akan menyebut a.n. jabatan Anda."))
            return see_other(back)
        form.add_error(None, problem)
    context = {"form": form, "back": back, "crumbs": [{"label": _("Delegasi tugas"), "url": back}]}
    return render(
        request, "organisation/delegation_give.html", context, status=UNPROCESSABLE if request.method == "POST" else 200
    )


@never_cache
@require_POST
def delegation_revoke(request: HttpRequest, delegation_id: UUID) -> HttpResponse:
    """Take a delegation back at once."""
    actor = acting(request)
    if not any(each.pk == delegation_id for each in policies.delegations_visible_to(actor).filter(pk=delegation_id)):
        raise Http404
    problem = attempt(lambda: actions.revoke_delegation(delegation_id=delegation_id, by=actor, at=clock.now()))
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, _("Delegasi dicabut."))
    return see_other(reverse("web:organisation:delegation-list"))


def _shown(actor: Actor, each: Any, day: Any) -> dict[str, Any]:
    first, after = each.period.lower, each.period.upper
    is_over = each.revoked_at is not None or after <= day
    state = _("dicabut") if each.revoked_at else _("berakhir") if is_over else _("berlaku")
    if not is_over and first > day:
        state = _("akan berlaku")
    return {
        "id": each.pk,
        "giver": each.giver_name,
        "position": each.position,
        "receiver": each.receiver_name,
        "reason": each.reason,
        "days": _("%(from)s sampai %(until)s")
        % {"from": date_in_words(first), "until": date_in_words(after - timedelta(days=1))},
        "state": state,
        "tone": "neutral" if is_over else "good",
        "may_revoke": not is_over and policies.can_revoke(actor, each),
    }
