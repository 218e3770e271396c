"""Letters of the office: the list with its filters, and the page of one letter with what may be done next."""

import re
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rangkul.accounts.roles import BY_CODE
from rangkul.desk import queries
from rangkul.desk.queries import LetterRow, LetterView
from rangkul.desk.workflow import LETTER
from rangkul.kernel import clock
from rangkul.platform.policy.actor import Actor
from rangkul.web.desk.letter_forms import LetterFilter
from rangkul.web.desk.lists import StateTag
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import CaseList, Cell, Column, Row
from rangkul.web.shared.wording import date_in_words, moment_in_words

TONES = {"info": "new", "warning": "warn", "success": "good", "danger": "bad"}
WAITING = ("initial", "sign", "issue")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")


@never_cache
@require_safe
def letter_list(request: HttpRequest) -> HttpResponse:
    """Letters of one's areas: all, or what waits for one's own step (`?tab=`); filtered and paged."""
    actor = acting(request)
    actor.check_may("desk.letter.view")
    counts = queries.count_waiting_letters(actor)
    tab = request.GET.get("tab", "")
    tab = tab if tab in WAITING else ""
    form = LetterFilter(request.GET or None)
    asked = _asked(request)
    month = month_of(asked["bulan"])
    page = queries.list_letters(
        actor,
        kind=asked["jenis"],
        month=month,
        state=asked["status"],
        number=asked["nomor"],
        waiting=tab,
        after=request.GET.get("setelah", ""),
    )
    kept = {name: value for name, value in {"tab": tab, **asked}.items() if value}
    context = {
        "tabs": _tabs(tab, counts),
        "tab": tab,
        "form": form if any(asked.values()) else LetterFilter(),
        "is_filtered": any(asked.values()),
        "keep": {"tab": tab} if tab else {},
        "odd_month": bool(asked["bulan"]) and month is None,
        "listing": listing_of(page.rows),
        "total": page.total,
        "as_of": clock.now(),
        "next_url": f"?{urlencode(kept | {'setelah': page.next_mark})}" if page.next_mark else "",
        "first_url": f"?{urlencode(kept)}" if request.GET.get("setelah") else "",
        "links": links_of(actor),
    }
    return render(request, "desk/letter_list.html", context)


@never_cache
@require_safe
def letter(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """The page of one letter."""
    return letter_page(request, letter_id)


def letter_page(request: HttpRequest, letter_id: UUID, *, problem: str = "", status: int = 200) -> HttpResponse:
    """The page itself, with what was refused a moment ago on top."""
    actor = acting(request)
    actor.check_may("desk.letter.view")
    view = queries.get_letter(actor, letter_id, at=clock.now())
    context = {
        "view": view,
        "problem": problem,
        "tags": [{"label": short(view.row.state_label), "tone": tone_of_letter(view.row.state)}],
        "facts": [
            {"label": _("Jenis surat"), "value": view.row.kind_name},
            {"label": _("Tiket"), "value": view.ticket},
            {"label": _("Desa/kelurahan"), "value": view.row.area_label},
        ],
        "steps": steps_of(view),
        "turn": turn_of(view),
        "answers": [{"label": label, "value": value or "–"} for label, value in view.answers],
        "registry": registry_of(view),
        "crumbs": crumbs_of(view),
    }
    return render(request, "desk/letter.html", context, status=status)


def crumbs_of(view: LetterView) -> list[dict[str, str]]:
    """The way back: letters, the case."""
    return [
        {"label": _("Surat"), "url": reverse("web:desk:letter-list")},
        {"label": view.ticket, "url": reverse("web:desk:case", args=[view.case_id])},
    ]


def letters_crumb(actor: Actor) -> list[dict[str, str]]:
    """The way back to the list of letters, for who may open it."""
    if not actor.may("desk.letter.view"):
        return []
    return [{"label": _("Surat"), "url": reverse("web:desk:letter-list")}]


def listing_of(rows: tuple[LetterRow, ...]) -> CaseList:
    """Letters as the list component takes them."""
    return CaseList(
        caption=_("Surat"),
        hide_caption=True,
        columns=(
            Column(label=_("Tentang")),
            Column(label=_("Jenis surat")),
            Column(label=_("Status")),
            Column(label=_("Nomor dan tanggal")),
            Column(label=_("Desa/kelurahan")),
        ),
        rows=[_row(each) for each in rows],
    )


def _row(each: LetterRow) -> Row:
    on = date_in_words(each.issued_on) if each.issued_on else date_in_words(each.drafted_at)
    return Row(
        cells=(
            Cell(
                text=each.about_name or _("Belum diketahui"),
                url=reverse("web:desk:letter", args=[each.id]),
                note=f"NIK {each.masked_nik}" if each.masked_nik else "",
            ),
            Cell(text=each.kind_name, note=each.recipient),
            Cell(text=short(each.state_label), state=StateTag(tone_of_letter(each.state))),
            Cell(text=each.number or _("belum bernomor"), note=on),
            Cell(text=each.area_label),
        )
    )


def tone_of_letter(state: str) -> str:
    """The tone of a letter's state on tags."""
    return TONES.get(LETTER.state(state).tone, "neutral")


def short(label: str) -> str:
    """A state as a tag says it, without what is waited for."""
    return label.partition(",")[0]


def steps_of(view: LetterView) -> list[dict[str, str]]:
    """The four stages as the stepper takes them, each with who and when."""
    reached = {"DRAFT": 0, "INITIALLED": 1, "SIGNED": 2, "ISSUED": 3, "CANCELLED": -1}[view.row.state]
    rows = [
        (_("Konsep"), _who(view.row.drafted_by_name, moment_in_words(view.row.drafted_at))),
        (_("Paraf"), _who(view.initialled_by_name, moment_in_words(view.initialled_at)) if view.initialled_at else ""),
        (_("Tanda tangan"), _who(view.signed_by_name, moment_in_words(view.signed_at)) if view.signed_at else ""),
        (_("Terbit"), _who(view.issued_by_name, date_in_words(view.row.issued_on)) if view.row.issued_on else ""),
    ]
    return [
        {"title": title, "note": note, "state": "done" if note else ("now" if place == reached + 1 else "")}
        for place, (title, note) in enumerate(rows)
    ]


def _who(name: str, when: str) -> str:
    return f"{name}, {when}"


def turn_of(view: LetterView) -> str:
    """Whose turn it is, in words; "" when nobody's."""
    if view.row.state == "DRAFT" and view.section:
        return _("Kepala %(section)s") % {"section": view.section}
    role = BY_CODE.get(view.owner)
    return str(role.label) if role else ""


def registry_of(view: LetterView) -> list[dict[str, str]]:
    """What the registry said when the draft was kept, with source, since when and the day it was taken."""
    if not view.facts or view.kind.is_of_referral:
        return []
    status = view.facts["status"]
    if status is None:
        listing = _("belum tercatat di DTSEN maupun DTKS")
    elif status["decile"]:
        listing = _("%(source)s, desil %(decile)s") % {"source": status["source"], "decile": status["decile"]}
    else:
        listing = str(status["source"])
    since = date_in_words(date.fromisoformat(status["since"])) if status and status["since"] else "–"
    rows = [
        {"label": _("Terdaftar"), "value": listing},
        {"label": _("Berlaku sejak"), "value": since},
        {"label": _("Diambil dari registri"), "value": date_in_words(date.fromisoformat(view.facts["on"]))},
    ]
    if view.facts["members"]:
        rows.append({"label": _("Anggota keluarga di surat"), "value": str(len(view.facts["members"]))})
    return rows


def links_of(actor: Actor) -> list[dict[str, str]]:
    """Pages beside the list that this role may open."""
    pages = (
        (_("Buku agenda surat keluar"), "letter-book", "documents.register.view"),
        (_("Bentuk nomor surat"), "letter-series", "documents.series.set"),
        (_("Penanda tangan surat"), "letter-signers", "organisation.mandate.grant"),
    )
    return [
        {"label": label, "url": reverse(f"web:desk:{name}")}
        for label, name, permission in pages
        if actor.may(permission)
    ]


def month_of(text: str) -> date | None:
    """ "2026-11" as the first of that month; None for anything else."""
    found = _MONTH.fullmatch(text.strip())
    if not found or not 1 <= int(found[2]) <= 12 or not 1 <= int(found[1]) <= 9998:
        return None
    return date(int(found[1]), int(found[2]), 1)


def _asked(request: HttpRequest) -> dict[str, str]:
    asked: dict[str, Any] = {
        name: request.GET.get(name, "").strip()[:60] for name in ("jenis", "status", "bulan", "nomor")
    }
    if asked["status"] not in dict(LETTER.choices()):
        asked["status"] = ""
    if queries.find_letter_kind(asked["jenis"]) is None:
        asked["jenis"] = ""
    return asked


def _tabs(tab: str, counts: dict[str, int]) -> list[dict[str, object]]:
    labels = {
        "initial": _("Menunggu paraf saya"),
        "sign": _("Menunggu tanda tangan saya"),
        "issue": _("Siap diberi nomor"),
    }
    shown = [name for name in WAITING if counts[name] or name == tab]
    return [
        {"label": _("Semua"), "url": "?", "active": not tab, "count": None},
        *(
            {"label": labels[name], "url": f"?tab={name}", "active": name == tab, "count": counts[name]}
            for name in shown
        ),
    ]
