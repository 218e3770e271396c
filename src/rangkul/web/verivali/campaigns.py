"""Pages of planning: the list of campaigns, a new one, opening, dividing, closing, cancelling."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from rangkul.accounts.queries import list_officers_on_duty
from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaLevel
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries
from rangkul.verivali import actions, policies, queries
from rangkul.verivali.actions import NewCampaign
from rangkul.verivali.queries import CampaignView
from rangkul.verivali.workflow import CAMPAIGN
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import ask, attempt, do, see_other
from rangkul.web.shared.lists import with_query
from rangkul.web.shared.wording import today
from rangkul.web.verivali.forms import AssignForm, CampaignForm, ReasonForm
from rangkul.web.verivali.lists import campaigns_listing, subjects_listing


def campaign_url(campaign_id: UUID) -> str:
    """The address of a campaign's page."""
    return reverse("web:verivali:campaign", args=[campaign_id])


def crumbs_of(view: CampaignView) -> list[dict[str, str]]:
    """The way back to the campaign."""
    return [
        {"label": _("Verivali"), "url": reverse("web:verivali:campaign-list")},
        {"label": view.campaign.title, "url": campaign_url(view.campaign.pk)},
    ]


@never_cache
def campaign_list(request: HttpRequest) -> HttpResponse:
    """Campaigns of the actor's areas, all or in one state (`?status=`); an enumerator is led to their own list."""
    actor = acting(request)
    policies.check_can_open_questionnaires(actor)
    if not actor.may(policies.VIEW):
        return see_other(reverse("web:verivali:mine"))
    state = request.GET.get("status", "")
    state = state if state in dict(CAMPAIGN.choices()) else ""
    views, following = queries.list_campaigns(actor, state=state, after=uuid_or_none(request.GET.get("setelah", "")))
    context = {
        "listing": campaigns_listing(views),
        "tabs": [
            {
                "label": label,
                "url": with_query(request, {"status": code or None, "setelah": None}),
                "active": code == state,
            }
            for code, label in [("", _("Semua")), *CAMPAIGN.choices()]
        ],
        "next_url": with_query(request, {"setelah": str(following)}) if following else "",
        "first_url": with_query(request, {"setelah": None}) if "setelah" in request.GET else "",
        "may_create": actor.may(policies.CREATE),
        "to_review": queries.count_to_review(actor),
        "as_of": clock.now(),
    }
    return render(request, "verivali/campaign_list.html", context)


@never_cache
def campaign_create(request: HttpRequest) -> HttpResponse:
    """Plan a campaign; what it would visit is shown before it is opened."""
    actor = acting(request)
    actor.check_may(policies.CREATE)
    initial = {"as_of": today(), "revisit_percent": 0}
    form = CampaignForm(request.POST or None, areas=_areas(actor), initial=initial)
    made: list[UUID] = []

    def create() -> None:
        told = form.cleaned_data
        code, _slash, version = told["questionnaire"].partition("/")
        new = NewCampaign(
            title=told["title"], questionnaire=code, version=int(version), cohort=told["cohort"], area=told["area"],
            as_of=told["as_of"], due_on=told["due_on"], parameters=form.parameters(), sampling=told["sampling"],
            sample_size=told["sample_size"], revisit_percent=told["revisit_percent"] or 0,
        )  # fmt: skip
        made.append(actions.create_campaign(campaign=new, by=actor, at=clock.now()).pk)

    return ask(
        request,
        form,
        deed=create,
        said=_("Rancangan tersimpan. Periksa jumlah sasarannya, lalu buka kegiatan."),
        to=lambda: campaign_url(made[0]),
        template="verivali/campaign_create.html",
        back=reverse("web:verivali:campaign-list"),
    )


@never_cache
@require_POST
def campaign_open(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Freeze the subjects and let the visits begin."""
    actor = acting(request)
    queries.get_campaign(actor, campaign_id)
    return do(
        request,
        lambda: actions.open_campaign(campaign_id=campaign_id, by=actor, at=clock.now()),
        said=_("Kegiatan dibuka dan daftar sasarannya dibekukan. Bagikan kepada petugas."),
        to=campaign_url(campaign_id),
    )


@never_cache
@require_POST
def campaign_close(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """End the campaign."""
    actor = acting(request)
    queries.get_campaign(actor, campaign_id)
    return do(
        request,
        lambda: actions.close_campaign(campaign_id=campaign_id, by=actor, at=clock.now()),
        said=_("Kegiatan ditutup. Hasilnya tetap dapat dibaca."),
        to=campaign_url(campaign_id),
    )


@never_cache
def campaign_cancel(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Call the campaign off, with the reason."""
    actor = acting(request)
    view = queries.get_campaign(actor, campaign_id)
    policies.check_can_plan(actor, "cancel", view.campaign.area_code)
    form = ReasonForm(request.POST or None)
    return ask(
        request,
        form,
        deed=lambda: actions.cancel_campaign(
            campaign_id=campaign_id, reason=form.cleaned_data["reason"], by=actor, at=clock.now()
        ),
        said=_("Kegiatan dibatalkan."),
        to=campaign_url(campaign_id),
        template="verivali/reason.html",
        title=_("Batalkan kegiatan"),
        lead=view.campaign.title,
        label=_("Batalkan kegiatan"),
        back=campaign_url(campaign_id),
        crumbs=crumbs_of(view),
    )


@never_cache
def campaign_assign(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Divide the subjects evenly, or hand those of one village over."""
    actor = acting(request)
    view = queries.get_campaign(actor, campaign_id)
    place = queries.own_part(actor, view.campaign)
    policies.check_can_assign_in(actor, place)
    officers = list_officers_on_duty(policies.SUBMIT, within=place, on=today())
    board = queries.board_of(actor, view.campaign, within=place)
    people = {str(each.user_id): each.name for each in officers}
    villages = [(str(each.code), each.label) for each in reference_queries.list_villages(place)]
    form = AssignForm(request.POST if "to" in request.POST else None, villages=villages, officers=list(people.items()))
    if request.method == "POST" and "to" not in request.POST:
        given: dict[UUID, int] = {}
        problem = attempt(
            lambda: given.update(actions.assign_evenly(campaign_id=campaign_id, area=place, by=actor, at=clock.now()))
        )
        if problem:
            messages.error(request, problem)
        else:
            total = sum(given.values())
            words = {"n": total, "people": len(given)}
            said = ngettext(
                "%(n)s sasaran dibagikan kepada %(people)s petugas.",
                "%(n)s sasaran dibagikan kepada %(people)s petugas.",
                total,
            )
            messages.success(request, said % words)
        return see_other(reverse("web:verivali:campaign-assign", args=[campaign_id]))

    def hand_over() -> None:
        told = form.cleaned_data
        actions.assign_by_hand(
            campaign_id=campaign_id, village=told["village"], rt=told["rt"], to=UUID(told["to"]),
            of=uuid_or_none(told["of"]), only_free=told["of"] == "-", by=actor, at=clock.now(),
        )  # fmt: skip

    return ask(
        request,
        form,
        deed=hand_over,
        said=_("Sasaran diserahkan."),
        to=reverse("web:verivali:campaign-assign", args=[campaign_id]),
        template="verivali/campaign_assign.html",
        view=view,
        board=board,
        left=board.whole.free,
        officers=people,
        back=campaign_url(campaign_id),
        crumbs=crumbs_of(view),
    )


@never_cache
def campaign_drop_departed(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Who moved, died or ended since the campaign was made, each with why; one button takes all of them out."""
    actor = acting(request)
    view = queries.get_campaign(actor, campaign_id)
    place = queries.own_part(actor, view.campaign)
    policies.check_can_assign_in(actor, place)
    if request.method == "POST":
        done: list[int] = []
        problem = attempt(
            lambda: done.append(actions.drop_departed(campaign_id=campaign_id, area=place, by=actor, at=clock.now()))
        )
        if problem:
            messages.error(request, problem)
        else:
            said = ngettext("%(n)s sasaran dikeluarkan.", "%(n)s sasaran dikeluarkan.", done[0])
            messages.success(request, said % {"n": done[0]})
        return see_other(campaign_url(campaign_id))
    page = queries.list_of_campaign(
        actor, campaign_id, area=place, only_departed=True, after=request.GET.get("setelah", "")
    )
    context = {
        "view": view,
        "listing": subjects_listing(page.rows, _("Sasaran yang tidak lagi di tempatnya")),
        "total": queries.count_departed(actor, campaign_id, area=place),
        "is_open": view.campaign.state == "OPEN",
        "next_url": with_query(request, {"setelah": page.next_mark}) if page.next_mark else "",
        "first_url": with_query(request, {"setelah": None}) if "setelah" in request.GET else "",
        "as_of": today(),
        "back": campaign_url(campaign_id),
        "crumbs": crumbs_of(view),
    }
    return render(request, "verivali/campaign_drop_departed.html", context)


@never_cache
def subject_drop(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Take one subject out of the campaign, with the reason."""
    actor = acting(request)
    view = queries.get_subject(actor, subject_id)
    policies.check_can_assign_in(actor, view.subject.area_code)
    back = reverse("web:verivali:subject", args=[subject_id])
    form = ReasonForm(request.POST or None, initial={"reason": view.row.gone})
    return ask(
        request,
        form,
        deed=lambda: actions.drop_subject(
            subject_id=subject_id, reason=form.cleaned_data["reason"], by=actor, at=clock.now()
        ),
        said=_("Sasaran dikeluarkan. Ia dapat dimasukkan lagi selama kegiatan berjalan."),
        to=back,
        template="verivali/reason.html",
        title=_("Keluarkan dari kegiatan"),
        lead=view.row.name,
        label=_("Keluarkan dari kegiatan"),
        back=back,
    )


@never_cache
@require_POST
def subject_restore(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Put a subject back that was taken out."""
    actor = acting(request)
    queries.get_subject(actor, subject_id)
    return do(
        request,
        lambda: actions.restore_subject(subject_id=subject_id, by=actor, at=clock.now()),
        said=_("Sasaran dimasukkan lagi."),
        to=reverse("web:verivali:subject", args=[subject_id]),
    )


def uuid_or_none(text: str) -> UUID | None:
    """The id in a text; None when there is none."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _areas(actor: Actor) -> list[tuple[str, str]]:
    """The actor's areas and those one level below each."""
    found = [(str(area), reference_queries.area_label(area)) for area in actor.areas]
    for area in actor.areas:
        if area.level < AreaLevel.VILLAGE:
            found += [(str(each.code), each.label) for each in reference_queries.list_children(area)]
    return found
