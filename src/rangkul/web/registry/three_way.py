"""Persons on whom the registry, Dukcapil and the poverty registers disagree: the worklist, and one of them."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.platform.policy.actor import Actor
from rangkul.registry import actions, policies, queries
from rangkul.registry.enums import DifferenceField, DifferenceState
from rangkul.registry.errors import UnableToChangeRegistry
from rangkul.registry.queries import Said, ThreeWayRow
from rangkul.web.registry.duplicates import area_of, areas_of
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, see_other
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import date_in_words

_DECISIONS = (DifferenceState.CHECKED, DifferenceState.ASKED, DifferenceState.ASIDE, DifferenceState.OPEN)


@never_cache
def three_way(request: HttpRequest) -> HttpResponse:
    """The worklist in three columns, one state at a time; each person leads to the page where it is dealt with."""
    actor = acting(request)
    policies.check_can_view_pairs(actor)
    asked = request.GET.get("status", "")
    state = DifferenceState(asked) if asked in DifferenceState.values else DifferenceState.OPEN
    area = area_of(request, actor)
    page = queries.list_disagreements(actor, area=area, state=state, after=request.GET.get("setelah", ""))
    context = {
        "listing": _listing(page.rows, state),
        "count": page.count,
        "is_open": state == DifferenceState.OPEN,
        "tabs": [
            {
                "label": DifferenceState(each).label,
                "url": with_query(request, {"status": each, "setelah": None}),
                "active": each == state,
                "count": page.counts[each],
            }
            for each in DifferenceState.values
        ],
        "area": area,
        "areas": areas_of(actor),
        "state": state,
        "next_url": with_query(request, {"setelah": page.after}) if page.after else "",
        "crumbs": _crumbs(),
    }
    return render(request, "registry/three_way.html", context)


@never_cache
def difference(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """One person in three columns; POST says what was done about the ticked differences."""
    actor = acting(request)
    policies.check_can_view_pairs(actor)
    row = queries.get_disagreement(actor, person_id)
    if request.method != "POST":
        return _page(request, actor, row)
    ticked = [each for each in request.POST.getlist("field") if each in DifferenceField.values]
    decision = request.POST.get("decision", "")
    try:
        if decision not in _DECISIONS:
            raise Refused(
                field="Keputusan", value="", expected="salah satu keputusan di halaman ini", remedy="tekan tombolnya"
            )
        with transaction.atomic():
            actions.mark_difference(
                person_id=person_id,
                seen={each: request.POST.get(f"was_{each}", "") for each in ticked},
                state=decision,
                note=request.POST.get("note", ""),
                by=actor,
                at=clock.now(),
            )
    except (Refused, UnableToChangeRegistry) as error:
        return _page(request, actor, queries.get_disagreement(actor, person_id), problem=error.message)
    messages.success(request, _("Disimpan. Bila Dukcapil atau DTSEN mengirim data baru, perbedaannya terbuka lagi."))
    return see_other(reverse("web:registry:difference", args=[person_id]))


def _page(request: HttpRequest, actor: Actor, row: ThreeWayRow, *, problem: str = "") -> HttpResponse:
    open_ones = [field for field, state in row.states.items() if state == DifferenceState.OPEN]
    ticked = request.POST.getlist("field") if problem else open_ones
    context = {
        "row": row,
        "columns": [_("Registri"), _source(row.dukcapil, _("Dukcapil")), _source(row.dtsen, _("DTSEN/DTKS"))],
        "rows": [
            {
                "label": capfirst(str(label)),
                "differs": field in row.states,
                "name": "",
                "cells": [{"value": each.value(field)} for each in (row.registry, row.dukcapil, row.dtsen)],
            }
            for field, label in DifferenceField.choices
            if any(each.value(field) for each in (row.registry, row.dukcapil, row.dtsen))
        ],
        "differences": [
            {
                "field": field,
                "label": DifferenceField(field).label,
                "state": state,
                "state_label": DifferenceState(state).label,
                "mark": row.marks.get(field),
                "ticked": field in ticked,
            }
            for field, state in row.states.items()
        ],
        "may_mark": policies.may_merge(actor, row.area_code),
        "has_marks": any(state != DifferenceState.OPEN for state in row.states.values()),
        "problem": problem,
        "note": request.POST.get("note", "") if problem else "",
        "crumbs": [*_crumbs(), {"label": _("Padanan tiga sumber"), "url": reverse("web:registry:three-way")}],
    }
    return render(request, "registry/difference.html", context, status=UNPROCESSABLE if problem else 200)


def _crumbs() -> list[dict[str, str]]:
    return [
        {"label": _("Registri"), "url": reverse("web:registry:search")},
        {"label": _("Data ganda"), "url": reverse("web:registry:duplicate-list")},
    ]


def _listing(rows: tuple[ThreeWayRow, ...], state: str) -> CaseList:
    return CaseList(
        caption=_("Warga yang datanya tidak sama di ketiga sumber"),
        columns=(
            Column(label=_("Warga")),
            Column(label=_("Berbeda pada")),
            Column(label=_("Registri")),
            Column(label=_("Dukcapil")),
            Column(label=_("DTSEN/DTKS")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=row.name,
                        url=reverse("web:registry:difference", args=[row.person_id]),
                        note=row.area_label,
                    ),
                    _differs(row, state),
                    _cell(row, row.registry),
                    _cell(row, row.dukcapil),
                    _cell(row, row.dtsen),
                )
            )
            for row in rows
        ],
    )


def _differs(row: ThreeWayRow, state: str) -> Cell:
    """The differences in that state, and who did what about the first of them."""
    fields = [field for field, own in row.states.items() if own == state]
    mark = next((row.marks[field] for field in fields if field in row.marks and row.marks[field].holds), None)
    note = ", ".join(part for part in (mark.decided_by, mark.note) if part) if mark else ""
    return Cell(text=", ".join(str(DifferenceField(field).label) for field in fields), note=note)


def _cell(row: ThreeWayRow, said: Said) -> Cell:
    """Name, birth date and NIK always, the other particulars where they differ."""
    parts = [
        said.name,
        said.born,
        said.nik,
        *(said.value(each) for each in ("sex", "mother", "kk") if each in row.states),
    ]
    return Cell(
        text=", ".join(part for part in parts if part) or (_("terdaftar") if said.as_of else _("belum ada")),
        note=_source(said, ""),
    )


def _source(said: Said, otherwise: str) -> str:
    as_of = _("per %(day)s") % {"day": date_in_words(said.as_of, "pendek")} if said.as_of else ""
    return " ".join(part for part in (said.source or otherwise, as_of) if part)
