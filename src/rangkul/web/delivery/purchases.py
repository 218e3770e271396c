"""Pages of purchases at e-warongs: writing one down, one receipt, voiding it, and the list of what is against the rule."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.delivery import actions, queries
from rangkul.delivery.enums import KnownAid, LineVerdict
from rangkul.delivery.policies import RECORD_PURCHASE, REVIEW_PURCHASE, VIEW_EWARONG, VOID_PURCHASE
from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.kernel.ids import new_id
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.queries import commodities as commodity_queries
from rangkul.reference import queries as reference_queries
from rangkul.registry import queries as registry_queries
from rangkul.web.delivery.ewarong import crumbs_of
from rangkul.web.delivery.ewarong_forms import FEW_ROWS, MOST_ROWS, PurchaseForm, ReasonForm
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import ask
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import date_in_words, money_in_words, today

TONES = {
    LineVerdict.ALLOWED: "good", LineVerdict.NOTED: "warn", LineVerdict.FORBIDDEN: "bad", LineVerdict.UNRULED: "neutral",
}  # fmt: skip


@never_cache
def purchase_record(request: HttpRequest, ewarong_id: UUID) -> HttpResponse:
    """Find the card holder (`?q=`), choose them (`?warga=`), write down what the family bought."""
    actor = acting(request)
    actor.check_may(RECORD_PURCHASE)
    view = queries.get_ewarong(actor, ewarong_id)
    person = _person(request, actor)
    if person is None:
        return _choose(request, actor, view)
    is_more = request.method == "POST" and "tambah" in request.POST
    rows = _rows(request) + (FEW_ROWS if is_more else 0)
    chosen = [(str(key), each.name) for key, each in commodity_queries.commodities_by_id().items()]
    initial = {"key": new_id(), "bought_on": today()}
    form = PurchaseForm(request.POST or None, commodities=chosen, rows=rows, initial=initial)
    context: dict[str, Any] = {
        "view": view, "person": person, "back": reverse("web:delivery:ewarong", args=[ewarong_id]), "rows": form.count,
        "may_add": form.count < MOST_ROWS, "crumbs": crumbs_of(view),
    }  # fmt: skip
    if is_more:
        told = {name: request.POST.get(name, "") for name in form.fields if name != "bought_on"}
        again = PurchaseForm(commodities=chosen, rows=rows, initial=initial | told | {"bought_on": _told_day(form)})
        return render(request, "delivery/purchase_record.html", context | {"form": again})
    made: list[UUID] = []

    def deed() -> None:
        said = form.cleaned_data
        purchase = actions.record_purchase(
            form=actions.PurchaseForm(
                key=said["key"], ewarong_id=ewarong_id, person_id=person.id, bought_on=said["bought_on"], lines=said["lines"]
            ),
            by=actor, at=clock.now(),
        )  # fmt: skip
        made.append(purchase.pk)

    return ask(
        request, form, deed=deed, said=_("Pembelian dicatat."), template="delivery/purchase_record.html",
        to=lambda: reverse("web:delivery:purchase", args=[made[0]]), **context,
    )  # fmt: skip


@never_cache
def purchase(request: HttpRequest, purchase_id: UUID) -> HttpResponse:
    """One receipt: each thing with what the rule of that day said of it."""
    actor = acting(request)
    row = queries.get_purchase(actor, purchase_id)
    covers = actor.covers(row.area_code)
    context = {
        "purchase": row,
        "place": reference_queries.area_label(row.area_code),
        "lines": [(each, TONES[LineVerdict(each.verdict)]) for each in row.lines.all()],
        "is_unknown": row.known_aid == KnownAid.NONE,
        "may_void": row.voided_at is None and covers and actor.may(VOID_PURCHASE),
        "may_review": bool(row.forbidden) and row.voided_at is None and row.reviewed_at is None and covers and actor.may(REVIEW_PURCHASE),
        "crumbs": [*crumbs_of(), {"label": row.ewarong.name, "url": reverse("web:delivery:ewarong", args=[row.ewarong_id])}],
    }  # fmt: skip
    return render(request, "delivery/purchase.html", context)


@never_cache
def purchase_void(request: HttpRequest, purchase_id: UUID) -> HttpResponse:
    """Declare a purchase void with the reason."""
    actor = acting(request)
    actor.check_may(VOID_PURCHASE)
    row = queries.get_purchase(actor, purchase_id)
    form = ReasonForm(request.POST or None)
    url = reverse("web:delivery:purchase", args=[purchase_id])
    return ask(
        request, form,
        deed=lambda: actions.void_purchase(
            purchase_id=purchase_id, reason=form.cleaned_data["reason"], by=actor, at=clock.now()
        ),
        said=_("Catatan pembelian dibatalkan."), to=url, template="delivery/ewarong_form.html",
        title=_("Batalkan catatan pembelian"), lead=f"{row.buyer_name}, {date_in_words(row.bought_on)}",
        label=_("Batalkan catatan"), tone="danger", back=url, crumbs=crumbs_of(),
    )  # fmt: skip


@never_cache
def purchase_review(request: HttpRequest, purchase_id: UUID) -> HttpResponse:
    """Say what was done about a purchase against the rule."""
    actor = acting(request)
    actor.check_may(REVIEW_PURCHASE)
    row = queries.get_purchase(actor, purchase_id)
    form = ReasonForm(request.POST or None)
    url = reverse("web:delivery:purchase", args=[purchase_id])
    return ask(
        request, form,
        deed=lambda: actions.review_purchase(
            purchase_id=purchase_id, note=form.cleaned_data["reason"], by=actor, at=clock.now()
        ),
        said=_("Tindak lanjut dicatat."), to=reverse("web:delivery:purchase-against"),
        template="delivery/ewarong_form.html", title=_("Catat tindak lanjut"),
        lead=f"{row.buyer_name} di {row.ewarong.name}, {date_in_words(row.bought_on)}", back=url, crumbs=crumbs_of(),
    )  # fmt: skip


@never_cache
def purchase_against(request: HttpRequest) -> HttpResponse:
    """Purchases with a commodity against the rule of their day, for the office to look at."""
    actor = acting(request)
    actor.check_may(VIEW_EWARONG)
    chosen = "sudah" if request.GET.get("tindak") == "sudah" else "belum"
    page = queries.list_purchases(actor, against=chosen, after=request.GET.get("setelah", ""))
    listing = CaseList(
        caption=_("Belanja tidak sesuai ketentuan"), hide_caption=True,
        columns=(
            Column(label=_("Pembeli")), Column(label=_("E-warong")), Column(label=_("Tanggal")),
            Column(label=_("Yang tidak sesuai")), Column(label=_("Nilainya"), numeric=True),
        ),
        rows=[_against_row(each, page.places) for each in page.rows],
    )  # fmt: skip
    context = {
        "listing": listing,
        "chosen": chosen,
        "as_of": today(),
        "tabs": [
            {"label": label, "url": with_query(request, {"tindak": code, "setelah": None}), "active": code == chosen}
            for code, label in (("belum", _("Belum ditindaklanjuti")), ("sudah", _("Sudah ditindaklanjuti")))
        ],
        "next_url": with_query(request, {"setelah": page.after}) if page.after else "",
        "first_url": with_query(request, {"setelah": None}) if "setelah" in request.GET else "",
        "crumbs": crumbs_of(),
    }
    return render(request, "delivery/purchase_against.html", context)


def _against_row(row: Any, places: dict[str, str]) -> Row:
    wrong = [each for each in row.lines.all() if each.verdict == LineVerdict.FORBIDDEN]
    place = places.get(row.area_code, row.area_code)
    return Row(
        cells=(
            Cell(text=row.buyer_name, url=reverse("web:delivery:purchase", args=[row.pk]), note=place),
            Cell(text=row.ewarong.name),
            Cell(text=date_in_words(row.bought_on, "pendek")),
            Cell(text=", ".join(each.commodity.name for each in wrong), note=row.review_note),
            Cell(text=money_in_words(sum(each.amount for each in wrong)), numeric=True),
        )
    )


def _choose(request: HttpRequest, actor: Actor, view: queries.EwarongView) -> HttpResponse:
    asked, problem = request.GET.get("q", "").strip()[:120], ""
    hits: list[registry_queries.PersonHit] = []
    if asked:
        try:
            hits = registry_queries.search_persons(actor, asked, limit=15)
        except Refused as refused:
            problem = refused.message
    context = {
        "view": view,
        "asked": asked,
        "problem": problem,
        "hits": [(each, f"?warga={each.id}") for each in hits if each.died_on is None],
        "crumbs": crumbs_of(view),
    }
    return render(request, "delivery/purchase_choose.html", context, status=422 if problem else 200)


def _person(request: HttpRequest, actor: Actor) -> registry_queries.PersonCard | None:
    try:
        chosen = UUID(request.GET.get("warga", ""))
    except ValueError:
        return None
    return registry_queries.find_card(actor, chosen)


def _rows(request: HttpRequest) -> int:
    text = request.POST.get("rows", "")
    return min(int(text), MOST_ROWS) if text.isascii() and text.isdigit() and len(text) < 4 else FEW_ROWS


def _told_day(form: PurchaseForm) -> Any:
    form.is_valid()
    return form.cleaned_data.get("bought_on") or today()
