"""Tasks: given on a case, seen on one's own list, handed on, ended."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.accounts import queries as accounts_queries
from rangkul.accounts.roles import BY_CODE
from rangkul.desk import actions, queries
from rangkul.desk.actions import NewTask
from rangkul.desk.queries import TaskView
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.web.desk.case_steps import case_url, check_may, crumbs_of
from rangkul.web.desk.flow_forms import TaskAssignForm, TaskEndForm, TaskForm
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import ask
from rangkul.web.shared.lists import CaseList, Cell, Column, Row
from rangkul.web.shared.wording import today
from rangkul.web.shared.worklist import WorklistRow, WorklistSection

SHOWN = 5


@never_cache
def task_list(request: HttpRequest) -> HttpResponse:
    """The actor's own open tasks, the nearest day first."""
    actor = acting(request)
    if not actor.may("desk.case.view"):
        raise Denied(permission="desk.case.view", message=_("Peran Anda tidak melayani kasus."))
    tasks, mark = queries.list_my_tasks(actor, after=request.GET.get("setelah", ""))
    count, late = queries.count_my_tasks(actor)
    context = {
        "listing": _listing(tasks),
        "count": count,
        "late": late,
        "as_of": today(),
        "next_url": f"?{urlencode({'setelah': mark})}" if mark else "",
        "first_url": request.path if request.GET.get("setelah") else "",
        "crumbs": [{"label": _("Layanan"), "url": reverse("web:desk:case-list")}],
    }
    return render(request, "desk/task_list.html", context)


@never_cache
def task_create(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Put a task on the case."""
    check_may(request, "desk.task.create")
    actor = acting(request)
    view = queries.get_case(actor, case_id)
    people = team_of(view.area_code)
    form = TaskForm(request.POST or None, people=people)

    def deed() -> None:
        data = form.cleaned_data
        chosen = data["assigned_to"]
        task = NewTask(
            form_key=data["form_key"],
            title=data["title"],
            due_on=data["due_on"],
            assigned_to=UUID(chosen) if chosen else None,
            assigned_to_name=_name(people, chosen),
        )
        actions.create_task(case_id=case_id, task=task, by=actor, at=clock.now())

    return ask(
        request, form, deed=deed, said=_("Tugas dibuat."), to=case_url(case_id), template="desk/task_create.html",
        view=view, crumbs=crumbs_of(view),
    )  # fmt: skip


@never_cache
def task_assign(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Hand the task to somebody else."""
    actor = acting(request)
    task = queries.get_task(actor, task_id)
    if not task.may_assign:
        raise Denied(permission="desk.task.assign", message=_("Tugas ini tidak dapat Anda serahkan."))
    view = queries.get_case(actor, task.case_id)
    people = team_of(view.area_code)
    form = TaskAssignForm(request.POST or None, people=people)

    def deed() -> None:
        chosen = form.cleaned_data["assigned_to"]
        actions.assign_task(
            task_id=task_id, user_id=UUID(chosen), user_name=_name(people, chosen), by=actor, at=clock.now()
        )

    return ask(
        request, form, deed=deed, said=_("Tugas diserahkan."), to=case_url(task.case_id),
        template="desk/task_assign.html", view=view, task=task, crumbs=crumbs_of(view),
    )  # fmt: skip


@never_cache
def task_end(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """The task is done, or no longer wanted."""
    actor = acting(request)
    task = queries.get_task(actor, task_id)
    if not task.may_end and request.method != "POST":
        raise Denied(permission="desk.task.done", message=_("Tugas ini bukan milik Anda atau sudah berakhir."))
    view = queries.get_case(actor, task.case_id)
    form = TaskEndForm(request.POST or None, initial={"step": "done"})

    def deed() -> None:
        data = form.cleaned_data
        if data["step"] == "done":
            actions.finish_task(task_id=task_id, result=data["result"], by=actor, at=clock.now())
        else:
            actions.cancel_task(task_id=task_id, reason=data["result"], by=actor, at=clock.now())

    return ask(
        request, form, deed=deed, said=_("Tugas diperbarui."), to=case_url(task.case_id),
        template="desk/task_end.html", view=view, task=task, crumbs=crumbs_of(view),
    )  # fmt: skip


def task_sections(actor: Actor) -> list[WorklistSection]:
    """One's own tasks on the first page; nothing while there are none."""
    count, late = queries.count_my_tasks(actor)
    if not count:
        return []
    tasks, _mark = queries.list_my_tasks(actor, limit=SHOWN)
    rows = tuple(
        WorklistRow(
            label=each.title,
            url=reverse("web:desk:task-end", args=[each.id]),
            detail=each.concerned_name or each.ticket,
            due_on=each.due_on,
        )
        for each in tasks
    )
    url = reverse("web:desk:task-list")
    return [WorklistSection(title=_("Tugas saya"), count=count, url=url, rows=rows, is_urgent=late > 0)]


def team_of(area: str) -> list[tuple[str, str]]:
    """Who may be given a task about a case of this village: everybody on duty who sees its cases, the post and TKSK."""
    day = clock.local_date(clock.now(), settings.TIME_ZONE)
    found = accounts_queries.list_officers_on_duty("desk.case.view", within=area, on=day)
    people = {each.user_id: each for each in found if each.covers(area)}
    return [(str(each.user_id), f"{each.name} ({BY_CODE[each.role].label})") for each in people.values()]


def _name(people: list[tuple[str, str]], chosen: str) -> str:
    return next((label.rpartition(" (")[0] for key, label in people if key == chosen), "")


def _listing(tasks: tuple[TaskView, ...]) -> CaseList:
    return CaseList(
        caption=_("Tugas saya"),
        columns=(
            Column(label=_("Tugas")),
            Column(label=_("Tenggat")),
            Column(label=_("Kasus")),
            Column(label=_("Dari")),
        ),
        rows=[
            Row(
                is_late=each.is_late,
                cells=(
                    Cell(text=each.title, url=reverse("web:desk:task-end", args=[each.id])),
                    Cell(due_on=each.due_on),
                    Cell(text=each.concerned_name or each.ticket, url=case_url(each.case_id)),
                    Cell(text=each.created_by_name),
                ),
            )
            for each in tasks
        ],
    )
