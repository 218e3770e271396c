"""Reading screenings: runs, counts by area in their unit, who meets the rule and is not enrolled."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Sum

from rangkul.kernel.area_code import AreaCode
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area, inside_areas
from rangkul.programmes.enums import EnrolmentState, Verdict
from rangkul.programmes.models import Component, Enrolment, Screening, ScreeningResult, ScreeningRun, ScreeningTally
from rangkul.programmes.policies import screening as policies
from rangkul.programmes.queries.subjects import about
from rangkul.programmes.verdicts import subject_kind
from rangkul.registry import queries as registry
from rangkul.registry.queries import SubjectLabel
from rangkul.registry.queries.records import today

PAGE_SIZE = 50
_RECORDS = ("person_id", "person__survivor_id")
"""Ways from an enrolment to the person it belongs to now, one after the other: each has an index of its own."""


@dataclass(frozen=True, slots=True)
class AreaCount:
    """Counts of one area of a run, in the component's unit."""

    area_code: str
    label: str
    met: int
    not_met: int
    unknown: int


@dataclass(frozen=True, slots=True)
class MetSubject:
    """Somebody who meets the rule: `label` is None when the record is gone since; `has_registry_id` as of the run."""

    subject_id: UUID
    area_code: str
    area_label: str
    has_registry_id: bool
    label: SubjectLabel | None


@dataclass(frozen=True, slots=True)
class Page[Row]:
    """Some rows and the key to ask for those after them; empty when there are no more."""

    rows: tuple[Row, ...]
    next_key: str = ""


def list_runs(actor: Actor, *, component: Component | None = None, area: str = "") -> QuerySet[ScreeningRun]:
    """Runs the actor may see, newest first, optionally of a component or an area."""
    found = policies.runs_visible_to(actor).select_related("component", "component__programme", "terms")
    if component is not None:
        found = found.filter(component=component)
    if area:
        found = found.filter(area_code=area)
    return found.order_by("-created_at", "-id")


def get_run(actor: Actor, run_id: UUID) -> ScreeningRun:
    """A run the actor may see. Raises ScreeningRun.DoesNotExist."""
    return list_runs(actor).get(pk=run_id)


def latest_runs(actor: Actor) -> dict[UUID, ScreeningRun]:
    """The newest run of each component that the actor may see, by component id. One query."""
    newest = policies.runs_visible_to(actor).order_by("component_id", "-created_at", "-id").distinct("component_id")
    return {run.component_id: run for run in newest}


def get_screening(actor: Actor, screening_id: UUID) -> Screening:
    """A kept screening the actor may see. Raises Screening.DoesNotExist."""
    return policies.visible_to(actor).select_related("component", "component__programme", "terms").get(pk=screening_id)


def counts_by_area(actor: Actor, run: ScreeningRun, *, within: str = "") -> list[AreaCount]:
    """Counts by area, one level below `within` (default the run's area), only inside the actor's areas. Two queries.

    All figures are of the component's unit as of the run's day; they may be added, those of other runs may not.
    """
    parent = within or run.area_code
    width = {2: 5, 5: 8, 8: 13, 13: 13}[len(AreaCode.parse(parent))]
    rows = (
        ScreeningTally.objects.filter(inside_areas(actor), inside_area(parent), run=run)
        .values_list("area_code", "verdict")
        .annotate(total=Sum("amount"))
    )
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for area, verdict, total in rows:
        counts[area[:width]][verdict] += total
    labels = registry.area_labels(counts)
    return [
        AreaCount(area, labels.get(area, area), each[Verdict.MET], each[Verdict.NOT_MET], each[Verdict.UNKNOWN])
        for area, each in sorted(counts.items())
    ]


def list_met_not_enrolled(
    actor: Actor,
    run: ScreeningRun,
    *,
    area: str = "",
    registry_id: Literal["", "yes", "no"] = "",
    verdict: Verdict = Verdict.MET,
    after: str = "",
    limit: int = PAGE_SIZE,
) -> Page[MetSubject]:
    """Who meets the rule (or cannot be judged), still lives there and is not enrolled today, by area; keyset paging.

    Only those in the actor's areas. `registry_id` chooses those who have the required id or lack it. Bounded queries.
    """
    kind = subject_kind(run.component)
    active = Enrolment.objects.filter(component=run.component, state=EnrolmentState.ACTIVE)
    found = policies.results_visible_to(actor).filter(run=run, verdict=verdict)
    for key in _RECORDS if kind == "person" else (f"{kind}_id",):
        found = found.exclude(Exists(active.filter(**{key: OuterRef("subject_id")})))
    if kind != "institution":
        found = found.filter(registry.lives_here(kind, on=today()))
    if area:
        found = found.filter(inside_area(area))
    if registry_id:
        found = found.filter(has_registry_id=registry_id == "yes")
    area_key, _, id_key = after.partition("~")
    if id_key.isdecimal():
        found = found.filter(area_code__gte=area_key).exclude(area_code=area_key, pk__lte=int(id_key))
    rows = list(found.order_by("area_code", "pk")[: limit + 1])
    more, rows = len(rows) > limit, rows[:limit]
    labels = {} if kind == "institution" else registry.labels_for(kind, [row.subject_id for row in rows])
    places = registry.area_labels({row.area_code for row in rows})
    return Page(
        tuple(
            MetSubject(
                row.subject_id,
                row.area_code,
                places.get(row.area_code, row.area_code),
                row.has_registry_id,
                labels.get(row.subject_id),
            )
            for row in rows
        ),
        f"{rows[-1].area_code}~{rows[-1].pk}" if more else "",
    )


def verdict_in_run(run: ScreeningRun, subject_id: UUID) -> Verdict:
    """The verdict a subject of the run's population got: stored when met or unknown, else not met."""
    found = ScreeningResult.objects.filter(run=run, subject_id=subject_id).values_list("verdict", flat=True).first()
    return Verdict(found) if found else Verdict.NOT_MET


def screenings_about(actor: Actor, kind: str, subject_id: UUID, *, since: date | None = None) -> QuerySet[Screening]:
    """Kept screenings of one subject that the actor may see, newest first."""
    found = policies.visible_to(actor).filter(about(kind, subject_id)).select_related("component", "terms")
    if since is not None:
        found = found.filter(as_of__gte=since)
    return found.order_by("-created_at", "-id")
