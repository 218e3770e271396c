"""One family on one screen: members, numbers, deciles by source and period, programmes, cases, timeline."""

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
from rangkul.registry.queries import FamilyView, MemberView, Numbers
from rangkul.web.registry.card import card_of
from rangkul.web.registry.forms import PurposeForm
from rangkul.web.registry.past import day_asked, until
from rangkul.web.registry.persons import FIRST_ENTRIES, entries_of, timeline_page
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import CaseList, Cell, Column, Row
from rangkul.web.shared.panels import panels_for
from rangkul.web.shared.wording import age_in_words, date_in_words, in_groups, today


@never_cache
def family(request: HttpRequest, family_id: UUID) -> HttpResponse:
    """The family card."""
    return family_page(request, family_id)


@never_cache
@require_POST
def family_numbers(request: HttpRequest, family_id: UUID) -> HttpResponse:
    """The card with its whole number, after a purpose was stated; the look is logged."""
    form = PurposeForm(request.POST)
    if not form.is_valid():
        return family_page(request, family_id, form=form)
    looking = acting(request).for_purpose(form.cleaned_data["purpose"])
    numbers = queries.reveal_family_numbers(looking, family_id, at=clock.now(), on=day_asked(request)[0])
    return family_page(request, family_id, numbers=numbers)


@never_cache
def family_timeline(request: HttpRequest, family_id: UUID) -> HttpResponse:
    """Everything that happened to the family, newest first."""
    actor = acting(request)
    view = queries.get_family(actor, family_id)
    timeline = queries.timeline_of_family(actor, family_id, before=request.GET.get("sebelum", ""))
    return timeline_page(request, view.label, timeline, reverse("web:registry:family", args=[family_id]))


def family_page(
    request: HttpRequest, family_id: UUID, *, numbers: Numbers | None = None, form: PurposeForm | None = None
) -> HttpResponse:
    """The page itself."""
    actor = acting(request)
    per, wrong_day = day_asked(request)
    view = queries.get_family(actor, family_id, on=per)
    timeline = queries.timeline_of_family(actor, family_id, before=until(per), limit=FIRST_ENTRIES)
    is_open = actor.covers(view.area_code) and per is None and view.ended_on is None
    is_paper = "cetak" in request.GET
    context = card_of(actor, view, on=per or today()) | {
        "is_paper": is_paper,
        "layout": "layout/print.html" if is_paper else "layout/page.html",
        "view": view,
        "kk": _kk_of(view, numbers),
        "is_revealed": numbers is not None,
        "members": members_list(view.members, _("Anggota keluarga"), per),
        "former": members_list(view.former_members, _("Pernah menjadi anggota"), per),
        "statuses": statuses_list(view),
        "may_see_numbers": actor.may(policies.VIEW_IDENTITY) and bool(view.masked_kk),
        "purpose_form": form or PurposeForm(),
        "may_record": actor.may(policies.RECORD) and is_open,
        "has_dead_head": any(member.relation == "HEAD" and member.died_on for member in view.members),
        "has_no_head": not any(member.relation == "HEAD" for member in view.members) and bool(view.members),
        "neighbourhood": " / ".join(filter(None, [view.rt, view.rw])),
        "timeline": entries_of(timeline.entries),
        "has_more": bool(timeline.next_before),
        "panels": [] if is_paper or per else panels_for("family", request, actor, family_id),
        "troubles": [] if per else queries.troubles_of(view),
        "may_ask": policies.can_ask_change(actor, view.area_code) and view.ended_on is None and per is None,
        "per": per,
        "now_url": reverse("web:registry:family", args=[family_id]),
        "wrong_day": wrong_day,
        "as_of": per or today(),
        "crumbs": [{"label": _("Registri"), "url": reverse("web:registry:search")}],
    }
    template = "registry/family_paper.html" if is_paper else "registry/family.html"
    return render(request, template, context, status=422 if form is not None and form.errors else 200)


def _kk_of(view: FamilyView, numbers: Numbers | None) -> str:
    if not view.kk_is_known:
        return _("tidak diketahui")
    return in_groups(numbers.kk) if numbers and numbers.kk else view.masked_kk or _("belum punya KK")


def members_list(members: tuple[MemberView, ...], caption: str, per: date | None = None) -> CaseList:
    """Members as a list: name, place in the family, age, NIK; with `per` their pages open as of that day."""
    query = f"?per={per.isoformat()}" if per else ""
    return CaseList(
        caption=caption,
        columns=(
            Column(label=_("Nama")),
            Column(label=_("Hubungan")),
            Column(label=_("Lahir")),
            Column(label=_("NIK")),
            Column(label=_("Sejak")),
        ),
        rows=[Row(cells=_cells(member, per, query)) for member in members],
    )


def _cells(member: MemberView, per: date | None, query: str) -> tuple[Cell, ...]:
    gone = (
        f"{_until(member.end)} ({member.end_reason_label})"
        if member.end and member.end_reason_label
        else _until(member.end)
    )
    note = _("meninggal") if member.died_on else str(member.sex_label)
    return (
        Cell(text=member.name, url=reverse("web:registry:person", args=[member.person_id]) + query, note=note),
        Cell(text=str(member.relation_label)),
        Cell(
            text=date_in_words(member.birth_date, "pendek") if member.birth_date else _("belum diketahui"),
            note=age_in_words(member.birth_date, per) if member.birth_date and not member.died_on else "",
        ),
        Cell(
            text=member.masked_nik or str(member.nik_status_label),
            note=str(member.nik_status_label) if member.masked_nik else "",
        ),
        Cell(text=date_in_words(member.start, "pendek") if member.start else "", note=gone),
    )


def statuses_list(view: FamilyView) -> CaseList:
    """What registries said, by source and period, the newest first."""
    return CaseList(
        caption=_("Desil menurut sumber dan periode"),
        hide_caption=True,
        columns=(Column(label=_("Sumber")), Column(label=_("Desil"), numeric=True), Column(label=_("Berlaku"))),
        rows=[
            Row(
                cells=(
                    Cell(text=str(status.source_label), note=status.about),
                    Cell(text=_decile(status.is_listed, status.decile), numeric=True),
                    Cell(
                        text=_span(status.start, status.end), note=_("berlaku sekarang") if status.is_in_force else ""
                    ),
                )
            )
            for status in view.statuses
        ],
    )


def _decile(is_listed: bool, decile: int | None) -> str:
    if not is_listed:
        return _("tidak terdaftar")
    return str(decile) if decile is not None else _("terdaftar, tanpa desil")


def _span(start: date | None, end: date | None) -> str:
    parts: list[Any] = [date_in_words(start, "pendek") if start else "", _until(end)]
    return " ".join(part for part in parts if part)


def _until(end: date | None) -> str:
    return _("sampai %(day)s") % {"day": date_in_words(end, "pendek")} if end else ""
