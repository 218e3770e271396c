"""Letters on a role's first page: what waits for one's initials, one's signature, or a number."""

from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.desk import queries
from rangkul.platform.policy.actor import Actor
from rangkul.web.desk.letters import short, tone_of_letter
from rangkul.web.shared.worklist import WorklistRow, WorklistSection

SHOWN = 5


def letter_sections(actor: Actor) -> list[WorklistSection]:
    """A section for each step that letters wait for by this actor; none where nothing waits."""
    if not actor.may("desk.letter.view"):
        return []
    counts = queries.count_waiting_letters(actor)
    titles = {
        "initial": _("Surat menunggu paraf Anda"),
        "sign": _("Surat menunggu tanda tangan Anda"),
        "issue": _("Surat siap diberi nomor"),
    }
    return [_section(actor, step, title, counts[step]) for step, title in titles.items() if counts[step]]


def _section(actor: Actor, step: str, title: str, count: int) -> WorklistSection:
    rows = queries.list_letters(actor, waiting=step, limit=SHOWN, is_brief=True).rows
    return WorklistSection(
        title=title,
        count=count,
        url=f"{reverse('web:desk:letter-list')}?tab={step}",
        rows=tuple(
            WorklistRow(
                label=f"{each.kind_name}: {each.about_name or _('Belum diketahui')}",
                url=reverse("web:desk:letter", args=[each.id]),
                detail=each.area_label,
                state=short(each.state_label),
                tone=tone_of_letter(each.state),
            )
            for each in rows
        ),
    )
