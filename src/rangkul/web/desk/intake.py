"""Intake: hearing a need at the desk in under a minute, with a search before anybody is registered twice."""

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from rangkul.desk import actions, queries
from rangkul.desk.actions import Concerned, Need
from rangkul.desk.enums import CaseKind, Channel, Relationship
from rangkul.desk.errors import NoSuchCase, NoSuchTicket
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, RangkulError, Refused
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies as registry_policies
from rangkul.registry import queries as registry_queries
from rangkul.registry.errors import NoSuchRecord
from rangkul.registry.queries import PersonHit
from rangkul.web.desk.complaints import as_complaint
from rangkul.web.desk.intake_forms import IntakeForm
from rangkul.web.desk.lists import may_register
from rangkul.web.desk.matching import tell_of_join
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, see_other, words_of

LIMIT = 6
_INTERRUPTED = "desk_intake_interrupted"
_NOT_RESTORED = ("concerned_name", "nik", "kk", "phone")
"""Boxes that browsers empty when somebody goes back, because they are told to keep nothing of them."""
_OURS = {"csrfmiddlewaretoken", "step", "person", "as", "starts_family"}
_FIELD_OF = {
    "Cerita": "story",
    "nomor HP": "phone",
    "desa/kelurahan": "area",
    "Pelapor tanpa nama": "is_anonymous",
    "Nama dan nomor HP pelapor": "is_anonymous",
    "Alamat e-mail": "email",
    "Izin dikabari": "may_be_told",
    "Lembaga yang merujuk": "reporter_agency",
    "Alasan mendesak": "urgency_reason",
    "Nama warga yang butuh bantuan": "concerned_name",
    "Nama": "concerned_name",
    "NIK": "nik",
    "Nomor KK": "kk",
    "Nomor lembar": "sheet",
    "Tanggal di lembar": "heard_on",
}


@dataclass(frozen=True, slots=True)
class Likely:
    """Somebody of the registry who may be the one: with the tickets that are open about them or their family."""

    hit: PersonHit
    percent: int
    tickets: tuple[str, ...]


@sensitive_post_parameters("nik", "kk", "phone", "email", "story", "urgency_reason")
@never_cache
def case_register(request: HttpRequest) -> HttpResponse:
    """The intake form; sent twice it makes one case.

    Whoever may be the person is shown before anything is saved. `?antrean=` is the queue ticket the citizen came with,
    `?kanal=`, `?desa=` and `?kertas=` (copying from paper) are kept from the intake before.
    """
    actor = acting(request)
    if not may_register(actor):
        raise Denied(permission="desk.case.register", message=_("Peran Anda tidak mendaftarkan kasus."))
    form = IntakeForm(request.POST or None, actor=actor, initial=_first(request))
    if request.method != "POST" or request.POST.get("step") == "edit":
        return _form_page(request, form)
    if not form.is_valid():
        return _form_page(request, form, UNPROCESSABLE)
    if form.cleaned_data["of_staff"]:
        return as_complaint(request, actor, form.cleaned_data)
    choice = request.POST.get("as", "")
    if choice not in ("new", "later") and "person" not in request.POST:
        if _lost_on_the_way_back(request, form):
            return _form_page(request, form, UNPROCESSABLE)
        page = _interrupt(request, form, actor)
        if page is not None:
            _remember(request, form)
            return page
    return _save(request, form, actor, choice)


def _first(request: HttpRequest) -> dict[str, str]:
    told = {
        "queue_ticket": request.GET.get("antrean", ""),
        "channel": request.GET.get("kanal", ""),
        "area": request.GET.get("desa", ""),
        "is_paper": request.GET.get("kertas", ""),
    }
    return {name: value for name, value in told.items() if value}


def _form_page(request: HttpRequest, form: IntakeForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "parts": form.parts(),
        "queue_ticket": _ticket_of(request, form),
        "back": reverse("web:desk:case-list"),
        "crumbs": [{"label": _("Layanan"), "url": reverse("web:desk:case-list")}],
    }
    return render(request, "desk/case_register.html", context, status=status)


def _remember(request: HttpRequest, form: IntakeForm) -> None:
    """Which boxes were filled when the form was interrupted: their names only, and a digest of the story."""
    filled = [name for name in _NOT_RESTORED if form.cleaned_data[name]]
    request.session[_INTERRUPTED] = [_digest(form), filled]


def _lost_on_the_way_back(request: HttpRequest, form: IntakeForm) -> bool:
    """Whether the same story comes back without what stood beside it: a browser's Back empties these boxes unasked.

    Each is told at its field, once: sent again they stay empty.
    """
    story, filled = request.session.pop(_INTERRUPTED, ("", []))
    lost = [name for name in filled if not form.cleaned_data[name]] if story == _digest(form) else []
    for name in lost:
        form.add_error(
            name, _("Tadi terisi, sekarang kosong. Tulis lagi; bila memang tidak diketahui, simpan sekali lagi.")
        )
    return bool(lost)


def _digest(form: IntakeForm) -> str:
    return hashlib.sha256(form.cleaned_data["story"].encode()).hexdigest()


def _ticket_of(request: HttpRequest, form: IntakeForm) -> Any:
    """The queue ticket this intake belongs to, for the head of the page; None when it is not the actor's."""
    try:
        return queries.get_queue_ticket(acting(request), UUID(str(form["queue_ticket"].value() or "")))
    except (ValueError, NoSuchTicket):
        return None


def _interrupt(request: HttpRequest, form: IntakeForm, actor: Actor) -> HttpResponse | None:
    """The card that interrupts: who this may be, with the reasons; None when nobody comes near."""
    if not form.says_who() or not registry_policies.may_view_persons(actor):
        return None
    data = form.cleaned_data
    newcomer = registry_queries.newcomer_from(
        name=data["concerned_name"],
        nik=data["nik"],
        kk=data["kk"],
        birth_date=data["birth_date"],
        sex=data["sex"],
        area=data["area"],
    )
    hits = registry_queries.candidates_for(actor, newcomer, limit=LIMIT)
    if not hits and not form.has_papers():
        return None
    tickets = queries.open_tickets_of(actor, {hit.id: hit.family_id for hit in hits})
    context = {
        "name": data["concerned_name"],
        "likely": [Likely(hit, min(100, round(hit.likeness * 100)), tickets.get(hit.id, ())) for hit in hits],
        "sent": [(key, value) for key, values in request.POST.lists() if key not in _OURS for value in values],
        "may_register": registry_policies.can_register_person(actor, data["area"]),
        "loses_numbers": bool(data["nik"] or data["kk"]),
        "crumbs": [{"label": _("Layanan"), "url": reverse("web:desk:case-list")}],
    }
    return render(request, "desk/case_candidates.html", context)


def _save(request: HttpRequest, form: IntakeForm, actor: Actor, choice: str) -> HttpResponse:
    data = form.cleaned_data
    try:
        with transaction.atomic():
            case = actions.take_in_case(
                need=_need(data),
                concerned=_concerned(request, data, choice),
                queue_ticket_id=data["queue_ticket"],
                by=actor,
                at=clock.now(),
            )
    except (Denied, NoSuchCase, NoSuchRecord):
        raise
    except Refused as error:
        form.add_error(_FIELD_OF.get(error.field), error.message)
        return _form_page(request, form, UNPROCESSABLE)
    except RangkulError as error:
        form.add_error(None, words_of(error))
        return _form_page(request, form, UNPROCESSABLE)
    messages.success(request, _("Tiket %(ticket)s. Berikan nomor ini kepada warga.") % {"ticket": case.ticket})
    if choice == "new":
        tell_of_join(request, actor, case.person_id)
    return see_other(_next_url(request, case, data))


def _next_url(request: HttpRequest, case: Any, data: dict[str, Any]) -> str:
    if request.POST.get("then") != "next":
        return reverse("web:desk:case", args=[case.pk])
    if data["queue_ticket"] and case.post_id:
        return f"{reverse('web:desk:queue')}?{urlencode({'pos': str(case.post_id)})}"
    kept = {"kanal": case.channel, "desa": case.area_code} | ({"kertas": "1"} if case.heard_on else {})
    return f"{reverse('web:desk:case-register')}?{urlencode(kept)}"


def _concerned(request: HttpRequest, data: dict[str, Any], choice: str) -> Concerned | None:
    starts = request.POST.get("starts_family") == "on"
    if "person" in request.POST:
        try:
            return Concerned(person_id=UUID(request.POST["person"]), starts_family=starts)
        except ValueError:
            raise Refused(
                field="Warga", value="", expected="salah satu dari daftar yang ditampilkan", remedy="pilih lagi"
            ) from None
    if choice != "new":
        return None
    return Concerned(
        name=data["concerned_name"],
        nik=data["nik"],
        kk=data["kk"],
        relation=data["relation"],
        birth_date=data["birth_date"],
        sex=data["sex"],
        address=data["address"],
        starts_family=starts,
    )


def _need(data: dict[str, Any]) -> Need:
    relationship = data["relationship"] or Relationship.SELF
    is_own = relationship == Relationship.SELF and not data["is_anonymous"]
    return Need(
        form_key=data["form_key"],
        story=data["story"],
        area=data["area"],
        channel=data["channel"] or Channel.COUNTER,
        kind=data["kind"] or CaseKind.NEED,
        sector=data["sector"],
        category=data["category"],
        service_code=data["service_code"],
        urgency=data["urgency"],
        urgency_reason=data["urgency_reason"],
        is_anonymous=data["is_anonymous"],
        reporter_name=data["reporter_name"] or (data["concerned_name"] if is_own else ""),
        relationship=relationship,
        phone=data["phone"],
        email=data["email"],
        may_be_told=data["may_be_told"],
        reporter_agency=data["reporter_agency"],
        concerned_name=data["concerned_name"],
        sheet=data["sheet"],
        heard_on=data["heard_on"],
    )
