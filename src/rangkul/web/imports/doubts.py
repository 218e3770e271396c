"""Deciding about one doubtful row of a file: this person, somebody new, or left out."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.platform.importing import actions, policies, queries
from rangkul.platform.importing.enums import RowDecision
from rangkul.platform.importing.errors import SameFileTwice
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference
from rangkul.registry import actions as registry_actions
from rangkul.registry import queries as registry_queries
from rangkul.registry.queries import PersonHit
from rangkul.web.imports.forms import DoubtForm
from rangkul.web.imports.opening import found_batch, to_batch
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import see_other
from rangkul.web.shared.wording import date_in_words


@never_cache
def doubt(request: HttpRequest, batch_id: UUID, row_id: int) -> HttpResponse:
    """One doubtful row with whom it may be about; POST decides and leads on to the next."""
    actor = acting(request)
    batch = found_batch(actor, batch_id)
    policies.check_can_take_problems(actor, batch)
    row = queries.find_row(actor, batch_id, row_id)
    if row is None:
        raise Http404
    persons = registry_queries.hits_of(actor, [UUID(each) for each in row.candidates])
    form = DoubtForm(
        request.POST if request.method == "POST" else None,
        persons=[(str(hit.id), _told(hit)) for hit in persons] if registry_actions.can_be_somebody(row) else [],
        may_be_somebody=registry_actions.can_be_somebody(row),
        initial={"decision": str(row.decided_person or "") or row.decision},
    )
    if request.method == "POST" and form.is_valid():
        try:
            _decide(actor, row.pk, form.cleaned_data["decision"])
        except Refused as error:
            form.add_error(None, error.message)
        else:
            messages.success(
                request, _("Baris %(number)s diputuskan.") % {"number": queries.row_told(batch, row.number)}
            )
            return _onwards(actor, batch_id, row.number)
    context = {
        "batch": batch,
        "row": row,
        "village": reference.area_label(row.area_code) if row.area_code else "",
        "form": form,
        "persons": persons,
        "may_decide": policies.can_decide_rows(actor, batch) and row.resolved_by_id is None,
        "decided": row.get_decision_display() if row.decision else "",
        "back": _list_url(batch_id),
    }
    return render(request, "imports/batch_doubt.html", context, status=422 if form.errors else 200)


@require_POST
def follow_up(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Have the rows that were decided after the file was applied follow as an import of their own."""
    actor = acting(request)
    found_batch(actor, batch_id)
    try:
        with transaction.atomic():
            child = actions.follow_up(batch_id=batch_id, by=actor, at=clock.now())
    except (Refused, SameFileTwice) as error:
        messages.error(request, error.message)
        return to_batch(batch_id)
    messages.success(request, _("Baris yang sudah diputuskan dibaca sebagai impor susulan."))
    return to_batch(child.pk)


def _decide(actor: Actor, row_id: int, told: str) -> None:
    is_person = told not in RowDecision.values
    with transaction.atomic():
        registry_actions.decide_import_row(
            row_id=row_id,
            decision=RowDecision.PERSON if is_person else told,
            person_id=UUID(told) if is_person else None,
            by=actor,
            at=clock.now(),
        )


def _onwards(actor: Actor, batch_id: UUID, number: int) -> HttpResponseRedirect:
    following = queries.next_doubtful(actor, batch_id, number)
    url = reverse("web:imports:doubt", args=[batch_id, following.pk]) if following else _list_url(batch_id)
    return see_other(url)


def _list_url(batch_id: UUID) -> str:
    return f"{reverse('web:imports:differences', args=[batch_id])}?jenis=DOUBTFUL"


def _told(hit: PersonHit) -> str:
    born = date_in_words(hit.birth_date) if hit.birth_date else ""
    family = _("keluarga %(head)s") % {"head": hit.head_name} if hit.head_name else ""
    return " · ".join(filter(None, [hit.name, hit.masked_nik, born, family, hit.area_label]))
