"""The page of one case: who, how far, whose turn, what to do next, and everything that happened."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.accounts.roles import BY_CODE
from rangkul.desk import queries
from rangkul.desk.queries import CaseView
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.programmes import queries as programmes_queries
from rangkul.programmes.errors import SubjectGone
from rangkul.registry import queries as registry_queries
from rangkul.registry.errors import NoSuchRecord
from rangkul.web.desk.asking import or_404
from rangkul.web.desk.lists import short, tone_of_state
from rangkul.web.shared.acting import acting
from rangkul.web.shared.wording import age_in_words, moment_in_words, today


@never_cache
@or_404
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The case's page."""
    return case_page(request, case_id)


def case_page(request: HttpRequest, case_id: UUID, *, problem: str = "", status: int = 200) -> HttpResponse:
    """The page itself, with what was refused a moment ago on top."""
    actor = acting(request)
    view = queries.get_case(actor, case_id)
    person = _find_person(actor, view)
    help_known, entitlements = _entitlements(actor, view)
    context = {
        "view": view,
        "person": person,
        "problem": problem,
        "facts": facts_of(view, person),
        "tags": tags_of(view),
        "turn": turn_of(view),
        "next": next_of(view),
        "others": others_of(view),
        "entitlements": entitlements,
        "help_known": help_known,
        "timeline": [{"title": d.title, "at": d.at, "by": d.by, "body": d.body} for d in view.timeline],
        "rows": rows_of(view),
        "crumbs": [{"label": _("Layanan"), "url": reverse("web:desk:case-list")}],
    }
    return render(request, "desk/case.html", context, status=status)


def facts_of(view: CaseView, person: Any) -> list[dict[str, str]]:
    """Facts of the identity bar."""
    facts = [{"label": _("Tiket"), "value": view.ticket}, {"label": _("Desa/kelurahan"), "value": view.area_label}]
    if person is not None and person.birth_date:
        facts.insert(0, {"label": _("Umur"), "value": age_in_words(person.birth_date)})
    if view.phone:
        facts.append({"label": _("Nomor HP"), "value": view.phone})
    return facts


def tags_of(view: CaseView) -> list[dict[str, str]]:
    """Tags of the identity bar: state, urgency, what the registry says."""
    tags = [{"label": short(view.state_label), "tone": tone_of_state(view.state)}]
    if view.is_urgent:
        tags.append({"label": _("mendesak"), "tone": "bad"})
    if view.match_result != "BELUM":
        tags.append(
            {
                "label": view.match_label.rpartition(", ")[2],
                "tone": "good" if view.match_result == "TERDAFTAR" else "warn",
            }
        )
    return tags


def turn_of(view: CaseView) -> str:
    """Whose turn it is, in words."""
    if not view.owner:
        return ""
    if view.assigned_to_name and view.owner == "BACK_OFFICE":
        return view.assigned_to_name
    role = BY_CODE.get(view.owner)
    return str(role.label) if role else _("warga")


_VERBS = ("match", "handle", "refer", "answer", "close", "return", "note")


def _links(view: CaseView) -> dict[str, dict[str, str]]:
    urls = {
        "match": ("case-match", _("Cocokkan ulang") if view.person_id else _("Cocokkan dengan registri")),
        "handle": ("case-handle", _("Mulai menangani") if view.state != "RETURNED" else _("Warga sudah melengkapi")),
        "refer": ("referral-send", _("Rujuk ke lembaga")),
        "close": ("case-close", _("Tutup dengan hasil")),
        "return": ("case-return", _("Kembalikan ke warga")),
        "note": ("case-note", _("Tulis catatan")),
    }
    return {
        verb: {"verb": verb, "url": reverse(f"web:desk:{name}", args=[view.id]), "label": label}
        for verb, (name, label) in urls.items()
    }


def next_of(view: CaseView) -> dict[str, str] | None:
    """The one thing to do next, when it is this actor's to do."""
    order = {
        "REGISTERED": ("match",),
        "RETURNED": ("match", "handle"),
        "MATCHED": ("handle",),
        "HANDLED": ("close",),
        "REFERRED": (),
        "PROPOSED": ("close",),
    }.get(view.state, ())
    verb = next((each for each in order if each in view.allowed), None)
    return _links(view)[verb] if verb else None


def others_of(view: CaseView) -> list[dict[str, str]]:
    """What else may be done."""
    first = next_of(view)
    links = _links(view)
    return [
        links[verb]
        for verb in _VERBS
        if verb in links and verb in view.allowed and (not first or verb != first["verb"])
    ]


def rows_of(view: CaseView) -> list[dict[str, str]]:
    """Particulars of the report."""
    rows = [
        {"label": _("Dilaporkan oleh"), "value": f"{view.reporter_name or '–'} ({view.relationship_label})"},
        {"label": _("Lewat"), "value": view.channel_label},
        {"label": _("Jenis"), "value": " · ".join(filter(None, [view.kind_label, view.sector_label]))},
        {"label": _("Terdaftar"), "value": moment_in_words(view.registered_at)},
        {"label": _("Yang menangani"), "value": view.assigned_to_name or _("belum ada")},
    ]
    if view.public_note:
        rows.append({"label": _("Yang dibaca warga"), "value": view.public_note})
    if view.outcome_label:
        rows.append({"label": _("Hasil"), "value": view.outcome_label})
    if view.outcome_note:
        rows.append({"label": _("Catatan hasil"), "value": view.outcome_note})
    return rows


def _find_person(actor: Actor, view: CaseView) -> Any:
    if view.person_id is None:
        return None
    try:
        return registry_queries.get_person(
            actor, registry_queries.find_survivor(actor, view.person_id) or view.person_id
        )
    except (NoSuchRecord, Denied):
        return None


def _entitlements(actor: Actor, view: CaseView) -> tuple[bool, list[dict[str, Any]]]:
    """What the matched family is entitled to, with whether it may be proposed from here."""
    if view.family_id is None or view.state == "CLOSED":
        return False, []
    try:
        found = programmes_queries.entitlements_of_family(actor, view.family_id, today())
    except (Denied, SubjectGone):
        return False, []
    may_propose = "propose" in view.allowed
    return True, [
        {
            "component": each.component,
            "name": each.label.name if each.label else "",
            "kind": each.kind,
            "subject_id": each.subject_id,
            "verdict": str(each.verdict.label),
            "tone": {"MET": "good", "NOT_MET": "", "UNKNOWN": "warn"}.get(each.verdict.name, ""),
            "reasons": each.sentences,
            "is_enrolled": each.already_enrolled,
            "lacks": "" if each.registry_ok else each.registry_required,
            "may_propose": may_propose and each.can_be_proposed,
            "is_met": each.verdict.name == "MET",
        }
        for each in found
    ]
