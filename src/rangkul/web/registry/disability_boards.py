"""The board of disability data: how many, how good, and the lists behind the figures for those who may open them."""

import csv
import io
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from rangkul.kernel import clock
from rangkul.kernel.text import as_cell
from rangkul.organisation import policies as organisation_policies
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.policies import cover
from rangkul.programmes.queries.cover import cover_statuses
from rangkul.registry import actions, policies, queries
from rangkul.registry.enums import DisabilityType, Sex
from rangkul.registry.queries import Board, Filter, Line, Measures
from rangkul.registry.queries.disability_board import UNKNOWN_AGE, VIEWS
from rangkul.web.registry.areas import own_area
from rangkul.web.registry.disability import health_page
from rangkul.web.registry.past import day_asked
from rangkul.web.registry.purposes import purposed
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import age_in_words, date_in_words, number_in_words, today

VIEW_LABELS = {
    "semua": gettext_lazy("Semua"),
    "tercatat": gettext_lazy("Menunggu validasi"),
    "belum-validasi": gettext_lazy("Belum divalidasi"),
    "jatuh-tempo": gettext_lazy("Perlu divalidasi lagi"),
    "perbaikan": gettext_lazy("Perlu diperbaiki"),
    "belum-lengkap": gettext_lazy("Belum lengkap"),
    "belum-padan": gettext_lazy("NIK belum padan"),
    "tanpa-pbi": gettext_lazy("Tanpa PBI-JK"),
    "dalam-pkh": gettext_lazy("Dalam PKH"),
}
AGE_LABELS = {
    "0-5": gettext_lazy("0 sampai 5 tahun"),
    "6-17": gettext_lazy("6 sampai 17 tahun"),
    "18-59": gettext_lazy("18 sampai 59 tahun"),
    "60+": gettext_lazy("60 tahun ke atas"),
    UNKNOWN_AGE: gettext_lazy("umur tidak diketahui"),
}


@never_cache
def disability_board(request: HttpRequest) -> HttpResponse:
    """Kelengkapan data difabel: figures for everybody who sees persons, lists for who sees health."""
    actor = acting(request)
    area = own_area(actor, request.GET.get("wilayah", ""))
    # Two days of figures beside each other tell more than one: earlier ones are for who sees the names anyway.
    per, wrong_day = day_asked(request) if policies.can_view_health(actor) else (None, "")
    board = queries.disability_board(actor, on=per or today(), area=area)
    context = {
        "board": board,
        "tiles": _tiles(board),
        "tables": [
            _table(_("Menurut desa/kelurahan"), _("Desa/kelurahan"), board.by_area, board, "wilayah"),
            _table(_("Menurut ragam"), _("Ragam"), board.by_type, board, "ragam"),
            _table(_("Menurut jenis kelamin"), _("Jenis kelamin"), board.by_sex, board, "jk"),
            _table(_("Menurut umur"), _("Umur"), board.by_age, board, "umur"),
        ],
        "area_label": queries.area_label(area) if area else "",
        "lists": _lists(board),
        "per": per,
        "wrong_day": wrong_day,
        "is_list": True,
        "kept": [("wilayah", area)] if area else [],
        "now_url": with_query(request, {"per": None}) or "?",
        "crumbs": [{"label": _("Registri"), "url": reverse("web:registry:search")}],
    }
    return render(request, "registry/disability_board.html", context)


@health_page
def disability_list(request: HttpRequest) -> HttpResponse:
    """The persons behind a figure; everybody on the page is logged with the purpose."""
    actor = purposed(request)
    per, wrong_day = day_asked(request)
    wanted = _wanted(request, actor)
    number = request.GET.get("hal", "1")
    page = queries.list_disabled(
        actor, wanted, on=per or today(), page=int(number) if number.isdecimal() and len(number) < 5 else 1
    )
    context = {
        "page": page,
        "listing": _people(page.rows, cover_statuses(actor, [row.id for row in page.rows]), per),
        "title": VIEW_LABELS[wanted.view],
        "narrowed": _narrowed(wanted),
        "purpose": actor.purpose,
        "as_of": per or today(),
        "per": per,
        "wrong_day": wrong_day,
        "is_list": True,
        "kept": [(name, value) for name, value in request.GET.items() if name not in ("per", "hal")],
        "now_url": with_query(request, {"per": None, "hal": None}),
        "export_url": f"unduh/{with_query(request, {'hal': None})}" if actor.may(policies.TAKE_OUT) else "",
        "propose_url": _next_step(actor, wanted, "tanpa-pbi", "web:programmes:cover-propose", cover.can_propose(actor)),
        "train_url": _next_step(
            actor, wanted, "dalam-pkh", "web:registry:disability-train", actor.may(organisation_policies.RECORD)
        ),
        "tabs": [
            {"label": label, "url": with_query(request, {"lihat": view, "hal": None}), "active": view == wanted.view}
            for view, label in VIEW_LABELS.items()
        ],
        "before_url": with_query(request, {"hal": str(page.page - 1)}) if page.page > 1 else "",
        "next_url": with_query(request, {"hal": str(page.page + 1)}) if page.has_more else "",
        "summary": _("%(shown)s dari %(total)s orang")
        % {"shown": number_in_words(len(page.rows)), "total": number_in_words(page.total)},
        "crumbs": [
            {"label": _("Registri"), "url": reverse("web:registry:search")},
            {"label": _("Kelengkapan data difabel"), "url": reverse("web:registry:disability-board")},
        ],
    }
    return render(request, "registry/disability_list.html", context)


@health_page
def disability_export(request: HttpRequest) -> HttpResponse:
    """The whole list as CSV: for who may take data out, with the purpose; no formula can run from it."""
    actor = purposed(request)
    per, wrong_day = day_asked(request)
    if wrong_day:
        return redirect(reverse("web:registry:disability-list"))
    on = per or today()
    rows = actions.export_disabled(wanted=_wanted(request, actor), on=on, by=actor, at=clock.now())
    head = [_("Nama"), _("NIK"), _("Tanggal lahir"), _("Ragam"), _("Derajat"), _("Validasi"), _("Berlaku sampai")]
    written = io.StringIO()
    out = csv.writer(written)
    out.writerow([*head, _("Tinggal di"), _("Keadaan per")])
    for row in rows:
        born, due = (day.isoformat() if day else "" for day in (row.birth_date, row.due_on))
        cells = [row.name, row.masked_nik, born, row.type_label, row.severity_label, row.state_label, due]
        out.writerow([as_cell(cell) for cell in (*cells, row.area_label, on.isoformat())])
    response = HttpResponse(b"\xef\xbb\xbf" + written.getvalue().encode(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="penyandang-disabilitas-{on.isoformat()}.csv"'
    return response


def _next_step(actor: Actor, wanted: Filter, view: str, page: str, is_allowed: bool) -> str:
    """Where the persons of one list go next, for who may; "" on the other lists."""
    if wanted.view != view or not is_allowed:
        return ""
    return f"{reverse(page)}?{urlencode({'wilayah': wanted.area or str(actor.areas[0])})}"


def _wanted(request: HttpRequest, actor: Actor) -> Filter:
    return Filter(
        view=request.GET.get("lihat", "semua") if request.GET.get("lihat") in VIEWS else "semua",
        area=own_area(actor, request.GET.get("wilayah", "")),
        type=request.GET.get("ragam", "")[:20],
        sex=request.GET.get("jk", "")[:1],
        age=request.GET.get("umur", "")[:12],
    )


def _tiles(board: Board) -> list[dict[str, Any]]:
    measures = board.measures
    shares = [
        (_("Penyandang disabilitas"), measures.total, "semua", ""),
        (_("Sudah divalidasi"), measures.validated, "belum-validasi", _("belum divalidasi")),
        (_("Profil lengkap"), measures.complete, "belum-lengkap", _("belum lengkap")),
        (_("NIK padan"), measures.matched, "belum-padan", _("belum padan")),
    ]
    return [
        {
            "label": label,
            "value": value,
            "note": "" if view == "semua" else share(value, measures.total),
            "url": _link(board, view) if board.sees_names and measures.total else "",
            "go": rest,
        }
        for label, value, view, rest in shares
    ]


def _lists(board: Board) -> list[dict[str, Any]]:
    if not board.sees_names:
        return []
    counts = {"tanpa-pbi": board.measures.without_pbi, "dalam-pkh": board.measures.in_pkh}
    return [{"label": VIEW_LABELS[view], "url": _link(board, view), "count": count} for view, count in counts.items()]


def share(part: int | None, whole: int | None) -> str:
    """ "62,5%"; "–" when nothing can be told."""
    if part is None or not whole:
        return "–"
    return f"{number_in_words(round(part / whole * 100, 1))}%"


def _table(caption: str, head: str, lines: tuple[Line, ...], board: Board, key: str) -> CaseList:
    return CaseList(
        caption=caption,
        columns=(
            Column(label=head),
            Column(label=_("Orang"), numeric=True),
            Column(label=_("Divalidasi"), numeric=True),
            Column(label=_("Lengkap"), numeric=True),
            Column(label=_("NIK padan"), numeric=True),
            Column(label=_("Tanpa PBI-JK"), numeric=True),
            Column(label=_("Dalam PKH"), numeric=True),
        ),
        rows=[_line(line, board, key) for line in lines],
    )


def _line(line: Line, board: Board, key: str) -> Row:
    measures: Measures = line.measures
    label = str(AGE_LABELS.get(line.key, line.label)) if key == "umur" else line.label or _("belum diketahui")
    url = ""
    if board.sees_names and line.key:
        query = {"wilayah": board.area, key: line.key, "per": _day(board)}
        url = f"{reverse('web:registry:disability-list')}?{urlencode({k: v for k, v in query.items() if v})}"
    counts = (measures.validated, measures.complete, measures.matched, measures.without_pbi, measures.in_pkh)
    return Row(
        cells=(
            Cell(text=label, url=url),
            Cell(text=told(measures.total, board), numeric=True),
            *(Cell(text=told(count, board), numeric=True) for count in counts),
        )
    )


def told(count: int | None, board: Board) -> str:
    """The count, or that it is too small to be told."""
    return number_in_words(count) if count is not None else _("disamarkan")


def _link(board: Board, view: str) -> str:
    """To the persons behind a figure of the board, on its day."""
    query = {"lihat": view, "wilayah": board.area, "per": _day(board)}
    return f"{reverse('web:registry:disability-list')}?{urlencode({key: each for key, each in query.items() if each})}"


def _day(board: Board) -> str:
    return board.as_of.isoformat() if board.as_of < today() else ""


def _narrowed(wanted: Filter) -> str:
    parts = [
        queries.area_label(wanted.area) if wanted.area else "",
        str(dict(DisabilityType.choices).get(wanted.type, "")) if wanted.type else "",
        str(dict(Sex.choices).get(wanted.sex, "")) if wanted.sex else "",
        str(AGE_LABELS.get(wanted.age, "")) if wanted.age else "",
    ]
    return " · ".join(filter(None, parts))


def _people(rows: tuple[queries.DisabledPerson, ...], proposed: Mapping[UUID, str], per: date | None) -> CaseList:
    return CaseList(
        caption=_("Penyandang disabilitas"),
        hide_caption=True,
        columns=(
            Column(label=_("Nama")),
            Column(label=_("Umur")),
            Column(label=_("Ragam")),
            Column(label=_("NIK")),
            Column(label=_("Validasi")),
            Column(label=_("Tinggal di")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(text=row.name, url=reverse("web:registry:disability", args=[row.id])),
                    Cell(text=age_in_words(row.birth_date, per) if row.birth_date else _("belum diketahui")),
                    Cell(text=row.type_label, note=row.severity_label),
                    Cell(
                        text=row.masked_nik or row.nik_status_label, note=row.nik_status_label if row.masked_nik else ""
                    ),
                    Cell(
                        text=row.state_label,
                        note=_("sampai %(day)s") % {"day": date_in_words(row.due_on, "pendek")} if row.due_on else "",
                    ),
                    Cell(
                        text=row.area_label,
                        note=_("PBPU pemda: %(status)s") % {"status": proposed[row.id]} if row.id in proposed else "",
                    ),
                )
            )
            for row in rows
        ],
    )
