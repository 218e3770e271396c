"""Pages of agreements with partners: the list with what ends soon, one agreement with its paper, recording and ending."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from rangkul.institutions import actions, policies, queries
from rangkul.institutions.enums import PartyKind
from rangkul.institutions.errors import NoSuchInstitution
from rangkul.institutions.queries import PartnershipRow
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries
from rangkul.web.institutions.home_forms import LAST_DAY
from rangkul.web.institutions.homes import Tag, areas_of, as_csv, as_download, lists_of
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import ask
from rangkul.web.shared.fields import DateBoxes
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import date_in_words, today

STANDINGS = {
    "running": (gettext_lazy("berlaku"), "good"),
    "soon": (gettext_lazy("hampir habis"), "warn"),
    "ended": (gettext_lazy("berakhir"), "bad"),
    "future": (gettext_lazy("belum mulai"), "neutral"),
}


class PartnershipForm(forms.Form):
    """An agreement with its paper."""

    number = forms.CharField(label=gettext_lazy("Nomor perjanjian"), max_length=100)
    subject = forms.CharField(label=gettext_lazy("Tentang"), max_length=300)
    party = forms.CharField(label=gettext_lazy("Mitra"), max_length=200)
    party_kind = forms.ChoiceField(label=gettext_lazy("Jenis mitra"), choices=PartyKind.choices)
    party_signer = forms.CharField(label=gettext_lazy("Penandatangan dari mitra"), required=False, max_length=200)
    contact = forms.CharField(label=gettext_lazy("Kontak"), required=False, max_length=200)
    scope = forms.CharField(
        label=gettext_lazy("Ruang lingkup"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    area = forms.ChoiceField(label=gettext_lazy("Wilayah"))
    since = DateBoxes(label=gettext_lazy("Berlaku mulai"))
    until = DateBoxes(label=gettext_lazy("Berlaku sampai"), required=False, help_text=LAST_DAY)
    file = forms.FileField(label=gettext_lazy("Naskah yang ditandatangani (PDF atau foto)"), required=False)

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["area"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = areas


class EndForm(forms.Form):
    """When and why an agreement ends early."""

    on = DateBoxes(label=gettext_lazy("Hari pertama tanpa perjanjian"))
    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=300)


@never_cache
def partnership_list(request: HttpRequest) -> HttpResponse:
    """Agreements, those that end first on top; by standing (`?status=`), words (`?q=`), as a file (`?format=csv`)."""
    actor = acting(request)
    actor.check_may(policies.VIEW_PARTNERSHIPS)
    standing = request.GET.get("status", "")
    standing = standing if standing in STANDINGS else ""
    text = request.GET.get("q", "")[:100]
    page = queries.list_partnerships(
        actor, on=today(), standing=standing, text=text, after=request.GET.get("setelah", "")
    )
    context = {
        "listing": _listing(page.rows),
        "page": page,
        "asked": text,
        "tabs": lists_of(actor, "partnership-list"),
        "states": [
            {
                "label": label,
                "url": with_query(request, {"status": code or None, "setelah": None}),
                "active": code == standing,
            }
            for code, label in [("", _("Semua")), *((code, words) for code, (words, _tone) in STANDINGS.items())]
        ],
        "next_url": with_query(request, {"setelah": page.next_mark}) if page.next_mark else "",
        "first_url": with_query(request, {"setelah": None}) if "setelah" in request.GET else "",
        "may_record": actor.may(policies.RECORD_PARTNERSHIP),
        "as_of": today(),
    }
    return render(request, "institutions/partnership_list.html", context)


@never_cache
def partnership_export(request: HttpRequest) -> HttpResponse:
    """Every agreement as CSV."""
    actor = acting(request)
    actor.check_may(policies.VIEW_PARTNERSHIPS)
    head = [_("Nomor"), _("Tentang"), _("Mitra"), _("Jenis mitra"), _("Ruang lingkup"), _("Berlaku mulai"),
            _("Berlaku sampai"), _("Status"), _("Per tanggal")]  # fmt: skip
    rows = [
        [
            each.number, each.subject, each.party, each.kind_label, each.partnership.scope, each.since.isoformat(),
            each.until.isoformat() if each.until else "", str(STANDINGS[each.standing][0]), today().isoformat(),
        ]
        for each in queries.list_partnerships(actor, on=today(), limit=None).rows
    ]  # fmt: skip
    return as_csv("kerja-sama", head, rows)


@never_cache
def partnership_record(request: HttpRequest) -> HttpResponse:
    """Record an agreement."""
    actor = acting(request)
    actor.check_may(policies.RECORD_PARTNERSHIP)
    form = PartnershipForm(
        request.POST or None, request.FILES or None, areas=areas_of(actor), initial={"since": today()}
    )
    made: list[UUID] = []

    def keep() -> None:
        told = dict(form.cleaned_data)
        paper = told.pop("file")
        document = (paper.name, paper.read()) if paper else None
        made.append(actions.record_partnership(**told, document=document, by=actor, at=clock.now()).pk)

    return ask(
        request, form, deed=keep, template="institutions/form.html", said=_("Perjanjian dicatat."),
        to=lambda: reverse("web:institutions:partnership", args=[made[0]]), title=_("Catat kerja sama"),
        label=_("Catat kerja sama"), back=reverse("web:institutions:partnership-list"), has_file=True,
    )  # fmt: skip


@never_cache
def partnership(request: HttpRequest, partnership_id: UUID) -> HttpResponse:
    """One agreement."""
    actor = acting(request)
    row = queries.get_partnership(actor, partnership_id, on=today())
    words, tone = STANDINGS[row.standing]
    one = row.partnership
    rows = [
        {"label": _("Tentang"), "value": row.subject},
        {"label": _("Mitra"), "value": f"{row.party} ({row.kind_label})"},
        {"label": _("Penandatangan dari mitra"), "value": one.party_signer},
        {"label": _("Kontak"), "value": one.contact},
        {"label": _("Ruang lingkup"), "value": one.scope},
        {"label": _("Wilayah"), "value": reference_queries.area_label(one.area_code)},
        {"label": _("Berlaku mulai"), "value": date_in_words(row.since)},
        {"label": _("Berlaku sampai"), "value": date_in_words(row.until) if row.until else _("tanpa batas")},
    ]
    if one.ended_reason:
        rows.append({"label": _("Alasan berakhir"), "value": one.ended_reason})
    context = {
        "row": row,
        "rows": rows,
        "standing": words,
        "tone": tone,
        "may_end": policies.can_record_partnership(actor, one.area_code) and row.standing in ("running", "soon"),
        "crumbs": [{"label": _("Kerja sama (MoU)"), "url": reverse("web:institutions:partnership-list")}],
    }
    return render(request, "institutions/partnership.html", context)


@never_cache
def partnership_file(request: HttpRequest, partnership_id: UUID) -> HttpResponse:
    """The signed paper."""
    actor = acting(request)
    row = queries.get_partnership(actor, partnership_id, on=today())
    if row.partnership.file_id is None:
        raise NoSuchInstitution(partnership_id)
    return as_download(actor, row.partnership.file_id)


@never_cache
def partnership_end(request: HttpRequest, partnership_id: UUID) -> HttpResponse:
    """End an agreement before its time."""
    actor = acting(request)
    row = queries.get_partnership(actor, partnership_id, on=today())
    _check(actor, row)
    form = EndForm(request.POST or None, initial={"on": today()})
    back = reverse("web:institutions:partnership", args=[partnership_id])
    return ask(
        request, form,
        deed=lambda: actions.end_partnership(
            partnership_id=partnership_id, **form.cleaned_data, by=actor, at=clock.now()
        ),
        template="institutions/form.html", said=_("Perjanjian diakhiri."), to=back, title=_("Akhiri perjanjian"), lead=f"{row.number} · {row.party}",
        label=_("Akhiri perjanjian"), back=back,
    )  # fmt: skip


def _check(actor: Actor, row: PartnershipRow) -> None:
    if not policies.can_record_partnership(actor, row.partnership.area_code):
        raise Denied(permission=policies.RECORD_PARTNERSHIP, message=_("Perjanjian ini di luar wilayah tugas Anda."))


def _listing(rows: tuple[PartnershipRow, ...]) -> CaseList:
    return CaseList(
        caption=_("Kerja sama"),
        hide_caption=True,
        columns=(
            Column(label=_("Mitra")),
            Column(label=_("Tentang")),
            Column(label=_("Nomor")),
            Column(label=_("Berlaku")),
            Column(label=_("Status")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=each.party,
                        url=reverse("web:institutions:partnership", args=[each.id]),
                        note=each.kind_label,
                    ),
                    Cell(text=each.subject),
                    Cell(text=each.number),
                    Cell(
                        text=_("%(start)s sampai %(end)s")
                        % {
                            "start": date_in_words(each.since, "pendek"),
                            "end": date_in_words(each.until, "pendek") if each.until else _("tanpa batas"),
                        }
                    ),
                    Cell(text=str(STANDINGS[each.standing][0]), state=Tag(STANDINGS[each.standing][1])),
                )
            )
            for each in rows
        ],
    )
