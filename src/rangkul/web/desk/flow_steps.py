"""Steps of a case's way: choose the service, check what is there, assess, hand in, decide, confirm."""

from typing import Any, BinaryIO, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from rangkul.desk import actions, queries
from rangkul.desk.actions import Findings
from rangkul.desk.enums import DecisionLevel
from rangkul.desk.queries import CaseFlow
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.web.desk.case_pages import case_page
from rangkul.web.desk.case_steps import case_url, check_may, crumbs_of
from rangkul.web.desk.flow_forms import AssessForm, CheckForm, DecideForm, ServiceForm
from rangkul.web.desk.revising import revised, revision_of
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, attempt, see_other


@never_cache
def case_service(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Say which service the case is about."""
    check_may(request, "desk.case.check")
    actor = acting(request)
    view = queries.get_case(actor, case_id)
    first = {"revision": view.revision}
    form = ServiceForm(request.POST or None, services=queries.list_services(), initial=first)
    return revised(
        request,
        form,
        deed=lambda: actions.choose_service(
            case_id=case_id,
            code=form.cleaned_data["code"],
            revision=form.cleaned_data["revision"],
            by=actor,
            at=clock.now(),
        ),
        said=_("Layanan dipilih. Periksa kelengkapannya."),
        to=reverse("web:desk:case-check", args=[case_id]),
        template="desk/case_service.html",
        view=view,
        crumbs=crumbs_of(view),
    )


@never_cache
def case_check(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What is there, what is missing and why; then on to the case, or to what the citizen will read."""
    check_may(request, "desk.case.check")
    actor = acting(request)
    view = queries.get_case(actor, case_id)
    flow = queries.get_flow(actor, case_id)
    if not flow.requirements:
        return see_other(reverse("web:desk:case-service", args=[case_id]))
    form = CheckForm(request.POST or None, requirements=flow.requirements, initial={"revision": view.revision})
    is_return = request.POST.get("then") == "return"
    return revised(
        request,
        form,
        deed=lambda: actions.check_requirements(
            case_id=case_id,
            found=form.found(),
            revision=form.cleaned_data["revision"],
            by=actor,
            at=clock.now(),
        ),
        said=_("Kelengkapan tersimpan."),
        to=reverse("web:desk:case-return", args=[case_id]) if is_return else case_url(case_id),
        template="desk/case_check.html",
        view=view,
        flow=flow,
        may_return="return" in view.allowed,
        crumbs=crumbs_of(view),
        case_url=case_url(case_id),
    )


@never_cache
@require_POST
def case_attach(request: HttpRequest, case_id: UUID, requirement_id: UUID) -> HttpResponse:
    """Put a paper to a requirement."""
    actor = acting(request)
    flow = queries.get_flow(actor, case_id)
    sent = request.FILES.get("berkas")
    known = {each.id for each in flow.requirements}
    if requirement_id not in known or sent is None:
        text = _("Pilih dulu berkas yang dilampirkan.")
        return case_page(request, case_id, problem=text, status=UNPROCESSABLE)
    problem = attempt(
        lambda: actions.attach_requirement(
            requirement_id=requirement_id,
            content=cast("BinaryIO", sent.file),
            name=sent.name or "",
            by=actor,
            at=clock.now(),
        )
    )
    if problem:
        return case_page(request, case_id, problem=problem, status=UNPROCESSABLE)
    messages.success(request, _("Berkas dilampirkan."))
    return see_other(reverse("web:desk:case-check", args=[case_id]))


@never_cache
def case_file(request: HttpRequest, case_id: UUID, file_id: UUID) -> HttpResponse:
    """A paper of the case, always as a download."""
    opened = queries.open_case_file(acting(request), case_id, file_id)
    response = HttpResponse(opened.content, content_type=opened.stored.media_type)
    name = content_disposition_header(as_attachment=True, filename=opened.stored.name)
    response.headers["Content-Disposition"] = name or "attachment"
    return response


@never_cache
@require_POST
def case_receive(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The citizen came back with what was asked for."""
    return _do(request, case_id, actions.receive_case, _("Berkas diterima kembali. Tenggat berjalan lagi."))


@never_cache
def case_assess(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Write the next version of the assessment; it begins with what the last one said."""
    check_may(request, "desk.case.assess")
    actor = acting(request)
    view = queries.get_case(actor, case_id)
    flow = queries.get_flow(actor, case_id)
    form = AssessForm(request.POST or None, initial={"revision": view.revision, **_last_findings(flow)})

    def deed() -> None:
        data = form.cleaned_data
        findings = Findings(**{name: data[name] for name in ("need", "situation", "risk", "way", "recommendation")})
        actions.assess_case(case_id=case_id, findings=findings, revision=data["revision"], by=actor, at=clock.now())

    return revised(
        request,
        form,
        deed=deed,
        said=_("Kajian tersimpan. Ajukan penetapan bila sudah siap."),
        to=case_url(case_id),
        template="desk/case_assess.html",
        view=view,
        flow=flow,
        version=len(flow.assessments) + 1,
        crumbs=crumbs_of(view),
    )


def _last_findings(flow: CaseFlow) -> dict[str, str]:
    if not flow.assessments:
        return {}
    last = flow.assessments[0]
    return {
        "need": last.need,
        "situation": last.situation,
        "risk": last.risk,
        "way": last.way,
        "recommendation": last.recommendation,
    }


@never_cache
@require_POST
def case_submit(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Hand the case in for a decision."""
    return _do(request, case_id, actions.submit_case, _("Diajukan. Kasus menunggu penetapan."))


@never_cache
def case_decide(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Decide, in one's own right or in another's name."""
    actor = acting(request)
    view = queries.get_case(actor, case_id)
    flow = queries.get_flow(actor, case_id)
    # Once it is decided nobody decides it any more: whoever sends the form a second time is told who was faster.
    is_late = request.method == "POST" and view.state != "ASSESSED"
    if flow.authority is None and not is_late:
        raise Denied(permission="desk.case.decide", message=_("Anda tidak menetapkan kasus ini."))
    first: dict[str, Any] = {"revision": view.revision}
    if flow.assessments:
        first["way"] = flow.assessments[0].way
    may_raise = flow.decision_level != DecisionLevel.OFFICE
    form = DecideForm(request.POST or None, may_raise=may_raise, initial=first)
    return revised(
        request,
        form,
        deed=lambda: actions.decide_case(
            case_id=case_id,
            verdict=form.cleaned_data["verdict"],
            way=form.cleaned_data["way"],
            reason=form.cleaned_data["reason"],
            revision=form.cleaned_data["revision"],
            by=actor,
            at=clock.now(),
        ),
        said=_("Penetapan tersimpan."),
        to=case_url(case_id),
        template="desk/case_decide.html",
        view=view,
        flow=flow,
        crumbs=crumbs_of(view),
    )


@never_cache
@require_POST
def case_confirm(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Agree, as the second official, with a decision that may not be taken alone."""
    return _do(request, case_id, actions.confirm_decision, _("Penetapan disahkan."))


def _do(request: HttpRequest, case_id: UUID, deed: Any, said: str) -> HttpResponse:
    """A step that asks nothing: done, or the case page says why not."""
    actor = acting(request)
    queries.get_case(actor, case_id)
    revision = revision_of(request)
    problem = attempt(lambda: deed(case_id=case_id, revision=revision, by=actor, at=clock.now()))
    if problem:
        return case_page(request, case_id, problem=problem, status=UNPROCESSABLE)
    messages.success(request, said)
    return see_other(case_url(case_id))
