"""PPKS and PSKS: figures by type, the names behind them, marking somebody and ending a mark."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.registry import actions, groups, policies, queries
from rangkul.registry.enums import GroupKind
from rangkul.registry.errors import NoSuchRecord
from rangkul.registry.queries import GroupCount, MarkView
from rangkul.web.registry.areas import own_area
from rangkul.web.registry.asking import ask
from rangkul.web.registry.disability import health_page
from rangkul.web.registry.past import day_asked
from rangkul.web.registry.purposes import purposed
from rangkul.web.registry.recording import family_to_record, person_to_record
from rangkul.web.registry.vulnerable_forms import CommunityForm, EndMarkForm, MarkForm
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import date_in_words, number_in_words, today


@never_cache
def group_board(request: HttpRequest) -> HttpResponse:
    """Both lists with their counts in the actor's areas."""
    actor = acting(request)
    area = own_area(actor, request.GET.get("wilayah", ""))
    per, wrong_day = day_asked(request)
    counts = queries.group_counts(actor, on=per or today(), area=area)
    context = {
        "tables": [_table(kind, [each for each in counts if each.type.kind == kind], area, per) for kind in GroupKind],
        "hides": any(not each.sees_names for each in counts),
        "communities": queries.list_communities(actor),
        "may_register": actor.may(policies.REGISTER_FAMILY),
        "area_label": queries.area_label(area) if area else "",
        "law": counts[0].type.law if counts else "",
        "as_of": per or today(),
        **_of_day(request, per, wrong_day),
        "crumbs": _crumbs(),
    }
    return render(request, "registry/group_board.html", context)


@health_page
def group_list(request: HttpRequest, code: str) -> HttpResponse:
    """Who is marked with one type."""
    kind = groups.find_type(code)
    if kind is None:
        raise NoSuchRecord("type", code)
    actor = purposed(request) if kind.is_sensitive else acting(request)
    area = own_area(actor, request.GET.get("wilayah", ""))
    per, wrong_day = day_asked(request)
    number = request.GET.get("hal", "1")
    page = queries.list_marked(
        actor, code, on=per or today(), area=area, page=int(number) if number.isdecimal() and len(number) < 5 else 1
    )
    context = {
        "type": kind,
        "page": page,
        "listing": _people(page.rows, per),
        "area_label": queries.area_label(area) if area else "",
        "purpose": actor.purpose,
        "as_of": per or today(),
        **_of_day(request, per, wrong_day),
        "before_url": _link(code, area, page.page - 1, per) if page.page > 1 else "",
        "next_url": _link(code, area, page.page + 1, per) if page.has_more else "",
        "summary": _("%(shown)s dari %(total)s tanda")
        % {"shown": number_in_words(len(page.rows)), "total": number_in_words(page.total)},
        "crumbs": [*_crumbs(), {"label": _("PPKS dan PSKS"), "url": reverse("web:registry:group-board")}],
    }
    return render(request, "registry/group_list.html", context)


@never_cache
def person_mark(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Mark a person."""
    actor = acting(request)
    view = person_to_record(actor, person_id)
    back = reverse("web:registry:person", args=[person_id])
    return _mark(request, actor, groups.PERSON, {"person_id": person_id}, lead=view.name, back=back)


@never_cache
def family_mark(request: HttpRequest, family_id: UUID) -> HttpResponse:
    """Mark a family."""
    actor = acting(request)
    view = family_to_record(actor, family_id)
    back = reverse("web:registry:family", args=[family_id])
    return _mark(request, actor, groups.FAMILY, {"family_id": family_id}, lead=view.label, back=back)


@never_cache
def community_mark(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """Mark a community."""
    actor = acting(request)
    found = policies.communities_visible_to(actor).filter(pk=community_id).first()
    if found is None:
        raise NoSuchRecord("community", community_id)
    policies.check_can_register_family(actor, found.area_code)
    back = reverse("web:registry:group-board")
    return _mark(request, actor, groups.COMMUNITY, {"community_id": community_id}, lead=found.name, back=back)


@never_cache
def community_register(request: HttpRequest) -> HttpResponse:
    """Register a community or group."""
    actor = acting(request)
    if not actor.may(policies.REGISTER_FAMILY):
        raise Denied(permission=policies.REGISTER_FAMILY, message=_("Peran Anda tidak dapat mendaftarkan kelompok."))
    form = CommunityForm(request.POST or None, actor=actor)
    back = reverse("web:registry:group-board")

    def save() -> tuple[str, str]:
        made = actions.register_community(**form.cleaned_data, by=actor, at=clock.now())
        return reverse("web:registry:community-mark", args=[made.pk]), _("Kelompok sudah didaftarkan.")

    return ask(request, form, title=_("Daftarkan kelompok"), back=back, save=save)


@never_cache
def group_end(request: HttpRequest, mark_id: UUID) -> HttpResponse:
    """End a mark with a reason."""
    actor = acting(request)
    mark = queries.get_mark(actor, mark_id, on=today())
    if mark is None:
        raise NoSuchRecord("mark", mark_id)
    if not actor.may(policies.RECORD):
        raise Denied(permission=policies.RECORD, message=_("Peran Anda tidak dapat mengubah data warga."))
    back = back_of(mark)
    form = EndMarkForm(request.POST or None, initial={"on": today()})

    def save() -> tuple[str, str]:
        actions.end_group_mark(mark_id=mark_id, **form.cleaned_data, by=actor, at=clock.now())
        return back, _("Tanda sudah diakhiri.")

    lead = f"{mark.about}: {mark.type.name}"
    return ask(request, form, title=_("Akhiri tanda"), lead=lead, back=back, save=save)


def back_of(mark: MarkView) -> str:
    """The page of whom a mark is about."""
    if mark.person_id:
        return reverse("web:registry:person", args=[mark.person_id])
    if mark.family_id:
        return reverse("web:registry:family", args=[mark.family_id])
    return reverse("web:registry:group-board")


def _mark(
    request: HttpRequest, actor: Actor, unit: str, about: dict[str, Any], *, lead: str, back: str
) -> HttpResponse:
    form = MarkForm(
        request.POST or None,
        initial={"on": today()},
        unit=unit,
        sees_sensitive=policies.can_view_health(actor),
    )

    def save() -> tuple[str, str]:
        actions.mark_group(**form.cleaned_data, **about, by=actor, at=clock.now())
        return back, _("Tanda sudah dicatat.")

    return ask(request, form, title=_("Tandai PPKS atau PSKS"), lead=lead, back=back, save=save)


def _table(kind: GroupKind, counts: list[GroupCount], area: str, per: date | None) -> CaseList:
    return CaseList(
        caption=str(kind.label),
        columns=(
            Column(label=_("Jenis")),
            Column(label=_("Orang"), numeric=True),
            Column(label=_("Keluarga"), numeric=True),
            Column(label=_("Kelompok"), numeric=True),
        ),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=f"{each.type.number}. {each.type.name}",
                        url=_link(each.type.code, area, 1, per) if each.sees_names and _is_marked(each) else "",
                        note=each.type.meaning,
                    ),
                    _count(each, "person", each.persons),
                    _count(each, "family", each.families),
                    _count(each, "community", each.communities),
                )
            )
            for each in counts
        ],
    )


def _is_marked(count: GroupCount) -> bool:
    return bool(count.persons or count.families or count.communities)


def _count(count: GroupCount, unit: str, number: int | None) -> Cell:
    if unit not in count.type.about:
        text = _("di menu Lembaga") if count.type.about == {groups.INSTITUTION} and unit == "community" else "–"
        return Cell(text=text, numeric=True)
    return Cell(text=_("disamarkan") if number is None else number_in_words(number), numeric=True)


def _people(rows: tuple[MarkView, ...], per: date | None) -> CaseList:
    query = f"?per={per.isoformat()}" if per else ""
    return CaseList(
        caption=_("Yang ditandai"),
        hide_caption=True,
        columns=(
            Column(label=_("Nama")),
            Column(label=_("Tinggal di")),
            Column(label=_("Sejak")),
            Column(label=_("Bukti")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(text=row.about, url=f"{back_of(row)}{query}", note=_unit(row)),
                    Cell(text=row.area_label),
                    Cell(text=date_in_words(row.start, "pendek") if row.start else "", note=row.marked_by_name),
                    Cell(text=row.evidence, note=row.source_label),
                )
            )
            for row in rows
        ],
    )


def _unit(mark: MarkView) -> str:
    if mark.person_id:
        return _("orang")
    return _("keluarga") if mark.family_id else _("kelompok")


def _of_day(request: HttpRequest, per: date | None, wrong_day: str) -> dict[str, Any]:
    """What `registry/past.html` shows: the marks in force on a day, under the names of then and the places of today."""
    kept = [(name, request.GET[name]) for name in ("wilayah",) if request.GET.get(name)]
    now_url = with_query(request, {"per": None, "hal": None}) or "?"
    return {"per": per, "wrong_day": wrong_day, "kept": kept, "now_url": now_url, "is_list": True}


def _link(code: str, area: str, page: int, per: date | None) -> str:
    told = (("wilayah", area), ("hal", str(page) if page > 1 else ""), ("per", per.isoformat() if per else ""))
    query = urlencode({key: value for key, value in told if value})
    url = reverse("web:registry:group-list", args=[code])
    return f"{url}?{query}" if query else url


def _crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Registri"), "url": reverse("web:registry:search")}]
