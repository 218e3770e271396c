"""Whom the office's own programmes serve on a day, for cohorts of the registry."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from rangkul.programmes.enums import EnrolmentState
from rangkul.programmes.models import Enrolment
from rangkul.programmes.queries.subjects import PERSON_NOW


def served_ids(kind: str, on: date) -> QuerySet[Any, Any]:
    """Ids of persons ("person") or families with an enrolment that runs on the day; of a merged record the person's.

    System use: the cohort is bounded by the areas of whoever asks.
    """
    running = Enrolment.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)
    running = running.filter(Q(state=EnrolmentState.ACTIVE) | Q(valid_to__gt=on))
    if kind == "family":
        return running.filter(family__isnull=False).values("family_id")
    own = running.filter(person__isnull=False)
    return own.annotate(whose=PERSON_NOW).values("whose")
