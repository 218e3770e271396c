"""Marking the flagship programme of a division."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rangkul.kernel import clock
from rangkul.programmes import actions, queries
from rangkul.programmes.policies import terms as policies
from rangkul.web.programmes.attempts import attempt
from rangkul.web.shared.acting import acting


class FlagshipForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"), help_text=gettext_lazy("Terbaca warga di halaman program."), max_length=300
    )


def programme_set_flagship(request: HttpRequest, code: str) -> HttpResponse:
    """Mark the programme as flagship, or take the mark back: whichever it is not now."""
    actor = acting(request)
    programme = queries.get_programme(actor, code)
    policies.check_can_set_flagship(actor, programme)
    form = FlagshipForm(request.POST or None)
    wanted = request.POST.get("menjadi", "") != "biasa" if request.method == "POST" else not programme.is_flagship
    back = reverse("web:programmes:programme", args=[code])
    if request.method == "POST" and form.is_valid():
        made, problem = attempt(
            lambda: actions.set_flagship(
                programme_id=programme.pk, is_flagship=wanted, by=actor, at=clock.now(), **form.cleaned_data
            )
        )
        if made is not None:
            messages.success(request, _("Tanda program unggulan diubah."))
            return redirect(back)
        form.add_error(None, problem)
    title = _("Jadikan program unggulan") if wanted else _("Cabut tanda program unggulan")
    context = {"form": form, "title": title, "programme": programme, "is_wanted": wanted, "back": back}
    return render(request, "programmes/programme_set_flagship.html", context, status=422 if form.errors else 200)
