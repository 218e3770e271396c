"""The waiting list for assistive devices: who is next and why, what was given from whose budget, and giving one."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rangkul.kernel import clock
from rangkul.reference.enums import FundSource
from rangkul.registry import actions, policies, queries
from rangkul.registry.queries import DeviceBoard, DeviceLine, DeviceNeed
from rangkul.web.registry.areas import own_area
from rangkul.web.registry.asking import ask
from rangkul.web.registry.disability import health_page, profile_cell
from rangkul.web.registry.purposes import purposed
from rangkul.web.shared.fields import DateBoxes
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import age_in_words, date_in_words, number_in_words, today


class DeviceForm(forms.Form):
    """Whose money, which day, which paper."""

    fund_source = forms.ChoiceField(
        label=gettext_lazy("Dibiayai dari"), widget=forms.RadioSelect, choices=FundSource.choices
    )
    given_on = DateBoxes(label=gettext_lazy("Diserahkan tanggal"), past_only=True)
    evidence = forms.CharField(
        label=gettext_lazy("Nomor berita acara serah terima (BAST)"),
        help_text=gettext_lazy("Atau bukti lain, misalnya nomor kuitansi."),
        max_length=150,
    )


@health_page
def device_list(request: HttpRequest) -> HttpResponse:
    """Figures by device and budget, and who waits in order of priority; everybody on the page is logged."""
    actor = purposed(request)
    area, device = own_area(actor, request.GET.get("wilayah", "")), request.GET.get("alat", "")[:60]
    number = request.GET.get("hal", "1")
    page = queries.list_device_needs(
        actor, on=today(), area=area, device=device, page=int(number) if number.isdecimal() and len(number) < 5 else 1
    )
    board = queries.device_board(actor, on=today(), area=area)
    context = {
        "board": board,
        "figures": _figures(board, request),
        "page": page,
        "device": device,
        "listing": _people(page.rows),
        "purpose": actor.purpose,
        "as_of": today(),
        "area_label": queries.area_label(area) if area else "",
        "all_url": with_query(request, {"alat": None, "hal": None}),
        "before_url": with_query(request, {"hal": str(page.page - 1)}) if page.page > 1 else "",
        "next_url": with_query(request, {"hal": str(page.page + 1)}) if page.has_more else "",
        "summary": _("%(shown)s dari %(total)s kebutuhan")
        % {"shown": number_in_words(len(page.rows)), "total": number_in_words(page.total)},
        "crumbs": _crumbs()[:2],
    }
    return render(request, "registry/device_list.html", context)


@health_page
def device_meet(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """Record that the device was given."""
    actor = purposed(request)
    need = queries.get_device_need(actor, need_id, on=today())
    if not need.may_meet:
        actor.check_may(policies.MEET_DEVICE)
    form = DeviceForm(request.POST or None)
    back = reverse("web:registry:device-list")

    def save() -> tuple[str, str]:
        actions.meet_device(need_id=need_id, by=actor, at=clock.now(), **form.cleaned_data)
        return back, _("Penyerahan alat bantu tercatat.")

    return ask(
        request, form, title=_("Alat bantu diserahkan"), lead=f"{need.device} · {need.name}", back=back, save=save
    )


def _crumbs() -> list[dict[str, str]]:
    return [
        {"label": _("Registri"), "url": reverse("web:registry:search")},
        {"label": _("Kelengkapan data difabel"), "url": reverse("web:registry:disability-board")},
    ]


def _figures(board: DeviceBoard, request: HttpRequest) -> CaseList:
    columns = [Column(label=_("Alat")), Column(label=_("Masih menunggu"), numeric=True)]
    used = [place for place, count in enumerate(board.whole.by_source) if count]  # budgets that gave nothing stay away
    columns += [Column(label=board.sources[place], numeric=True) for place in used]
    columns += [Column(label=_("Diserahkan"), numeric=True), Column(label=_("Terpenuhi"), numeric=True)]
    area = request.GET.get("wilayah", "")

    def row(line: DeviceLine) -> Row:
        query: dict[str, Any] = {"alat": line.device} | ({"wilayah": area} if area else {})
        url = f"?{urlencode(query)}" if line.device and line.waiting else ""
        share = f"{number_in_words(line.share)}%" if line.share is not None else "–"
        counts = (line.waiting, *(line.by_source[place] for place in used), line.given)
        return Row(
            cells=(
                Cell(text=line.device or _("Semua alat"), url=url),
                *(Cell(text=number_in_words(count), numeric=True) for count in counts),
                Cell(text=share, numeric=True),
            )
        )

    caption = _("Kebutuhan dan penyerahan menurut sumber dana")
    return CaseList(caption=caption, columns=columns, rows=[*map(row, board.lines), row(board.whole)])


def _people(rows: tuple[DeviceNeed, ...]) -> CaseList:
    return CaseList(
        caption=_("Yang menunggu, menurut urutan"),
        columns=(
            Column(label=_("Nama")),
            Column(label=_("Urutan"), numeric=True),
            Column(label=_("Alat")),
            Column(label=_("Derajat")),
            Column(label=_("Menunggu sejak")),
            Column(label=_("Tinggal di")),
            Column(label=_("Penyerahan")),
        ),
        rows=[
            Row(
                cells=(
                    profile_cell(each.name, each.person_id, age_in_words(each.birth_date) if each.birth_date else ""),
                    Cell(text=number_in_words(each.position), numeric=True),
                    Cell(text=each.device),
                    Cell(
                        text=each.severity_label,
                        note=_("sudah divalidasi") if each.is_validated else _("belum divalidasi"),
                    ),
                    Cell(text=date_in_words(each.since, "pendek") if each.since else _("belum diketahui")),
                    Cell(text=each.area_label),
                    Cell(text=_("Catat"), url=reverse("web:registry:device-meet", args=[each.id]))
                    if each.may_meet
                    else Cell(text="–"),
                )
            )
            for each in rows
        ],
    )
