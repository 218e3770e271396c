"""Who may see an institution from inside, its residents, applications and agreements, and who changes them."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from rangkul.institutions.models import Application, Institution, Partnership, Residency
from rangkul.institutions.policies.directory import VIEW, above
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas
from rangkul.registry import policies as registry_policies

VIEW_OWN = "institutions.institution.view_own"
CHANGE_HOME = "institutions.institution.change"
KEEP_OWN = "institutions.institution.keep_own"
VIEW_RESIDENTS = "institutions.resident.view"
ADMIT = "institutions.resident.admit"
OVERFILL = "institutions.resident.overfill"
DISCHARGE = "institutions.resident.discharge"
VIEW_APPLICATIONS = "institutions.application.view"
APPLY = "institutions.application.apply"
VIEW_PARTNERSHIPS = "institutions.partnership.view"
RECORD_PARTNERSHIP = "institutions.partnership.record"

_OUTSIDE = "Lembaga ini di luar wilayah atau tugas Anda."


def is_own(actor: Actor, institution_id: object) -> bool:
    """Whether the actor works for this institution."""
    return actor.may(VIEW_OWN) and actor.institution_id is not None and actor.institution_id == institution_id


def homes_visible_to(actor: Actor) -> QuerySet[Institution]:
    """Institutions the actor may open, closed ones included: those that serve their areas, and their own."""
    found = Q(pk__in=[])
    if actor.may(VIEW):
        serving = Q(area_code__in=above(actor)) | Q(serves_area__in=[*above(actor), *map(str, actor.areas)])
        found |= serving | inside_areas(actor) | inside_areas(actor, "serves_area")
    if actor.may(VIEW_OWN) and actor.institution_id is not None:
        found |= Q(pk=actor.institution_id)
    return Institution.objects.filter(found)


def can_view_home(actor: Actor, institution: Institution) -> bool:
    """Whether `institution in homes_visible_to(actor)`, without a query."""
    if is_own(actor, institution.pk):
        return True
    if not actor.may(VIEW):
        return False
    upper, serves = above(actor), institution.serves_area
    places = [institution.area_code, serves] if serves else [institution.area_code]
    return (
        any(actor.covers(place) for place in places)
        or institution.area_code in upper
        or serves in [*upper, *map(str, actor.areas)]
    )


def can_change_home(actor: Actor, institution: Institution) -> bool:
    """Whether the actor records registration, accreditation and changes: the office in whose area it stands."""
    return actor.is_system or (actor.may(CHANGE_HOME) and actor.covers(institution.area_code))


def check_can_change_home(actor: Actor, institution: Institution) -> None:
    """Raise `Denied` unless the actor keeps this institution's record."""
    _check(actor, CHANGE_HOME, can_change_home(actor, institution))


def can_keep_house(actor: Actor, institution: Institution) -> bool:
    """Whether the actor records beds and management: the office, and the institution's own user."""
    own = actor.may(KEEP_OWN) and is_own(actor, institution.pk)
    return own or can_change_home(actor, institution)


def check_can_keep_house(actor: Actor, institution: Institution) -> None:
    """Raise `Denied` unless the actor records beds and management there."""
    _check(actor, CHANGE_HOME, can_keep_house(actor, institution))


def residents_visible_to(actor: Actor) -> QuerySet[Residency]:
    """Residents, present and past, of institutions in the actor's areas and of the actor's own institution."""
    if not actor.may(VIEW_RESIDENTS):
        return Residency.objects.none()
    seen = inside_areas(actor, "institution_area")
    if actor.may(VIEW_OWN) and actor.institution_id is not None:
        seen |= Q(institution_id=actor.institution_id)
    return Residency.objects.filter(seen)


def can_view_residents(actor: Actor, institution: Institution) -> bool:
    """Whether the actor may see who lives in this institution."""
    return actor.may(VIEW_RESIDENTS) and (actor.covers(institution.area_code) or is_own(actor, institution.pk))


def can_view_resident(actor: Actor, residency: Residency) -> bool:
    """Whether `residency in residents_visible_to(actor)`, without a query."""
    inside = actor.covers(residency.institution_area) or is_own(actor, residency.institution_id)
    return actor.may(VIEW_RESIDENTS) and inside


def persons_visible_to(actor: Actor, person_ids: Iterable[UUID]) -> list[UUID]:
    """Which of these persons the actor may see in the registry: their stays may be told, wherever they live."""
    return list(registry_policies.visible_to(actor).filter(pk__in=list(person_ids)).values_list("pk", flat=True))


def can_see_name(actor: Actor, institution: Institution) -> bool:
    """Whether a stay may be shown with the institution's name: a telling name only to who may see health."""
    return not institution.is_sensitive or registry_policies.can_view_health(actor)


def can_admit(actor: Actor, institution: Institution) -> bool:
    """Whether the actor may admit somebody to this institution: it serves their area; whom is the registry's question."""
    return actor.is_system or (actor.may(ADMIT) and can_view_home(actor, institution))


def check_can_admit(actor: Actor, institution: Institution) -> None:
    """Raise `Denied` unless the actor may admit somebody there."""
    _check(actor, ADMIT, can_admit(actor, institution))


def can_discharge(actor: Actor, residency: Residency) -> bool:
    """Whether the actor may record that the resident leaves."""
    inside = actor.covers(residency.institution_area) or is_own(actor, residency.institution_id)
    return actor.is_system or (actor.may(DISCHARGE) and inside)


def check_can_discharge(actor: Actor, residency: Residency) -> None:
    """Raise `Denied` unless the actor may record that the resident leaves."""
    _check(actor, DISCHARGE, can_discharge(actor, residency))


def check_can_overfill(actor: Actor) -> None:
    """Raise `Denied` unless the role may admit beyond capacity."""
    if not actor.is_system and not actor.may(OVERFILL):
        message = "Kapasitas penuh. Hanya petugas bidang di Dinas yang dapat menerima melebihi kapasitas."
        raise Denied(permission=OVERFILL, message=message)


def applications_visible_to(actor: Actor) -> QuerySet[Application]:
    """Applications of new institutions in the actor's areas."""
    if not actor.may(VIEW_APPLICATIONS):
        return Application.objects.none()
    return Application.objects.filter(inside_areas(actor))


def can_apply(actor: Actor, area: str) -> bool:
    """Whether the actor may write down an application for an institution in `area`."""
    return actor.is_system or (actor.may(APPLY) and actor.covers(area))


def check_can_apply(actor: Actor, area: str) -> None:
    """Raise `Denied` unless the actor may write down an application there."""
    _check(actor, APPLY, can_apply(actor, area))


def can_step(actor: Actor, verb: str, application: Application) -> bool:
    """Whether the actor may take this step: in the area, and who recommended does not decide."""
    if actor.is_system:
        return True
    twice = verb == "register" and actor.user_id is not None and actor.user_id == application.recommended_by
    return actor.may(f"institutions.application.{verb}") and actor.covers(application.area_code) and not twice


def check_can_step(actor: Actor, verb: str, application: Application) -> None:
    """Raise `Denied` unless the actor may take this step of the application."""
    _check(actor, f"institutions.application.{verb}", can_step(actor, verb, application))


def partnerships_visible_to(actor: Actor) -> QuerySet[Partnership]:
    """Agreements of the actor's areas."""
    if not actor.may(VIEW_PARTNERSHIPS):
        return Partnership.objects.none()
    return Partnership.objects.filter(inside_areas(actor))


def can_record_partnership(actor: Actor, area: str) -> bool:
    """Whether the actor may record an agreement for an area."""
    return actor.is_system or (actor.may(RECORD_PARTNERSHIP) and actor.covers(area))


def check_can_record_partnership(actor: Actor, area: str) -> None:
    """Raise `Denied` unless the actor may record agreements for the area."""
    _check(actor, RECORD_PARTNERSHIP, can_record_partnership(actor, area))


def _check(actor: Actor, permission: str, allowed: bool) -> None:
    if not allowed:
        raise Denied(permission=permission, message=_OUTSIDE)
