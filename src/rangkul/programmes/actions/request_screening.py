"""Asking for a screening of everybody, as a background job."""

from datetime import date, datetime
from uuid import UUID

from rangkul.kernel.area_code import AreaCode
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks.models import Job
from rangkul.platform.tasks.runner import enqueue
from rangkul.programmes.errors import NoSuchComponent
from rangkul.programmes.models import Component
from rangkul.programmes.policies.screening import check_can_screen_everybody
from rangkul.programmes.queries.catalogue import find_component, terms_in_force

RUN_ALL_JOB = "programmes.screening.run_all"


@action("programmes.screening.request")
def request_screening(*, area: str, as_of: date, by: Actor, at: datetime, component_id: UUID | None = None) -> Job:
    """Put a run over the area into the queue: one component, or all own components with terms in force on that day.

    Raises Denied, NoSuchComponent, NoTermsInForce.
    """
    place = AreaCode.parse(area)
    check_can_screen_everybody(by, place)
    chosen = _chosen(component_id, as_of)
    title = chosen[0].name if component_id is not None else "semua komponen"
    job = enqueue(
        RUN_ALL_JOB,
        title=f"Penilaian {title} di {place} per {as_of.isoformat()}",
        by=by,
        component_ids=[str(each.pk) for each in chosen],
        area=str(place),
        as_of=as_of.isoformat(),
        role=by.role,
    )
    record("programmes.screening.request", by=by, at=at, on=job, area=place, data={"components": len(chosen)})
    return job


def _chosen(component_id: UUID | None, as_of: date) -> list[Component]:
    if component_id is not None:
        component = find_component(component_id)
        if component is None:
            raise NoSuchComponent(component_id)
        terms_in_force(component, as_of)
        return [component]
    return list(
        Component.objects.filter(
            programme__is_own=True, terms__state="PUBLISHED", terms__valid__contains=as_of
        ).order_by("programme__order", "order", "code")
    )
