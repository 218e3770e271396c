"""The list behind a figure of coverage: page by page, as a file, into proposals, into visits."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from rangkul.insight.coverage import actions, queries
from rangkul.insight.coverage.cells import KEYS, cell_of, wanted_of
from rangkul.insight.coverage.measures import FAMILY, PERSON, UNIT_LABELS
from rangkul.insight.coverage.queries import Cover, Wanted
from rangkul.kernel import clock
from rangkul.platform.policy.actor import Actor
from rangkul.programmes import queries as programmes_queries
from rangkul.programmes.enums import CoverGroup
from rangkul.programmes.policies.cover import can_propose as can_propose_cover
from rangkul.programmes.policies.proposals import can_create_batch
from rangkul.programmes.queries.cover import PBI_JK
from rangkul.reference import queries as reference_queries
from rangkul.verivali import policies as verivali_policies
from rangkul.verivali.errors import UnableToVerify
from rangkul.verivali.questionnaires import newest
from rangkul.web.insight.coverage_guard import over_everybody
from rangkul.web.insight.coverage_words import groups_in_words
from rangkul.web.programmes.attempts import attempt
from rangkul.web.programmes.sheets import file_response, written
from rangkul.web.registry.disability import health_page
from rangkul.web.registry.purposes import purposed
from rangkul.web.shared.acting import acting
from rangkul.web.shared.fields import DateBoxes
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import number_in_words, today

LIST = "web:insight:coverage-list"


class VisitForm(forms.Form):
    """How a list is to be visited."""

    title = forms.CharField(label=gettext_lazy("Nama kegiatan"), max_length=200)
    questionnaire = forms.ChoiceField(label=gettext_lazy("Kuesioner"), widget=forms.RadioSelect)
    due_on = DateBoxes(label=gettext_lazy("Batas waktu kunjungan"), required=False)

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fitting = [each for each in newest() if unit == PERSON or each.unit.value == FAMILY.upper()]
        field = self.fields["questionnaire"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.name, each.title) for each in fitting]
        field.widget.option_hints = {
            each.name: _("untuk keluarga") if each.unit.value == FAMILY.upper() else _("untuk orang")
            for each in fitting
        }


@health_page
@over_everybody
def coverage_list(request: HttpRequest) -> HttpResponse:
    """The people or families behind a figure; where it tells of health, after a purpose, and every look is logged."""
    actor, cover, wanted = _asked(request)
    page = queries.list_cell(actor, cover, wanted, after=request.GET.get("setelah", ""))
    context = _head(actor, cover, wanted) | {
        "total": page.total,
        "listing": _listing(wanted, page),
        "next_url": with_query(request, {"setelah": page.after}) if page.after else "",
        "first_url": with_query(request, {"setelah": None}) if "setelah" in request.GET else "",
        "components": _components(actor, wanted) if _may_propose(actor, wanted) else [],
        "year": today().year,
        "cell": cell_of(wanted),
        "cover_url": _cover_url(actor, wanted),
        "assign_url": _own_url("web:insight:coverage-assign", wanted) if _may_assign(actor, wanted) else "",
        "exports": [
            (label, f"{_own_url('web:insight:coverage-list-export', wanted)}&{urlencode({'bentuk': form})}")
            for label, form in ((_("Unduh XLSX"), "xlsx"), (_("Unduh CSV"), "csv"), (_("Cetak"), "cetak"))
        ],
    }
    return render(request, "insight/coverage_list.html", context)


@health_page
@over_everybody
def coverage_list_export(request: HttpRequest) -> HttpResponse:
    """The whole list as CSV, XLSX or on paper, without whole numbers of identity; the trail keeps who took it."""
    actor, cover, wanted = _asked(request)
    rows, problem = attempt(lambda: actions.export_cell(cell=cell_of(wanted), by=actor, at=clock.now()))
    if rows is None:
        messages.error(request, problem)
        return redirect(_own_url(LIST, wanted))
    form = request.GET.get("bentuk", "csv")
    if form == "cetak":
        return render(request, "insight/coverage_print.html", _head(actor, cover, wanted) | {"rows": rows})
    head = [_("Nama"), _("NIK/No. KK (disamarkan)"), _("Desa/kelurahan"), _("Umur"), _("Desil"), _("Menerima")]
    table = [[*head, _("Berhak atas"), _("Keadaan per")]]
    table += [
        written(
            [
                *(row.label.name, row.label.masked_nik, row.area_label, row.age, row.decile, row.aid),
                *(", ".join(row.entitled_to), cover.as_of),
            ]
        )
        for row in rows
    ]
    return file_response(f"cakupan-{cover.as_of.isoformat()}", table, form)


@require_POST
@health_page
@over_everybody
def coverage_propose(request: HttpRequest) -> HttpResponse:
    """Put the list into the village's proposal: at once when it is short, else in the background."""
    actor, cover, wanted = _asked(request)
    back = _own_url(LIST, wanted)
    component = _id(request.POST.get("component"))
    if component is None:
        messages.error(request, _("Pilih program dan bantuan yang diusulkan."))
        return _see(back)
    figure = queries.count_cell(actor, cover, wanted)
    cell, year = cell_of(wanted), today().year
    if (figure.count or 0) > actions.FEW:
        job, problem = attempt(
            lambda: actions.request_proposal(
                cell=cell, component_id=component, fiscal_year=year, by=actor, at=clock.now()
            )
        )
        if job is None:
            messages.error(request, problem)
            return _see(back)
        messages.success(request, _("Usulan disusun di latar. Hasilnya ada di daftar usulan begitu selesai."))
        return _see(reverse("web:platform:job", args=[job.pk]))
    done, problem = attempt(
        lambda: actions.propose_cell(cell=cell, component_id=component, fiscal_year=year, by=actor, at=clock.now())
    )
    if done is None:
        messages.error(request, problem)
        return _see(back)
    messages.success(
        request,
        _("%(n)s nama dimasukkan ke usulan. Keliru? Tarik usulannya atau keluarkan namanya di halaman ini.")
        % {"n": number_in_words(len(done.lines))},
    )
    for name, why in done.refused[:20]:
        messages.warning(request, f"{name}: {why}")
    return _see(reverse("web:programmes:proposal", args=[done.batches[0].pk]))


@health_page
@over_everybody
def coverage_assign(request: HttpRequest) -> HttpResponse:
    """Make the list a campaign of visits: a draft, opened and divided on its own page."""
    actor, cover, wanted = _asked(request)
    actor.check_may(verivali_policies.CREATE)
    form = VisitForm(request.POST or None, unit=wanted.unit, initial={"title": _title(wanted)})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        code, _slash, version = told["questionnaire"].partition("/")
        unit = next(each.unit.value.lower() for each in newest() if each.name == told["questionnaire"])
        visits = actions.Visits(
            title=told["title"], questionnaire=code, version=int(version), unit=unit, due_on=told["due_on"]
        )
        try:
            made, problem = attempt(
                lambda: actions.assign_cell(cell=cell_of(wanted), visits=visits, by=actor, at=clock.now())
            )
        except UnableToVerify as error:
            made, problem = None, error.message
        if made is not None:
            messages.success(request, _("Rancangan kegiatan tersimpan. Periksa jumlahnya, buka, lalu bagikan."))
            return _see(reverse("web:verivali:campaign", args=[made]))
        form.add_error(None, problem)
    context = _head(actor, cover, wanted) | {
        "form": form,
        "back": _own_url(LIST, wanted),
        "figure": queries.count_cell(actor, cover, wanted),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "insight/coverage_assign.html", context, status=status)


def _asked(request: HttpRequest) -> tuple[Actor, Cover, Wanted]:
    """The actor (with a purpose where the list tells of health), the cover and the cell of the address or the form."""
    actor = acting(request)
    cover = queries.newest_cover(actor, on=today())
    sent = request.POST if request.method == "POST" and request.POST.get("ukuran") else request.GET
    wanted = wanted_of(cover, {key: sent.get(key, "")[:80] for key in KEYS})
    if wanted.is_sensitive:
        actor = purposed(request)
    return actor, cover, wanted


def _head(actor: Actor, cover: Cover, wanted: Wanted) -> dict[str, Any]:
    return {
        "cover": cover,
        "wanted": wanted,
        "title": _title(wanted),
        "meaning": wanted.measure.meaning,
        "unit": UNIT_LABELS[wanted.unit],
        "place": reference_queries.area_label(wanted.area) if wanted.area else _("Semua wilayah tugas"),
        "narrowed": groups_in_words(wanted),
        "purpose": actor.purpose if wanted.is_sensitive else "",
        "crumbs": [{"label": _("Cakupan bantuan"), "url": reverse("web:insight:coverage")}],
    }


def _title(wanted: Wanted) -> str:
    if wanted.measure.code.startswith("g") and wanted.measure.code[1:].isdecimal():
        return _("Menerima tepat: %(combination)s") % {"combination": wanted.measure.label}
    if wanted.measure.code.startswith("punya-"):
        return _("Menerima %(aid)s") % {"aid": wanted.measure.label}
    return str(wanted.measure.label)


def _listing(wanted: Wanted, page: queries.CellPage) -> CaseList:
    return CaseList(
        caption=_title(wanted),
        hide_caption=True,
        columns=(
            Column(label=_("Nama")),
            Column(label=_("Desa/kelurahan")),
            Column(label=_("Umur kepala keluarga") if wanted.unit == FAMILY else _("Umur"), numeric=True),
            Column(label=_("Desil"), numeric=True),
            Column(label=_("Menerima")),
            Column(label=_("Berhak atas")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(text=row.label.name, url=row.label.url, note=row.label.masked_nik),
                    Cell(text=row.area_label),
                    Cell(text=number_in_words(row.age), numeric=True),
                    Cell(text=number_in_words(row.decile), numeric=True),
                    Cell(text=row.aid),
                    Cell(text=", ".join(row.entitled_to) or "–"),
                )
            )
            for row in page.rows
        ],
    )


def _may_propose(actor: Actor, wanted: Wanted) -> bool:
    area = wanted.area or (str(actor.areas[0]) if len(actor.areas) == 1 else "")
    return bool(area) and can_create_batch(actor, area)


def _may_assign(actor: Actor, wanted: Wanted) -> bool:
    area = wanted.area or (str(actor.areas[0]) if len(actor.areas) == 1 else "")
    return bool(area) and verivali_policies.can_plan(actor, "create", area)


def _cover_url(actor: Actor, wanted: Wanted) -> str:
    """From the gap of PBI-JK to a list for cover that the region pays (R225); "" for another list or another role."""
    if wanted.measure.code != f"belum-{PBI_JK}" or not can_propose_cover(actor):
        return ""
    asked = {"siapa": CoverGroup.ENTITLED.value} | ({"wilayah": wanted.area} if wanted.area else {})
    return f"{reverse('web:programmes:cover-propose')}?{urlencode(asked)}"


def _components(actor: Actor, wanted: Wanted) -> list[tuple[str, str]]:
    """Components the list may be proposed for, the one it is the gap of first."""
    fitting = {FAMILY: ("FAMILY",), PERSON: ("PERSON", "FAMILY")}[wanted.unit]
    found = [each for each in programmes_queries.list_components(actor) if each.unit in fitting]
    found.sort(key=lambda each: each.pk != wanted.measure.component_id)
    return [(str(each.pk), f"{each.programme.name} – {each.name} ({each.get_unit_display()})") for each in found]


def _own_url(name: str, wanted: Wanted) -> str:
    return f"{reverse(name)}?{urlencode(cell_of(wanted))}"


def _see(url: str) -> HttpResponse:
    response = redirect(url)
    response.status_code = 303
    return response


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
