"""What waits for somebody among the terms: drafts to go on with, versions to review or publish."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.platform.policy.actor import Actor
from rangkul.programmes.queries import terms as queries
from rangkul.programmes.terms_periods import words_of
from rangkul.programmes.workflow import TERMS
from rangkul.web.shared.worklist import WorklistRow, WorklistSection

_TONES = {"DRAFT": "neutral", "SUBMITTED": "new", "REVIEWED": "busy"}


def terms_sections(actor: Actor) -> Iterator[WorklistSection]:
    """One section, when something waits."""
    count, rows = queries.list_waiting(actor)
    if not count:
        return
    yield WorklistSection(
        title=_("Ketentuan program yang menunggu Anda"),
        count=count,
        url=reverse("web:programmes:terms-list"),
        rows=tuple(
            WorklistRow(
                label=_("%(name)s, versi %(n)s") % {"name": each.component.name, "n": each.version},
                url=reverse("web:programmes:terms", args=[each.pk]),
                detail=words_of(each.valid.lower, each.valid.upper),
                state=str(TERMS.state(each.state).label),
                tone=_TONES.get(each.state, "neutral"),
            )
            for each in rows
        ),
    )
