"""What the desk puts on a role's first page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.desk import queries
from rangkul.desk.queries import CaseRow
from rangkul.platform.policy.actor import Actor
from rangkul.web.desk.case_tasks import task_sections
from rangkul.web.desk.complaint_worklist import complaint_sections
from rangkul.web.desk.letter_worklist import letter_sections
from rangkul.web.desk.lists import short, tone_of_state
from rangkul.web.desk.referral_work import referral_sections
from rangkul.web.desk.sharing import shared_sections
from rangkul.web.shared.worklist import WorklistRow, WorklistSection

SHOWN = 5


def sections(actor: Actor) -> list[WorklistSection]:
    """Cases of the actor: late ones, those to match, their own, those nobody has yet, and answers that are overdue."""
    if not actor.may("desk.case.view"):
        return shared_sections(actor)
    counts = queries.count_views(actor)
    found = task_sections(actor) + shared_sections(actor)
    if actor.may("desk.case.handle") or actor.may("desk.case.note"):
        found.append(_section(actor, "mine", _("Kasus saya"), counts, _("Anda tidak sedang memegang kasus.")))
    if actor.may("desk.case.match"):
        title = _("Menunggu dicocokkan dengan registri")
        found.append(_section(actor, "unmatched", title, counts, _("Semua kasus sudah dicocokkan.")))
    if counts.get("conflicts"):
        found.append(_section(actor, "conflicts", _("Kasus yang bentrok"), counts, ""))
    found.append(_section(actor, "late", _("Kasus lewat tenggat"), counts, _("Tidak ada kasus yang terlambat.")))
    if not actor.may("desk.case.register"):
        found.append(_section(actor, "team", _("Kasus terbuka"), counts, _("Tidak ada kasus terbuka.")))
    return found + referral_sections(actor) + complaint_sections(actor) + letter_sections(actor)


def _section(actor: Actor, view: str, title: str, counts: dict[str, int], empty: str) -> WorklistSection:
    rows = queries.list_cases(actor, view, limit=SHOWN, has_twins=False).rows if counts[view] else ()
    return WorklistSection(
        title=title,
        count=counts[view],
        url=f"{reverse('web:desk:case-list')}?tab={view}",
        rows=tuple(_row(each) for each in rows),
        empty_text=empty,
        is_urgent=view in ("late", "conflicts"),
    )


def _row(each: CaseRow) -> WorklistRow:
    return WorklistRow(
        label=each.concerned_name or each.ticket,
        url=reverse("web:desk:case", args=[each.id]),
        detail=" · ".join(filter(None, [each.ticket, each.area_label])),
        due_on=each.due_on,
        state=short(each.state_label),
        tone=tone_of_state(each.state),
    )
