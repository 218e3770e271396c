"""Who may see and write what tells of somebody's health, and who validates it."""

from django.db.models import Q

from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.registry.models import DisabilityProfile, Person
from rangkul.registry.policies.people import check_can_record_person
from rangkul.registry.policies.rights import MEET_DEVICE, VALIDATE, VIEW_HEALTH, check, may


def can_view_health(actor: Actor) -> bool:
    """Whether sensitive conditions (health, UU 27/2022 pasal 4) may be shown; each such look is logged."""
    return may(actor, VIEW_HEALTH)


def hidden_events(actor: Actor) -> Q:
    """Events that an actor's timelines leave out: deeds about health, stays whose place tells of it, what was bought."""
    bought = Q(pk__in=[]) if may(actor, "delivery.ewarong.view") else Q(name__startswith="delivery.purchase.")
    if can_view_health(actor):
        return bought
    rooms = Q(name__startswith="registry.") | Q(name__startswith="institutions.resident.")
    rooms |= Q(name__startswith="programmes.cover.")  # its lists are made of persons with disability
    mine = rooms & Q(data__contains={"is_sensitive": True})
    return bought | mine | Q(name="registry.condition.record", data__contains={"kind": ""})


def check_can_record_health(actor: Actor, person: Person) -> None:
    """Raise `Denied` unless the actor may write health data of this person."""
    check_can_record_person(actor, person)
    check(actor, VIEW_HEALTH, can_view_health(actor))


def check_sees_health(actor: Actor) -> None:
    """Raise `Denied` unless the role sees health data at all, purpose or not."""
    check(actor, VIEW_HEALTH, can_view_health(actor))


def check_can_view_health(actor: Actor) -> None:
    """Raise `Denied` unless the role sees health data and a purpose was stated; each look is logged with it."""
    check(actor, VIEW_HEALTH, can_view_health(actor))
    if not actor.is_system and not actor.purpose.strip():
        raise Denied(permission=VIEW_HEALTH, message="Tulis dulu keperluan melihat data kesehatan atau disabilitas.")


def can_validate_profile(actor: Actor, profile: DisabilityProfile) -> bool:
    """Whether the actor may validate: in the area, with the permission, and not the one who recorded it."""
    return (
        may(actor, VALIDATE)
        and can_view_health(actor)
        and actor.covers(profile.person.area_code)
        and (profile.recorded_by is None or profile.recorded_by != actor.user_id)
    )


def check_can_validate_profile(actor: Actor, profile: DisabilityProfile) -> None:
    """Raise `Denied` unless the actor may validate this profile."""
    if may(actor, VALIDATE) and profile.recorded_by is not None and profile.recorded_by == actor.user_id:
        message = "Profil ini Anda sendiri yang mencatat. Mintalah petugas lain memvalidasinya."
        raise Denied(permission=VALIDATE, message=message)
    check(actor, VALIDATE, can_validate_profile(actor, profile))


def can_meet_device(actor: Actor, area: str) -> bool:
    """Whether the actor may record that a device was given to somebody of this area."""
    return may(actor, MEET_DEVICE) and can_view_health(actor) and actor.covers(area)


def check_can_meet_device(actor: Actor, area: str) -> None:
    """Raise `Denied` unless `can_meet_device`."""
    check(actor, MEET_DEVICE, can_meet_device(actor, area))
