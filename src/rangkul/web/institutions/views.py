"""The directory: who can help with what, and which institutions serve here."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rangkul.institutions import actions, policies, queries
from rangkul.institutions.enums import AgencyKind, InstitutionKind
from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.kernel.errors import Refused
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries
from rangkul.web.shared.acting import acting

LEVELS = {
    AreaLevel.PROVINCE: gettext_lazy("tingkat provinsi"),
    AreaLevel.REGENCY: gettext_lazy("tingkat kabupaten/kota"),
    AreaLevel.DISTRICT: gettext_lazy("tingkat kecamatan"),
    AreaLevel.VILLAGE: gettext_lazy("tingkat desa/kelurahan"),
}


class InstitutionForm(forms.Form):
    """Register an institution or organisation at its level (R214)."""

    name = forms.CharField(label=gettext_lazy("Nama lembaga"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Jenis lembaga"), choices=InstitutionKind.choices)
    area = forms.ChoiceField(label=gettext_lazy("Wilayah dan tingkat"))
    leader_name = forms.CharField(label=gettext_lazy("Ketua"), required=False, max_length=200)
    phone = forms.CharField(label=gettext_lazy("Telepon"), required=False, max_length=50)
    address = forms.CharField(label=gettext_lazy("Alamat"), required=False, max_length=300)
    registration_number = forms.CharField(label=gettext_lazy("Nomor tanda daftar"), required=False, max_length=100)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes: dict[str, None] = {}
        for own in actor.areas:
            codes |= {str(above): None for above in own.ancestors} | {str(own): None}
            for child in reference_queries.list_children(own):
                codes[child.code] = None
            for village in reference_queries.list_villages(own):
                codes[village.code] = None
        labels = reference_queries.labels_of(set(codes))
        area = self.fields["area"]
        assert isinstance(area, forms.ChoiceField)
        area.choices = [
            (code, f"{labels.get(code, code)} ({LEVELS[AreaCode.parse(code).level]})") for code in sorted(codes)
        ]


def institution_register(request: HttpRequest) -> HttpResponse:
    """Register an institution, among them organisations of people with disabilities, village to province."""
    actor = acting(request)
    policies.check_can_change(actor)
    form = InstitutionForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                actions.register_institution(**form.cleaned_data, by=actor, at=clock.now())
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Lembaga sudah didaftarkan."))
            response = redirect("web:institutions:directory")
            response.status_code = 303
            return response
    return render(request, "institutions/institution_register.html", {"form": form}, status=422 if form.errors else 200)


def directory(request: HttpRequest) -> HttpResponse:
    """Agencies by kind, optionally of one kind (`?jenis=`), and the registered institutions."""
    actor = acting(request)
    policies.check_can_view(actor)
    asked = request.GET.get("jenis", "")
    kind = asked if asked in AgencyKind.values else ""
    agencies = list(queries.list_agencies(actor))
    present = {each.kind for each in agencies}
    tabs = [{"label": _("Semua"), "url": "?", "active": not kind, "count": len(agencies)}]
    tabs += [
        {
            "label": capfirst(str(each.label).partition(",")[0]) if each != AgencyKind.DUKCAPIL else _("Dukcapil"),
            "url": f"?jenis={each.value}",
            "active": kind == each.value,
            "count": sum(agency.kind == each.value for agency in agencies),
        }
        for each in AgencyKind
        if each.value in present
    ]
    wanted = request.GET.get("lembaga", "")
    of_kind = wanted if wanted in InstitutionKind.values else None
    institutions = list(queries.list_institutions(actor, of_kind)[:100]) if not kind else []
    context = {
        "tabs": tabs,
        "kinds": [(each.value, each.label, each.value == of_kind) for each in InstitutionKind],
        "of_kind": of_kind,
        "may_register": actor.may(policies.CHANGE),
        "agencies": [each for each in agencies if (not kind or each.kind == kind) and not of_kind],
        "institutions": [(each, LEVELS[AreaCode.parse(each.area_code).level]) for each in institutions],
    }
    return render(request, "institutions/directory.html", context)
