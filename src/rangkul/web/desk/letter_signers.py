"""Who signs: which account an official's is, and powers to sign in place of another office."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.accounts import queries as accounts_queries
from rangkul.kernel import clock
from rangkul.organisation import actions
from rangkul.organisation import queries as organisation_queries
from rangkul.web.desk.letter_forms import EndMandateForm, LinkForm, MandateForm
from rangkul.web.desk.letters import letters_crumb, links_of
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, attempt, see_other
from rangkul.web.shared.wording import date_in_words, today


@never_cache
def letter_signers(request: HttpRequest) -> HttpResponse:
    """Officials who sign with their accounts, and powers to sign with their terms."""
    actor = acting(request)
    actor.check_may("organisation.mandate.grant")
    office, on = organisation_queries.get_office(), today()
    names = {each.user_id: each.name for each in _accounts(str(office.area_code))}
    officials = [
        {
            "name": each.name,
            "position": each.position,
            "account": names.get(each.user_id, _("akun lain")) if each.user_id else "",
            "link_url": reverse("web:desk:letter-signer-link", args=[each.pk]),
        }
        for each in organisation_queries.list_signatories(office, on=on)
    ]
    mandates = [_mandate(each, on) for each in organisation_queries.list_mandates(office, on=on)]
    context = {
        "officials": officials,
        "mandates": mandates,
        "may_link": actor.may("organisation.official.link"),
        "may_end": actor.may("organisation.mandate.end"),
        "as_of": on,
        "links": links_of(actor),
        "crumbs": letters_crumb(actor),
    }
    return render(request, "desk/letter_signers.html", context)


@never_cache
def letter_signer_link(request: HttpRequest, official_id: UUID) -> HttpResponse:
    """Say whose account an official's is."""
    actor = acting(request)
    actor.check_may("organisation.official.link")
    office = organisation_queries.get_office()
    official = organisation_queries.list_signatories(office, on=today()).filter(pk=official_id).first()
    if official is None:
        raise Http404
    names = {str(each.user_id): each.name for each in _accounts(str(office.area_code))}
    form = LinkForm(request.POST or None, users=list(names.items()))

    def deed() -> None:
        user = form.cleaned_data["user"]
        actions.link_official(
            official_id=official_id, user_id=UUID(user), user_name=names[user], by=actor, at=clock.now()
        )

    lead = f"{official.name}, {official.position}"
    return _asked(request, form, deed, title=_("Hubungkan dengan akun"), lead=lead, said=_("Akun pejabat dicatat."))


@never_cache
def mandate_grant(request: HttpRequest) -> HttpResponse:
    """Give a power to sign."""
    actor = acting(request)
    actor.check_may("organisation.mandate.grant")
    office, on = organisation_queries.get_office(), today()
    signatories = list(organisation_queries.list_signatories(office, on=on))
    form = MandateForm(
        request.POST or None,
        officials=[(str(each.pk), f"{each.name}, {each.position}") for each in signatories],
        positions=[(each, each) for each in organisation_queries.list_head_positions(office)],
    )

    def deed() -> None:
        data = form.cleaned_data
        actions.grant_mandate(
            official_id=UUID(data["official"]),
            position=data["position"],
            capacity=data["capacity"],
            basis=data["basis"],
            since=data["since"],
            until=data["until"],
            by=actor,
            at=clock.now(),
        )

    lead = _("a.n. dan Plh. mewakili pejabat yang ada; Plt. mengisi jabatan yang kosong.")
    return _asked(
        request, form, deed, title=_("Beri kuasa tanda tangan"), lead=lead, said=_("Kuasa tanda tangan dicatat.")
    )


@never_cache
def mandate_end(request: HttpRequest, mandate_id: UUID) -> HttpResponse:
    """End a power to sign."""
    actor = acting(request)
    actor.check_may("organisation.mandate.end")
    found = organisation_queries.list_mandates(organisation_queries.get_office(), on=today()).filter(pk=mandate_id)
    mandate = found.first()
    if mandate is None:
        raise Http404
    form = EndMandateForm(request.POST or None, initial={"last_day": today()})

    def deed() -> None:
        actions.end_mandate(mandate_id=mandate_id, last_day=form.cleaned_data["last_day"], by=actor, at=clock.now())

    lead = f"{mandate.official.name}: {mandate.get_capacity_display()} {mandate.position}"
    return _asked(request, form, deed, title=_("Akhiri kuasa tanda tangan"), lead=lead, said=_("Kuasa diakhiri."))


def _asked(
    request: HttpRequest, form: forms.Form, deed: Callable[[], None], *, title: str, lead: str, said: str
) -> HttpResponse:
    back = reverse("web:desk:letter-signers")
    if request.method == "POST" and form.is_valid():
        problem = attempt(deed)
        if not problem:
            messages.success(request, said)
            return see_other(back)
        form.add_error(None, problem)
    status = UNPROCESSABLE if request.method == "POST" else 200
    crumbs = [{"label": _("Penanda tangan surat"), "url": back}]
    context = {"form": form, "title": title, "lead": lead, "back": back, "crumbs": crumbs}
    return render(request, "desk/letter_signer_form.html", context, status=status)


def _accounts(area: str) -> list[Any]:
    return accounts_queries.list_officers_on_duty("desk.letter.sign", within=area, on=today())


def _mandate(each: Any, on: Any) -> dict[str, Any]:
    lower, upper = each.term.lower, each.term.upper
    last = type(upper).fromordinal(upper.toordinal() - 1) if upper else None
    is_over = upper is not None and upper <= on
    return {
        "name": each.official.name,
        "what": f"{each.get_capacity_display()}: {each.position}",
        "basis": each.basis,
        "since": date_in_words(lower),
        "until": date_in_words(last) if last else _("belum ditentukan"),
        "is_over": is_over,
        "url": "" if is_over else reverse("web:desk:mandate-end", args=[each.pk]),
    }
