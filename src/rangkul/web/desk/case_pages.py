"""The page of one case: who, how far, whose turn, what to do next, and everything that happened."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.accounts.roles import BY_CODE
from rangkul.desk import queries
from rangkul.desk.enums import DecisionLevel
from rangkul.desk.queries import CaseFlow, CaseView
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.prepared import prepared_statements
from rangkul.programmes import queries as programmes_queries
from rangkul.programmes.errors import SubjectGone
from rangkul.registry import queries as registry_queries
from rangkul.registry.queries import PersonCard
from rangkul.web.desk.lists import short, tone_of_state
from rangkul.web.desk.standings import time_in_words, tone_of_standing, years_in_words
from rangkul.web.shared.acting import acting
from rangkul.web.shared.addresses import address
from rangkul.web.shared.wording import age_in_words, date_in_words, moment_in_words, today


@never_cache
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The case's page."""
    with prepared_statements():
        return case_page(request, case_id)


def case_page(request: HttpRequest, case_id: UUID, *, problem: str = "", status: int = 200) -> HttpResponse:
    """The page itself, with what was refused a moment ago on top."""
    actor = acting(request)
    view, flow = queries.get_case_page(actor, case_id, is_open=request.method == "GET")
    person = _find_person(actor, view)
    help_known, entitlements = _entitlements(actor, view)
    links = _links(view, flow)
    context = {
        "view": view,
        "flow": flow,
        "person": person,
        "problem": problem,
        "facts": facts_of(view, person),
        "tags": tags_of(view),
        "turn": turn_of(view, flow),
        "next": next_of(view, flow, links),
        "others": others_of(view, flow, links),
        "steps": steps_of(view, flow, links),
        "standing_tone": tone_of_standing(flow.standing),
        "due_words": time_in_words(flow.due_at),
        "unknown_years": years_in_words(flow.unknown_years),
        "works_together": not view.hides_story or queries.has_share(actor, view.id, at=clock.now()),
        "may_read_notes": "confidential_read" in flow.may and flow.confidential,
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


def turn_of(view: CaseView, flow: CaseFlow) -> str:
    """Whose turn it is, in words."""
    if not view.owner:
        return ""
    if view.state == "ASSESSED" and flow.decision_level == DecisionLevel.OFFICE:
        return _("manajer SLRT, kepala bidang atau kepala Dinas")
    if view.assigned_to_name and view.owner == "BACK_OFFICE":
        return view.assigned_to_name
    role = BY_CODE.get(view.owner)
    return str(role.label) if role else _("warga")


_VERBS = (
    *("confirm", "decide", "submit", "receive", "match", "service", "check", "handle", "assess", "letter", "refer"),
    *("answer", "close", "return", "note", "contact", "confidential_write"),
)
_AT_ONCE = frozenset({"handle", "submit", "receive", "confirm"})
"""Deeds that ask nothing: a button instead of a link."""


type Links = dict[str, dict[str, Any]]
"""Each deed's address, label and whether it is done at once; worked out once a page."""


def _links(view: CaseView, flow: CaseFlow) -> Links:
    urls = {
        "match": ("case-match", _("Cocokkan ulang") if view.person_id else _("Cocokkan dengan registri")),
        "handle": ("case-handle", _("Mulai menangani") if view.state != "RETURNED" else _("Warga sudah melengkapi")),
        "refer": ("referral-send", _("Rujuk ke lembaga")),
        "close": ("case-close", _("Tutup dengan hasil")),
        "return": ("case-return", _("Kembalikan ke warga")),
        "note": ("case-note", _("Tulis catatan")),
        "contact": ("case-contact", _("Ubah kontak dan izin kabar")),
        "service": ("case-service", _("Ganti layanan") if flow.service else _("Pilih layanan")),
        "check": ("case-check", _("Periksa kelengkapan")),
        "receive": ("case-receive", _("Warga sudah melengkapi")),
        "assess": ("case-assess", _("Kaji ulang") if flow.assessments else _("Tulis kajian")),
        "submit": ("case-submit", _("Ajukan penetapan")),
        "decide": ("case-decide", _("Tetapkan")),
        "confirm": ("case-confirm", _("Sahkan penetapan")),
        "confidential_write": ("confidential-write", _("Tulis catatan rahasia")),
        "letter": ("letter-new", _("Buat surat")),
    }
    found = {}
    for verb, (name, label) in urls.items():
        try:
            url = address(f"web:desk:{name}", view.id)
        except NoReverseMatch:  # letters are another piece, which may not be there
            continue
        found[verb] = {
            "verb": verb, "url": url, "label": label, "posts": verb in _AT_ONCE, "revision": view.revision,
        }  # fmt: skip
    return found


def allowed_of(view: CaseView, flow: CaseFlow) -> frozenset[str]:
    """Everything this actor may do now, by the names of `_VERBS`."""
    may = set(view.allowed) | set(flow.may)
    if "check" in may:
        may.add("service")
        if not flow.requirements:
            may.discard("check")
    if flow.decisions and flow.decisions[0].holds and flow.decisions[0].way == "SURAT" and "refer" in may:
        may.add("letter")
    if view.state == "RETURNED" and {"receive", "handle"} <= may:
        may.discard("receive" if view.person_id else "handle")
    return frozenset(may)


def next_of(view: CaseView, flow: CaseFlow, links: Links) -> dict[str, Any] | None:
    """The one thing to do next, when it is this actor's to do."""
    may = allowed_of(view, flow)
    verb = next((each for each in _wanted(view, flow) if each in may and each in links), None)
    return links[verb] if verb else None


def _wanted(view: CaseView, flow: CaseFlow) -> tuple[str, ...]:
    """What the state asks for, the first that the actor may do being next."""
    decision = next((each for each in flow.decisions if each.holds), None)
    return {
        "REGISTERED": ("match", "check"),
        "RETURNED": ("receive", "match", "handle"),
        "MATCHED": ("handle", "check", "service"),
        "HANDLED": _while_handled(flow),
        "ASSESSED": ("confirm", "decide"),
        "DECIDED": _after_decision(decision.way if decision else ""),
        "PROPOSED": ("close",),
    }.get(view.state, ())


def _while_handled(flow: CaseFlow) -> tuple[str, ...]:
    if flow.service is None:
        return ("service", "close")
    if not flow.service.is_decided or any(each.holds for each in flow.decisions):
        return ("check",) if flow.unchecked else ("return",) if flow.missing else ("close",)
    if flow.unchecked:
        return ("check",)
    if flow.missing:
        return ("return",)
    return ("submit",) if flow.assessments else ("assess",)


def _after_decision(way: str) -> tuple[str, ...]:
    return {"SURAT": ("letter", "close"), "RUJUKAN": ("refer",), "USULAN": ()}.get(way, ("close",))


def others_of(view: CaseView, flow: CaseFlow, links: Links) -> list[dict[str, Any]]:
    """What else may be done."""
    first, may = next_of(view, flow, links), allowed_of(view, flow)
    return [links[verb] for verb in _VERBS if verb in links and verb in may and (not first or verb != first["verb"])]


def steps_of(view: CaseView, flow: CaseFlow, links: Links) -> list[dict[str, Any]]:
    """The way as a task list: what is done, what is open, with where to do it."""
    may = allowed_of(view, flow)

    def step(verb: str, label: str, state: str, tone: str, hint: str = "") -> dict[str, Any]:
        url = links[verb]["url"] if verb in may and verb in links and not links[verb]["posts"] else ""
        return {"label": label, "state": state, "tone": tone, "hint": hint, "url": url}

    done, todo = _("selesai"), _("belum")
    steps = [
        step(
            "match", _("Cocokkan dengan registri"), done if view.person_id else todo, "good" if view.person_id else ""
        ),
        _completeness(flow, step),
    ]
    if flow.service is None or flow.service.is_decided or flow.assessments:
        newest = flow.assessments[0] if flow.assessments else None
        hint = _("versi %(n)s, %(by)s") % {"n": newest.version, "by": newest.by} if newest else ""
        steps.append(step("assess", _("Kajian"), done if newest else todo, "good" if newest else "", hint))
        steps.append(_decision(flow, step))
    return steps


def _completeness(flow: CaseFlow, step: Any) -> dict[str, Any]:
    if flow.service is None:
        return step("service", _("Layanan dan kelengkapan"), _("belum dipilih"), "")  # type: ignore[no-any-return]
    there = sum(each.state == "ADA" for each in flow.requirements)
    wanted = sum(each.state != "TIDAK_PERLU" for each in flow.requirements)
    hint = _("%(there)s dari %(wanted)s syarat ada") % {"there": there, "wanted": wanted}
    state, tone = (_("lengkap"), "good") if flow.is_complete else (_("belum diperiksa"), "")
    if flow.missing:
        state, tone = _("kurang %(n)s") % {"n": len(flow.missing)}, "warn"
    return step("check", _("Kelengkapan"), state, tone, hint)  # type: ignore[no-any-return]


def _decision(flow: CaseFlow, step: Any) -> dict[str, Any]:
    newest = flow.decisions[0] if flow.decisions else None
    if newest is None:
        return step("decide", _("Penetapan"), _("belum"), "")  # type: ignore[no-any-return]
    tone = {"SETUJU": "good", "TOLAK": "bad"}.get(newest.verdict, "warn") if newest.holds else "warn"
    state = newest.verdict_label if not newest.needs_second else _("menunggu petugas kedua")
    return step("decide", _("Penetapan"), state, tone, newest.signature)  # type: ignore[no-any-return]


def rows_of(view: CaseView) -> list[dict[str, str]]:
    """Particulars of the report."""
    rows = [
        {"label": _("Dilaporkan oleh"), "value": f"{view.reporter_name or '–'} ({view.relationship_label})"},
        {"label": _("Lewat"), "value": view.channel_label},
        {"label": _("Jenis"), "value": " · ".join(filter(None, _classes(view)))},
        {"label": _("Terdaftar"), "value": moment_in_words(view.registered_at)},
        {"label": _("Yang menangani"), "value": view.assigned_to_name or _("belum ada")},
    ]
    if view.heard_on:
        paper = _("%(date)s, di kertas") % {"date": date_in_words(view.heard_on)}
        rows.append({"label": _("Didengar"), "value": " · ".join(filter(None, [paper, view.sheet]))})
    if not view.hides_story and not view.is_anonymous:
        rows.append({"label": _("Boleh dikabari"), "value": _told(view)})
    if view.public_note:
        rows.append({"label": _("Yang dibaca warga"), "value": view.public_note})
    if view.outcome_label:
        rows.append({"label": _("Hasil"), "value": view.outcome_label})
    if view.outcome_note:
        rows.append({"label": _("Catatan hasil"), "value": view.outcome_note})
    return rows


def _classes(view: CaseView) -> list[str]:
    category = f"{view.category} {view.category_label}" if view.category else ""
    return [view.kind_label, view.sector_label, category]


def _told(view: CaseView) -> str:
    """Whether the citizen agreed to be told, and where."""
    places = " · ".join(filter(None, [view.phone, view.email]))
    return _("ya, lewat %(places)s") % {"places": places} if view.may_be_told else _("tidak")


def _find_person(actor: Actor, view: CaseView) -> PersonCard | None:
    return registry_queries.find_card(actor, view.person_id) if view.person_id is not None else None


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
