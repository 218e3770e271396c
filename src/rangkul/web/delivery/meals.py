"""Pages of meals in institutions: the sheet of a month, writing down a day from the list of residents, voiding."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from rangkul.delivery import actions, queries
from rangkul.delivery.enums import Proof
from rangkul.delivery.papers import meal_list_pdf
from rangkul.delivery.policies import VIEW_MEALS, VOID_MEALS
from rangkul.delivery.queries import SheetDay
from rangkul.institutions import queries as institutions_queries
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, RangkulError
from rangkul.platform.audit.actions import note_accesses
from rangkul.web.delivery.forms import VoidForm
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import see_other
from rangkul.web.shared.lists import CaseList, Cell, Column, Row
from rangkul.web.shared.wording import date_in_words, money_in_words, number_in_words, today

UNPROCESSABLE = 422


class MealForm(forms.Form):
    """Who of the day's list did not eat there, why, and who answers for the list."""

    absent = forms.MultipleChoiceField(
        label=gettext_lazy("Siapa yang tidak makan di lembaga hari itu?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Kosongkan bila semua penghuni makan."),
    )
    absent_reason = forms.CharField(
        label=gettext_lazy("Alasan tidak makan"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Misalnya dirawat di rumah sakit, pulang menengok keluarga."),
    )
    proof = forms.ChoiceField(label=gettext_lazy("Bukti"), choices=Proof.choices, widget=forms.RadioSelect)
    signed_by = forms.CharField(label=gettext_lazy("Penanggung jawab daftar"), max_length=200)

    def __init__(self, *args: Any, heads: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["absent"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = heads


@never_cache
def meal_list(request: HttpRequest) -> HttpResponse:
    """The months of the actor's institutions, the newest first."""
    actor = acting(request)
    actor.check_may(VIEW_MEALS)
    rows = queries.list_meal_sheets(actor)
    listing = CaseList(
        caption=_("Makan penghuni"),
        hide_caption=True,
        columns=(
            Column(label=_("Lembaga")),
            Column(label=_("Siklus")),
            Column(label=_("Status")),
            Column(label=_("Orang-hari"), numeric=True),
        ),
        rows=[
            Row(
                cells=(
                    Cell(text=each.recipient_name, url=reverse("web:delivery:meal-sheet", args=[each.pk])),
                    Cell(text=each.cycle.name),
                    Cell(text=each.get_state_display(), state=each.state),
                    Cell(text=number_in_words(int(each.quantity)), numeric=True),
                )
            )
            for each in rows
        ],
    )
    return render(request, "delivery/meal_list.html", {"listing": listing, "as_of": today()})


@never_cache
def meal_sheet(request: HttpRequest, entitlement_id: UUID) -> HttpResponse:
    """The month of one institution, day by day."""
    actor = acting(request)
    sheet = queries.meal_sheet(actor, entitlement_id, on=today())
    may_void = actor.may(VOID_MEALS) and sheet.may_record
    context = {
        "sheet": sheet,
        "entitlement": sheet.entitlement,
        "cycle": sheet.entitlement.cycle,
        "value": money_in_words(sheet.value) if sheet.value is not None else "",
        "listing": _listing(entitlement_id, sheet, may_void=may_void),
        "first_missing": sheet.missing[0] if sheet.missing and sheet.may_record else None,
        "as_of": today(),
        "crumbs": [{"label": _("Makan penghuni"), "url": reverse("web:delivery:meal-list")}],
    }
    return render(request, "delivery/meal_sheet.html", context)


@never_cache
def meal_record(request: HttpRequest, entitlement_id: UUID, day: str) -> HttpResponse:
    """Write down the meals of one day from the list of residents of that day."""
    actor = acting(request)
    on = _day(day)
    sheet = queries.meal_sheet(actor, entitlement_id, on=today())
    if not sheet.may_record:
        raise Denied(permission="delivery.meal.record", message=_("Lembar bulan ini tidak terbuka bagi Anda."))
    house = sheet.entitlement.institution_id
    assert house is not None
    residents = institutions_queries.list_residents(actor, house, on=on, limit=None).rows
    heads = [(str(each.id), each.name) for each in residents]
    initial = {"signed_by": actor.name, "proof": Proof.SIGNATURE}
    form = MealForm(request.POST or None, heads=heads, initial=initial)
    back = reverse("web:delivery:meal-sheet", args=[entitlement_id])
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            with transaction.atomic():
                row = actions.record_meal_day(
                    entitlement_id=entitlement_id,
                    on=on,
                    absent_ids=[UUID(each) for each in told["absent"]],
                    absent_reason=told["absent_reason"],
                    proof=told["proof"],
                    signed_by=told["signed_by"],
                    by=actor,
                    at=clock.now(),
                )
        except Denied:
            raise
        except RangkulError as error:
            form.add_error(None, str(getattr(error, "message", "") or error))
        else:
            words = {"n": number_in_words(len(row.served_ids)), "date": date_in_words(on)}
            messages.success(request, _("Makan %(date)s dicatat untuk %(n)s penghuni.") % words)
            return see_other(back)
    context = {
        "form": form, "sheet": sheet, "on": on, "heads": heads, "back": back, "entitlement": sheet.entitlement,
        "doubles": queries.double_meals(actor, sheet.entitlement, residents, on=on),
    }  # fmt: skip
    return render(request, "delivery/meal_record.html", context, status=UNPROCESSABLE if form.errors else 200)


@never_cache
def meal_print(request: HttpRequest, entitlement_id: UUID, day: str) -> HttpResponse:
    """The day's list to sign, on A4; whose names were printed is logged."""
    actor = acting(request)
    on = _day(day)
    sheet = queries.meal_sheet(actor, entitlement_id, on=today())
    house = sheet.entitlement.institution_id
    assert house is not None
    residents = institutions_queries.list_residents(actor, house, on=on, limit=None).rows
    looking = actor if actor.purpose.strip() else actor.for_purpose("mencetak daftar makan")
    note_accesses(
        by=looking, kind="person", subject_ids=[each.person_id for each in residents], fields=["tinggal di lembaga"]
    )
    pdf = meal_list_pdf(sheet.entitlement, residents, on=on, at=clock.now())
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="daftar-makan-{on.isoformat()}.pdf"'
    return response


@never_cache
def meal_void(request: HttpRequest, meal_day_id: UUID) -> HttpResponse:
    """Declare a day void with the reason."""
    actor = acting(request)
    actor.check_may(VOID_MEALS)
    row = queries.get_meal_day(actor, meal_day_id)
    form = VoidForm(request.POST or None)
    back = reverse("web:delivery:meal-sheet", args=[row.entitlement_id])
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                actions.void_meal_day(
                    meal_day_id=meal_day_id, reason=form.cleaned_data["reason"], by=actor, at=clock.now()
                )
        except Denied:
            raise
        except RangkulError as error:
            form.add_error(None, str(getattr(error, "message", "") or error))
        else:
            messages.success(request, _("Catatan makan dibatalkan. Hari itu dapat dicatat lagi."))
            return see_other(back)
    return render(request, "delivery/handover_void.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


def _listing(entitlement_id: UUID, sheet: queries.MealSheet, *, may_void: bool) -> CaseList:
    return CaseList(
        caption=_("Makan tiap hari (orang)"),
        columns=(
            Column(label=_("Hari")),
            Column(label=_("Dalam buku sekarang"), numeric=True),
            Column(label=_("Makan"), numeric=True),
            Column(label=_("Dicatat oleh")),
        ),
        rows=[_row(entitlement_id, each, sheet, may_void=may_void) for each in sheet.days],
    )


def _row(entitlement_id: UUID, each: SheetDay, sheet: queries.MealSheet, *, may_void: bool) -> Row:
    url = note = ""
    if each.meal is None:
        by = _("belum dicatat") if each.residents else _("tidak ada penghuni")
        if sheet.may_record and each.residents:
            url = reverse("web:delivery:meal-record", args=[entitlement_id, each.on.isoformat()])
    else:
        by = each.meal.recorded_by_name
        if may_void:
            url = reverse("web:delivery:meal-void", args=[each.meal.pk])
        parts = [each.meal.absent_reason]
        if each.has_moved:
            parts.append(_("waktu dicatat buku berisi %(n)s") % {"n": number_in_words(each.listed)})
        note = " · ".join(filter(None, parts))
    served = "–" if each.served is None else number_in_words(each.served)
    return Row(
        cells=(
            Cell(text=date_in_words(each.on, "pendek"), url=url),
            Cell(text=number_in_words(each.residents), numeric=True),
            Cell(text=served, numeric=True),
            Cell(text=by, note=note),
        )
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error
