"""Figures about complaints: how many of each category, how old, how answered, in time or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, FloatField, Q
from django.db.models.functions import Extract

from rangkul.desk import policies
from rangkul.desk.enums import ComplaintOutcome
from rangkul.desk.queries.complaint_categories import labels_of_categories
from rangkul.desk.queries.surveys import SurveyPeriod
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area

SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintFigures:
    """Complaints of one category ("" for all) received in a period. `median_days` to the first answer, None before one.

    `in_time` of `answered` were answered by their day; `reopened` did not satisfy; `outcomes` by code.
    """

    code: str
    label: str
    received: int
    open: int
    late: int
    answered: int
    in_time: int
    reopened: int
    median_days: float | None
    outcomes: dict[str, int]

    @property
    def share_in_time(self) -> float | None:
        """Percent answered in time; None while nothing is answered."""
        return round(100 * self.in_time / self.answered, 1) if self.answered else None


class _Median(Aggregate):
    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


def complaint_figures(
    actor: Actor, period: SurveyPeriod, *, area: str = "", today: date
) -> tuple[ComplaintFigures, list[ComplaintFigures]]:
    """All complaints the actor may see that came in a period, and by category in order of codes; in two queries."""
    zone = ZoneInfo(settings.TIME_ZONE)
    since = datetime.combine(period.since, time(), zone)
    until = datetime.combine(period.until, time(), zone)
    found = policies.complaints_visible_to(actor).filter(registered_at__gte=since, registered_at__lt=until)
    if area:
        found = found.filter(inside_area(area))
    took = ExpressionWrapper(F("answered_at") - F("registered_at"), output_field=DurationField())
    measures = {
        "received": Count("pk"),
        "open": Count("pk", filter=Q(state__in=["RECEIVED", "CHECKING", "OBJECTED"])),
        "late": Count("pk", filter=Q(state__in=["RECEIVED", "CHECKING", "OBJECTED"], due_on__lt=today)),
        "answered": Count("pk", filter=Q(answered_at__isnull=False)),
        "in_time": Count("pk", filter=Q(is_in_time=True)),
        "reopened": Count("pk", filter=Q(objected_at__isnull=False)),
        "median": _Median(Extract(took, "epoch")),
        **{f"outcome_{each}": Count("pk", filter=Q(outcome=each)) for each in ComplaintOutcome.values},
    }
    labels = labels_of_categories()
    rows = [
        _figures(row["category"], labels.get(row["category"], row["category"]), row)
        for row in found.values("category").annotate(**measures).order_by("category")
    ]
    return _figures("", "", found.aggregate(**measures)), rows


def _figures(code: str, label: str, row: Mapping[str, Any]) -> ComplaintFigures:
    def number(name: str) -> int:
        value = row[name]
        assert isinstance(value, int)
        return value

    median = row["median"]
    return ComplaintFigures(
        code=code,
        label=label,
        received=number("received"),
        open=number("open"),
        late=number("late"),
        answered=number("answered"),
        in_time=number("in_time"),
        reopened=number("reopened"),
        median_days=round(float(median) / SECONDS_A_DAY, 1) if isinstance(median, int | float) else None,
        outcomes={each: number(f"outcome_{each}") for each in ComplaintOutcome.values},
    )
