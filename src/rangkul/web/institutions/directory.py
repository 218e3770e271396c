"""Pages of the service directory: search by need, one service, keeping it, and the files in and out."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rangkul.exchange.hsds.reading import read_services
from rangkul.exchange.hsds.tables import package_of
from rangkul.exchange.hsds.written import page_of, service_of
from rangkul.institutions import actions, policies, queries
from rangkul.institutions.actions.import_services import ImportedServices
from rangkul.institutions.enums import Weekday
from rangkul.institutions.errors import NoSuchAgency
from rangkul.institutions.queries import ServiceView
from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.web.institutions.directory_forms import AgencyForm, FileForm, RetireForm, SearchForm, ServiceForm
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, attempt, see_other
from rangkul.web.shared.lists import with_query
from rangkul.web.shared.wording import date_in_words, number_in_words, today

PAGE = 20
SHOWN_PROBLEMS = 200


def service_list(request: HttpRequest) -> HttpResponse:
    """Services by need in own words (`?q=`), area, kind of case, kind of agency and room; paged."""
    actor = acting(request)
    policies.check_can_view(actor)
    form = SearchForm(request.GET or None, actor=actor)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    start = request.GET.get("mulai", "")
    offset = min(int(start), 100_000) if start.isascii() and start.isdigit() and len(start) < 7 else 0
    page = queries.search_services(
        actor,
        text=asked.get("q", ""),
        area=asked.get("wilayah", ""),
        kind=asked.get("jenis", ""),
        agency_kind=asked.get("lembaga", ""),
        has_room=asked.get("ada_tempat", False),
        with_retired=asked.get("dihentikan", False),
        on=None if asked.get("dihentikan") else today(),
        offset=offset,
        limit=PAGE,
    )
    filters = {name: value for name, value in asked.items() if value and name != "q"}
    context = {
        "form": form,
        "text": asked.get("q", ""),
        "page": page,
        "as_of": today(),
        "is_filtered": bool(filters),
        "filter_fields": [form[name] for name in ("wilayah", "jenis", "lembaga", "ada_tempat", "dihentikan")],
        "next_url": with_query(request, {"mulai": str(page.next_offset)}) if page.next_offset else "",
        "before_url": with_query(request, {"mulai": str(max(offset - PAGE, 0))}) if offset else "",
        "may_change": actor.may(policies.CHANGE),
    }
    return render(request, "institutions/directory_services.html", context)


def service(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """One service: for whom, what to bring, where, when, room, how to refer."""
    return _service_page(request, service_id)


def _service_page(request: HttpRequest, service_id: UUID, *, problem: str = "", status: int = 200) -> HttpResponse:
    actor = acting(request)
    policies.check_can_view(actor)
    view = queries.get_service(actor, service_id)
    context = {"view": view, "rows": _rows(view), "problem": problem, "crumbs": _crumbs()}
    return render(request, "institutions/directory_service.html", context, status=status)


def service_add(request: HttpRequest) -> HttpResponse:
    """Add a service to an agency."""
    actor = acting(request)
    policies.check_can_change(actor)
    form = ServiceForm(request.POST or None, actor=actor, initial={"agency": request.GET.get("lembaga", "")})
    made: list[Any] = []

    def deed() -> None:
        made.append(
            actions.add_service(
                agency_id=form.agency_id(),
                entry=form.entry(),
                service_id=form.cleaned_data["service_id"],
                by=actor,
                at=clock.now(),
            )
        )

    if request.method == "POST" and form.is_valid() and _done(form, deed):
        messages.success(request, _("Layanan masuk direktori."))
        return see_other(reverse("web:institutions:service", args=[made[0].pk]))
    return _form_page(request, form, _("Tambah layanan"), reverse("web:institutions:service-list"))


def service_change(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Change a service."""
    actor = acting(request)
    policies.check_can_change(actor)
    view = queries.get_service(actor, service_id)
    policies.check_can_keep(actor, view.agency)
    form = ServiceForm(request.POST or None, actor=actor, view=view)
    here = reverse("web:institutions:service", args=[service_id])

    def deed() -> None:
        actions.change_service(
            service_id=service_id,
            entry=form.entry(),
            revision=form.cleaned_data["revision"],
            by=actor,
            at=clock.now(),
        )

    if request.method == "POST" and form.is_valid() and _done(form, deed):
        messages.success(request, _("Perubahan tersimpan; tercatat diperiksa hari ini."))
        return see_other(here)
    return _form_page(request, form, _("Ubah layanan"), here, lead=f"{view.name} · {view.agency.name}")


@require_POST
def service_verify(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """The entry was checked today and is right."""
    actor = acting(request)
    queries.get_service(actor, service_id)
    actions.verify_service(service_id=service_id, by=actor, at=clock.now())
    messages.success(request, _("Tercatat diperiksa hari ini."))
    return see_other(reverse("web:institutions:service", args=[service_id]))


@require_POST
def service_room(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """How many places are free now."""
    actor = acting(request)
    queries.get_service(actor, service_id)
    typed = request.POST.get("available", "").strip()
    try:
        if not (typed.isascii() and typed.isdigit() and len(typed) < 7):
            raise Refused(
                field=_("Tempat tersedia"),
                value=typed,
                expected=_("angka"),
                remedy=_("tulis berapa tempat yang kosong"),
            )
        with transaction.atomic():
            actions.tell_room(service_id=service_id, available=int(typed), by=actor, at=clock.now())
    except Refused as error:
        return _service_page(request, service_id, problem=error.message, status=UNPROCESSABLE)
    messages.success(request, _("Jumlah tempat diperbarui."))
    return see_other(reverse("web:institutions:service", args=[service_id]))


def service_retire(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """End a service from today, with the reason."""
    actor = acting(request)
    policies.check_can_change(actor)
    view = queries.get_service(actor, service_id)
    policies.check_can_keep(actor, view.agency)
    form = RetireForm(request.POST or None, initial={"revision": view.revision})
    here = reverse("web:institutions:service", args=[service_id])

    def deed() -> None:
        data = form.cleaned_data
        actions.retire_service(
            service_id=service_id, reason=data["reason"], revision=data["revision"], by=actor, at=clock.now()
        )

    if request.method == "POST" and form.is_valid() and _done(form, deed):
        messages.success(request, _("Layanan dihentikan. Rujukan yang sudah ada tetap berjalan."))
        return see_other(here)
    return _form_page(request, form, _("Hentikan layanan"), here, lead=f"{view.name} · {view.agency.name}")


def agency_change(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """How an agency is reached, and its own code."""
    actor = acting(request)
    policies.check_can_change(actor)
    agency = policies.agencies_visible_to(actor).filter(pk=agency_id).first()
    if agency is None:
        raise NoSuchAgency(agency_id)
    initial = {name: getattr(agency, name) for name in ("address", "phone", "email", "feedback_days")}
    form = AgencyForm(request.POST or None, initial=initial)
    back = reverse("web:institutions:service-list")

    def deed() -> None:
        actions.change_agency(agency_id=agency_id, **form.cleaned_data, by=actor, at=clock.now())

    if request.method == "POST" and form.is_valid() and _done(form, deed):
        messages.success(request, _("Data lembaga tersimpan."))
        return see_other(back)
    context = {"form": form, "agency": agency, "back": back, "crumbs": _crumbs()}
    return render(request, "institutions/directory_agency.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
def agency_code(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """A new code of the agency, told once."""
    actor = acting(request)
    if not policies.agencies_visible_to(actor).filter(pk=agency_id).exists():
        raise NoSuchAgency(agency_id)
    code = actions.give_code(agency_id=agency_id, by=actor, at=clock.now())
    words = _(
        "Kode lembaga yang baru: %(code)s. Catat sekarang: kode ini hanya tampil sekali, yang lama tidak berlaku."
    )
    messages.success(request, words % {"code": f"{code[:4]} {code[4:]}"})
    return see_other(reverse("web:institutions:agency-change", args=[agency_id]))


def directory_export(request: HttpRequest, form: str) -> HttpResponse:
    """The directory as HSDS 3.1: "json", or the tabular package "csv" in a zip. No person is in it."""
    actor = acting(request)
    policies.check_can_view(actor)
    services = queries.list_all_services(actor)
    name = f"direktori-layanan-{today().isoformat()}"
    if form == "json":
        text = json.dumps(page_of(services), ensure_ascii=False, indent=1)
        response = HttpResponse(text, content_type="application/json; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.json"'
        return response
    if form == "csv":
        response = HttpResponse(package_of(map(service_of, services)), content_type="application/zip")
        response["Content-Disposition"] = f'attachment; filename="{name}.zip"'
        return response
    raise Http404


def directory_import(request: HttpRequest) -> HttpResponse:
    """Services from a file; every row that is not taken is told with its reason."""
    actor = acting(request)
    policies.check_can_change(actor)
    form = FileForm(request.POST or None, request.FILES or None, actor=actor)
    told: list[ImportedServices] = []

    def deed() -> None:
        rows, unread = read_services(form.cleaned_data["file"].read())
        done = actions.import_services(
            area=form.cleaned_data["area"],
            rows=rows,
            is_trial=form.cleaned_data["is_trial"],
            by=actor,
            at=clock.now(),
        )
        done.problems[:0] = unread
        told.append(done)

    if request.method == "POST" and form.is_valid() and _done(form, deed):
        done = told[0]
        context = {
            "told": done,
            "is_trial": form.cleaned_data["is_trial"],
            "problems": done.problems[:SHOWN_PROBLEMS],
            "crumbs": _crumbs(),
        }
        return render(request, "institutions/directory_imported.html", context)
    context = {"form": form, "back": reverse("web:institutions:service-list"), "crumbs": _crumbs()}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "institutions/directory_import.html", context, status=status)


def _done(form: Any, deed: Callable[[], None]) -> bool:
    problem = attempt(deed)
    if problem:
        form.add_error(None, problem)
    return not problem


def _form_page(request: HttpRequest, form: Any, title: str, back: str, *, lead: str = "") -> HttpResponse:
    context = {"form": form, "title": title, "lead": lead, "back": back, "crumbs": _crumbs()}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "institutions/directory_form.html", context, status=status)


def _crumbs() -> list[dict[str, str]]:
    return [{"label": _("Direktori layanan"), "url": reverse("web:institutions:service-list")}]


def _rows(view: ServiceView) -> list[dict[str, str]]:
    rows = [
        (_("Lembaga"), view.agency.name),
        (_("Jenis kasus"), ", ".join(view.kind_labels)),
        (_("Untuk siapa"), view.eligibility),
        (_("Syarat"), "; ".join(view.requirements)),
        (_("Yang didapat"), view.output),
        (_("Cara mengurus"), view.how_to_apply),
        (_("Biaya"), view.fees),
        (_("Tempat"), view.address or view.agency.address),
        (_("Telepon"), view.phone or view.agency.phone),
        (_("Buka"), "; ".join(map(_hours, view.hours))),
        (_("Wilayah"), ", ".join(label for _code, label in view.areas)),
        (_("Rujukan dijawab dalam"), _("%(n)s hari kerja") % {"n": view.feedback_days or view.agency.feedback_days}),
        (_("Tempat tersedia"), _room(view)),
        (_("Terakhir diperiksa"), _checked(view)),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _hours(hours: Any) -> str:
    days = ", ".join(str(Weekday(day).label) for day in hours.days.split(","))
    if hours.opens_at is None or hours.closes_at is None:
        told = days
    else:
        told = f"{days} {hours.opens_at:%H.%M}–{hours.closes_at:%H.%M}"
    return f"{told} ({hours.note})" if hours.note else told


def _room(view: ServiceView) -> str:
    if view.capacity_available is None:
        return ""
    unit = view.capacity_unit or _("tempat")
    words = f"{number_in_words(view.capacity_available)} {unit}"
    if view.capacity_maximum is not None:
        words = _("%(free)s dari %(all)s") % {"free": words, "all": number_in_words(view.capacity_maximum)}
    return f"{words} ({date_in_words(view.capacity_at)})" if view.capacity_at else words


def _checked(view: ServiceView) -> str:
    if view.verified_on is None:
        return _("belum pernah")
    return " · ".join(filter(None, [date_in_words(view.verified_on), view.verified_by_name]))
