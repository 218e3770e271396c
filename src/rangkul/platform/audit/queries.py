"""Reading the trail: the timeline of one person, family or case."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from rangkul.platform.audit.models import Event


def list_events_about(subjects: Iterable[tuple[str, UUID]], *, before: datetime | None = None) -> QuerySet[Event]:
    """Events on the timelines of the given (kind, id) pairs, newest first, each once.

    The caller has already shown, through its own `visible_to`, that the actor may see those subjects.
    """
    pairs = list(subjects)
    events = Event.objects.filter(
        subjects__subject_id__in=[subject_id for _, subject_id in pairs],
        subjects__kind__in={kind for kind, _ in pairs},
    )
    if before is not None:
        events = events.filter(at__lt=before)
    return events.distinct().order_by("-at", "-id")
