"""Pages of overlaps: the policy as a matrix, changing it, who gets two things at once, and the list behind each figure."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.kernel import clock
from rangkul.kernel.numerals import format_number
from rangkul.platform.policy.actor import Actor
from rangkul.programmes import actions
from rangkul.programmes.enums import OverlapLevel, OverlapRule
from rangkul.programmes.policies import overlaps as policies
from rangkul.programmes.policies.removal import can_run
from rangkul.programmes.queries.overlap_matrix import overlap_matrix
from rangkul.programmes.queries.overlap_report import (
    FIRST,
    SECOND,
    Freed,
    OverlapRow,
    PairReport,
    Side,
    get_policy,
    list_overlaps,
    overlap_report,
)
from rangkul.reference import queries as reference_queries
from rangkul.web.programmes.attempts import attempt
from rangkul.web.programmes.candidates import areas_of
from rangkul.web.programmes.overlap_forms import OverlapForm
from rangkul.web.programmes.sheets import file_response, written
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import with_query
from rangkul.web.shared.wording import today


def matrix(request: HttpRequest) -> HttpResponse:
    """Programme by programme; below it each policy in force in words, and those that ended."""
    actor = acting(request)
    policies.check_can_view(actor)
    found = overlap_matrix(actor, on=today())
    context = {
        "matrix": found,
        "may_set": policies.can_set(actor),
        "as_of": today(),
        "may_see_report": actor.may("programmes.enrolment.view"),
    }
    return render(request, "programmes/overlap_matrix.html", context)


def overlap_set(request: HttpRequest) -> HttpResponse:
    """Let something else hold for a pair from a day on."""
    actor = acting(request)
    policies.check_can_set(actor)
    found = overlap_matrix(actor, on=today())
    initial = {
        "first": request.GET.get("a", ""),
        "second": request.GET.get("b", ""),
        "level": OverlapLevel.FAMILY,
        "valid_from": today(),
    }
    form = OverlapForm(
        request.POST or None, programmes=[(str(each.pk), each.name) for each in found.programmes], initial=initial
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data | {
            "first": UUID(form.cleaned_data["first"]),
            "second": UUID(form.cleaned_data["second"]),
        }
        done, problem = attempt(lambda: actions.set_overlap(by=actor, at=clock.now(), **said))
        if done is not None:
            messages.success(request, _("Kebijakan disimpan dan berlaku pada usulan, keputusan dan penyaluran."))
            return redirect("web:programmes:overlap-matrix")
        form.add_error(None, problem)
    context = {
        "form": form,
        "back": reverse("web:programmes:overlap-matrix"),
        "crumbs": [_matrix_crumb()],
    }
    return render(request, "programmes/overlap_set.html", context, status=422 if form.errors else 200)


def report(request: HttpRequest) -> HttpResponse:
    """Present overlaps by pair, and what ending one side frees; as a page or a file of figures."""
    actor = acting(request)
    policies.check_can_view_holders(actor)
    area = _area(request, actor)
    found = overlap_report(actor, on=today(), area=area)
    if request.GET.get("bentuk") in ("csv", "xlsx"):
        table = [_report_headings(), *(written(_report_row(each)) for each in found)]
        return file_response(f"tumpang-tindih-{today().isoformat()}", table, request.GET["bentuk"])
    context = {
        "rows": [{"report": each, "url": _list_url(each.policy.pk, area)} for each in found],
        "is_empty": not any(each.homes for each in found),
        "as_of": today(),
        "areas": areas_of(actor),
        "area": area,
        "place": reference_queries.area_label(area) if area else "",
        "exports": [
            (_("Unduh XLSX"), with_query(request, {"bentuk": "xlsx"})),
            (_("Unduh CSV"), with_query(request, {"bentuk": "csv"})),
        ],
    }
    return render(request, "programmes/overlap_report.html", context)


def overlap_list(request: HttpRequest, policy_id: UUID) -> HttpResponse:
    """Who gets both, page by page; whoever may have lists made freezes it as candidates to strike off."""
    actor = acting(request)
    policies.check_can_view_holders(actor)
    policy = _find(policy_id)
    area = _area(request, actor)
    if request.method == "POST":
        return _freeze(request, actor, policy_id, area)
    rows, more = list_overlaps(actor, policy, on=today(), area=area, after=request.GET.get("setelah", ""))
    counted = next((each for each in overlap_report(actor, on=today(), area=area) if each.policy.pk == policy_id), None)
    context = {
        "policy": policy,
        "rows": rows,
        "report": counted,
        "as_of": today(),
        "place": reference_queries.area_label(area) if area else "",
        "area": area,
        "villages": [
            {"label": label, "total": total, "url": with_query(request, {"wilayah": code, "setelah": None})}
            for code, label, total in (counted.villages if counted else ())
        ],
        "sides": [(FIRST, policy.first.name), (SECOND, policy.second.name)],
        "may_freeze": any(can_run(actor, each) for each in ([area] if area else actor.areas)),
        "next_url": with_query(request, {"setelah": rows[-1].key}) if more else "",
        "first_url": with_query(request, {"setelah": None}) if request.GET.get("setelah") else "",
        "exports": [
            (label, reverse("web:programmes:overlap-export", args=[policy_id]) + with_query(request, {"bentuk": form}))
            for label, form in ((_("Unduh XLSX"), "xlsx"), (_("Unduh CSV"), "csv"))
        ],
        "crumbs": [{"label": _("Tumpang tindih"), "url": reverse("web:programmes:overlap-report")}],
    }
    return render(request, "programmes/overlap_list.html", context)


def overlap_export(request: HttpRequest, policy_id: UUID) -> HttpResponse:
    """The list of one pair as a file; the trail keeps who took it."""
    actor = acting(request)
    policies.check_can_view_holders(actor)
    _find(policy_id)
    area = _area(request, actor)
    rows, problem = attempt(lambda: actions.export_overlaps(policy_id=policy_id, area=area, by=actor, at=clock.now()))
    if rows is None:
        messages.error(request, problem)
        return redirect("web:programmes:overlap-list", policy_id)
    headings = [_("Kode wilayah"), _("Desa/kelurahan")]
    for number in ("1", "2"):
        headings += [f"{title} {number}" for title in (_("Bantuan"), _("Penerima"), _("Sejak"), _("Menurut data"))]
    table = [[*headings, _("Serumah menurut alamat")], *(written(_export_row(row)) for row in rows)]
    return file_response(f"tumpang-tindih-{today().isoformat()}", table, request.GET.get("bentuk", "csv"))


def _freeze(request: HttpRequest, actor: Actor, policy_id: UUID, area: str) -> HttpResponse:
    place = area or (str(actor.areas[0]) if actor.areas else "")
    run, problem = attempt(
        lambda: actions.list_overlaps_as_candidates(
            policy_id=policy_id, area=place, side=request.POST.get("side", ""), by=actor, at=clock.now()
        )
    )
    if run is None:
        messages.error(request, problem)
        return redirect(_list_url(policy_id, area))
    told = _("Daftar dibekukan: %(n)s nama. Desa memasukkannya ke daftar pencoretan sesudah musyawarah.")
    messages.success(request, told % {"n": format_number(run.total)})
    return redirect("web:programmes:candidate-run", run.pk)


def _export_row(row: OverlapRow) -> list[object]:
    return [row.area_code, row.area_label, *_side(row.first), *_side(row.second), _("ya") if row.is_assumed else ""]


def _side(side: Side) -> list[object]:
    return [side.name, side.holder, side.since, _source_of(side)]


def _source_of(side: Side) -> str:
    known = {"enrolment": _("SK kantor ini"), "meal": _("buku penghuni lembaga")}
    return known.get(side.kind) or side.source_label


def _report_headings() -> list[str]:
    return [
        _("Program pertama"),
        _("Program kedua"),
        _("Berlaku bagi"),
        _("Aturan"),
        _("Dasar hukum"),
        _("KK atau orang yang menerima keduanya"),
        _("Penerima bila yang pertama diakhiri"),
        _("Rupiah setahun bila yang pertama diakhiri"),
        _("Penerima bila yang kedua diakhiri"),
        _("Rupiah setahun bila yang kedua diakhiri"),
    ]


def _report_row(each: PairReport) -> list[object]:
    policy = each.policy
    return [
        policy.first.name,
        policy.second.name,
        OverlapLevel(policy.level).label,
        OverlapRule(policy.rule).label,
        policy.basis,
        str(each.homes),
        *_freed(each.first),
        *_freed(each.second),
    ]


def _freed(freed: Freed) -> list[object]:
    return [str(freed.recipients), str(freed.rupiah) if freed.recipients > freed.unpriced else ""]


def _find(policy_id: UUID) -> Any:
    return get_policy(policy_id, on=today())


def _area(request: HttpRequest, actor: Actor) -> str:
    """The area asked for when it lies in the actor's, else "" (all of them)."""
    area = request.GET.get("wilayah", "")
    return area if any(area == str(own) or area.startswith(f"{own}.") for own in actor.areas) else ""


def _list_url(policy_id: UUID, area: str) -> str:
    url = reverse("web:programmes:overlap-list", args=[policy_id])
    return f"{url}?wilayah={area}" if area else url


def _matrix_crumb() -> dict[str, str]:
    return {"label": _("Aturan tumpang tindih"), "url": reverse("web:programmes:overlap-matrix")}
