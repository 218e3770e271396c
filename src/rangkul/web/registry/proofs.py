"""Issuing the printed proof that somebody is registered (R019)."""

from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.registry import actions, policies, queries
from rangkul.web.shared.acting import acting


class ProofForm(forms.Form):
    """What the proof is for."""

    purpose = forms.CharField(
        label=_("Untuk keperluan apa?"), max_length=200, help_text=_("Misalnya: pengajuan keringanan biaya sekolah.")
    )


def proof_issue(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Ask for the purpose, then issue the letter and lead to its PDF."""
    actor = acting(request)
    policies.check_can_issue_proof(actor)
    view = queries.get_person(actor, person_id)
    form = ProofForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = actions.issue_proof(
                    person_id=person_id, purpose=form.cleaned_data["purpose"], by=actor, at=clock.now()
                )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            return redirect("web:platform:document", made.pk)
    return render(
        request, "registry/proof_issue.html", {"form": form, "view": view}, status=422 if form.errors else 200
    )
