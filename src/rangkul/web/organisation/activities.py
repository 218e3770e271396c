"""Pages of activities: the list, one with its counts, recording it, its participants and who was there."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.kernel.errors import Refused
from rangkul.kernel.ids import read_id
from rangkul.kernel.numerals import format_number
from rangkul.organisation import actions, policies, queries
from rangkul.organisation.enums import ActivityKind
from rangkul.organisation.errors import UnableToAddParticipants
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries
from rangkul.web.organisation.forms import ActivityForm, AttendanceForm, ParticipantsForm
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import date_in_words

MOST_SHOWN = 50


def activity_list(request: HttpRequest) -> HttpResponse:
    """Activities the actor may see, the newest day first, all or of one kind."""
    actor = acting(request)
    actor.check_may(policies.VIEW)
    kind = request.GET.get("jenis", "")
    kind = kind if kind in ActivityKind.values else ""
    lines, following = queries.list_activities(actor, kind=kind, after=read_id(request.GET.get("setelah", "")))
    listing = CaseList(
        caption=_("Kegiatan"),
        hide_caption=True,
        columns=(
            Column(label=_("Kegiatan")),
            Column(label=_("Tanggal")),
            Column(label=_("Tempat")),
            Column(label=_("Wilayah asal"), numeric=True),
            Column(label=_("Peserta"), numeric=True),
            Column(label=_("Hadir"), numeric=True),
        ),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=line.activity.name,
                        url=reverse("web:organisation:activity", args=[line.activity.pk]),
                        note=line.activity.get_kind_display(),
                    ),
                    Cell(text=date_in_words(line.activity.held_on)),
                    Cell(text=line.activity.venue),
                    Cell(text=format_number(line.villages), numeric=True),
                    Cell(text=format_number(line.people), numeric=True),
                    Cell(text=format_number(line.present) if line.activity.attendance_at else "–", numeric=True),
                )
            )
            for line in lines
        ],
    )
    tabs = [
        {
            "label": label,
            "url": with_query(request, {"jenis": value or None, "setelah": None}),
            "active": value == kind,
        }
        for value, label in [("", _("Semua")), *ActivityKind.choices]
    ]
    context = {
        "listing": listing,
        "tabs": tabs,
        "next_url": with_query(request, {"setelah": str(following)}) if following else "",
        "first_url": with_query(request, {"setelah": None}) if "setelah" in request.GET else "",
        "may_record": actor.may(policies.RECORD),
    }
    return render(request, "organisation/activity_list.html", context)


def activity(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """One activity: participants counted by role and by place, and the attendance list."""
    actor = acting(request)
    view = queries.get_activity(actor, activity_id)
    context = {
        "view": view,
        "activity": view.activity,
        "by_role": _group_list(view, view.by_role, _("Menurut peran (orang)"), _("Peran")),
        "by_village": _group_list(view, view.by_village, _("Menurut asal (orang)"), _("Desa/kelurahan")),
        "may_record": policies.can_record(actor, view.activity.area_code),
        "is_over": view.activity.held_on <= _today(),
        "materials": queries.materials_of(actor, view.activity),
        "items": list(queries.items_of(actor, activity_id)),
        "with_disability": sum(each.participant.has_disability for each in view.participants),
        "certificates": sum(each.participant.certificate_id is not None for each in view.participants),
        "unsigned": sum(
            each.participant.attended and each.participant.certificate_id is None for each in view.participants
        ),
        "may_sign": policies.can_sign_certificates(actor, view.activity),
        "is_writing": queries.is_writing_certificates(view.activity),
        "today": _today(),
        "crumbs": [{"label": _("Kegiatan"), "url": reverse("web:organisation:activity-list")}],
    }
    return render(request, "organisation/activity.html", context)


def attendance_print(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """The attendance list on paper, by place, with room for signatures."""
    view = queries.get_activity(acting(request), activity_id)
    return render(request, "organisation/attendance_print.html", {"view": view, "activity": view.activity})


def activity_record(request: HttpRequest) -> HttpResponse:
    """Record an activity."""
    actor = acting(request)
    actor.check_may(policies.RECORD)
    form = ActivityForm(request.POST if request.method == "POST" else None, areas=_areas(actor))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        new = actions.NewActivity(
            kind=told["kind"],
            name=told["name"],
            held_on=told["held_on"],
            until=told["until"],
            venue=told["venue"],
            area=AreaCode.parse(told["area"]),
            topic=told["topic"],
        )
        try:
            with transaction.atomic():
                made = actions.record_activity(activity=new, by=actor, at=clock.now())
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Kegiatan dicatat. Tempel daftar pesertanya."))
            return redirect("web:organisation:participant-add", made.pk)
    return render(request, "organisation/activity_record.html", {"form": form}, status=422 if form.errors else 200)


def participant_add(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Paste a list of participants; every wrong line is named and none is added."""
    actor = acting(request)
    view = queries.get_activity(actor, activity_id)
    policies.check_can_record(actor, view.activity.area_code)
    form = ParticipantsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                actions.add_participants(
                    activity_id=activity_id, lines=form.cleaned_data["lines"], by=actor, at=clock.now()
                )
        except UnableToAddParticipants as unable:
            form.add_error(None, str(unable))
            for problem in unable.problems[:MOST_SHOWN]:
                form.add_error("lines", problem.message)
        except Refused as refused:
            form.add_error("lines", refused.message)
        else:
            messages.success(request, _("Peserta ditambahkan."))
            return redirect("web:organisation:activity", activity_id)
    context = {"form": form, "activity": view.activity, "view": view}
    return render(request, "organisation/participant_add.html", context, status=422 if form.errors else 200)


def attendance_mark(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Mark who was there."""
    actor = acting(request)
    view = queries.get_activity(actor, activity_id)
    policies.check_can_record(actor, view.activity.area_code)
    people = [
        (str(each.participant.pk), f"{each.participant.name}, {each.participant.get_role_display()}, {each.place}")
        for each in view.participants
    ]
    now_there = [str(each.participant.pk) for each in view.participants if each.participant.attended]
    form = AttendanceForm(
        request.POST if request.method == "POST" else None, people=people, initial={"present": now_there}
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                actions.mark_attendance(
                    activity_id=activity_id, present=form.cleaned_data["present"], by=actor, at=clock.now()
                )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Kehadiran dicatat."))
            return redirect("web:organisation:activity", activity_id)
    context = {"form": form, "activity": view.activity, "view": view}
    return render(request, "organisation/attendance_mark.html", context, status=422 if form.errors else 200)


def _group_list(view: queries.ActivityView, groups: list[queries.Group], caption: str, label: str) -> CaseList:
    return CaseList(
        caption=caption,
        columns=(
            Column(label=label),
            Column(label=_("Peserta"), numeric=True),
            Column(label=_("Hadir"), numeric=True),
        ),
        rows=[
            Row(
                cells=(
                    Cell(text=group.label),
                    Cell(text=format_number(group.people), numeric=True),
                    Cell(text=format_number(group.present) if view.is_marked else "–", numeric=True),
                )
            )
            for group in groups
        ],
    )


def _areas(actor: Actor) -> list[tuple[str, str]]:
    """The actor's areas, and below a kabupaten its kecamatan."""
    found = [(str(area), reference_queries.area_label(area)) for area in actor.areas]
    for area in actor.areas:
        if area.level is AreaLevel.REGENCY:
            found += [(str(each.code), each.label) for each in reference_queries.list_children(area)]
    return found


def _today() -> date:
    return clock.local_date(clock.now(), settings.TIME_ZONE)
