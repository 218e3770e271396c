"""Pages of the enumerator: the worklist, one subject, and a visit part by part until it is sent."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.verivali import actions, policies, queries
from rangkul.verivali.actions import Told
from rangkul.verivali.errors import NoSuchVerivali
from rangkul.verivali.queries import VisitView
from rangkul.verivali.questionnaires import Kind
from rangkul.verivali.questionnaires.answers import applicable_in
from rangkul.verivali.workflow import TO_DO
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import ask, attempt, do, see_other
from rangkul.web.shared.lists import with_query
from rangkul.web.shared.wording import date_in_words, today
from rangkul.web.verivali.forms import BlockForm, PairsForm, PhotoForm, ResultForm
from rangkul.web.verivali.lists import subjects_listing, tone_of_subject
from rangkul.web.verivali.visit_shown import (
    crumbs_of,
    facts_of,
    home_crumb,
    items_of,
    part_url,
    photos_of,
    reading_of,
    subject_url,
    visit_url,
)


@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """The enumerator's subjects: to do, second visit, done; by village and RT."""
    actor = acting(request)
    actor.check_may(policies.SUBMIT)
    view = request.GET.get("tab", "todo")
    view = view if view in queries.VIEWS else "todo"
    village, rt = request.GET.get("desa", "")[:13], request.GET.get("rt", "")[:5]
    counts = queries.count_mine(actor)
    page = queries.list_mine(actor, view, village=village, rt=rt, after=request.GET.get("setelah", ""))
    labels = {"todo": _("Belum dikunjungi"), "second": _("Kunjungan kedua"), "done": _("Sudah dikirim")}
    context = {
        "listing": subjects_listing(page.rows, labels[view]),
        "view": view,
        "tabs": [
            {"label": labels[name], "url": f"?tab={name}", "active": name == view, "count": counts[name]}
            for name in queries.VIEWS
        ],
        "places": [
            {"label": label, "url": f"?tab={view}&desa={code}", "count": n, "active": code == village}
            for code, label, n in queries.places_of_mine(actor)
        ],
        "total": counts[view],
        "rt": rt,
        "village": village,
        "next_url": with_query(request, {"setelah": page.next_mark}) if page.next_mark else "",
        "first_url": with_query(request, {"setelah": None}) if "setelah" in request.GET else "",
        "as_of": clock.now(),
    }
    return render(request, "verivali/mine.html", context)


@never_cache
def subject(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """One subject: where it stands, its visits, and the button to visit."""
    actor = acting(request)
    view = queries.get_subject(actor, subject_id)
    readable = {each.pk for each in view.visits if policies.can_read_answers(actor, each)}
    visits = [
        {
            "label": f"{each.get_kind_display()} · {each.enumerator_name}",
            "url": visit_url(each.pk) if each.pk in readable else "",
            "hint": " · ".join(
                filter(
                    None,
                    [
                        date_in_words(each.visited_on) if each.visited_on else "",
                        str(each.get_result_display()) if each.result else "",
                        each.return_reason if each.state == "RETURNED" else "",
                    ],
                )
            ),
            "status": each.get_state_display(),
        }
        for each in view.visits
    ]
    context = {
        "view": view,
        "row": view.row,
        "tone": tone_of_subject(view.row.state),
        "visits": visits,
        "facts": [
            {"label": _("Desa/kelurahan"), "value": view.row.area_label},
            {"label": _("RT/RW"), "value": f"{view.row.rt or '–'}/{view.row.rw or '–'}"},
            {"label": _("Petugas"), "value": view.row.assigned_to_name or _("belum dibagi")},
        ],
        "may_see_campaign": actor.may(policies.VIEW),
        "may_drop": policies.can_assign_in(actor, view.subject.area_code) and view.subject.campaign.state == "OPEN",
        "is_to_do": view.row.state in TO_DO,
        "crumbs": [home_crumb(actor.may(policies.VIEW))],
    }
    return render(request, "verivali/subject.html", context)


@never_cache
@require_POST
def visit_start(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Begin a visit, or go on with it."""
    actor = acting(request)
    queries.get_subject(actor, subject_id)
    made: list[UUID] = []
    problem = attempt(lambda: made.append(actions.start_visit(subject_id=subject_id, by=actor, at=clock.now()).pk))
    if problem:
        return do(request, lambda: None, said=problem, to=subject_url(subject_id))
    return see_other(visit_url(made[0]))


@never_cache
def visit(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """A visit: its parts with how far each is, or, once sent, what it says."""
    return visit_page(request, visit_id)


def visit_page(request: HttpRequest, visit_id: UUID, *, problem: str = "", status: int = 200) -> HttpResponse:
    """The page of a visit, with what was refused a moment ago on top."""
    view = queries.get_visit(acting(request), visit_id)
    context = {
        "view": view,
        "visit": view.visit,
        "problem": problem,
        "facts": facts_of(view),
        "tags": [
            {"label": view.visit.get_state_display(), "tone": "warn" if view.visit.state == "RETURNED" else "new"}
        ],
        "photos": photos_of(view),
        "crumbs": crumbs_of(view),
    }
    if view.may_edit:
        return render(request, "verivali/visit.html", {**context, "items": items_of(view)}, status=status)
    return render(request, "verivali/visit_read.html", {**context, **reading_of(view)}, status=status)


@never_cache
def visit_result(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Day, result, point and note."""
    actor = acting(request)
    view = _editable(request, visit_id)
    told = view.visit
    died = next((pair.new for pair in view.pairs if pair.field == "died_on"), "")
    form = ResultForm(
        request.POST or None,
        kind=told.subject.campaign.kind,
        initial={
            "visited_on": told.visited_on or today(),
            "result": told.result,
            "died_on": died or None,
            "latitude": told.latitude,
            "longitude": told.longitude,
            "note": view.note,
        },
    )

    def save() -> None:
        given = form.cleaned_data
        actions.save_visit(
            visit_id=visit_id,
            told=Told(
                visited_on=given["visited_on"], result=given["result"], died_on=given["died_on"], note=given["note"],
                point=form.point(),
            ),
            by=actor,
            at=clock.now(),
        )  # fmt: skip

    return ask(
        request,
        form,
        deed=save,
        said=_("Tersimpan sebagai konsep."),
        to=visit_url(visit_id),
        template="verivali/visit_result.html",
        title=_("Hasil kunjungan"),
        name=view.name,
        back=visit_url(visit_id),
        crumbs=crumbs_of(view),
    )


@never_cache
def visit_block(request: HttpRequest, visit_id: UUID, block: str, member: UUID | None = None) -> HttpResponse:
    """The questions of one block that apply; saving shows further questions when the answers lead to some."""
    actor = acting(request)
    view = _editable(request, visit_id)
    who = str(member) if member else ""
    part = next((each for each in view.parts if each.block.code == block and each.member == who), None)
    if part is None:
        raise NoSuchVerivali("block", block)
    asked = list(applicable_in(part.block, view.answers, who))
    form = BlockForm(request.POST or None, asked=asked, answers=view.answers)
    here = part_url(view, part)

    def save() -> None:
        given = form.answers()
        # Questions that were not on the page keep their answers; the action drops what no longer applies.
        kept = {each.question.code: view.answers.get(each.key) for each in asked if each.question.code not in given}
        actions.save_visit(
            visit_id=visit_id, told=Told(block=block, member=who, answers=kept | given), by=actor, at=clock.now()
        )

    def onwards() -> str:
        after = queries.get_visit(actor, visit_id)
        still = next(each for each in after.parts if each.block.code == block and each.member == who)
        now = {each.key for each in applicable_in(still.block, after.answers, who)}
        return here if now - {each.key for each in asked} else visit_url(visit_id)

    return ask(
        request,
        form,
        deed=save,
        said=_("Tersimpan sebagai konsep."),
        to=onwards,
        template="verivali/visit_part.html",
        title=part.block.title,
        name=part.member_name or view.name,
        remark=view.questionnaire.remark,
        has_photo=any(each.question.kind is Kind.PHOTO for each in asked),
        back=visit_url(visit_id),
        crumbs=crumbs_of(view),
    )


@never_cache
def visit_pairs(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Konfirmasi/perbaikan: each field of the registry is right, or is corrected."""
    actor = acting(request)
    view = _editable(request, visit_id)
    shown = [pair for pair in view.pairs if pair.field != "died_on" and not pair.field.startswith("condition:")]
    form = PairsForm(request.POST or None, shown=shown)
    return ask(
        request,
        form,
        deed=lambda: actions.save_visit(
            visit_id=visit_id, told=Told(verdicts=form.verdicts()), by=actor, at=clock.now()
        ),
        said=_("Tersimpan. Perbaikan baru masuk registri setelah diperiksa."),
        to=visit_url(visit_id),
        template="verivali/visit_part.html",
        title=_("Periksa data registri"),
        name=view.name,
        lead=_("Cocokkan dengan KTP, KK, atau keterangan keluarga. Yang tidak ditanyakan biarkan kosong."),
        back=visit_url(visit_id),
        crumbs=crumbs_of(view),
    )


@never_cache
def visit_photo(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Add a photo."""
    actor = acting(request)
    view = _editable(request, visit_id)
    wanted = [each for each in view.questionnaire.questions() if each.kind is Kind.PHOTO] if view.is_asked else []
    form = PhotoForm(request.POST or None, request.FILES or None, questions=wanted)

    def keep() -> None:
        told = form.cleaned_data
        question = "" if told["question"] == "lain" else told["question"]
        actions.keep_photo(
            visit_id=visit_id, question=question, content=told["photo"], name=told["photo"].name, by=actor,
            at=clock.now(),
        )  # fmt: skip

    return ask(
        request,
        form,
        deed=keep,
        said=_("Foto tersimpan."),
        to=visit_url(visit_id),
        template="verivali/visit_photo.html",
        name=view.name,
        back=visit_url(visit_id),
        crumbs=crumbs_of(view),
    )


@never_cache
def photo(request: HttpRequest, visit_id: UUID, file_id: UUID) -> HttpResponse:
    """A photo of a visit, for those who may read the visit."""
    opened = queries.open_photo(acting(request), visit_id, file_id)
    response = HttpResponse(opened.content, content_type=opened.stored.media_type)
    response["Content-Disposition"] = f'inline; filename="{opened.stored.name.encode("ascii", "ignore").decode()}"'
    return response


@never_cache
@require_POST
def visit_submit(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Send the visit to review."""
    actor = acting(request)
    view = _editable(request, visit_id)
    problem = attempt(lambda: actions.submit_visit(visit_id=visit_id, by=actor, at=clock.now()))
    if problem:
        return visit_page(request, visit_id, problem=problem, status=422)
    return do(request, lambda: None, said=_("Hasil kunjungan dikirim."), to=subject_url(view.visit.subject_id))


def _editable(request: HttpRequest, visit_id: UUID) -> VisitView:
    view = queries.get_visit(acting(request), visit_id)
    if not view.may_edit:
        message = _("Kunjungan ini sudah dikirim atau bukan milik Anda; isinya tidak dapat diubah.")
        raise Denied(permission=policies.SUBMIT, message=message)
    return view
