"""What complaints put on a role's first page: those without an answer, and those whose answer did not satisfy."""

from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.desk import queries
from rangkul.platform.policy.actor import Actor
from rangkul.web.shared.worklist import WorklistRow, WorklistSection

SHOWN = 5


def complaint_sections(actor: Actor) -> list[WorklistSection]:
    """Complaints that wait for somebody like the actor; nothing for those who only read."""
    wanted = [("open", "desk.complaint.answer", _("Pengaduan belum dijawab"))]
    wanted += [("objected", "desk.complaint.review", _("Pengaduan yang belum memuaskan"))]
    mine = [(view, title) for view, permission, title in wanted if actor.may(permission)]
    if not mine:
        return []
    counts = queries.count_complaint_views(actor)
    labels = queries.labels_of_categories() if any(counts[view] for view, _title in mine) else {}
    return [
        WorklistSection(
            title=title,
            count=counts[view],
            url=f"{reverse('web:desk:complaint-list')}?tab={view}",
            rows=_rows(actor, view, labels) if counts[view] else (),
            empty_text=_("Tidak ada pengaduan yang menunggu."),
            is_urgent=view == "open" and counts["late"] > 0,
        )
        for view, title in mine
        if counts[view] or view == "open"
    ]


def _rows(actor: Actor, view: str, labels: dict[str, str]) -> tuple[WorklistRow, ...]:
    return tuple(
        WorklistRow(
            label=row.category_label,
            url=reverse("web:desk:complaint", args=[row.id]),
            detail=f"{row.ticket} · {row.area_label}",
            due_on=row.due_on,
            state=row.state_label.partition(",")[0],
            tone="warn" if row.state == "OBJECTED" else "neutral",
        )
        for row in queries.list_complaints(actor, view, limit=SHOWN, labels=labels).rows
    )
