"""Subjects still to be visited who no longer live where the campaign has them, and why."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rangkul.platform.policy.areas import inside_area
from rangkul.registry import queries as registry_queries
from rangkul.verivali.enums import SubjectKind
from rangkul.verivali.models import Campaign, Subject
from rangkul.verivali.workflow import TO_DO


def departed_of(campaign: Campaign, *, on: date, area: str) -> QuerySet[Subject]:
    """Those of the campaign in an area; who was dead already when it was planned (a list of the dead) is none of them."""
    kind = "person" if campaign.kind == SubjectKind.PERSON else "family"
    here = registry_queries.lives_here(kind, on=on, subject=f"{kind}_id", died_after=campaign.as_of)
    return campaign.subjects.filter(inside_area(area), state__in=TO_DO).exclude(here)


def reasons_of(subjects: Iterable[Subject], *, on: date) -> dict[UUID, str]:
    """{subject: why, in words} of those among the subjects (with their campaigns) who left; at most eight queries."""
    waiting = [each for each in subjects if each.state in TO_DO]
    found: dict[UUID, str] = {}
    for kind in ("person", "family"):
        about = {each.pk: getattr(each, f"{kind}_id") for each in waiting}
        own = [each for each in waiting if about[each.pk]]
        left = registry_queries.departures_of(kind, {about[each.pk]: each.area_code for each in own}, on=on)
        for each in own:
            why = left.get(about[each.pk])
            if why is not None and not (why.why == registry_queries.DIED and _was_known(why.on, each.campaign)):
                found[each.pk] = why.words
    return found


def unknown_reason() -> str:
    """What is said where the registry shows the subject no more."""
    return _("tidak lagi tercatat di desa ini")


def _was_known(died_on: date | None, campaign: Campaign) -> bool:
    return died_on is not None and died_on <= campaign.as_of
