"""Pages of posts: the list with its file, one with its seats, readiness and history, and what changes them."""

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaLevel
from rangkul.organisation import actions, policies, queries
from rangkul.organisation.enums import NEXT, PostStatus, ReadinessAnswer, ReadinessItem
from rangkul.organisation.hours import stretches_of
from rangkul.organisation.queries import PostFilter, PostLine
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries
from rangkul.web.organisation.asking import form_page
from rangkul.web.organisation.post_forms import (
    CheckForm,
    DetailsForm,
    EndForm,
    MemberForm,
    PlanForm,
    PostFilterForm,
    StatusForm,
)
from rangkul.web.programmes.sheets import file_response, written
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import today

TONES = {"PLANNED": "new", "TRIAL": "busy", "ACTIVE": "good", "PAUSED": "warn", "CLOSED": "neutral"}
LIST = "web:organisation:post-list"


@require_safe
def post_list(request: HttpRequest) -> HttpResponse:
    """Posts of the actor's areas by village, by status and what they lack; `?bentuk=csv` for the whole list as a file."""
    actor = acting(request)
    actor.check_may(policies.VIEW_POSTS)
    wanted = _wanted(request, actor)
    if "bentuk" in request.GET:
        return file_response(f"puskesos-{today().isoformat()}", _table(actor, wanted), request.GET["bentuk"])
    lines, following = queries.list_posts_of(actor, wanted, on=today(), after=request.GET.get("setelah", "")[:13])
    counts = queries.count_posts(actor, within=wanted.within)
    tabs = [("", _("Semua")), *((str(each), capfirst(str(each.label))) for each in PostStatus)]
    context = {
        "listing": _listing(lines),
        "as_of": today(),
        "tabs": [
            {
                "label": label,
                "url": with_query(request, {"status": status or None, "setelah": None}),
                "active": wanted.status == status,
                "count": counts[status],
            }
            for status, label in tabs
        ],
        "form": PostFilterForm(
            {"kecamatan": wanted.within, "kurang": wanted.lacks} if wanted.within or wanted.lacks else None,
            districts=_districts(actor),
        ),
        "keep": {"status": wanted.status} if wanted.status else {},
        "csv_url": with_query(request, {"bentuk": "csv", "setelah": None}),
        "next_url": with_query(request, {"setelah": following}) if following else "",
        "first_url": with_query(request, {"setelah": None}) if "setelah" in request.GET else "",
        "may_change": actor.may(policies.CHANGE_POSTS),
    }
    return render(request, "organisation/post_list.html", context)


@require_safe
def post(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """One post: status with its history, readiness with its score explained, six seats with vacancies (R110)."""
    actor = acting(request)
    view = queries.get_post(actor, post_id, on=today())
    area = view.post.area_code
    context = {
        "view": view,
        "post": view.post,
        "tone": TONES[view.post.status],
        "full": queries.FULL_POST,
        "as_of": today(),
        "changes": [
            {
                "title": f"{change.get_before_display()} → {change.get_after_display()}"
                if change.before
                else capfirst(str(change.get_after_display())),
                "on": change.on,
                "decree": change.decree_number,
                "reason": change.reason,
                "by": change.changed_by_name,
            }
            for change in view.changes
        ],
        "may_change": policies.can_on_post(actor, policies.CHANGE_POSTS, area),
        "may_check": policies.can_on_post(actor, policies.CHECK_POSTS, area),
        "may_staff": policies.can_on_post(actor, policies.STAFF_POSTS, area),
        "may_report": actor.may(policies.SEND_DAILY) or actor.may(policies.VIEW_REPORTS),
        "crumbs": [{"label": _("Puskesos"), "url": reverse(LIST)}],
        "has_no_signal": view.check is not None and view.check.answers.get(ReadinessItem.SIGNAL) == ReadinessAnswer.NO,
        "may_print": actor.may("desk.case.register"),
    }
    return render(request, "organisation/post.html", context)


def post_plan(request: HttpRequest) -> HttpResponse:
    """Plan posts in the villages of a pasted list."""
    actor = acting(request)
    actor.check_may(policies.CHANGE_POSTS)
    form = PlanForm(request.POST or None, initial={"since": today()})
    return form_page(
        request,
        form,
        title=_("Rencanakan Puskesos"),
        lead=_(
            "Setiap desa pada daftar mendapat Puskesos dengan status rencana. Satu baris salah, tidak ada yang disimpan."
        ),
        examples=(_("Nama Desa"), _("Nama Desa, Nama Kecamatan")),
        label=_("Rencanakan"),
        back=reverse(LIST) + "?status=PLANNED",
        save=lambda: actions.plan_posts(by=actor, at=clock.now(), **form.cleaned_data),
        said=_("Puskesos direncanakan."),
    )


def post_change(request: HttpRequest) -> HttpResponse:
    """Change the status of posts: those of `?dari=` (a status), or one (`?pos=`), all by the same decree."""
    actor = acting(request)
    actor.check_may(policies.CHANGE_POSTS)
    seen = request.GET.get("dari", PostStatus.PLANNED)
    seen = seen if seen in PostStatus.values else PostStatus.PLANNED
    every, _more = queries.list_posts_of(actor, PostFilter(), on=today(), limit=None)
    one = request.GET.get("pos", "")
    sent = request.POST.getlist("posts")
    lines = [each for each in every if (str(each.post.pk) == one if one else each.post.status == seen)]
    offered = lines + [each for each in every if str(each.post.pk) in sent and each not in lines]
    form = StatusForm(
        request.POST or None,
        posts=[(str(line.post.pk), f"{line.post.name}, {line.place}") for line in offered],
        statuses=list(NEXT[PostStatus(seen)]),
    )

    def save() -> None:
        told = form.cleaned_data
        change = actions.NewStatus(
            status=told["status"], on=told["on"], reason=told["reason"], decree_number=told["decree_number"]
        )
        actions.change_post_status(
            seen={UUID(each): seen for each in told["posts"]}, change=change, by=actor, at=clock.now()
        )

    single = bool(one) and len(lines) == 1
    if single:
        form.initial = {"posts": [str(lines[0].post.pk)]}
    return form_page(
        request,
        form,
        title=_("Ubah status Puskesos"),
        lead=f"{lines[0].post.name}: {lines[0].post.get_status_display()}"
        if single
        else _("Status sekarang: %(status)s") % {"status": PostStatus(seen).label},
        label=_("Ubah status"),
        back=reverse("web:organisation:post", args=[lines[0].post.pk]) if single else reverse(LIST),
        save=save,
        said=_("Status Puskesos diubah."),
    )


def post_check(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Record the readiness of a post."""
    actor = acting(request)
    view = queries.get_post(actor, post_id, on=today())
    policies.check_can_on_post(actor, policies.CHECK_POSTS, view.post.area_code)
    initial = {**(view.check.answers if view.check else {}), "checked_on": today()}
    form = CheckForm(request.POST or None, initial=initial)
    return form_page(
        request,
        form,
        title=_("Periksa kesiapan"),
        lead=f"{view.post.name}, {view.place}",
        label=_("Simpan pemeriksaan"),
        back=reverse("web:organisation:post", args=[post_id]),
        save=lambda: actions.check_post(
            post_id=post_id,
            answers={str(item): form.cleaned_data[str(item)] for item in ReadinessItem},
            checked_on=form.cleaned_data["checked_on"],
            remark=form.cleaned_data["remark"],
            by=actor,
            at=clock.now(),
        ),
        said=_("Pemeriksaan kesiapan disimpan."),
    )


def post_describe(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Address, telephone and opening hours, as citizens read them."""
    actor = acting(request)
    view = queries.get_post(actor, post_id, on=today())
    post = view.post
    policies.check_can_on_post(actor, policies.CHECK_POSTS, post.area_code)
    initial = {
        "address": post.address,
        "phone": post.phone,
        "hours_note": post.hours_note,
        "seen": actions.details_mark(post),
    }
    form = DetailsForm(request.POST or None, known=stretches_of(post.week), initial=initial)

    def save() -> None:
        told = form.cleaned_data
        details = actions.PostDetails(
            address=told["address"], phone=told["phone"], week=form.week(), hours_note=told["hours_note"]
        )
        actions.describe_post(post_id=post_id, details=details, seen=told["seen"], by=actor, at=clock.now())

    return form_page(
        request,
        form,
        title=_("Alamat dan jam buka"),
        lead=f"{post.name}, {view.place}",
        label=_("Simpan"),
        back=reverse("web:organisation:post", args=[post_id]),
        save=save,
        said=_("Alamat dan jam buka disimpan."),
    )


def member_appoint(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Give one of the six seats to somebody."""
    actor = acting(request)
    view = queries.get_post(actor, post_id, on=today())
    policies.check_can_on_post(actor, policies.STAFF_POSTS, view.post.area_code)
    form = MemberForm(
        request.POST or None, vacant=[seat.role for seat in view.vacancies], initial={"role": request.GET.get("peran")}
    )
    return form_page(
        request,
        form,
        title=_("Angkat petugas"),
        lead=f"{view.post.name}, {view.place}",
        label=_("Angkat"),
        back=reverse("web:organisation:post", args=[post_id]),
        save=lambda: actions.appoint_member(post_id=post_id, by=actor, at=clock.now(), **form.cleaned_data),
        said=_("Petugas diangkat."),
    )


def member_end(request: HttpRequest, post_id: UUID, member_id: UUID) -> HttpResponse:
    """End somebody's seat."""
    actor = acting(request)
    view = queries.get_post(actor, post_id, on=today())
    policies.check_can_on_post(actor, policies.STAFF_POSTS, view.post.area_code)
    name = next((seat.member.name for seat in view.seats if seat.member and seat.member.pk == member_id), "")
    form = EndForm(request.POST or None, initial={"on": today()})
    return form_page(
        request,
        form,
        title=_("Akhiri penugasan"),
        lead=f"{name}, {view.post.name}" if name else view.post.name,
        label=_("Akhiri penugasan"),
        tone="danger",
        back=reverse("web:organisation:post", args=[post_id]),
        save=lambda: actions.end_member(member_id=member_id, by=actor, at=clock.now(), **form.cleaned_data),
        said=_("Penugasan diakhiri."),
    )


def _wanted(request: HttpRequest, actor: Actor) -> PostFilter:
    status, lacks = request.GET.get("status", ""), request.GET.get("kurang", "")
    within = request.GET.get("kecamatan", "")
    return PostFilter(
        status=status if status in (*PostStatus.values, "OPERATING") else "",
        within=within if within in dict(_districts(actor)) else "",
        lacks=lacks if lacks in queries.LACKS else "",
    )


def _districts(actor: Actor) -> list[tuple[str, str]]:
    """The kecamatan of the actor's areas."""
    found: dict[str, str] = {}
    for area in actor.areas:
        if area.level is AreaLevel.REGENCY:
            found |= {str(each.code): each.label for each in reference_queries.list_children(area)}
        elif area.level is AreaLevel.DISTRICT:
            found[str(area)] = reference_queries.area_label(area)
    return list(found.items())


def _listing(lines: list[PostLine]) -> CaseList:
    return CaseList(
        caption=_("Puskesos"),
        hide_caption=True,
        columns=(
            Column(label=_("Nama")),
            Column(label=_("Wilayah")),
            Column(label=_("Status")),
            Column(label=_("Petugas dari enam"), numeric=True),
            Column(label=_("Kesiapan dari 100"), numeric=True),
            Column(label=_("Nomor SK")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(text=line.post.name, url=reverse("web:organisation:post", args=[line.post.pk])),
                    Cell(text=line.place),
                    Cell(text=str(line.post.get_status_display()), state=_Toned(TONES[line.post.status])),
                    Cell(text=str(line.filled), numeric=True),
                    Cell(
                        text=str(line.score.points) if line.score else "–",
                        note=line.score.verdict if line.score else _("belum diperiksa"),
                        numeric=True,
                    ),
                    Cell(text=line.post.decree_number or "–"),
                )
            )
            for line in lines
        ],
    )


class _Toned:
    """A state that brings its own tone."""

    def __init__(self, tone: str) -> None:
        self.tone = tone


def _table(actor: Actor, wanted: PostFilter) -> Iterator[list[str]]:
    yield [
        _("Kode wilayah"),
        _("Wilayah"),
        _("Nama"),
        _("Status"),
        _("Mulai"),
        _("Nomor SK"),
        _("Petugas dari enam"),
        _("Kesiapan dari 100"),
        _("Tanggal pemeriksaan"),
        _("Per tanggal"),
    ]
    lines, _more = queries.list_posts_of(actor, wanted, on=today(), limit=None)
    for line in lines:
        yield written(
            [
                line.post.area_code,
                line.place,
                line.post.name,
                line.post.get_status_display(),
                line.post.started_on or "",
                line.post.decree_number,
                str(line.filled),
                str(line.score.points) if line.score else "",
                line.checked_on or "",
                today(),
            ]
        )
