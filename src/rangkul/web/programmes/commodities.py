"""Pages of what may be bought with food aid: the list with every source, writing a rule, putting it in force."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from rangkul.kernel import clock
from rangkul.kernel.errors import Missing
from rangkul.platform.policy.actor import Actor
from rangkul.programmes import actions
from rangkul.programmes.enums import CommodityStatus, FoodGroup
from rangkul.programmes.policies import commodities as policies
from rangkul.programmes.queries import commodities as queries
from rangkul.web.programmes.attempts import attempt
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import see_other
from rangkul.web.shared.fields import DateBoxes
from rangkul.web.shared.wording import today

if TYPE_CHECKING:
    from rangkul.programmes.models import CommodityRule

TONES = {CommodityStatus.ALLOWED: "good", CommodityStatus.NOTED: "warn", CommodityStatus.FORBIDDEN: "bad"}
UNPROCESSABLE = 422


class RuleForm(forms.Form):
    """What a source says of a commodity, since when, on what ground."""

    commodity = forms.ChoiceField(label=gettext_lazy("Komoditas"), required=False)
    name = forms.CharField(
        label=gettext_lazy("Komoditas baru"), max_length=60, required=False,
        help_text=gettext_lazy("Hanya bila belum ada dalam daftar di atas."),
    )  # fmt: skip
    group = forms.ChoiceField(label=gettext_lazy("Kelompok pangan komoditas baru"), required=False)
    status = forms.ChoiceField(
        label=gettext_lazy("Boleh dibeli?"), choices=CommodityStatus.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=gettext_lazy("Catatan"), max_length=300, required=False,
        help_text=gettext_lazy("Wajib untuk yang boleh dengan catatan, misalnya jenis atau batasnya."),
    )  # fmt: skip
    valid_from = DateBoxes(label=gettext_lazy("Berlaku sejak"))
    source = forms.CharField(
        label=gettext_lazy("Sumber"), max_length=200, help_text=gettext_lazy("Pedoman, surat atau keterangan siapa.")
    )
    basis = forms.CharField(
        label=gettext_lazy("Dasar hukum"), max_length=300, help_text=gettext_lazy("Nomor dan tahun peraturan atau keputusan.")
    )  # fmt: skip
    is_verified = forms.BooleanField(label=gettext_lazy("Naskah sumbernya sudah saya baca"), required=False)

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = queries.commodities_by_id()
        chosen = [("", _("Pilih satu")), *((str(each.pk), each.name) for each in known.values())]
        for name, choices in (("commodity", chosen), ("group", [("", _("Pilih satu")), *FoodGroup.choices])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        if not is_new:
            for name in ("commodity", "name", "group"):
                del self.fields[name]

    def told(self) -> actions.CommodityForm:
        """The form as the action takes it."""
        said = self.cleaned_data
        chosen = said.get("commodity", "")
        return actions.CommodityForm(
            commodity_id=UUID(chosen) if chosen else None,
            name=said.get("name", ""),
            group=said.get("group", ""),
            **{key: said[key] for key in ("status", "note", "source", "basis", "is_verified", "valid_from")},
        )


class WithdrawForm(forms.Form):
    """Why a draft is let go."""

    reason = forms.CharField(
        label=gettext_lazy("Mengapa rancangan ini dibatalkan?"), widget=forms.Textarea(attrs={"rows": 2}), max_length=300
    )  # fmt: skip


@never_cache
def commodity_list(request: HttpRequest) -> HttpResponse:
    """Every commodity with the rule in force today and what other sources say, by food group."""
    actor = acting(request)
    views = queries.list_commodities(actor, on=today())
    groups = [
        {"label": label, "views": [_shown(each) for each in views if each.commodity.group == code]}
        for code, label in FoodGroup.choices
    ]
    context = {
        "groups": [each for each in groups if each["views"]],
        "may_draft": policies.can_draft(actor),
        "as_of": today(),
        "crumbs": _crumbs(is_below=False),
    }
    return render(request, "programmes/commodity_list.html", context)


@never_cache
def commodity(request: HttpRequest, rule_id: UUID) -> HttpResponse:
    """One rule: what it says, since when, by whom, and the next step."""
    actor = acting(request)
    rule = _get(actor, rule_id)
    is_draft = rule.state == "DRAFT"
    context = {
        "rule": rule,
        "tone": TONES[CommodityStatus(rule.status)],
        "may_change": is_draft and policies.can_draft(actor),
        "may_publish": is_draft and policies.can_publish(actor, rule),
        "crumbs": _crumbs(),
    }
    return render(request, "programmes/commodity.html", context)


@never_cache
def commodity_draft(request: HttpRequest) -> HttpResponse:
    """Write down what a source says; `?dari=` begins as a copy of another rule."""
    actor = acting(request)
    policies.check_can_draft(actor)
    initial: dict[str, Any] = {"valid_from": today(), "commodity": request.GET.get("komoditas", "")}
    form = RuleForm(request.POST or None, initial=initial, is_new=True)
    return _written(
        request, form, lambda: actions.draft_commodity_rule(form=form.told(), by=actor, at=clock.now()),
        title=_("Ketentuan komoditas baru"), back=reverse("web:programmes:commodity-list"),
    )  # fmt: skip


@never_cache
def commodity_change(request: HttpRequest, rule_id: UUID) -> HttpResponse:
    """Change a rule that is not in force yet."""
    actor = acting(request)
    policies.check_can_draft(actor)
    rule = _get(actor, rule_id)
    names = ("status", "note", "source", "basis", "is_verified")
    initial = {name: getattr(rule, name) for name in names} | {"valid_from": rule.valid.lower}
    form = RuleForm(request.POST or None, initial=initial, is_new=False)
    revision = request.POST.get("revision", "")
    seen = int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 9 else 0

    def deed() -> "CommodityRule":
        return actions.change_commodity_rule(rule_id=rule_id, revision=seen, form=form.told(), by=actor, at=clock.now())

    return _written(
        request, form, deed, title=_("Ubah ketentuan %(name)s") % {"name": rule.commodity.name},
        back=reverse("web:programmes:commodity", args=[rule_id]), revision=seen or rule.revision,
    )  # fmt: skip


@never_cache
def commodity_publish(request: HttpRequest, rule_id: UUID) -> HttpResponse:
    """Ask, then put the rule in force."""
    actor = acting(request)
    rule = _get(actor, rule_id)
    policies.check_can_publish(actor, rule)
    back = reverse("web:programmes:commodity", args=[rule_id])
    if request.method == "POST":
        done, problem = attempt(lambda: actions.publish_commodity_rule(rule_id=rule_id, by=actor, at=clock.now()))
        if done is None:
            messages.error(request, problem)
        else:
            messages.success(request, _("Ketentuan berlaku. Pembelian yang dicatat sesudahnya dinilai dengan ini."))
        return see_other(back)
    before = next(
        (each.in_force for each in queries.list_commodities(actor, on=rule.valid.lower) if each.commodity == rule.commodity),
        None,
    )  # fmt: skip
    context = {"rule": rule, "before": before, "back": back, "crumbs": _crumbs()}
    return render(request, "programmes/commodity_publish.html", context)


@never_cache
def commodity_withdraw(request: HttpRequest, rule_id: UUID) -> HttpResponse:
    """Let a draft go."""
    actor = acting(request)
    policies.check_can_draft(actor)
    rule = _get(actor, rule_id)
    form = WithdrawForm(request.POST or None)

    def deed() -> "CommodityRule":
        return actions.withdraw_commodity_rule(
            rule_id=rule_id, reason=form.cleaned_data["reason"], by=actor, at=clock.now()
        )

    return _written(
        request, form, deed, title=_("Batalkan rancangan %(name)s") % {"name": rule.commodity.name},
        back=reverse("web:programmes:commodity", args=[rule_id]), label=_("Batalkan rancangan"), tone="danger",
    )  # fmt: skip


def _written(
    request: HttpRequest, form: forms.Form, deed: Callable[[], "CommodityRule"], **context: Any
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        done, problem = attempt(deed)
        if done is not None:
            messages.success(request, _("Tersimpan."))
            return see_other(reverse("web:programmes:commodity", args=[done.pk]))
        form.add_error(None, problem)
    status = UNPROCESSABLE if form.errors else 200
    context = {"form": form, "crumbs": _crumbs(), **context}
    return render(request, "programmes/commodity_form.html", context, status=status)


def _get(actor: Actor, rule_id: UUID) -> "CommodityRule":
    try:
        return queries.get_commodity_rule(actor, rule_id)
    except Missing as error:
        raise Http404 from error


def _shown(view: queries.CommodityView) -> dict[str, Any]:
    rule = view.in_force
    return {
        "view": view,
        "name": view.commodity.name,
        "rule": rule,
        "tone": TONES[CommodityStatus(rule.status)] if rule else "neutral",
        "drafts": [(each, TONES[CommodityStatus(each.status)]) for each in view.others if each.state == "DRAFT"],
        "past": [each for each in view.others if each.state != "DRAFT"],
    }


def _crumbs(*, is_below: bool = True) -> list[dict[str, str]]:
    found = [{"label": _("Program"), "url": reverse("web:programmes:catalogue")}]
    if is_below:
        found.append({"label": _("Komoditas bantuan pangan"), "url": reverse("web:programmes:commodity-list")})
    return found
