"""The office's register of complaints: views by what waits, one complaint with its words, and every step."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.desk import actions, queries
from rangkul.desk.actions import Grievance
from rangkul.desk.enums import Against, ComplaintOutcome
from rangkul.desk.queries import ComplaintRow, ComplaintView
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.policy.actor import Actor
from rangkul.registry import queries as registry_queries
from rangkul.web.desk.complaint_forms import ComplaintAnswerForm, ComplaintIntakeForm, NameOfficialForm
from rangkul.web.desk.matching import LIMIT
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, ask, attempt, see_other
from rangkul.web.shared.lists import CaseList, Cell, Column, Row
from rangkul.web.shared.wording import number_in_words

_TONES = {"RECEIVED": "new", "CHECKING": "busy", "ANSWERED": "good", "OBJECTED": "warn", "CLOSED": "neutral"}


class ComplaintTag:
    """A state of a complaint with its tone."""

    def __init__(self, state: str) -> None:
        self.tone = _TONES[state]


def found(actor: Actor, complaint_id: UUID) -> ComplaintView:
    """The complaint as the actor may see it, or 404."""
    return queries.get_complaint(actor, complaint_id)


@never_cache
def complaint_list(request: HttpRequest) -> HttpResponse:
    """One view (`?tab=`) of the register, by category, outcome or ticket, paged."""
    actor = acting(request)
    actor.check_may("desk.complaint.view")
    counts = queries.count_complaint_views(actor)
    view = request.GET.get("tab", "")
    view = view if view in queries.COMPLAINT_VIEWS else "open"
    categories = queries.list_categories(with_retired=True)
    category = request.GET.get("kategori", "")
    category = category if category in {each.code for each in categories} else ""
    outcome = request.GET.get("hasil", "")
    outcome = outcome if outcome in ComplaintOutcome.values else ""
    ticket = request.GET.get("tiket", "")[:24]
    page = queries.list_complaints(
        actor, view, category=category, outcome=outcome, ticket=ticket, after=request.GET.get("setelah", "")
    )
    kept = {"tab": view, "kategori": category, "hasil": outcome, "tiket": ticket}
    kept = {name: value for name, value in kept.items() if value}
    context = {
        "tabs": _tabs(view, counts),
        "view": view,
        "listing": listing_of(page.rows, str(_captions()[view])),
        "total": counts[view],
        "categories": categories,
        "category": category,
        "outcomes": ComplaintOutcome.choices,
        "outcome": outcome,
        "ticket": ticket,
        "filtered": bool(category or outcome or ticket),
        "next_url": f"?{urlencode(kept | {'setelah': page.next_mark})}" if page.next_mark else "",
        "first_url": f"?{urlencode(kept)}" if request.GET.get("setelah") else "",
        "may_register": actor.may("desk.complaint.register"),
        "may_see_survey": actor.may("desk.survey.view"),
        "may_change": actor.may("desk.category.change"),
    }
    return render(request, "desk/complaint_list.html", context)


def _captions() -> dict[str, Any]:
    return {
        "open": _("Belum dijawab"),
        "late": _("Lewat tenggat"),
        "objected": _("Belum puas"),
        "answered": _("Menunggu tanggapan warga"),
        "all": _("Semua pengaduan"),
    }


def _tabs(view: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    captions = _captions()
    return [
        {
            "label": captions[name],
            "url": f"?{urlencode({'tab': name})}",
            "active": name == view,
            "count": counts[name],
            "alarm": name in ("late", "objected") and counts[name] > 0,
        }
        for name in queries.COMPLAINT_VIEWS
    ]


def listing_of(rows: tuple[ComplaintRow, ...], caption: str) -> CaseList:
    """Complaints as the list component takes them."""
    return CaseList(
        caption=caption,
        columns=(
            Column(label=_("Pengaduan")),
            Column(label=_("Status")),
            Column(label=_("Tenggat")),
            Column(label=_("Umur (hari)"), numeric=True),
            Column(label=_("Desa/kelurahan")),
            Column(label=_("Hasil")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=row.category_label,
                        url=reverse("web:desk:complaint", args=[row.id]),
                        note=" · ".join(filter(None, [row.ticket, _("tentang petugas") if row.is_of_staff else ""])),
                    ),
                    Cell(text=row.state_label.partition(",")[0], state=ComplaintTag(row.state)),
                    Cell(due_on=row.due_on) if row.due_on else Cell(text="–"),
                    Cell(text=number_in_words(row.age), numeric=True),
                    Cell(text=row.area_label),
                    Cell(text=row.outcome_label or "–"),
                ),
                is_late=row.is_late,
            )
            for row in rows
        ],
    )


def crumbs_of(view: ComplaintView | None = None) -> list[dict[str, str]]:
    """The way back to the register, and to the complaint."""
    crumbs = [{"label": _("Pengaduan"), "url": reverse("web:desk:complaint-list")}]
    return crumbs + ([{"label": view.ticket, "url": reverse("web:desk:complaint", args=[view.id])}] if view else [])


@never_cache
def complaint(request: HttpRequest, complaint_id: UUID) -> HttpResponse:
    """One complaint: its words for those who answer, whom it concerns, what is next, what happened."""
    return complaint_page(request, complaint_id)


def complaint_page(request: HttpRequest, complaint_id: UUID, *, problem: str = "", status: int = 200) -> HttpResponse:
    """The page itself, with what was refused a moment ago on top."""
    actor = acting(request)
    view = found(actor, complaint_id)
    context = {
        "view": view,
        "problem": problem,
        "tags": [{"label": view.state_label.partition(",")[0], "tone": _TONES[view.state]}]
        + ([{"label": _("tentang petugas"), "tone": "bad"}] if view.is_of_staff else []),
        "facts": [
            {"label": _("Tiket"), "value": view.ticket},
            {"label": _("Desa/kelurahan"), "value": view.area_label},
            {"label": _("Dilihat oleh"), "value": view.reach_label},
        ],
        "rows": _rows(view),
        "timeline": [{"title": d.title, "at": d.at, "by": d.by, "body": d.body} for d in view.timeline],
        "crumbs": crumbs_of(),
    }
    return render(request, "desk/complaint.html", context, status=status)


def _rows(view: ComplaintView) -> list[dict[str, str]]:
    rows = [
        {"label": _("Kategori"), "value": f"{view.category} {view.category_label}"},
        {"label": _("Jenis"), "value": f"{view.kind_label}, {view.channel_label}"},
    ]
    if view.programme:
        rows.append({"label": _("Bantuan atau program"), "value": view.programme})
    if view.against_label:
        rows.append({"label": _("Petugas"), "value": view.against_label})
    if view.hides_story:
        return rows
    if view.about:
        rows.append({"label": _("Tentang siapa"), "value": view.about})
    rows.append({"label": _("Pengadu"), "value": _("tanpa nama") if view.is_anonymous else view.reporter_name})
    if view.phone:
        rows.append({"label": _("Nomor HP"), "value": view.phone})
    if view.email:
        rows.append({"label": _("Alamat e-mail"), "value": view.email})
    if not view.is_anonymous:
        rows.append({"label": _("Dikabari"), "value": _("ya") if view.may_be_told else _("tidak")})
    return rows


def _view_to(request: HttpRequest, complaint_id: UUID, verb: str) -> ComplaintView:
    """The complaint, for somebody whose role may `verb`; a state that no longer fits is told by the action."""
    actor = acting(request)
    actor.check_may(f"desk.complaint.{verb}")
    return found(actor, complaint_id)


@never_cache
def complaint_take(request: HttpRequest, complaint_id: UUID) -> HttpResponse:
    """Start looking into it (POST)."""
    view = _view_to(request, complaint_id, "take")
    if request.method == "POST":
        problem = attempt(lambda: actions.take_complaint(complaint_id=view.id, by=acting(request), at=clock.now()))
        if problem:
            return complaint_page(request, complaint_id, problem=problem, status=UNPROCESSABLE)
        messages.success(request, _("Pengaduan ini sekarang Anda periksa."))
    return see_other(reverse("web:desk:complaint", args=[complaint_id]))


@never_cache
def complaint_tie(request: HttpRequest, complaint_id: UUID) -> HttpResponse:
    """Find in the registry whom it concerns; names only, sent by POST, so that nothing stands in an address."""
    view = _view_to(request, complaint_id, "tie")
    actor, problem = acting(request), ""
    if request.method == "POST" and "person" in request.POST:
        try:
            person_id = UUID(request.POST["person"])
        except ValueError:
            raise Http404 from None
        problem = attempt(
            lambda: actions.tie_complaint(complaint_id=view.id, person_id=person_id, by=actor, at=clock.now())
        )
        if not problem:
            messages.success(request, _("Warga yang dimaksud tercatat."))
            return see_other(reverse("web:desk:complaint", args=[view.id]))
    text, hits = request.POST.get("q", "").strip()[:100], []
    try:
        hits = list(registry_queries.search_persons(actor, text, limit=LIMIT)) if text else []
    except Refused as error:
        problem = problem or error.message
    context = {"view": view, "text": text, "hits": hits, "problem": problem, "crumbs": crumbs_of(view)}
    return render(request, "desk/complaint_tie.html", context, status=UNPROCESSABLE if problem else 200)


@never_cache
def complaint_answer(request: HttpRequest, complaint_id: UUID) -> HttpResponse:
    """Answer it, or after an objection answer it for the second and last time."""
    verb = "review" if found(acting(request), complaint_id).state == "OBJECTED" else "answer"
    view = _view_to(request, complaint_id, verb)
    form = ComplaintAnswerForm(request.POST or None)
    answer = actions.review_complaint if verb == "review" else actions.answer_complaint
    return ask(
        request,
        form,
        deed=lambda: answer(
            complaint_id=view.id,
            outcome=form.cleaned_data["outcome"],
            text=form.cleaned_data["text"],
            by=acting(request),
            at=clock.now(),
        ),
        said=_("Jawaban tersimpan. Warga dapat membacanya di halaman tiketnya."),
        to=reverse("web:desk:complaint", args=[view.id]),
        template="desk/complaint_deed.html",
        view=view,
        title=_("Jawab setelah diperiksa ulang") if verb == "review" else _("Jawab pengaduan"),
        button=_("Simpan jawaban"),
        crumbs=crumbs_of(view),
    )


@never_cache
def complaint_name(request: HttpRequest, complaint_id: UUID) -> HttpResponse:
    """Say which official it is about, so that it is kept from them."""
    view = _view_to(request, complaint_id, "name")
    actor = acting(request)
    form = NameOfficialForm(request.POST or None, officials=queries.list_nameable(actor, view))
    return ask(
        request,
        form,
        deed=lambda: actions.name_official(
            complaint_id=view.id, user_id=UUID(form.cleaned_data["user"]), by=actor, at=clock.now()
        ),
        said=_("Petugas itu tidak lagi melihat pengaduan ini."),
        to=reverse("web:desk:complaint-list"),
        template="desk/complaint_deed.html",
        view=view,
        title=_("Siapa petugas yang diadukan?"),
        button=_("Simpan"),
        crumbs=crumbs_of(view),
    )


@never_cache
def complaint_register(request: HttpRequest) -> HttpResponse:
    """Write down a complaint told at the counter; the ticket and its key stand in the message for the citizen."""
    actor = acting(request)
    actor.check_may("desk.complaint.register")
    if not actor.areas:
        raise Denied(permission="desk.complaint.register", message=_("Tugas Anda tidak mempunyai wilayah."))
    form = ComplaintIntakeForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        heard: list[Any] = []
        problem = attempt(lambda: heard.append(_register(form.cleaned_data, actor)))
        if not problem:
            told = heard[0]
            words = {"ticket": told.complaint.ticket, "code": told.code}
            messages.success(
                request,
                _("Tiket %(ticket)s. Kunci untuk membaca jawaban: %(code)s. Sampaikan keduanya kepada warga.") % words
                if told.code
                else _("Tiket %(ticket)s. Warga membaca jawaban dengan empat angka terakhir nomor HP.") % words,
            )
            # A facilitator hears complaints in the field but does not see the register.
            may_see = actor.may("desk.complaint.view")
            return see_other(reverse("web:desk:complaint-list" if may_see else "web:desk:case-list"))
        form.add_error(None, problem)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "desk/complaint_register.html", {"form": form, "crumbs": crumbs_of()}, status=status)


def as_complaint(request: HttpRequest, actor: Actor, told: dict[str, Any]) -> HttpResponse:
    """What was told at intake turns out to be about an official: the form of complaints, with what was written already."""
    actor.check_may("desk.complaint.register")
    names = ("form_key", "story", "area", "phone", "email", "may_be_told", "channel")
    first = {name: told[name] for name in names if told.get(name)}
    if not told["is_anonymous"]:
        first["reporter_name"] = told["reporter_name"] or told["concerned_name"]
    form = ComplaintIntakeForm(actor=actor, asks_whom=True, initial=first)
    context = {"form": form, "crumbs": crumbs_of(), "action": reverse("web:desk:complaint-register"), "is_moved": True}
    return render(request, "desk/complaint_register.html", context)


def _register(data: dict[str, Any], actor: Actor) -> Any:
    against = data["against"] or Against.NOBODY
    grievance = Grievance(
        form_key=data["form_key"],
        story=data["story"],
        area=data["area"],
        category=data["category"],
        channel=data["channel"],
        about=data["about"],
        against=against,
        is_anonymous=not data["reporter_name"].strip(),
        reporter_name=data["reporter_name"],
        phone=data["phone"],
        email=data["email"],
        may_be_told=data["may_be_told"],
    )
    return actions.register_complaint(grievance=grievance, by=actor, at=clock.now())
