"""Who may screen whom, and which screenings and results an actor sees."""

from uuid import UUID

from django.db.models import Q, QuerySet

from rangkul.institutions.facts import find_institution_area
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas
from rangkul.programmes.models import Screening, ScreeningResult, ScreeningRun
from rangkul.programmes.policies.catalogue import can_view_health
from rangkul.registry import policies as registry

RUN = "programmes.screening.run"
RUN_ALL = "programmes.screening.run_all"


def visible_to(actor: Actor) -> QuerySet[Screening]:
    """Screenings of the persons and families the actor may see; of sensitive components only with the health right."""
    if not (actor.is_system or actor.may(RUN)):
        return Screening.objects.none()
    about = (
        Q(person__in=registry.visible_to(actor))
        | Q(family__in=registry.families_visible_to(actor))
        | _of_merged(actor)
        | Q(institution__isnull=False) & inside_areas(actor, "institution__area_code")
    )
    return _health(actor, Screening.objects.filter(about))


def results_visible_to(actor: Actor) -> QuerySet[ScreeningResult]:
    """Results of runs for subjects in the actor's areas; of sensitive components only with the health right."""
    if not (actor.is_system or actor.may(RUN)):
        return ScreeningResult.objects.none()
    found = ScreeningResult.objects.filter(inside_areas(actor))
    if not can_view_health(actor):
        found = found.filter(run__component__is_sensitive=False)
    return found


def runs_visible_to(actor: Actor) -> QuerySet[ScreeningRun]:
    """Runs over an area that holds or lies in the actor's areas; of sensitive components only with the health right."""
    if not (actor.is_system or actor.may(RUN)):
        return ScreeningRun.objects.none()
    above = {str(each) for area in actor.areas for each in (area, *area.ancestors)}
    found = ScreeningRun.objects.filter(Q(area_code__in=above) | inside_areas(actor))
    if not can_view_health(actor):
        found = found.filter(component__is_sensitive=False)
    return found


def check_can_screen(actor: Actor, kind: str, subject_id: UUID) -> None:
    """Raise `Denied` unless the actor may screen this subject: the permission, and the subject is visible."""
    if actor.is_system:
        return
    actor.check_may(RUN)
    if kind == "family":
        seen = registry.families_visible_to(actor).filter(pk=subject_id).exists()
    elif kind == "person":
        seen = registry.visible_to(actor).filter(pk=subject_id).exists()
    else:
        area = find_institution_area(subject_id)
        seen = area is not None and actor.covers(area)
    if not seen:
        raise Denied(permission=RUN, message="Data ini berada di luar wilayah tugas Anda.")


def can_screen_everybody(actor: Actor, area: str) -> bool:
    """Whether the actor may screen everybody in an area."""
    return actor.is_system or (actor.may(RUN_ALL) and actor.covers(area))


def check_can_screen_everybody(actor: Actor, area: str) -> None:
    """Raise `Denied` unless the actor may screen everybody in the area: the permission, and the area is a duty area."""
    if not can_screen_everybody(actor, area):
        actor.check_may(RUN_ALL)
        raise Denied(permission=RUN_ALL, message="Wilayah ini di luar wilayah tugas Anda.")


def _of_merged(actor: Actor) -> Q:
    """Of records that became part of a person whom the actor may see."""
    if not registry.may_view_persons(actor):
        return Q(pk__in=[])
    return inside_areas(actor, "person__survivor__area_code")


def _health(actor: Actor, found: QuerySet[Screening]) -> QuerySet[Screening]:
    return found if can_view_health(actor) else found.filter(component__is_sensitive=False)
