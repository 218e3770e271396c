"""What the organisation puts on a role's first page: certificates that wait for a signature."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.organisation import queries
from rangkul.platform.policy.actor import Actor
from rangkul.web.shared.wording import date_in_words
from rangkul.web.shared.worklist import WorklistRow, WorklistSection


def sections(actor: Actor) -> Iterator[WorklistSection]:
    """Sections of this room for one actor, when there is anything to sign."""
    waiting = queries.list_certificates_to_sign(actor)
    if not waiting:
        return
    yield WorklistSection(
        title=_("Sertifikat menunggu tanda tangan Anda"),
        count=len(waiting),
        url=reverse("web:organisation:activity-list"),
        rows=tuple(
            WorklistRow(
                label=each.name,
                url=reverse("web:organisation:activity", args=[each.pk]),
                detail=_("%(day)s, diajukan %(name)s")
                % {"day": date_in_words(each.held_on), "name": each.certificates_asked_by_name},
            )
            for each in waiting
        ),
        is_urgent=True,
    )
