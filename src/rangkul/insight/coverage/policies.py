"""Who may see coverage, open the list behind a figure, and act on it."""

from rangkul.insight.coverage.measures import FAMILY, Measure
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies as registry_policies

VIEW = "insight.coverage.view"
_OF_UNIT = {FAMILY: "registry.family.view"}
_PERSONS = "registry.person.view"


def check_can_view(actor: Actor) -> None:
    """Raise `Denied` unless the role sees coverage."""
    actor.check_may(VIEW)


def check_covers(actor: Actor, area: str) -> None:
    """Raise `Denied` for an area outside the actor's ("" is all of theirs)."""
    if area and not actor.covers(area):
        raise Denied(permission=VIEW, message="Wilayah ini di luar wilayah tugas Anda.")


def sees_health(actor: Actor) -> bool:
    """Whether the role sees health data."""
    return registry_policies.can_view_health(actor)


def check_sees_health(actor: Actor) -> None:
    """Raise `Denied` unless the role sees health data; a purpose is asked besides, where the look is logged."""
    registry_policies.check_can_view_health(actor)


def can_open(actor: Actor, measure: Measure) -> bool:
    """Whether the actor may open the list behind a figure: sees such records, and health where it tells of health."""
    if not actor.may(VIEW) or not actor.may(_OF_UNIT.get(measure.unit, _PERSONS)):
        return False
    return not measure.is_sensitive or registry_policies.can_view_health(actor)


def check_can_open(actor: Actor, measure: Measure) -> None:
    """Raise `Denied` unless `can_open`."""
    check_can_view(actor)
    if not can_open(actor, measure):
        permission = "registry.person.view_health" if measure.is_sensitive else _OF_UNIT.get(measure.unit, _PERSONS)
        raise Denied(
            permission=permission, message="Peran Anda melihat angka ini, tetapi tidak membuka daftar namanya."
        )
