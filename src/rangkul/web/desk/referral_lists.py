"""Lists of referrals for the office, and what every page about referrals needs: its tone, its address, who may see it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.desk import policies, queries
from rangkul.desk.queries import ReferralView
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.web.desk.lists import StateTag, counted
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import CaseList, Cell, Column, Row
from rangkul.web.shared.wording import ago_in_words

TONES = {
    "DIKIRIM": "new",
    "DITERIMA": "busy",
    "DIKERJAKAN": "busy",
    "DITANYA": "warn",
    "DITOLAK": "bad",
    "SELESAI": "good",
    "DITARIK": "neutral",
}


def referral_url(referral_id: UUID) -> str:
    """The address of a referral's page."""
    return reverse("web:desk:referral", args=[referral_id])


def may_see_referrals(request: HttpRequest) -> None:
    """Raise `Denied` for roles that neither send nor receive referrals."""
    actor = acting(request)
    if not (actor.may("desk.referral.view") or actor.may(policies.RECEIVE)):
        raise Denied(permission="desk.referral.view", message=_("Peran Anda tidak melayani rujukan."))


@never_cache
def referral_list(request: HttpRequest) -> HttpResponse:
    """One view of the referrals (`?tab=`), by ticket (`?tiket=`), paged."""
    may_see_referrals(request)
    actor = acting(request)
    counts = queries.count_referrals(actor)
    view = request.GET.get("tab", "")
    if view not in queries.REFERRAL_VIEWS:
        view = "desk" if counts["desk"] else "incoming" if counts["incoming"] else "open"
    ticket = request.GET.get("tiket", "")[:24]
    page = queries.list_referrals(actor, view, ticket=ticket, after=request.GET.get("setelah", ""))
    kept = {name: value for name, value in (("tab", view), ("tiket", ticket)) if value}
    context = {
        "tabs": _tabs(view, counts),
        "view": view,
        "listing": _listing(page.rows, _captions()[view]),
        "ticket": ticket,
        "total": counted(counts[view]),
        "as_of": clock.now(),
        "next_url": f"?{urlencode(kept | {'setelah': page.next_mark})}" if page.next_mark else "",
        "first_url": f"?{urlencode(kept)}" if request.GET.get("setelah") else "",
    }
    return render(request, "desk/referral_list.html", context)


def _listing(rows: tuple[ReferralView, ...], caption: str) -> CaseList:
    return CaseList(
        caption=caption,
        columns=(
            Column(label=_("Rujukan")),
            Column(label=_("Kepada")),
            Column(label=_("Status")),
            Column(label=_("Jawaban ditunggu")),
        ),
        rows=[
            Row(
                is_late=each.is_late,
                cells=(
                    Cell(
                        text=each.concerned_name or each.ticket,
                        url=referral_url(each.id),
                        note=f"{each.ticket} · {ago_in_words(each.sent_at)}",
                    ),
                    Cell(text=each.agency, note=each.service_wanted),
                    Cell(text=each.state_label, state=StateTag(TONES[each.state])),
                    Cell(due_on=each.answer_due_on) if each.is_open else Cell(text="–"),
                ),
            )
            for each in rows
        ],
    )


def _captions() -> dict[str, str]:
    return {
        "desk": _("Rujukan yang kembali ke meja"),
        "open": _("Rujukan yang menunggu jawaban"),
        "late": _("Jawaban lewat hari"),
        "incoming": _("Rujukan untuk Anda jawab"),
        "answered": _("Rujukan yang sudah dijawab"),
        "all": _("Semua rujukan"),
    }


def _tabs(view: str, counts: dict[str, int]) -> list[dict[str, object]]:
    labels = {
        "desk": _("Perlu tindakan"),
        "open": _("Terbuka"),
        "late": _("Lewat hari"),
        "incoming": _("Masuk"),
        "answered": _("Dijawab"),
        "all": _("Semua"),
    }
    return [
        {
            "label": labels[name],
            "url": f"?tab={name}",
            "active": name == view,
            "count": counted(counts[name]),
            "alarm": name in ("late", "desk") and counts[name] > 0,
        }
        for name in queries.REFERRAL_VIEWS
    ]
