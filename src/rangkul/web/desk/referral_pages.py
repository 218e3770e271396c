"""Pages of one referral for the office: what was said, its link, and every step the desk may take."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from rangkul.desk import actions, queries
from rangkul.desk.queries import ReferralView
from rangkul.institutions import queries as institutions_queries
from rangkul.institutions.errors import NoSuchService
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.organisation import queries as organisation_queries
from rangkul.web.desk.case_steps import case_url, check_may, crumbs_of
from rangkul.web.desk.referral_forms import AnswerForm, IdentityForm, ReasonForm, ReferForm, ReplyForm
from rangkul.web.desk.referral_lists import TONES, may_see_referrals, referral_url
from rangkul.web.desk.referral_reach import reaching
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, ask, attempt, see_other
from rangkul.web.shared.panels import panels_for

SUGGESTED = 4


@never_cache
def referral(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """One referral: what was asked of whom, what they said, the link, and what to do next."""
    return referral_page(request, referral_id)


def referral_page(request: HttpRequest, referral_id: UUID, *, problem: str = "", status: int = 200) -> HttpResponse:
    """The page itself, with what was refused a moment ago on top."""
    may_see_referrals(request)
    actor = acting(request)
    view = queries.get_referral(actor, referral_id)
    link = next((each for each in view.links if each.is_in_force), None)
    address = request.build_absolute_uri(reverse("web:desk:answer", args=[link.token])) if link and link.token else ""
    may_open_case = actor.may("desk.case.view") and actor.covers(view.area_code)
    context = {
        "view": view,
        "problem": problem,
        "tone": TONES[view.state],
        "turn": _turn(view),
        "rows": _rows(view),
        "timeline": [{"title": e.title, "at": e.at, "by": e.by, "body": e.body} for e in view.lines],
        "link": link,
        "address": address,
        "mail_url": _mail(view, address),
        "went": queries.link_went_out(actor, view) if link else [],
        "old_links": [each for each in view.links if not each.is_in_force],
        "case_url": case_url(view.case_id) if may_open_case else "",
        "panels": panels_for("referral", request, actor, view.id),
        "reason_form": ReasonForm(auto_id="cabut_%s"),
        "crumbs": [{"label": _("Rujukan"), "url": reverse("web:desk:referral-list")}],
    }
    return render(request, "desk/referral.html", context, status=status)


@never_cache
def referral_send(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Refer the case: to an agency of the directory with letter and link, or to a role inside.

    `?cari=` searches the directory by need, `?layanan=` fills in the service that was chosen there.
    """
    check_may(request, "desk.referral.send")
    actor = acting(request)
    view = queries.get_case(actor, case_id)
    chosen = _chosen(request)
    initial = {"agency": chosen.agency.pk, "service": chosen.id, "service_wanted": chosen.name,
               "is_accompanied": chosen.agency.is_accompanied} if chosen else None  # fmt: skip
    form = ReferForm(request.POST or None, actor=actor, area=view.area_code, initial=initial)
    wanted = request.GET.get("cari", "")[:100]
    hits = (
        institutions_queries.search_services(actor, text=wanted, area=view.area_code, limit=SUGGESTED)
        if wanted
        else None
    )
    return ask(
        request,
        form,
        deed=lambda: actions.refer_case(
            case_id=case_id,
            reason=form.cleaned_data["reason"],
            service_wanted=form.cleaned_data["service_wanted"],
            is_accompanied=form.cleaned_data["is_accompanied"],
            form_key=form.cleaned_data["form_key"],
            by=actor,
            at=clock.now(),
            **form.receiver(),
        ),
        said=_(
            "Rujukan sudah dikirim. Untuk lembaga: tautannya berlaku sekarang, suratnya menunggu paraf dan tanda tangan."
        ),
        to=case_url(case_id),
        template="desk/referral_send.html",
        view=view,
        wanted=wanted,
        hits=hits,
        chosen=chosen,
        crumbs=crumbs_of(view),
    )


@never_cache
@sensitive_post_parameters("kk", "nik", "text")
def referral_answer(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Write down what the receiver answered: the desk for an agency, or the receiver inside."""
    may_see_referrals(request)
    actor = acting(request)
    view = queries.get_referral(actor, referral_id)
    if "answer" not in view.allowed and request.method == "GET" and view.is_open:
        raise Denied(permission="desk.referral.answer", message=_("Peran Anda tidak dapat menjawab rujukan ini."))
    form = AnswerForm(request.POST or None, with_numbers=view.is_civil_registry, initial={"revision": view.revision})
    is_desk = actor.may("desk.referral.answer") and actor.covers(view.area_code)

    def deed() -> None:
        words = form.words()
        if is_desk:
            actions.answer_referral(referral_id=referral_id, by=actor, at=clock.now(), **words)
            return
        with reaching(request, view.area_code):
            actions.answer_referral(referral_id=referral_id, by=actor, at=clock.now(), **words)

    return ask(
        request,
        form,
        deed=deed,
        said=_("Jawaban tercatat."),
        to=referral_url(referral_id),
        template="desk/referral_answer.html",
        view=view,
        referral=view,
        crumbs=_crumbs(view),
    )


@never_cache
def referral_reply(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Answer the receiver's question."""
    check_may(request, "desk.referral.answer")
    actor = acting(request)
    view = queries.get_referral(actor, referral_id)
    form = ReplyForm(request.POST or None, initial={"revision": view.revision})
    return ask(
        request,
        form,
        deed=lambda: actions.reply_referral(
            referral_id=referral_id,
            text=form.cleaned_data["text"],
            form_key=form.cleaned_data["form_key"],
            revision=form.cleaned_data["revision"],
            by=actor,
            at=clock.now(),
        ),
        said=_("Balasan terkirim. Sekarang giliran penerima."),
        to=referral_url(referral_id),
        template="desk/referral_reply.html",
        view=view,
        crumbs=_crumbs(view),
    )


@never_cache
def referral_withdraw(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Take the referral back, with the reason."""
    check_may(request, "desk.referral.answer")
    actor = acting(request)
    view = queries.get_referral(actor, referral_id)
    form = ReasonForm(request.POST or None, initial={"revision": view.revision})
    return ask(
        request,
        form,
        deed=lambda: actions.withdraw_referral(
            referral_id=referral_id,
            reason=form.cleaned_data["reason"],
            revision=form.cleaned_data["revision"],
            by=actor,
            at=clock.now(),
        ),
        said=_("Rujukan ditarik. Tautannya tidak berlaku lagi."),
        to=referral_url(referral_id),
        template="desk/referral_withdraw.html",
        view=view,
        crumbs=_crumbs(view),
    )


@never_cache
@require_POST
def referral_settle(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """What came back has been seen and acted on."""
    check_may(request, "desk.referral.answer")
    actor = acting(request)
    queries.get_referral(actor, referral_id)
    problem = attempt(lambda: actions.settle_referral(referral_id=referral_id, by=actor, at=clock.now()))
    if problem:
        return referral_page(request, referral_id, problem=problem, status=UNPROCESSABLE)
    messages.success(request, _("Ditandai sudah ditindaklanjuti."))
    return see_other(referral_url(referral_id))


@never_cache
@require_POST
def referral_renew(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """A new link with a new code; the former stops, and the slip with the new code is the next page."""
    check_may(request, "desk.referral.link")
    actor = acting(request)
    queries.get_referral(actor, referral_id)
    problem = attempt(lambda: actions.renew_link(referral_id=referral_id, by=actor, at=clock.now()))
    if problem:
        return referral_page(request, referral_id, problem=problem, status=UNPROCESSABLE)
    messages.success(
        request,
        _(
            "Tautan baru berlaku, yang lama tidak lagi. Cetak lembar kode yang baru, atau bacakan kodenya lewat telepon; suratnya tetap berlaku."
        ),
    )
    return see_other(referral_url(referral_id))


@never_cache
@require_safe
def referral_code(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """The slip with the answer code, to print and to send with the letter; the look is logged."""
    check_may(request, "desk.referral.link")
    slip = queries.read_code_slip(acting(request), referral_id, at=clock.now())
    if slip is None:
        problem = _(
            "Tidak ada kode yang berlaku untuk rujukan ini. Buat tautan baru; lembar kodenya dibuat bersama tautan itu."
        )
        return referral_page(request, referral_id, problem=problem, status=UNPROCESSABLE)
    context = {"slip": slip, "office": organisation_queries.find_office(), "back": referral_url(referral_id)}
    return render(request, "desk/referral_code.html", context)


@never_cache
@require_POST
def referral_revoke(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Stop the link, with the reason."""
    check_may(request, "desk.referral.link")
    actor = acting(request)
    queries.get_referral(actor, referral_id)
    reason = request.POST.get("reason", "")[:300]
    problem = attempt(lambda: actions.revoke_link(referral_id=referral_id, reason=reason, by=actor, at=clock.now()))
    if problem:
        return referral_page(request, referral_id, problem=problem, status=UNPROCESSABLE)
    messages.success(request, _("Tautan dicabut. Siapa pun yang membukanya tidak melihat apa-apa."))
    return see_other(referral_url(referral_id))


@never_cache
@sensitive_post_parameters("kk", "nik")
def referral_identity(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Put the numbers of the new card into the registry."""
    check_may(request, "desk.referral.answer")
    actor = acting(request)
    view = queries.get_referral(actor, referral_id)
    form = IdentityForm(request.POST or None, initial={"revision": view.revision})
    return ask(
        request,
        form,
        deed=lambda: actions.record_identity(
            referral_id=referral_id,
            kk=form.cleaned_data["kk"],
            nik=form.cleaned_data["nik"],
            revision=form.cleaned_data["revision"],
            by=actor,
            at=clock.now(),
        ),
        said=_("Nomor KK sudah dicatat di registri."),
        to=case_url(view.case_id),
        template="desk/referral_identity.html",
        view=view,
        crumbs=_crumbs(view),
    )


def _chosen(request: HttpRequest) -> Any:
    try:
        return institutions_queries.get_service(acting(request), UUID(request.GET.get("layanan", "")))
    except (ValueError, NoSuchService):
        return None


def _crumbs(view: ReferralView) -> list[dict[str, str]]:
    return [
        {"label": _("Rujukan"), "url": reverse("web:desk:referral-list")},
        {"label": view.ticket, "url": referral_url(view.id)},
    ]


def _turn(view: ReferralView) -> str:
    if not view.is_open:
        return _("meja layanan") if view.is_with_desk else ""
    return _("meja layanan") if view.state == "DITANYA" else view.agency


def _rows(view: ReferralView) -> list[dict[str, str]]:
    rows = [
        {"label": _("Warga"), "value": view.concerned_name or _("Belum diketahui")},
        {"label": _("Desa/kelurahan"), "value": queries.area_label_of(view)},
        {"label": _("Masalah"), "value": view.reason},
        {"label": _("Yang diminta"), "value": view.service_wanted or "–"},
        {"label": _("Dikirim oleh"), "value": view.sent_by_name or "–"},
    ]
    if view.agency_phone:
        rows.append({"label": _("Telepon lembaga"), "value": view.agency_phone})
    return rows


def _mail(view: ReferralView, address: str) -> str:
    if not (address and view.agency_email):
        return ""
    body = _(
        "Yth. %(agency)s,\n\nmohon jawaban atas rujukan kami. Buka tautan ini dengan kode di lembar yang menyertai surat pengantar:\n%(url)s\n"
    )
    subject = quote(_("Rujukan %(ticket)s") % {"ticket": view.ticket})
    return f"mailto:{view.agency_email}?subject={subject}&body={quote(body % {'agency': view.agency, 'url': address})}"
