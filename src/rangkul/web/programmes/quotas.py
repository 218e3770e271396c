"""Pages of quotas: what an area has, and sharing it out over its villages."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.kernel.numerals import format_number, read_whole
from rangkul.platform.policy.actor import Actor
from rangkul.programmes import actions
from rangkul.programmes.enums import CountingUnit
from rangkul.programmes.errors import NoSuchComponent
from rangkul.programmes.policies import catalogue as policies
from rangkul.programmes.queries.quotas import QuotaSheet, quota_sheet
from rangkul.web.programmes.attempts import attempt
from rangkul.web.programmes.candidates import areas_of
from rangkul.web.programmes.overlap_forms import QuotaChoiceForm, QuotaForm
from rangkul.web.programmes.proposals import component_choices
from rangkul.web.shared.acting import acting
from rangkul.web.shared.wording import today


def quota(request: HttpRequest) -> HttpResponse:
    """The quota of a component, year and area, with what each village has and what its share would be."""
    actor = acting(request)
    policies.check_can_view(actor)
    form, sheet = _chosen(request, actor)
    return _page(request, actor, form, sheet, None, {})


@require_POST
def quota_set(request: HttpRequest) -> HttpResponse:
    """Set the quota and budget of the area."""
    actor = acting(request)
    policies.check_can_change(actor)
    choice, sheet = _chosen(request, actor)
    if sheet is None:
        raise Http404
    form = QuotaForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        done, problem = attempt(
            lambda: actions.set_quota(
                component_id=sheet.component.pk,
                fiscal_year=sheet.fiscal_year,
                area=sheet.area_code,
                amount=said["amount"],
                budget=said["budget"],
                by=actor,
                at=clock.now(),
            )
        )
        if done is not None:
            messages.success(request, _("Kuota disimpan. Yang mendapat giliran dari daftar tunggu sudah disiapkan."))
            return redirect(_here(sheet))
        form.add_error(None, problem)
    return _page(request, actor, choice, sheet, form, {}, status=422)


@require_POST
def quota_distribute(request: HttpRequest) -> HttpResponse:
    """Share the area's quota out over its villages; the sum must match."""
    actor = acting(request)
    policies.check_can_change(actor)
    choice, sheet = _chosen(request, actor)
    if sheet is None:
        raise Http404
    typed = {each.area_code: request.POST.get(f"desa-{each.area_code}", "").strip() for each in sheet.villages}
    amounts = {code: read_whole(text) for code, text in typed.items()}
    unread = next((each for each in sheet.villages if not _is_share(amounts[each.area_code])), None)
    if unread is not None:
        problem = _("%(village)s: isi dengan angka dari 0 sampai %(most)s; 0 bila tidak mendapat bagian.") % {
            "village": unread.label, "most": format_number(QuotaForm.MOST),
        }  # fmt: skip
        done = None
    else:
        done, problem = attempt(
            lambda: actions.distribute_quota(
                component_id=sheet.component.pk,
                fiscal_year=sheet.fiscal_year,
                area=sheet.area_code,
                amounts={code: each or 0 for code, each in amounts.items()},
                by=actor,
                at=clock.now(),
            )
        )
    if done is not None:
        messages.success(request, _("Kuota dibagi ke desa. Jumlahnya sama dengan kuota wilayah."))
        return redirect(_here(sheet))
    messages.error(request, problem)
    return _page(request, actor, choice, sheet, None, typed, status=422)


def _is_share(amount: int | None) -> bool:
    return amount is not None and 0 <= amount <= QuotaForm.MOST


def _page(
    request: HttpRequest,
    actor: Actor,
    form: QuotaChoiceForm,
    sheet: QuotaSheet | None,
    quota_form: QuotaForm | None,
    typed: dict[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    may_change = policies.can_change(actor) and sheet is not None and actor.covers(sheet.area_code)
    context: dict[str, object] = {"form": form, "sheet": sheet, "may_change": may_change}
    if sheet is not None:
        found = sheet.quota
        initial = {"amount": found.amount, "budget": found.budget} if found else {}
        context |= {
            "quota_form": (quota_form or QuotaForm(initial=initial)) if may_change else None,
            "unit": CountingUnit(sheet.component.unit).label,
            "query": _query(sheet),
            "rows": [
                {
                    "village": each,
                    "value": typed.get(each.area_code, str(each.share if each.amount is None else each.amount)),
                }
                for each in sheet.villages
            ],
            "shares_query": f"{_query(sheet)}&bagian=hitung",
        }
        if request.GET.get("bagian") == "hitung":
            context["rows"] = [{"village": each, "value": str(each.share)} for each in sheet.villages]
    return render(request, "programmes/quota.html", context, status=status)


def _chosen(request: HttpRequest, actor: Actor) -> tuple[QuotaChoiceForm, QuotaSheet | None]:
    """The form and the sheet it asks for; None until something is chosen."""
    year = today().year
    areas = [(code, name) for code, name in areas_of(actor) if AreaCode.parse(code).level != AreaLevel.VILLAGE]
    components = component_choices(actor)
    first = {
        "program": components[0][0] if components else "",
        "tahun": str(year),
        "wilayah": areas[0][0] if areas else "",
    }
    given = {**first, **{key: request.GET[key] for key in first if request.GET.get(key)}}
    form = QuotaChoiceForm(
        given,
        components=components,
        years=[(str(each), str(each)) for each in (year + 1, year, year - 1, year - 2)],
        areas=areas,
    )
    if not form.is_valid():
        return form, None
    said = form.cleaned_data
    try:
        sheet = quota_sheet(actor, UUID(said["program"]), fiscal_year=int(said["tahun"]), area=said["wilayah"])
    except (NoSuchComponent, ValueError) as error:
        raise Http404 from error
    return form, sheet


def _query(sheet: QuotaSheet) -> str:
    return "?" + urlencode(
        {"program": str(sheet.component.pk), "tahun": str(sheet.fiscal_year), "wilayah": sheet.area_code}
    )


def _here(sheet: QuotaSheet) -> str:
    return reverse("web:programmes:quota") + _query(sheet)
