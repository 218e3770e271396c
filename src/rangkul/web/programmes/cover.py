"""Pages of health cover that the region pays: who is proposed to BPJS Kesehatan, the file, and what became of each (R225)."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from rangkul.insight.coverage import policies as coverage_policies
from rangkul.insight.coverage import queries as coverage
from rangkul.insight.coverage.measures import PERSON
from rangkul.insight.everybody import NoSnapshotYet
from rangkul.kernel import clock
from rangkul.kernel.numerals import format_number
from rangkul.platform.policy.actor import Actor
from rangkul.programmes import actions
from rangkul.programmes.enums import CoverGroup, CoverState
from rangkul.programmes.policies import cover as policies
from rangkul.programmes.queries import cover as queries
from rangkul.reference import queries as reference_queries
from rangkul.web.insight.snapshot import no_snapshot
from rangkul.web.programmes.attempts import attempt
from rangkul.web.programmes.candidates import areas_of
from rangkul.web.programmes.sheets import file_response, written
from rangkul.web.registry.areas import own_area
from rangkul.web.registry.disability import health_page
from rangkul.web.registry.purposes import purposed
from rangkul.web.shared.asking import UNPROCESSABLE, see_other
from rangkul.web.shared.fields import DateBoxes
from rangkul.web.shared.lists import CaseList, Cell, Column, Row
from rangkul.web.shared.wording import date_in_words, today


class CoverAnswerForm(forms.Form):
    """What BPJS Kesehatan sent back."""

    answered_on = DateBoxes(label=gettext_lazy("Tanggal jawaban"), past_only=True)
    rows = forms.CharField(
        label=gettext_lazy("Jawaban BPJS Kesehatan"),
        help_text=gettext_lazy(
            "Satu orang satu baris: NIK; status; alasan; berlaku sampai. Status: DITERIMA, AKTIF, DITOLAK atau BERAKHIR. "
            "Hari terakhir boleh kosong, misalnya 31-12-2026. Boleh disalin dari kolom berkas Excel."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
        max_length=40_000,
    )


@health_page
def cover_list(request: HttpRequest) -> HttpResponse:
    """The lists with persons by state."""
    actor = purposed(request)
    rows = queries.list_cover(actor)
    context = {
        "listing": _lists(rows),
        "shown": queries.SHOWN,
        "as_of": today(),
        "may_propose": policies.can_propose(actor),
        "crumbs": [{"label": _("Peserta"), "url": reverse("web:programmes:enrolment-list")}],
    }
    return render(request, "programmes/cover_list.html", context)


@health_page
def cover_propose(request: HttpRequest) -> HttpResponse:
    """Choose an area and a group, tick persons without PBI-JK, make the list."""
    actor = purposed(request)
    group = _group(actor, request)
    area = own_area(actor, request.POST.get("wilayah") or request.GET.get("wilayah", "")) or str(actor.areas[0])
    problem = ""
    if request.method == "POST":
        sent = request.POST.getlist("orang")[: queries.MOST + 1]
        ids = [each for text in sent if (each := _id(text)) is not None]
        made, problem = attempt(
            lambda: actions.propose_cover(
                area=area, person_ids=ids, note=request.POST.get("catatan", ""), group=group, by=actor, at=clock.now()
            )
        )
        if made is not None:
            messages.success(request, _("Daftar usulan dibuat. Unduh berkasnya untuk BPJS Kesehatan."))
            return see_other(reverse("web:programmes:cover", args=[made.pk]))
    listed: dict[str, Any] = {}
    if group == CoverGroup.ENTITLED:
        try:
            listed = _entitled(actor, area)
        except NoSnapshotYet:
            return no_snapshot(request, _("Usulan PBPU pemda"))
    found = queries.list_cover_candidates(actor, area=area, on=today(), **listed)
    context = {
        "group": group,
        "groups": [each for each in CoverGroup if each == CoverGroup.DISABILITY or _sees_entitled(actor)],
        "found": found,
        "is_cut": found.total > len(found.rows),
        "can_any": any(not each.status and not each.lacks_nik for each in found.rows),
        "area": area,
        "area_label": reference_queries.area_label(area),
        "areas": _areas(actor, area),
        "problem": problem,
        "purpose": actor.purpose,
        "as_of": today(),
        "crumbs": [_crumb()],
    }
    return render(request, "programmes/cover_propose.html", context, status=UNPROCESSABLE if problem else 200)


@health_page
def cover(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """One list: each person with what BPJS Kesehatan said, and the form for its answers."""
    actor = purposed(request)
    view = _find(actor, list_id)
    form = CoverAnswerForm(request.POST or None, initial={"answered_on": today()})
    if request.method == "POST":
        actor.check_may(policies.ANSWER)
        if form.is_valid():
            done, problem = attempt(
                lambda: actions.answer_cover(list_id=list_id, by=actor, at=clock.now(), **form.cleaned_data)
            )
            if done is not None:
                told = _("%(n)s orang berubah statusnya, %(same)s sudah tercatat begitu.")
                messages.success(request, told % {"n": format_number(done.changed), "same": format_number(done.same)})
                return see_other(reverse("web:programmes:cover", args=[list_id]))
            form.add_error(None, problem)
    context = {
        "view": view,
        "row": view.row,
        "tiles": [
            {"label": str(state.label), "value": view.row.counts.get(state, 0), "unit": _("orang")}
            for state in CoverState
        ],
        "listing": _people(view),
        "form": form if view.may_answer else None,
        "export_url": reverse("web:programmes:cover-export", args=[list_id]) if view.may_export else "",
        "waiting": view.row.counts.get(CoverState.PROPOSED, 0),
        "purpose": actor.purpose,
        "as_of": today(),
        "crumbs": [_crumb()],
    }
    return render(request, "programmes/cover.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@health_page
def cover_export(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """The file for BPJS Kesehatan, with whole NIK."""
    actor = purposed(request)
    _find(actor, list_id)
    made, entries = actions.export_cover(list_id=list_id, by=actor, at=clock.now())
    places = {code: reference_queries.area_path(code) for code in {each.area_code for each in entries}}
    head = ["No", "NIK", "No KK", "Nama", "Tanggal Lahir", "Jenis Kelamin", "Alamat", "Desa/Kelurahan", "Kecamatan"]
    table = [[*head, "Segmen", "Nomor Daftar"]]
    for place, each in enumerate(entries, start=1):
        names = {len(area.code): area.name for area in places[each.area_code]}
        who = [str(place), each.nik, each.kk, each.name, each.birth_date, each.sex, each.address]
        table.append(written([*who, names.get(13, ""), names.get(8, ""), "PBPU PEMDA", made.number]))
    return file_response(f"pbpu-pemda-{today().isoformat()}", table, request.POST.get("bentuk", "csv"))


def _lists(rows: list[queries.CoverRow]) -> CaseList:
    return CaseList(
        caption=_("Daftar usulan PBPU pemda"),
        hide_caption=True,
        columns=(
            Column(label=_("Daftar")),
            Column(label=_("Wilayah")),
            Column(label=_("Dikirim")),
            Column(label=_("Orang"), numeric=True),
            Column(label=_("Menunggu"), numeric=True),
            Column(label=_("Diterima"), numeric=True),
            Column(label=_("Aktif"), numeric=True),
            Column(label=_("Ditolak"), numeric=True),
            Column(label=_("Berakhir"), numeric=True),
            Column(label=_("Kini PBI-JK"), numeric=True),
        ),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=each.number,
                        url=reverse("web:programmes:cover", args=[each.id]),
                        note=f"{date_in_words(each.created_at, 'pendek')}, {each.created_by}",
                    ),
                    Cell(text=each.area_label),
                    Cell(text=date_in_words(each.sent_at, "pendek") if each.sent_at else _("belum diunduh")),
                    Cell(text=format_number(each.total), numeric=True),
                    *(Cell(text=format_number(each.counts.get(state, 0)), numeric=True) for state in CoverState),
                )
            )
            for each in rows
        ],
    )


def _people(view: queries.CoverView) -> CaseList:
    return CaseList(
        caption=_("Orang dalam daftar"),
        columns=(
            Column(label=_("Nama")),
            Column(label=_("Tinggal di")),
            Column(label=_("Status")),
            Column(label=_("Alasan BPJS")),
            Column(label=_("Tanggal jawaban")),
            Column(label=_("Berlaku sampai")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=each.name,
                        url=reverse("web:registry:person", args=[each.person_id]),
                        note=each.masked_nik,
                    ),
                    Cell(text=each.area_label),
                    Cell(text=each.state_label, state=CoverState(each.state).name),
                    Cell(text=each.reason or "–"),
                    Cell(text=date_in_words(each.answered_on, "pendek") if each.answered_on else "–"),
                    Cell(text=date_in_words(each.ends_on, "pendek") if each.ends_on else "–"),
                )
            )
            for each in view.lines
        ],
    )


def _group(actor: Actor, request: HttpRequest) -> CoverGroup:
    """The group that was asked for; persons with disability for anything else."""
    typed = request.POST.get("siapa") or request.GET.get("siapa", "")
    return CoverGroup.ENTITLED if typed == CoverGroup.ENTITLED and _sees_entitled(actor) else CoverGroup.DISABILITY


def _sees_entitled(actor: Actor) -> bool:
    return actor.may(coverage_policies.VIEW)


def _entitled(actor: Actor, area: str) -> dict[str, Any]:
    """Who meets the rule of PBI-JK and does not receive it, by the kept snapshot. Raises NoSnapshotYet."""
    cover = coverage.newest_cover(actor, on=today())
    wanted = coverage.wanted_from(cover, code=f"belum-{queries.PBI_JK}", unit=PERSON, area=area)
    if wanted is None:
        return {"ids": [], "total": 0}
    ids = coverage.ids_of_cell(actor, cover, wanted, unit=PERSON, limit=queries.MOST)
    return {"ids": ids, "total": coverage.count_cell(actor, cover, wanted).count or len(ids)}


def _areas(actor: Actor, area: str) -> list[tuple[str, str]]:
    """What can be chosen: the actor's areas with what lies directly below, the one shown, and what lies below that."""
    here = {area: reference_queries.area_label(area)}
    below = {str(each.code): each.label for each in reference_queries.list_children(area)}
    return list((dict(areas_of(actor)) | here | below).items())


def _find(actor: Actor, list_id: UUID) -> queries.CoverView:
    return queries.get_cover(actor, list_id)


def _crumb() -> dict[str, str]:
    return {"label": _("Usulan PBPU pemda"), "url": reverse("web:programmes:cover-list")}


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
