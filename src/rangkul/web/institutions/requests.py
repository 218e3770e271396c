"""Pages of requests for a bed: the list of those that wait, one, asking and answering (desk and institution)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from rangkul.desk import queries as desk_queries
from rangkul.institutions import actions, policies, queries
from rangkul.institutions.enums import BedSex
from rangkul.institutions.queries import RequestRow, Room
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.registry import queries as registry_queries
from rangkul.web.institutions.homes import Tag, home_url, lists_of
from rangkul.web.institutions.resident_forms import room_choices
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import ask
from rangkul.web.shared.fields import DateBoxes
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import age_in_words, date_in_words, today

MOST_HOMES = 200


class OfferForm(forms.Form):
    """Whom an institution asks to take in."""

    name = forms.CharField(label=gettext_lazy("Nama"), max_length=200)
    sex = forms.ChoiceField(label=gettext_lazy("Jenis kelamin"), choices=BedSex.choices, widget=forms.RadioSelect)
    birth_date = DateBoxes(label=gettext_lazy("Tanggal lahir"), required=False, past_only=True)
    origin = forms.CharField(
        label=gettext_lazy("Asal"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Desa asal atau tempat ditemukan, sejauh diketahui."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Keadaan dan alasan minta menerima"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Disimpan tersandi; hanya dibaca petugas yang mengurus penghuni."),
    )


class AskForm(forms.Form):
    """Which institution is asked, with what."""

    home = forms.ChoiceField(label=gettext_lazy("Lembaga yang ditanya"))
    reason = forms.CharField(
        label=gettext_lazy("Keadaan dan alasan"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, homes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["home"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("pilih lembaga")), *homes]


class AcceptForm(forms.Form):
    """With which room, until when the bed is held, and what the desk should know."""

    room = forms.ChoiceField(label=gettext_lazy("Kamar"), required=False)
    until = DateBoxes(
        label=gettext_lazy("Tempat disimpan sampai"),
        required=False,
        help_text=gettext_lazy(
            "Hari terakhir; paling lama 14 hari. Sampai hari itu tempat tidurnya tidak diberikan kepada orang lain."
        ),
    )
    text = forms.CharField(
        label=gettext_lazy("Pesan untuk Dinas"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("Misalnya kapan dapat diantar dan apa yang perlu dibawa."),
    )

    def __init__(self, *args: Any, rooms: tuple[Room, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["room"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("belum ditentukan")), *room_choices(rooms)]
        if not rooms:
            del self.fields["room"]


class WhyForm(forms.Form):
    """Why not."""

    text = forms.CharField(label=gettext_lazy("Alasan"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


@never_cache
def request_list(request: HttpRequest) -> HttpResponse:
    """Requests that wait for somebody, or those that were answered (`?selesai=1`)."""
    actor = acting(request)
    actor.check_may(policies.VIEW_REQUESTS)
    is_open = "selesai" not in request.GET
    page = queries.list_requests(actor, is_open=is_open, after=request.GET.get("setelah", ""))
    context = {
        "page": page,
        "listing": _listing(page.rows),
        "tabs": lists_of(actor, "request-list"),
        "states": [
            {"label": _("Menunggu jawaban"), "url": "?", "active": is_open},
            {"label": _("Sudah dijawab"), "url": "?selesai=1", "active": not is_open},
        ],
        "is_open": is_open,
        "offer_url": reverse("web:institutions:request-offer")
        if actor.may(policies.OFFER) and actor.institution_id is not None
        else "",
        "next_url": with_query(request, {"setelah": page.next_mark}) if page.next_mark else "",
        "first_url": with_query(request, {"setelah": None}) if "setelah" in request.GET else "",
        "as_of": today(),
    }
    return render(request, "institutions/request_list.html", context)


@never_cache
def request_page(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request with its reasons; reading them is logged."""
    actor = acting(request)
    view = queries.get_request(actor, request_id, at=clock.now())
    row = view.row
    sex = str(BedSex(row.sex).label) if row.sex else "–"
    rows = [
        {"label": _("Lembaga"), "value": row.institution},
        {"label": _("Jenis kelamin"), "value": sex},
        {"label": _("Umur"), "value": age_in_words(row.birth_date)},
        {"label": _("Asal"), "value": view.origin or row.area_label},
        {"label": _("Diminta oleh"), "value": f"{row.asked_by_name}, {date_in_words(row.asked_at)}"},
    ]
    if row.answered_by_name:
        rows.append({"label": _("Dijawab oleh"), "value": row.answered_by_name})
    if row.held_until:
        rows.append({"label": _("Tempat disimpan sampai"), "value": date_in_words(row.held_until)})
    if view.room:
        rows.append({"label": _("Kamar yang disediakan"), "value": view.room})
    if row.answer:
        rows.append({"label": _("Jawaban"), "value": row.answer})
    context = {
        "view": view,
        "rows": rows,
        "admit_url": _admit_url(actor, view),
        "stay_url": reverse("web:institutions:resident", args=[view.residency_id])
        if view.residency_id and actor.may(policies.VIEW_RESIDENTS)
        else "",
        "crumbs": [{"label": _("Permintaan tempat"), "url": reverse("web:institutions:request-list")}],
    }
    return render(request, "institutions/request.html", context)


@never_cache
def request_offer(request: HttpRequest) -> HttpResponse:
    """An institution's user asks to take somebody in; the office confirms."""
    actor = acting(request)
    own = actor.institution_id
    if own is None or not actor.may(policies.OFFER):
        raise Denied(permission=policies.OFFER, message=_("Akun Anda tidak bertugas di sebuah lembaga."))
    view = queries.get_home(actor, own, on=today())
    form = OfferForm(request.POST or None)
    return ask(
        request, form,
        deed=lambda: actions.offer_bed(institution_id=own, **form.cleaned_data, by=actor, at=clock.now()),
        template="institutions/form.html", said=_("Permintaan terkirim ke Dinas. Penghuni dicatat masuk setelah Dinas mengesahkan."),
        to=reverse("web:institutions:request-list"), title=_("Minta menerima penghuni"), label=_("Kirim permintaan"),
        lead=view.row.name, back=reverse("web:institutions:request-list"),
    )  # fmt: skip


@never_cache
def referral_ask(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """The desk asks an institution whether it has room for the person of a referral."""
    actor = acting(request)
    referral = desk_queries.get_referral(actor, referral_id)
    case = desk_queries.get_case(actor, referral.case_id)
    if not actor.may(policies.ASK) or "answer" not in case.allowed:
        raise Denied(permission=policies.ASK, message=_("Anda tidak berwenang menanyakan tempat untuk rujukan ini."))
    page = queries.list_homes(actor, queries.HomeFilter(), on=today(), limit=MOST_HOMES)
    homes = [
        (str(each.id), each.name if each.free is None else _("%(name)s, %(free)s kosong") % {"name": each.name, "free": each.free})
        for each in page.rows
    ]  # fmt: skip
    form = AskForm(request.POST or None, homes=homes, initial={"reason": referral.reason})
    person = registry_queries.get_person(actor, case.person_id) if case.person_id else None
    return ask(
        request, form,
        deed=lambda: actions.ask_for_bed(
            institution_id=UUID(form.cleaned_data["home"]), referral_id=referral_id, name=case.concerned_name,
            sex=person.sex if person else "", birth_date=person.birth_date if person else None,
            area=referral.area_code, origin="", reason=form.cleaned_data["reason"], by=actor, at=clock.now(),
        ),
        template="institutions/form.html", said=_("Pertanyaan terkirim ke lembaga."),
        to=reverse("web:institutions:referral-admit", args=[referral_id]), title=_("Tanyakan tempat ke lembaga"),
        label=_("Kirim pertanyaan"), lead=f"{case.concerned_name} · {referral.agency}",
        back=reverse("web:institutions:referral-admit", args=[referral_id]),
    )  # fmt: skip


@never_cache
def request_step(request: HttpRequest, request_id: UUID, verb: str) -> HttpResponse:
    """Accept, refuse or take back a request; the second of two is told who answered."""
    actor = acting(request)
    view = queries.get_request(actor, request_id, at=clock.now())
    titles = {
        "accept": (_("Sanggupi permintaan"), _("Satu tempat tidur disimpan, dan Dinas diberi tahu.")),
        "refuse": (_("Tolak permintaan"), _("Permintaan ditolak.")),
        "withdraw": (_("Tarik permintaan"), _("Permintaan ditarik.")),
    }
    if verb not in titles or (view.row.state in ("DIMINTA", "DISANGGUPI") and verb not in view.allowed):
        raise Denied(permission=policies.ANSWER, message=_("Langkah ini bukan tugas Anda."))
    if verb == "accept":
        rooms = queries.get_home(actor, view.row.institution_id, on=today()).row.rooms
        kept = {"until": today() + timedelta(days=actions.HELD_DAYS)}
        form: forms.Form = AcceptForm(request.POST or None, rooms=rooms, initial=kept)
    else:
        form = WhyForm(request.POST or None)
    title, said = titles[verb]
    here = reverse("web:institutions:request", args=[request_id])

    def deed() -> None:
        told = form.cleaned_data
        room = told.get("room")
        actions.answer_request(
            request_id=request_id, verb=verb, text=told["text"], bed_group_id=UUID(room) if room else None,
            until=told.get("until"), by=actor, at=clock.now(),
        )  # fmt: skip

    return ask(
        request, form, deed=deed, template="institutions/form.html", said=said, to=here, title=title, label=title, back=here,
        lead=f"{view.row.name} · {view.row.institution}",
    )  # fmt: skip


def _admit_url(actor: Actor, view: queries.RequestView) -> str:
    """Where an admission begins: the office looks the person up; the desk goes back to its referral."""
    if "admit" in view.allowed and actor.may("registry.person.search"):
        return f"{home_url(view.row.institution_id, 'resident-admit')}?permintaan={view.row.id}"
    if view.row.state == "DISANGGUPI" and view.referral_id is not None and actor.may(policies.ADMIT):
        return reverse("web:institutions:referral-admit", args=[view.referral_id])
    return ""


def _held(row: RequestRow) -> str:
    until = row.held_until
    return _("disimpan sampai %(date)s") % {"date": date_in_words(until, "pendek")} if until else ""


def _listing(rows: tuple[RequestRow, ...]) -> CaseList:
    return CaseList(
        caption=_("Permintaan tempat"),
        hide_caption=True,
        columns=(
            Column(label=_("Nama")),
            Column(label=_("Lembaga")),
            Column(label=_("Diminta")),
            Column(label=_("Jawaban")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=each.name,
                        url=reverse("web:institutions:request", args=[each.id]),
                        note=f"{each.kind_label} · {age_in_words(each.birth_date)}",
                    ),
                    Cell(text=each.institution),
                    Cell(text=date_in_words(each.asked_at, "pendek"), note=each.asked_by_name),
                    Cell(text=_held(each) or each.state_label, state=Tag(each.tone), note=each.answer),
                )
            )
            for each in rows
        ],
    )
