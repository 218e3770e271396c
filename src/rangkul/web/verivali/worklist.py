"""What verivali puts on a role's first page: subjects to visit, second visits, visits to review."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.platform.policy.actor import Actor
from rangkul.verivali import policies, queries
from rangkul.verivali.queries import SubjectRow
from rangkul.web.shared.worklist import WorklistRow, WorklistSection
from rangkul.web.verivali.lists import tone_of_subject

SHOWN = 5


def sections(actor: Actor) -> list[WorklistSection]:
    """Sections with work only: a campaign is now and then, the worklist is every day."""
    found = []
    if actor.may(policies.SUBMIT):
        counts = queries.count_mine(actor)
        titles = {"todo": _("Kunjungan verivali"), "second": _("Kunjungan verivali kedua")}
        for view, title in titles.items():
            if counts[view]:
                rows = queries.list_mine(actor, view, limit=SHOWN).rows
                found.append(_section(title, counts[view], f"{reverse('web:verivali:mine')}?tab={view}", rows))
    if actor.may(policies.APPROVE):
        count = queries.count_to_review(actor)
        if count:
            rows = queries.list_to_review(actor, limit=SHOWN).rows
            found.append(
                _section(_("Hasil verivali menunggu pemeriksaan"), count, reverse("web:verivali:to-review"), rows)
            )
    return found


def _section(title: str, count: int, url: str, rows: Iterable[SubjectRow]) -> WorklistSection:
    return WorklistSection(
        title=title,
        count=count,
        url=url,
        rows=tuple(
            WorklistRow(
                label=row.name,
                url=reverse("web:verivali:subject", args=[row.id]),
                detail=" · ".join(filter(None, [row.campaign_title, row.area_label, f"RT {row.rt}" if row.rt else ""])),
                due_on=row.due_on,
                state=row.state_label,
                tone=tone_of_subject(row.state),
            )
            for row in rows
        ),
    )
