"""Before and after: recipients of each own component at the start and end of a period, who left and why, who came (W08)."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area
from rangkul.programmes.enums import CountingUnit, ExitReason, RemovalState
from rangkul.programmes.models import RemovalLine
from rangkul.programmes.policies import proposals as enrolment_policies
from rangkul.programmes.policies import removal as policies
from rangkul.programmes.queries.candidate_words import programme_name


@dataclass(slots=True)
class BeforeAfter:
    """One component in its own unit: `before` + `started` - `left` = `after`; `reasons` splits those who left."""

    component: str
    unit: str
    before: int = 0
    started: int = 0
    left: int = 0
    after: int = 0
    reasons: list[tuple[str, int]] = field(default_factory=list)


def before_after(actor: Actor, *, since: date, until: date, area: str = "") -> list[BeforeAfter]:
    """Recipients the actor may see on the day before `since` and at the end of `until`; two queries."""
    found = enrolment_policies.enrolments_visible_to(actor)
    if area:
        found = found.filter(inside_area(area))
    was_there = Q(valid_from__lt=since) & (Q(valid_to__isnull=True) | Q(valid_to__gte=since))
    came = Q(valid_from__gte=since, valid_from__lte=until)
    went = Q(valid_to__gte=since, valid_to__lte=until)
    still = Q(valid_from__lte=until) & (Q(valid_to__isnull=True) | Q(valid_to__gt=until))
    counted = (
        found.order_by()
        .values_list("component_id", "component__name", "component__unit")
        .annotate(
            before=Count("pk", filter=was_there),
            started=Count("pk", filter=came),
            left=Count("pk", filter=went),
            after=Count("pk", filter=still),
        )
    )
    rows: dict[UUID, BeforeAfter] = {
        pk: BeforeAfter(name, str(CountingUnit(unit).label), before, started, left, after)
        for pk, name, unit, before, started, left, after in counted.order_by("component__name")
    }
    reasons = found.filter(went).order_by().values_list("component_id", "exit_reason").annotate(total=Count("pk"))
    for pk, code, total in reasons.order_by("-total", "exit_reason"):
        rows[pk].reasons.append((str(ExitReason(code).label), total))
    return list(rows.values())


def recommended_counts(actor: Actor, *, since: date, until: date, area: str = "") -> list[tuple[str, int]]:
    """(outside programme, recipients recommended to be made inactive) decided in the period."""
    found = RemovalLine.objects.filter(
        batch__in=policies.visible_to(actor),
        state=RemovalState.RECOMMENDED,
        decree__signed_on__gte=since,
        decree__signed_on__lte=until,
    )
    if area:
        found = found.filter(inside_area(area, "batch__area_code"))
    counted = found.order_by().values_list("batch__outside_programme").annotate(total=Count("pk"))
    return [(programme_name(code), total) for code, total in counted.order_by("batch__outside_programme")]
