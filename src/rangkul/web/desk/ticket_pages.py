"""The citizen's ticket: how far it is, by its number and four digits; adding a photo, and saying what an answer is worth."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from rangkul.desk import actions, queries
from rangkul.desk.errors import NoSuchComplaint
from rangkul.desk.queries import OwnTicket, PublicComplaint
from rangkul.desk.tickets import tidy
from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import RangkulError
from rangkul.platform.files.kinds import MEGABYTE
from rangkul.platform.policy.actor import citizen_actor
from rangkul.platform.policy.limits import within_limit
from rangkul.platform.policy.walls import apply_scope
from rangkul.web.desk.citizen_forms import AttachForm, ObjectForm
from rangkul.web.desk.forms import FollowForm
from rangkul.web.desk.passes import TicketPass, issue_pass, read_pass, survey_token
from rangkul.web.desk.public import TOO_MANY, home_crumb
from rangkul.web.desk.stages import complaint_steps_of, outcome_of, steps_of, to_bring
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, see_other, words_of
from rangkul.web.shared.visitors import address_of

TRIES_PER_TICKET = 6
TRIES_PER_ADDRESS = 40
WINDOW = timedelta(minutes=15)
FILES_PER_ADDRESS = 30
FILES_WINDOW = timedelta(hours=1)
LARGEST_UPLOAD = 6 * MEGABYTE


@login_not_required
@never_cache
@sensitive_post_parameters("phone_last4")
def follow(request: HttpRequest) -> HttpResponse:
    """How far a case or complaint is, by its ticket and four digits.

    Unknown ticket, wrong digits and a ticket without digits get the same answer.
    """
    form = FollowForm(request.POST or None, initial={"ticket": request.GET.get("tiket", "")[:24]})
    context = {"form": form, "crumbs": [home_crumb()]}
    if request.method != "POST" or not form.is_valid():
        return render(request, "desk/follow.html", context, status=422 if request.method == "POST" else 200)
    data = form.cleaned_data
    if not _may_try(request, data["ticket"]):
        form.add_error(None, _("Terlalu banyak percobaan. Tunggu 15 menit, lalu coba lagi."))
        return render(request, "desk/follow.html", context, status=TOO_MANY)
    found = queries.find_own_ticket(data["ticket"], data["phone_last4"])
    if found is None:
        context["not_found"] = True
        return render(request, "desk/follow.html", context)
    return render(request, "desk/followed.html", context | _told(found))


def _may_try(request: HttpRequest, ticket: str) -> bool:
    now, address = clock.now(), address_of(request)
    free = within_limit("follow", tidy(ticket), limit=TRIES_PER_TICKET, window=WINDOW, at=now)
    return within_limit("follow-from", address, limit=TRIES_PER_ADDRESS, window=WINDOW, at=now) and free


def _told(found: OwnTicket) -> dict[str, Any]:
    now = clock.now()
    told: dict[str, Any] = {
        "status": found.case or found.complaint,
        "complaint": found.complaint,
        "referrals": found.referrals,
        "attached": found.attached,
        "is_told": found.is_told,
        "pass": issue_pass(found.kind, found.id, found.area, now=now),
        "survey": "",
    }
    if found.case is not None:
        told |= {"steps": steps_of(found.case), "outcome": outcome_of(found.case), "bring": to_bring(found.case)}
        told["is_open"] = found.case.state != "CLOSED"
    if found.complaint is not None:
        told |= {"steps": complaint_steps_of(found.complaint), "outcome": found.complaint.outcome_label}
        told |= {"is_open": found.complaint.state not in ("CLOSED", "ANSWERED"), "may_respond": _may_respond(found)}
        told["respond_until"] = actions.last_day_to_object(found.complaint.answered_at or now)
    if queries.find_closed_ticket(found.id, now=now) and not queries.was_asked(found.id):
        told["survey"] = survey_token(found.id)
    return told


def _may_respond(found: OwnTicket) -> bool:
    said: PublicComplaint | None = found.complaint
    return (
        said is not None and said.state == "ANSWERED" and queries.find_closed_ticket(found.id, now=clock.now()) is None
    )


@login_not_required
@never_cache
def ticket_attach(request: HttpRequest, token: str) -> HttpResponse:
    """Add a photo or letter to a ticket; what is refused is told and the page stays."""
    held = read_pass(token, now=clock.now())
    if held is None:
        return _expired(request)
    form = AttachForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "crumbs": [home_crumb()], "token": token}
    if request.method != "POST":
        return render(request, "desk/ticket_attach.html", context)
    if not form.is_valid():
        return render(request, "desk/ticket_attach.html", context, status=UNPROCESSABLE)
    if not within_limit(
        "attach-from", address_of(request), limit=FILES_PER_ADDRESS, window=FILES_WINDOW, at=clock.now()
    ):
        form.add_error(None, _("Terlalu banyak berkas dari jaringan ini. Coba lagi nanti, atau bawa ke Puskesos."))
        return render(request, "desk/ticket_attach.html", context, status=TOO_MANY)
    problem = _attach(request, held, form.cleaned_data["file"])
    if problem:
        form.add_error("file", problem)
        return render(request, "desk/ticket_attach.html", context, status=UNPROCESSABLE)
    messages.success(request, _("Lampiran diterima. Petugas dapat melihatnya."))
    return see_other(request.path)


def _attach(request: HttpRequest, held: TicketPass, file: "UploadedFile[bytes]") -> str:
    if (file.size or 0) > LARGEST_UPLOAD:
        return _("Berkas ini lebih dari 6 MB. Kecilkan fotonya, lalu kirim lagi.")
    content, name = file.read(), file.name or ""

    def deed() -> None:
        if held.kind == "case":
            actions.attach_to_case(case_id=held.id, content=content, name=name, by=citizen_actor(), at=clock.now())
        else:
            actions.attach_to_complaint(
                complaint_id=held.id, content=content, name=name, by=citizen_actor(), at=clock.now()
            )

    return _within_village(request, held, deed)


@login_not_required
@never_cache
def ticket_respond(request: HttpRequest, token: str) -> HttpResponse:
    """The complainant accepts the answer, or says once what it leaves open."""
    held = read_pass(token, now=clock.now())
    if held is None or held.kind != "complaint":
        return _expired(request)
    is_content = request.POST.get("puas") == "ya"
    form = ObjectForm(request.POST if request.method == "POST" and not is_content else None)
    context = {"form": form, "crumbs": [home_crumb()], "token": token}
    if request.method != "POST":
        return render(request, "desk/ticket_respond.html", context)
    if not is_content and not form.is_valid():
        return render(request, "desk/ticket_respond.html", context, status=UNPROCESSABLE)

    def deed() -> None:
        if is_content:
            actions.accept_answer(complaint_id=held.id, by=citizen_actor(), at=clock.now())
        else:
            text = form.cleaned_data["text"]
            actions.object_to_answer(complaint_id=held.id, text=text, by=citizen_actor(), at=clock.now())

    problem = _within_village(request, held, deed)
    if problem:
        context |= {"problem": problem}
        return render(request, "desk/ticket_respond.html", context, status=UNPROCESSABLE)
    if is_content:
        messages.success(request, _("Terima kasih. Pengaduan Anda selesai."))
        if queries.was_asked(held.id):
            return see_other(reverse("web:desk:follow"))
        return see_other(reverse("web:desk:survey", args=[survey_token(held.id)]))
    messages.success(request, _("Tanggapan Anda diterima. Pengaduan diperiksa ulang oleh orang lain."))
    return see_other(reverse("web:desk:follow"))


@login_not_required
@never_cache
@require_POST
def ticket_silence(request: HttpRequest, token: str) -> HttpResponse:
    """The ticket's holder no longer wants to be told."""
    held = read_pass(token, now=clock.now())
    if held is None:
        return _expired(request)

    def deed() -> None:
        if held.kind == "case":
            actions.stop_telling(case_id=held.id, by=citizen_actor(), at=clock.now())
        else:
            actions.stop_telling_of_complaint(complaint_id=held.id, by=citizen_actor(), at=clock.now())

    problem = _within_village(request, held, deed)
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, _("Baik, kami tidak mengirim kabar lagi. Tiket tetap dapat diperiksa di sini."))
    return see_other(reverse("web:desk:follow"))


def _within_village(request: HttpRequest, held: TicketPass, deed: Any) -> str:
    """Do it inside the village's scope and step back out of it; "" or what was refused."""
    try:
        with transaction.atomic():
            apply_scope(replace(citizen_actor(), areas=(AreaCode.parse(held.area),)))
            deed()
    except NoSuchComplaint:
        return _("Tiket ini tidak ditemukan. Periksa tiket Anda sekali lagi.")
    except RangkulError as error:
        return words_of(error)
    finally:
        apply_scope(acting(request))
    return ""


def _expired(request: HttpRequest) -> HttpResponse:
    """The pass is too old or no pass: ask for ticket and digits again."""
    messages.info(request, _("Demi keamanan, masukkan nomor tiket dan empat angkanya sekali lagi."))
    return see_other(reverse("web:desk:follow"))
