"""Pages of outcomes: one recipient before and after the aid, and per component how many earn more than before."""

import re
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from rangkul.kernel import clock
from rangkul.kernel.numerals import format_number
from rangkul.programmes import actions, queries
from rangkul.programmes.actions.record_outcome import Measure
from rangkul.programmes.enums import MeasureKind, ResourceAccess
from rangkul.registry.enums import Livelihood
from rangkul.web.programmes.attempts import attempt
from rangkul.web.shared.acting import acting
from rangkul.web.shared.fields import DateBoxes
from rangkul.web.shared.lists import CaseList, Cell, Column, Row
from rangkul.web.shared.wording import date_in_words, money_in_words, today

_MONEY = re.compile(r"(?:rp\.?\s*)?(\d{1,3}(?:[.\s]\d{3})+|\d+)(?:,(?:00|-))?", re.IGNORECASE)


class RupiahField(forms.CharField):
    """Whole rupiah as people write them: "1.250.000", "Rp1.250.000", "1250000". Cleans to an int."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "w-20"})

    def clean(self, value: Any) -> Any:
        """The number without marks, or ValidationError."""
        text = super().clean(value).strip()
        found = _MONEY.fullmatch(text)
        if found is None:
            raise ValidationError(_("Tulis rupiah penuh dengan angka, misalnya 1.250.000."))
        return int(re.sub(r"\D", "", found[1]))


class OutcomeForm(forms.Form):
    """What a visit found: income, access to resources, the business."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Waktu pengukuran"), choices=MeasureKind.choices, widget=forms.RadioSelect
    )
    measured_on = DateBoxes(label=gettext_lazy("Tanggal pengukuran"), past_only=True)
    monthly_income = RupiahField(
        label=gettext_lazy("Penghasilan keluarga sebulan (Rp)"),
        help_text=gettext_lazy("Rupiah penuh, misalnya 1.250.000. Tulis 0 bila tidak berpenghasilan."),
    )
    access = forms.ChoiceField(
        label=gettext_lazy("Akses sumber daya ekonomi"),
        help_text=gettext_lazy("Modal, alat, pasar, dan keterampilan."),
        choices=ResourceAccess.choices,
        widget=forms.RadioSelect,
    )
    is_running = forms.BooleanField(label=gettext_lazy("Usaha sedang berjalan"), required=False)
    business_kind = forms.ChoiceField(
        label=gettext_lazy("Jenis usaha"),
        required=False,
        choices=[("", gettext_lazy("Belum ada usaha")), *Livelihood.choices],
    )
    note = forms.CharField(
        label=gettext_lazy("Catatan"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


def outcome_record(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """One recipient's measurements with the difference in rupiah, and the form for the next one."""
    actor = acting(request)
    actor.check_may("programmes.enrolment.view")
    view = queries.outcomes_of(actor, enrolment_id)
    if request.method == "POST":
        actor.check_may("programmes.outcome.record")
    form = OutcomeForm(request.POST or None, initial={"kind": view.next_kind, "measured_on": today()})
    if request.method == "POST" and form.is_valid():
        done, problem = attempt(
            lambda: actions.record_outcome(
                enrolment_id=enrolment_id, measure=Measure(**form.cleaned_data), by=actor, at=clock.now()
            )
        )
        if done is not None:
            messages.success(request, _("Hasil pengukuran dicatat."))
            return redirect("web:programmes:outcome-record", enrolment_id)
        form.add_error(None, problem)
    context = {
        "view": view,
        "row": view.enrolment,
        "listing": _measurements(view),
        "form": form,
        "crumbs": [{"label": _("Peserta"), "url": reverse("web:programmes:enrolment-list")}],
        "back": reverse("web:programmes:enrolment-list"),
    }
    return render(request, "programmes/outcome_record.html", context, status=422 if form.errors else 200)


@require_safe
def outcome_list(request: HttpRequest) -> HttpResponse:
    """Per measured component, in its own unit: how many were measured, and how many earn more than before."""
    actor = acting(request)
    actor.check_may("programmes.enrolment.view")
    context = {
        "listing": _figures(queries.list_outcome_figures(actor)),
        "as_of": today(),
        "crumbs": [{"label": _("Peserta"), "url": reverse("web:programmes:enrolment-list")}],
    }
    return render(request, "programmes/outcome_list.html", context)


def _measurements(view: queries.OutcomeView) -> CaseList:
    return CaseList(
        caption=_("Pengukuran"),
        hide_caption=True,
        columns=(
            Column(label=_("Waktu pengukuran")),
            Column(label=_("Penghasilan sebulan"), numeric=True),
            Column(label=_("Selisih dari sebelum bantuan"), numeric=True),
            Column(label=_("Akses sumber daya ekonomi")),
            Column(label=_("Usaha")),
            Column(label=_("Dicatat oleh")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(text=each.kind_label, note=date_in_words(each.measured_on, "pendek")),
                    Cell(text=money_in_words(each.monthly_income), numeric=True),
                    Cell(text=_difference(each.difference), numeric=True),
                    Cell(text=each.access_label),
                    Cell(text=_("berjalan") if each.is_running else _("tidak berjalan"), note=each.business_label),
                    Cell(text=each.recorded_by or "–", note=each.note),
                )
            )
            for each in view.rows
        ],
    )


def _figures(figures: list[queries.OutcomeFigure]) -> CaseList:
    return CaseList(
        caption=_("Hasil per bantuan"),
        hide_caption=True,
        columns=(
            Column(label=_("Bantuan")),
            Column(label=_("Peserta, kini dan dahulu"), numeric=True),
            Column(label=_("Diukur sebelum"), numeric=True),
            Column(label=_("Diukur sesudah"), numeric=True),
            Column(label=_("Penghasilan naik"), numeric=True),
        ),
        rows=[
            Row(
                cells=(
                    Cell(text=each.component),
                    *(
                        Cell(text=f"{format_number(amount)} {each.unit}", numeric=True)
                        for amount in (each.enrolled, each.before, each.after, each.higher)
                    ),
                )
            )
            for each in figures
        ],
    )


def _difference(amount: int | None) -> str:
    if amount is None:
        return "–"
    sign = "+" if amount > 0 else "−" if amount < 0 else ""
    return sign + money_in_words(abs(amount))
