"""What referrals put on a role's first page: what came back to the desk, and what was sent to the role itself."""

from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.desk import queries
from rangkul.desk.policies import RECEIVE
from rangkul.platform.policy.actor import Actor
from rangkul.web.desk.referral_lists import TONES, referral_url
from rangkul.web.shared.worklist import WorklistRow, WorklistSection

SHOWN = 5


def referral_sections(actor: Actor) -> list[WorklistSection]:
    """Sections with something in them; roles that neither send nor receive get none."""
    if not (actor.may("desk.referral.view") or actor.may(RECEIVE)):
        return []
    titles = {
        "desk": _("Rujukan kembali ke meja"),
        "incoming": _("Rujukan masuk untuk Anda jawab"),
        "late": _("Jawaban rujukan terlambat"),
    }
    shown = ("desk", "incoming", "late") if actor.may("desk.referral.answer") else ("incoming", "late")
    counts = queries.count_referrals(actor, shown)
    return [_section(actor, view, titles[view], counts[view]) for view in shown if counts[view]]


def _section(actor: Actor, view: str, title: str, count: int) -> WorklistSection:
    rows = queries.list_referrals(actor, view, limit=SHOWN).rows
    return WorklistSection(
        title=title,
        count=count,
        url=f"{reverse('web:desk:referral-list')}?tab={view}",
        rows=tuple(
            WorklistRow(
                label=f"{each.agency}: {each.concerned_name or each.ticket}",
                url=referral_url(each.id),
                detail=each.ticket,
                due_on=each.answer_due_on if each.is_open else None,
                state=each.state_label,
                tone=TONES[each.state],
            )
            for each in rows
        ),
        is_urgent=view == "desk",
    )
