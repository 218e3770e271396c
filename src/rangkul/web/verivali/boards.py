"""Pages of progress: one campaign with its preview or its boards, on paper, as a file, and the list of its subjects."""

import csv
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import as_cell
from rangkul.reference import queries as reference_queries
from rangkul.verivali import policies, queries
from rangkul.verivali.queries import Board, CampaignView, Tally
from rangkul.verivali.workflow import SUBJECT
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import date_in_words, local_moment, number_in_words
from rangkul.web.verivali.campaigns import campaign_url
from rangkul.web.verivali.lists import board_listing, figures_of, subjects_listing, tone_of_campaign

VILLAGES_SHOWN = 200


@never_cache
def campaign(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """One campaign: before its opening whom it would visit, afterwards how far it is."""
    actor = acting(request)
    actor.check_may(policies.VIEW)
    view = queries.get_campaign(actor, campaign_id)
    context = {
        "view": view,
        "campaign": view.campaign,
        "tone": tone_of_campaign(view.campaign.state),
        "rows": _rows(view),
        "as_of": clock.now(),
        "crumbs": [{"label": _("Verivali"), "url": reverse("web:verivali:campaign-list")}],
    }
    if view.campaign.state == "DRAFT":
        preview = queries.preview(actor, view.campaign)
        context |= {"preview": preview, "villages": _villages(preview, view.unit)}
        return render(request, "verivali/campaign_draft.html", context)
    board = queries.board_of(actor, view.campaign, within=_within(request, view))
    context |= _board_context(request, board, view)
    if "assign" in view.allowed:
        context["departed"] = queries.count_departed(actor, campaign_id)
    return render(request, "verivali/campaign.html", context)


@never_cache
def campaign_print(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """The boards on paper."""
    actor = acting(request)
    actor.check_may(policies.VIEW)
    view = queries.get_campaign(actor, campaign_id)
    board = queries.board_of(actor, view.campaign, within=_within(request, view))
    context = {"view": view, "campaign": view.campaign, **_board_context(request, board, view)}
    return render(request, "verivali/campaign_print.html", context)


@never_cache
def campaign_export(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """The boards as CSV: unit and moment in every row, cells safe for spreadsheets."""
    actor = acting(request)
    actor.check_may(policies.VIEW)
    view = queries.get_campaign(actor, campaign_id)
    board = queries.board_of(actor, view.campaign, within=_within(request, view))
    moment = local_moment(board.as_of).isoformat(timespec="minutes")
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="verivali-{moment[:10]}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    names = [label for label, _figure in figures_of(Tally(key="", label=""))]
    writer.writerow([_("Kegiatan"), _("Menurut"), _("Nama"), _("Satuan"), *names, _("Per saat")])
    for kind, rows in ((_("Wilayah"), board.areas), (_("Petugas"), board.enumerators)):
        for row in rows:
            figures = [
                row.total,
                row.assigned,
                row.visited,
                row.waiting,
                row.approved,
                row.returned,
                row.missed,
                row.second,
            ]
            shares = ["" if each is None else each for each in (row.completeness, row.share_matched, row.agreement)]
            texts = [as_cell(view.campaign.title), kind, as_cell(row.label), board.unit]
            writer.writerow([*texts, *figures, *shares, moment])
    return response


@never_cache
def subject_list(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """The subjects of a campaign, of one area (`?wilayah=`) or in one state (`?status=`), paged."""
    actor = acting(request)
    actor.check_may(policies.VIEW)
    view = queries.get_campaign(actor, campaign_id)
    state = request.GET.get("status", "")
    state = state if state in dict(SUBJECT.choices()) else ""
    area = _within(request, view)
    page = queries.list_of_campaign(actor, campaign_id, area=area, state=state, after=request.GET.get("setelah", ""))
    context = {
        "view": view,
        "listing": subjects_listing(page.rows, _("Sasaran kegiatan")),
        "tabs": [
            {
                "label": label,
                "url": with_query(request, {"status": code or None, "setelah": None}),
                "active": code == state,
            }
            for code, label in [("", _("Semua")), *SUBJECT.choices()]
        ],
        "area_label": reference_queries.area_label(area) if area else "",
        "next_url": with_query(request, {"setelah": page.next_mark}) if page.next_mark else "",
        "first_url": with_query(request, {"setelah": None}) if "setelah" in request.GET else "",
        "as_of": clock.now(),
        "crumbs": [
            {"label": _("Verivali"), "url": reverse("web:verivali:campaign-list")},
            {"label": view.campaign.title, "url": campaign_url(campaign_id)},
        ],
    }
    return render(request, "verivali/subject_list.html", context)


def _within(request: HttpRequest, view: CampaignView) -> str:
    """The area asked for, when it lies in the campaign's; "" else."""
    try:
        area = AreaCode.parse(request.GET.get("wilayah", ""))
    except Refused:
        return ""
    return str(area) if AreaCode.parse(view.campaign.area_code).contains(area) else ""


def _board_context(request: HttpRequest, board: Board, view: CampaignView) -> dict[str, object]:
    is_village = AreaCode.parse(board.within).level == 4
    url = f"{reverse('web:verivali:subject-list', args=[view.campaign.pk])}?wilayah=" if is_village else "?wilayah="
    return {
        "board": board,
        "place": reference_queries.area_label(board.within),
        "is_part": board.within != view.campaign.area_code,
        "by_area": board_listing(
            board.areas, _("Menurut wilayah (%(unit)s)") % {"unit": board.unit}, _("Wilayah"), url=url
        ),
        "by_person": board_listing(
            board.enumerators, _("Menurut petugas (%(unit)s)") % {"unit": board.unit}, _("Petugas")
        ),
        "quality": _quality(board.whole),
        "query": request.GET.urlencode(),
    }


def _quality(whole: Tally) -> list[str]:
    """What the columns of quality mean, with the figure for the whole."""
    shares = {
        _("Lengkap: %(share)s%% pertanyaan yang berlaku terjawab."): whole.completeness,
        _("Padan: NIK %(share)s%% sasaran padan dengan Dukcapil."): whole.share_matched,
        _("Sesuai: %(share)s%% jawaban kunjungan ulang sama dengan kunjungan pertama."): whole.agreement,
    }
    return [words % {"share": number_in_words(share)} for words, share in shares.items() if share is not None]


def _rows(view: CampaignView) -> list[dict[str, str]]:
    one = view.campaign
    cohort = str(view.cohort.label)
    more = queries.parameter_words(view.cohort, one.parameters)
    return [
        {"label": _("Sasaran"), "value": f"{cohort} ({more})" if more else cohort},
        {"label": _("Wilayah"), "value": view.area_label},
        {"label": _("Tanggal data"), "value": date_in_words(one.as_of)},
        {"label": _("Batas waktu"), "value": date_in_words(one.due_on) if one.due_on else _("tidak ada")},
        {"label": _("Yang dikunjungi"), "value": f"{view.sampling_words} ({_('benih undian')} {one.seed})"},
        {"label": _("Kunjungan ulang"), "value": f"{one.revisit_percent}%"},
        {
            "label": _("Kuesioner"),
            "value": f"{view.questionnaire.title}, {_('versi')} {view.questionnaire.version}"
            if view.questionnaire
            else "",
            "url": "",
        },
        {"label": _("Disusun oleh"), "value": one.created_by_name},
    ]


def _villages(preview: queries.Preview, unit: str) -> CaseList:
    return CaseList(
        caption=_("Calon sasaran tiap desa/kelurahan (%(unit)s)") % {"unit": unit},
        columns=(
            Column(label=_("Desa/kelurahan")),
            Column(label=_("Termasuk kelompok"), numeric=True),
            Column(label=_("Akan dikunjungi"), numeric=True),
        ),
        rows=[
            Row(
                cells=(
                    Cell(text=each.label),
                    Cell(text=number_in_words(each.count), numeric=True),
                    Cell(text=number_in_words(each.drawn), numeric=True),
                )
            )
            for each in preview.villages[:VILLAGES_SHOWN]
        ],
    )
