"""Pages of e-warongs: the register, one outlet, proposing, appointing by decree, its steps, and what was spent where."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.delivery import actions, queries
from rangkul.delivery.policies import PROPOSE_EWARONG, RECORD_PURCHASE, VIEW_EWARONG
from rangkul.delivery.workflow import EWARONG
from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaLevel
from rangkul.kernel.errors import Refused
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries
from rangkul.registry import queries as registry_queries
from rangkul.web.delivery.ewarong_forms import AppointForm, OutletForm, PaperForm, StepForm
from rangkul.web.registry.areas import own_area
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import ask
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import date_in_words, money_in_words, number_in_words, today

LIST = "web:delivery:ewarong-list"
FORM = "delivery/ewarong_form.html"


@never_cache
def ewarong_list(request: HttpRequest) -> HttpResponse:
    """The register: outlets of the actor's areas, and those that serve a village of them."""
    actor = acting(request)
    actor.check_may(VIEW_EWARONG)
    state, text = request.GET.get("status", ""), request.GET.get("q", "").strip()[:80]
    known = {each.code for each in EWARONG.states}
    rows, after = queries.list_ewarongs(
        actor, on=today(), state=state if state in known else "", text=text, after=request.GET.get("setelah", "")
    )
    listing = CaseList(
        caption=_("E-warong"), hide_caption=True,
        columns=(
            Column(label=_("E-warong")), Column(label=_("Desa/kelurahan")), Column(label=_("Melayani (desa)"), numeric=True),
            Column(label=_("Status")), Column(label=_("SK sampai")),
        ),
        rows=[_row(each) for each in rows],
    )  # fmt: skip
    tabs = [("", _("Semua")), *((each.code, str(each.label)) for each in EWARONG.states)]
    context = {
        "listing": listing,
        "tabs": [
            {"label": label, "url": with_query(request, {"status": code or None, "setelah": None}), "active": code == state}
            for code, label in tabs
        ],
        "text": text,
        "state": state,
        "as_of": today(),
        "may_propose": actor.may(PROPOSE_EWARONG),
        "against": queries.count_against(actor),
        "next_url": with_query(request, {"setelah": after}) if after else "",
        "first_url": with_query(request, {"setelah": None}) if "setelah" in request.GET else "",
    }  # fmt: skip
    return render(request, "delivery/ewarong_list.html", context)


@never_cache
def ewarong(request: HttpRequest, ewarong_id: UUID) -> HttpResponse:
    """One outlet: decree, villages, what was bought there in the last thirty days, purchases, steps."""
    actor = acting(request)
    view = queries.get_ewarong(actor, ewarong_id)
    since = today() - timedelta(days=29)
    found = queries.baskets(actor, since=since, until=today(), by="", ewarong_id=ewarong_id)
    page = queries.list_purchases(actor, ewarong_id=ewarong_id, after=request.GET.get("setelah", ""))
    context = {
        "view": view,
        "ewarong": view.ewarong,
        "basket": found[0] if found else None,
        "since": since,
        "as_of": today(),
        "purchases": page.rows,
        "places": page.places,
        "may_record": actor.may(RECORD_PURCHASE) and view.ewarong.valid_from is not None,
        "next_url": with_query(request, {"setelah": page.after}) if page.after else "",
        "first_url": with_query(request, {"setelah": None}) if "setelah" in request.GET else "",
        "crumbs": crumbs_of(),
    }
    return render(request, "delivery/ewarong.html", context)


@never_cache
def ewarong_propose(request: HttpRequest) -> HttpResponse:
    """Propose an outlet: the kecamatan, who runs it (a person of the registry or a KUBE), the rest."""
    actor = acting(request)
    actor.check_may(PROPOSE_EWARONG)
    within = _district(request, actor)
    if not within:
        districts = [(f"?kec={each.code}", each.name) for own in actor.areas for each in _districts_of(actor, str(own))]
        context = {"districts": districts, "crumbs": crumbs_of()}
        return render(request, "delivery/ewarong_district.html", context)
    person = _person(request, actor)
    form = OutletForm(request.POST or None, villages=_villages(actor, within), has_person=person is not None)
    made: list[UUID] = []

    def deed() -> None:
        told = form.told(person.id if person else None)
        made.append(actions.propose_ewarong(form=told, by=actor, at=clock.now()).pk)

    return _outlet(
        request, actor, form, person, within, deed=deed, to=lambda: _url(made[0]), title=_("Usulkan e-warong"),
        said=_("E-warong diusulkan. Belanja dapat dicatat sesudah ditetapkan dengan SK."), back=reverse(LIST),
    )  # fmt: skip


@never_cache
def ewarong_change(request: HttpRequest, ewarong_id: UUID) -> HttpResponse:
    """Mend what was written before the outlet is appointed."""
    actor = acting(request)
    actor.check_may(PROPOSE_EWARONG)
    view = queries.get_ewarong(actor, ewarong_id)
    row = view.ewarong
    person = _person(request, actor)
    if person is None and row.operator_person_id is not None and "kube" not in request.GET:
        person = registry_queries.find_card(actor, row.operator_person_id)
    within = str(row.area_code)[:8]
    initial = {
        "name": row.name, "address": row.address, "area": row.area_code, "covers": [code for code, _name in view.covers],
        "kube": row.operator_name if row.operator_person_id is None else "",
    }  # fmt: skip
    form = OutletForm(
        request.POST or None, villages=_villages(actor, within), has_person=person is not None, initial=initial
    )

    def deed() -> None:
        told = form.told(person.id if person else None)
        actions.change_ewarong(ewarong_id=ewarong_id, form=told, by=actor, at=clock.now())

    return _outlet(
        request, actor, form, person, within, deed=deed, to=_url(ewarong_id), title=_("Ubah usulan e-warong"),
        said=_("Usulan diubah."), back=_url(ewarong_id),
    )  # fmt: skip


@never_cache
def ewarong_appoint(request: HttpRequest, ewarong_id: UUID) -> HttpResponse:
    """Appoint by a decree."""
    actor = acting(request)
    actor.check_may(EWARONG.permission("appoint"))
    view = queries.get_ewarong(actor, ewarong_id)
    form = AppointForm(request.POST or None, request.FILES or None, initial={"valid_from": today()})
    return ask(
        request, form,
        deed=lambda: actions.appoint_ewarong(ewarong_id=ewarong_id, decree=form.told(), by=actor, at=clock.now()),
        said=_("E-warong ditetapkan. Belanja sejak hari pertama SK dapat dicatat."), to=_url(ewarong_id), template=FORM,
        title=_("Tetapkan e-warong"), lead=view.ewarong.name, label=_("Tetapkan"), back=_url(ewarong_id), has_file=True,
        crumbs=crumbs_of(view),
    )  # fmt: skip


@never_cache
def ewarong_attach(request: HttpRequest, ewarong_id: UUID) -> HttpResponse:
    """Keep the paper of the decree."""
    actor = acting(request)
    actor.check_may(EWARONG.permission("appoint"))
    view = queries.get_ewarong(actor, ewarong_id)
    form = PaperForm(request.POST or None, request.FILES or None)
    return ask(
        request, form,
        deed=lambda: actions.attach_ewarong_decree(
            ewarong_id=ewarong_id, content=form.cleaned_data["file"].read(), name=form.cleaned_data["file"].name,
            by=actor, at=clock.now(),
        ),
        said=_("Naskah SK disimpan."), to=_url(ewarong_id), template=FORM, title=_("Unggah naskah SK"),
        lead=view.ewarong.name, back=_url(ewarong_id), has_file=True, crumbs=crumbs_of(view),
    )  # fmt: skip


@never_cache
def ewarong_decree(request: HttpRequest, ewarong_id: UUID) -> HttpResponse:
    """The paper of the decree."""
    opened = queries.open_decree(acting(request), ewarong_id)
    response = HttpResponse(opened.content, content_type=opened.stored.media_type)
    response["Content-Disposition"] = f'attachment; filename="{opened.stored.name}"'
    return response


@never_cache
def ewarong_move(request: HttpRequest, ewarong_id: UUID, verb: str) -> HttpResponse:
    """Suspend, take up again, or end."""
    actor = acting(request)
    if verb not in ("suspend", "resume", "end"):
        raise Http404
    actor.check_may(EWARONG.permission(verb))
    view = queries.get_ewarong(actor, ewarong_id)
    step = EWARONG.transition(verb)
    form = StepForm(request.POST or None, needs_reason=step.needs_reason, initial={"on": today()})
    acts: dict[str, Callable[..., Any]] = {
        "suspend": actions.suspend_ewarong, "resume": actions.resume_ewarong, "end": actions.end_ewarong,
    }  # fmt: skip
    return ask(
        request, form,
        deed=lambda: acts[verb](ewarong_id=ewarong_id, **form.cleaned_data, by=actor, at=clock.now()),
        said=_("Status e-warong diubah."), to=_url(ewarong_id), template=FORM, title=step.label, lead=view.ewarong.name,
        label=step.label, tone="danger" if step.needs_reason else "", back=_url(ewarong_id), crumbs=crumbs_of(view),
    )  # fmt: skip


@never_cache
def basket(request: HttpRequest) -> HttpResponse:
    """What food aid was spent on between two days, by e-warong and by village: share by the rule, share that feeds."""
    actor = acting(request)
    actor.check_may(VIEW_EWARONG)
    until = clock.read_day(request.GET.get("sampai", "")) or today()
    since = clock.read_day(request.GET.get("dari", "")) or until.replace(day=1)
    area = own_area(actor, request.GET.get("wilayah", ""))
    given: dict[str, Any] = {"since": min(since, until), "until": max(since, until), "area": area}
    whole = queries.baskets(actor, by="", **given)
    context = {
        "since": given["since"],
        "until": given["until"],
        "area": area,
        "place": reference_queries.area_label(area) if area else "",
        "whole": whole[0] if whole else None,
        "tables": [
            _table(_("Menurut e-warong"), _("E-warong"), queries.baskets(actor, by="ewarong", **given), _url),
            _table(
                _("Menurut desa/kelurahan pembeli"), _("Desa/kelurahan"), queries.baskets(actor, by="area", **given),
                lambda code: with_query(request, {"wilayah": str(code)}),
            ),
        ] if whole else [],
        "crumbs": crumbs_of(),
    }  # fmt: skip
    return render(request, "delivery/basket.html", context)


def crumbs_of(view: queries.EwarongView | None = None) -> list[dict[str, str]]:
    """The way back to the register, and to one outlet."""
    found = [
        {"label": _("Penyaluran"), "url": reverse("web:delivery:cycle-list")},
        {"label": _("E-warong"), "url": reverse(LIST)},
    ]
    return [*found, {"label": view.ewarong.name, "url": _url(view.ewarong.pk)}] if view else found


def share_told(share: float | None) -> str:
    """ "83,3 %"; a dash when nothing was bought."""
    return "–" if share is None else f"{number_in_words(share, 1)} %"


def _row(each: queries.EwarongRow) -> Row:
    row = each.ewarong
    until = (
        date_in_words(row.valid_until, "pendek")
        if row.valid_until
        else (_("sampai dicabut") if row.valid_from else "–")
    )
    return Row(
        cells=(
            Cell(text=row.name, url=_url(row.pk), note=row.operator_name),
            Cell(text=each.place),
            Cell(text=number_in_words(each.villages), numeric=True),
            Cell(text=str(EWARONG.state(row.state).label), state=row.state),
            Cell(text=until, note=_("SK sudah habis") if each.is_over else ""),
        ),
        is_late=each.is_over,
    )


def _table(caption: str, head: str, found: list[queries.Basket], link: Callable[[Any], str]) -> CaseList:
    return CaseList(
        caption=caption,
        columns=(
            Column(label=head), Column(label=_("Keluarga"), numeric=True), Column(label=_("Pembelian"), numeric=True),
            Column(label=_("Belanja"), numeric=True), Column(label=_("Sesuai ketentuan"), numeric=True),
            Column(label=_("Protein, sayur dan buah"), numeric=True),
        ),
        rows=[
            Row(
                cells=(
                    Cell(text=each.label, url=link(each.key)),
                    Cell(text=number_in_words(each.families), numeric=True),
                    Cell(text=number_in_words(each.purchases), numeric=True),
                    Cell(text=money_in_words(each.total), numeric=True),
                    Cell(text=share_told(each.kept_share), numeric=True),
                    Cell(text=share_told(each.nourishing_share), numeric=True),
                )
            )
            for each in found
        ],
    )  # fmt: skip


def _outlet(
    request: HttpRequest, actor: Actor, form: OutletForm, person: registry_queries.PersonCard | None, within: str,
    *, deed: Callable[[], Any], to: str | Callable[[], str], title: str, said: str, back: str,
) -> HttpResponse:  # fmt: skip
    asked, problem = request.GET.get("q", "").strip()[:120], ""
    hits: list[registry_queries.PersonHit] = []
    if asked:
        try:
            hits = registry_queries.search_persons(actor, asked, limit=10)
        except Refused as refused:
            problem = refused.message
    return ask(
        request, form, deed=deed, said=said, to=to, template="delivery/ewarong_propose.html", title=title, back=back,
        person=person, asked=asked, problem=problem, within=within,
        hits=[(each, f"?kec={within}&warga={each.id}") for each in hits if each.died_on is None],
        kube_url=f"?kec={within}&kube=1", crumbs=crumbs_of(),
    )  # fmt: skip


def _person(request: HttpRequest, actor: Actor) -> registry_queries.PersonCard | None:
    try:
        chosen = UUID(request.GET.get("warga", ""))
    except ValueError:
        return None
    return registry_queries.find_card(actor, chosen)


def _district(request: HttpRequest, actor: Actor) -> str:
    """The kecamatan asked for, or the actor's only one; "" when one has to be chosen."""
    asked = own_area(actor, request.GET.get("kec", ""))
    if len(asked) == len("73.12.01"):
        return asked
    own = [str(each)[:8] for each in actor.areas if each.level in (AreaLevel.DISTRICT, AreaLevel.VILLAGE)]
    return own[0] if len(set(own)) == 1 and len(own) == len(actor.areas) else ""


def _districts_of(actor: Actor, area: str) -> list[reference_queries.AreaInfo]:
    found = reference_queries.list_children(area)
    if found and found[0].code.level == AreaLevel.REGENCY:
        return [each for regency in found for each in reference_queries.list_children(str(regency.code))]
    return found


def _villages(actor: Actor, within: str) -> list[tuple[str, str]]:
    return [(str(each.code), each.name) for each in reference_queries.list_villages(within) if actor.covers(each.code)]


def _url(ewarong_id: object) -> str:
    return reverse("web:delivery:ewarong", args=[ewarong_id])
