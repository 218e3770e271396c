"""One person: who they are, their family, what registries say, and everything that happened."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from rangkul.kernel import clock
from rangkul.registry import policies, queries
from rangkul.registry.enums import NikStatus
from rangkul.registry.queries import Numbers, PersonView, Timeline
from rangkul.web.registry.forms import PurposeForm
from rangkul.web.registry.past import day_asked, until
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import see_other
from rangkul.web.shared.panels import panels_for
from rangkul.web.shared.wording import age_in_words, date_in_words, in_groups

FIRST_ENTRIES = 8
_TONES: dict[str, str] = {NikStatus.MATCHED: "good", NikStatus.UNMATCHED: "bad", NikStatus.DOUBLE: "bad"}


@never_cache
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The person's page; a record merged into another leads to the person it belongs to."""
    survivor = queries.find_survivor(acting(request), person_id)
    if survivor is not None:
        return see_other(reverse("web:registry:person", args=[survivor]))
    return person_page(request, person_id)


@never_cache
@require_POST
def person_numbers(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The page with the whole NIK and telephone, after a purpose was stated; the look is logged."""
    actor = acting(request)
    form = PurposeForm(request.POST)
    if not form.is_valid():
        return person_page(request, person_id, form=form)
    looking = actor.for_purpose(form.cleaned_data["purpose"])
    numbers = queries.reveal_person_numbers(looking, person_id, at=clock.now(), on=day_asked(request)[0])
    return person_page(request, person_id, numbers=numbers)


@never_cache
def person_timeline(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Everything that happened to the person, newest first."""
    actor = acting(request)
    view = queries.get_person(actor, person_id)
    timeline = queries.timeline_of_person(actor, person_id, before=request.GET.get("sebelum", ""))
    back = reverse("web:registry:person", args=[person_id])
    return timeline_page(request, view.name, timeline, back)


def timeline_page(request: HttpRequest, title: str, timeline: Timeline, back: str) -> HttpResponse:
    """A page of a timeline, by day."""
    days = [(day.on, entries_of(day.entries)) for day in timeline.days]
    context = {"title": title, "days": days, "back": back, "next_before": timeline.next_before}
    return render(request, "registry/timeline.html", context)


def entries_of(entries: Any) -> list[dict[str, Any]]:
    """Entries as the timeline component takes them."""
    return [{"title": entry.title, "at": entry.at, "by": entry.by, "body": entry.reason} for entry in entries]


def person_page(
    request: HttpRequest, person_id: UUID, *, numbers: Numbers | None = None, form: PurposeForm | None = None
) -> HttpResponse:
    """The page itself, with masked numbers unless they were revealed."""
    actor = acting(request)
    per, wrong_day = day_asked(request)
    view = queries.get_person(actor, person_id, on=per)
    timeline = queries.timeline_of_person(actor, person_id, before=until(per), limit=FIRST_ENTRIES)
    waiting = queries.find_waiting_join(actor, person_id) if view.family is None and per is None else None
    context = {
        "view": view,
        "nik": _nik_of(view, numbers),
        "is_revealed": numbers is not None,
        "facts": facts_of(view, per),
        "tags": tags_of(view),
        "rows": rows_of(view, numbers),
        "may_see_numbers": actor.may(policies.VIEW_IDENTITY)
        and bool(view.masked_nik or (view.masked_phone and per is None)),
        "purpose_form": form or PurposeForm(),
        "may_correct": actor.may(policies.CORRECT) and actor.covers(view.area_code) and per is None,
        "may_record": actor.may(policies.RECORD) and actor.covers(view.area_code) and per is None,
        "may_merge": policies.may_merge(actor, view.area_code) and per is None,
        "may_ask": policies.can_ask_change(actor, view.area_code) and per is None,
        "per": per,
        "now_url": reverse("web:registry:person", args=[person_id]),
        "wrong_day": wrong_day,
        "sees_health": policies.can_view_health(actor),
        "may_mark": actor.may(policies.RECORD) and actor.covers(view.area_code) and not view.died_on and per is None,
        "waiting": waiting,
        "may_begin_family": view.family is None
        and per is None
        and waiting is None
        and view.died_on is None
        and policies.can_register_family(actor, view.area_code),
        "timeline": entries_of(timeline.entries),
        "has_more": bool(timeline.next_before),
        "panels": [] if per else panels_for("person", request, actor, person_id),
        "crumbs": [{"label": _("Registri"), "url": reverse("web:registry:search")}],
    }
    return render(request, "registry/person.html", context, status=422 if form is not None and form.errors else 200)


def _nik_of(view: PersonView, numbers: Numbers | None) -> str:
    if numbers and numbers.nik and view.masked_nik:
        return in_groups(numbers.nik)
    return view.masked_nik or str(view.nik_status_label)


def tags_of(view: PersonView) -> list[dict[str, str]]:
    """Tags of the identity bar."""
    tags = [{"label": f"NIK: {view.nik_status_label}", "tone": _TONES.get(view.nik_status, "")}]
    if view.died_on:
        tags.insert(0, {"label": _("meninggal %(day)s") % {"day": date_in_words(view.died_on)}, "tone": "bad"})
    return tags


def facts_of(view: PersonView, per: date | None = None) -> list[dict[str, str]]:
    """Facts of the identity bar; the age is that of the day."""
    born = date_in_words(view.birth_date) if view.birth_date else _("belum diketahui")
    age = f" ({age_in_words(view.birth_date, per)})" if view.birth_date and not view.died_on else ""
    return [
        {"label": _("Lahir"), "value": f"{born}{age}"},
        {"label": _("Jenis kelamin"), "value": view.sex_label or _("belum diketahui")},
        {"label": _("Tempat tinggal"), "value": view.area_label},
    ]


def rows_of(view: PersonView, numbers: Numbers | None) -> list[dict[str, Any]]:
    """The person's particulars as a summary list."""
    neighbourhood = " / ".join(filter(None, [view.rt, view.rw]))
    return [
        {"label": _("Tempat lahir"), "value": view.birth_place},
        {"label": _("Nama ibu kandung"), "value": view.mother_name},
        {"label": _("Status perkawinan"), "value": view.marital_status_label},
        {"label": _("Nomor telepon"), "value": (numbers and numbers.phone) or view.masked_phone},
        {
            "label": _("Alamat"),
            "value": ", ".join(filter(None, [view.address, "" if view.hamlet in view.address else view.hamlet])),
        },
        {"label": _("RT / RW"), "value": neighbourhood},
        {"label": _("Sumber data"), "value": view.source_label},
    ]
