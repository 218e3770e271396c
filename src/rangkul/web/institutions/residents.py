"""Pages of residents: who lives there, admission from a referral and directly, one stay, discharge and transfer."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.desk import actions as desk_actions
from rangkul.desk import queries as desk_queries
from rangkul.institutions import actions, policies, queries
from rangkul.institutions.queries import ResidentRow, Room
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.ids import read_id
from rangkul.platform.audit.actions import note_accesses
from rangkul.platform.policy.actor import Actor
from rangkul.registry import queries as registry_queries
from rangkul.web.institutions.homes import as_csv, crumbs_of, frame, home_url
from rangkul.web.institutions.resident_forms import AdmitForm, DischargeForm, ReferredForm, TransferForm
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import ask
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import age_in_words, date_in_words, today

MOST_HOMES_LISTED = 200


@never_cache
def resident_list(request: HttpRequest, institution_id: UUID) -> HttpResponse:
    """Residents today, or those who left (`?lalu=1`), for those who may know."""
    actor = acting(request)
    view = queries.get_home(actor, institution_id, on=today())
    _check_residents(actor, view.allowed)
    past = "lalu" in request.GET
    page = queries.list_residents(actor, institution_id, on=today(), past=past, after=request.GET.get("setelah", ""))
    context = {
        **frame(view, "resident-list"),
        "listing": _listing(page.rows, past=past),
        "page": page,
        "past": past,
        "states": [
            {"label": _("Tinggal sekarang"), "url": "?", "active": not past},
            {"label": _("Sudah keluar"), "url": "?lalu=1", "active": past},
        ],
        "next_url": with_query(request, {"setelah": page.next_mark}) if page.next_mark else "",
        "first_url": with_query(request, {"setelah": None}) if "setelah" in request.GET else "",
    }
    return render(request, "institutions/resident_list.html", context)


@never_cache
def resident_export(request: HttpRequest, institution_id: UUID) -> HttpResponse:
    """The book of residents as CSV: names and days, never reasons; each look is logged."""
    actor = acting(request)
    view = queries.get_home(actor, institution_id, on=today())
    _check_residents(actor, view.allowed)
    rows = [
        *queries.list_residents(actor, institution_id, on=today(), limit=None).rows,
        *queries.list_residents(actor, institution_id, on=today(), past=True, limit=None).rows,
    ]
    looking = actor if actor.purpose.strip() else actor.for_purpose("mengunduh buku penghuni")
    note_accesses(
        by=looking, kind="person", subject_ids=[each.person_id for each in rows], fields=["tinggal di lembaga"]
    )
    head = [_("Nama"), _("Jenis kelamin"), _("Tanggal lahir"), _("Asal"), _("Kamar"), _("Masuk"), _("Cara masuk"),
            _("Malam terakhir"), _("Alasan keluar"), _("Tujuan"), _("Per tanggal")]  # fmt: skip
    lines = [
        [
            each.name, each.sex, each.birth_date.isoformat() if each.birth_date else "", each.area_label, each.room,
            each.since.isoformat(), each.came_label, each.until.isoformat() if each.until else "", each.left_label,
            each.destination, today().isoformat(),
        ]
        for each in rows
    ]  # fmt: skip
    return as_csv("penghuni", head, lines)


@never_cache
def resident_admit(request: HttpRequest, institution_id: UUID) -> HttpResponse:
    """Direct admission: look the person up (`?q=`), choose them (`?warga=`), say when, why and in which room."""
    actor = acting(request)
    view = queries.get_home(actor, institution_id, on=today())
    if "admit" not in view.allowed:
        raise Denied(permission=policies.ADMIT, message=_("Anda tidak berwenang menerima penghuni di lembaga ini."))
    person_id, request_id = read_id(request.GET.get("warga", "")), read_id(request.GET.get("permintaan", ""))
    asked = queries.get_request(actor, request_id, at=clock.now()) if request_id else None
    if person_id is None:
        return _choose_person(request, actor, view, asked)
    person = registry_queries.get_person(actor, person_id)
    form = AdmitForm(
        request.POST or None,
        rooms=view.row.rooms,
        may_overfill=actor.may(policies.OVERFILL),
        initial={"since": today(), "reason": asked.reason if asked else ""},
    )
    return ask(
        request, form,
        deed=lambda: actions.admit_resident(
            institution_id=institution_id, person_id=person_id, since=form.cleaned_data["since"], referral_id=None,
            reason=form.cleaned_data["reason"], bed_group_id=form.bed_group_id,
            overfill_reason=form.cleaned_data.get("overfill_reason", ""), request_id=request_id, by=actor,
            at=clock.now(),
        ),
        template="institutions/form.html", said=_("Penghuni dicatat masuk."),
        to=home_url(institution_id, "resident-list" if "residents" in view.allowed else "institution"),
        title=_("Catat penghuni masuk"), label=_("Catat masuk"),
        lead=f"{person.name}, {person.sex_label}, {age_in_words(person.birth_date)}, {person.area_label}",
        back=home_url(institution_id), crumbs=crumbs_of(view), rooms=view.row.rooms, as_of=today(),
    )  # fmt: skip


@never_cache
def referral_admit(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """A referral that ends with a bed: which institution and room, since when."""
    actor = acting(request)
    referral = desk_queries.get_referral(actor, referral_id)
    case = desk_queries.get_case(actor, referral.case_id)
    if not actor.may(policies.ADMIT) or "answer" not in case.allowed:
        raise Denied(permission=policies.ADMIT, message=_("Anda tidak berwenang mencatat masuk dari rujukan ini."))
    form = ReferredForm(
        request.POST or None, homes=_homes(actor), may_overfill=actor.may(policies.OVERFILL),
        initial={"since": today(), "reason": referral.reason},
    )  # fmt: skip
    back = reverse("web:desk:case", args=[case.id])
    may_ask = actor.may(policies.ASK) and referral.is_open
    return ask(
        request, form,
        deed=lambda: desk_actions.admit_referred(
            referral_id=referral_id, institution_id=form.institution_id, since=form.cleaned_data["since"],
            reason=form.cleaned_data["reason"], bed_group_id=form.bed_group_id,
            overfill_reason=form.cleaned_data.get("overfill_reason", ""), by=actor, at=clock.now(),
        ),
        template="institutions/form.html", said=_("Masuk lembaga dicatat dan rujukan selesai. Tutup kasus dengan hasilnya."), to=back,
        title=_("Catat masuk panti atau LKS"), label=_("Catat masuk"),
        lead=f"{case.concerned_name} · {referral.agency}", back=back,
        asked=queries.requests_of_referral(actor, referral_id),
        ask_url=reverse("web:institutions:referral-ask", args=[referral_id]) if may_ask else "",
        crumbs=[{"label": case.ticket, "url": back}],
    )  # fmt: skip


@never_cache
def resident(request: HttpRequest, residency_id: UUID) -> HttpResponse:
    """One stay with its reasons; reading them is logged."""
    actor = acting(request)
    view = queries.get_resident(actor, residency_id, at=clock.now())
    rows = [
        {"label": _("Jenis kelamin"), "value": {"L": _("laki-laki"), "P": _("perempuan")}.get(view.row.sex, "")},
        {"label": _("Umur"), "value": age_in_words(view.row.birth_date)},
        {"label": _("Asal"), "value": view.row.area_label},
        {"label": _("Kamar"), "value": view.row.room},
        {"label": _("Masuk"), "value": f"{date_in_words(view.row.since)} ({view.row.came_label})"},
        {"label": _("Dicatat oleh"), "value": view.admitted_by_name},
    ]
    if view.overfill_reason:
        rows.append({"label": _("Alasan melampaui kapasitas"), "value": view.overfill_reason})
    if view.row.is_over:
        rows += [
            {"label": _("Malam terakhir"), "value": date_in_words(view.row.until)},
            {"label": _("Alasan keluar"), "value": view.row.left_label},
            {"label": _("Tujuan"), "value": view.row.destination or "–"},
            {"label": _("Keluar dicatat oleh"), "value": view.left_by_name},
        ]
    crumbs = [
        {"label": view.institution, "url": home_url(view.institution_id)},
        {"label": _("Penghuni"), "url": home_url(view.institution_id, "resident-list")},
    ]
    return render(request, "institutions/resident.html", {"view": view, "rows": rows, "crumbs": crumbs})


@never_cache
def resident_discharge(request: HttpRequest, residency_id: UUID) -> HttpResponse:
    """A resident leaves."""
    actor = acting(request)
    view = queries.get_resident(actor, residency_id, at=clock.now())
    if not view.row.is_over and "discharge" not in view.allowed:
        raise Denied(permission=policies.DISCHARGE, message=_("Anda tidak berwenang mencatat penghuni ini keluar."))
    form = DischargeForm(request.POST or None, initial={"on": today(), "revision": view.revision})
    return ask(
        request, form,
        deed=lambda: actions.discharge_resident(residency_id=residency_id, **form.cleaned_data, by=actor, at=clock.now()),
        template="institutions/form.html", said=_("Penghuni dicatat keluar."), to=home_url(view.institution_id, "resident-list"),
        title=_("Catat penghuni keluar"), label=_("Catat keluar"), lead=f"{view.row.name} · {view.institution}",
        back=reverse("web:institutions:resident", args=[residency_id]),
    )  # fmt: skip


@never_cache
def resident_transfer(request: HttpRequest, residency_id: UUID) -> HttpResponse:
    """A resident moves to another institution."""
    actor = acting(request)
    view = queries.get_resident(actor, residency_id, at=clock.now())
    if not view.row.is_over and "transfer" not in view.allowed:
        raise Denied(permission=policies.DISCHARGE, message=_("Anda tidak berwenang memindahkan penghuni ini."))
    homes = [each for each in _homes(actor) if each[0] != view.institution_id]
    form = TransferForm(
        request.POST or None, homes=homes, may_overfill=actor.may(policies.OVERFILL),
        initial={"since": today(), "revision": view.revision},
    )  # fmt: skip
    made: list[UUID] = []

    def move() -> None:
        told = form.cleaned_data
        new = actions.transfer_resident(
            residency_id=residency_id, to_institution_id=form.institution_id, on=told["since"], reason=told["reason"],
            bed_group_id=form.bed_group_id, overfill_reason=told.get("overfill_reason", ""), revision=told["revision"],
            by=actor, at=clock.now(),
        )  # fmt: skip
        made.append(new.pk)

    form.fields["since"].label = _("Tanggal pindah")
    form.fields["reason"].label = _("Alasan pindah")
    return ask(
        request, form, deed=move, template="institutions/form.html", said=_("Penghuni dipindahkan."),
        to=lambda: home_url(view.institution_id, "resident-list"), title=_("Pindahkan ke lembaga lain"),
        label=_("Pindahkan"), lead=f"{view.row.name} · {view.institution}",
        back=reverse("web:institutions:resident", args=[residency_id]),
    )  # fmt: skip


def _choose_person(
    request: HttpRequest, actor: Actor, view: queries.HomeView, wanted: queries.RequestView | None
) -> HttpResponse:
    asked, problem = request.GET.get("q", wanted.row.name if wanted else "").strip(), ""
    hits: list[registry_queries.PersonHit] = []
    if asked:
        try:
            hits = registry_queries.search_persons(actor, asked, limit=15)
        except Refused as refused:
            problem = refused.message
    asking = f"&permintaan={wanted.row.id}" if wanted else ""
    context = {
        "view": view,
        "asked": asked,
        "problem": problem,
        "wanted": wanted,
        "hits": [(each, f"?warga={each.id}{asking}") for each in hits if each.died_on is None],
        "crumbs": crumbs_of(view),
    }
    return render(request, "institutions/resident_choose.html", context, status=422 if problem else 200)


def _homes(actor: Actor) -> list[tuple[UUID, str, tuple[Room, ...]]]:
    page = queries.list_homes(actor, queries.HomeFilter(), on=today(), limit=MOST_HOMES_LISTED)
    return [(each.id, each.name, each.rooms) for each in page.rows]


def _check_residents(actor: Actor, allowed: frozenset[str]) -> None:
    if "residents" not in allowed:
        raise Denied(
            permission=policies.VIEW_RESIDENTS, message=_("Anda tidak berwenang melihat penghuni lembaga ini.")
        )


def _listing(rows: tuple[ResidentRow, ...], *, past: bool) -> CaseList:
    last = Column(label=_("Malam terakhir")) if past else Column(label=_("Kamar"))
    return CaseList(
        caption=_("Penghuni"),
        hide_caption=True,
        columns=(
            Column(label=_("Nama")),
            Column(label=_("Jenis kelamin")),
            Column(label=_("Umur")),
            Column(label=_("Asal")),
            Column(label=_("Masuk")),
            last,
        ),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=each.name, url=reverse("web:institutions:resident", args=[each.id]), note=each.left_label
                    ),
                    Cell(text=each.sex or "–"),
                    Cell(text=age_in_words(each.birth_date)),
                    Cell(text=each.area_label),
                    Cell(text=date_in_words(each.since, "pendek"), note=each.came_label),
                    Cell(text=date_in_words(each.until, "pendek"), note=each.destination)
                    if past
                    else Cell(text=each.room or "–"),
                )
            )
            for each in rows
        ],
    )
