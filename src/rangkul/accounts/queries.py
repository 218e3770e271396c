"""Who is acting: from a user and a day to an actor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from rangkul.accounts.models import Duty, User
from rangkul.accounts.roles import BY_CODE
from rangkul.kernel.area_code import AreaCode
from rangkul.platform.policy.actor import Actor


def list_duties(user: User, *, on: date) -> QuerySet[Duty]:
    """The user's duties in force on a day, oldest first."""
    in_force = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    return Duty.objects.filter(in_force, user=user).order_by("valid_from", "id")


def duties_in_force(user: User, *, on: date) -> list[Duty]:
    """`list_duties` of whoever came back with a session: their duties were read with them (`DutyBackend`)."""
    known: list[Duty] | None = getattr(user, "all_duties", None)
    if known is None:
        return list(list_duties(user, on=on))
    return [each for each in known if each.valid_from <= on and (each.valid_to is None or each.valid_to > on)]


def find_actor(user: User, *, on: date, duty_id: UUID | None = None) -> Actor | None:
    """The actor for the chosen duty, or for the first in force; None when the user has no duty on that day."""
    return actor_among(list(list_duties(user, on=on)), user=user, duty_id=duty_id)


def actor_among(duties: Sequence[Duty], *, user: User, duty_id: UUID | None = None) -> Actor | None:
    """`find_actor` for a caller who has the user's duties at hand: asks the database nothing."""
    chosen = next((duty for duty in duties if duty.pk == duty_id), duties[0] if duties else None)
    if chosen is None or not user.is_active:
        return None
    chosen.user = user
    return actor_for(chosen)


def actor_for(duty: Duty) -> Actor:
    """The actor that a duty makes of its user."""
    return Actor(
        user_id=duty.user_id,
        name=duty.user.name,
        role=duty.role,
        permissions=BY_CODE[duty.role].permissions,
        areas=tuple(AreaCode.parse(code) for code in duty.area_codes),
        duty_id=duty.pk,
        office_id=duty.office_id,
        division_id=duty.division_id,
        institution_id=duty.institution_id,
        post_id=duty.post_id,
    )


def list_demo_users() -> QuerySet[User]:
    """The ready-made accounts of a demo installation, in the order of the roles."""
    return User.objects.filter(is_demo=True, is_active=True).order_by("created_at", "username")


def find_user(user_id: UUID) -> User | None:
    """The user with this id."""
    return User.objects.filter(pk=user_id).first()


@dataclass(frozen=True, slots=True)
class OfficerOnDuty:
    """Somebody whose present duty grants a right, with where it holds."""

    user_id: UUID
    name: str
    role: str
    areas: tuple[AreaCode, ...]

    def covers(self, area: str) -> bool:
        """Whether the duty reaches the area."""
        return any(own.contains(AreaCode.parse(area)) for own in self.areas)


def list_officers_on_duty(permission: str, *, within: str, on: date) -> list[OfficerOnDuty]:
    """Officers who hold `permission` on a day in `within`, in part of it, or in an area above it, by name.

    System use: no person of the registry is shown. One user with two such duties stands twice.
    """
    wanted = AreaCode.parse(within)
    roles = [role.code for role in BY_CODE.values() if permission in role.permissions]
    in_force = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    duties = Duty.objects.filter(in_force, role__in=roles, user__is_active=True).select_related("user")
    found = [
        OfficerOnDuty(duty.user_id, duty.user.name, duty.role, tuple(AreaCode.parse(code) for code in duty.area_codes))
        for duty in duties.order_by("user__name", "user__username")
    ]
    return [each for each in found if any(a.contains(wanted) or wanted.contains(a) for a in each.areas)]


def list_users_of_institution(institution_id: UUID, *, on: date) -> list[UUID]:
    """The active users who work for an institution on a day. System use: to tell them that there is news."""
    in_force = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    duties = Duty.objects.filter(in_force, institution_id=institution_id, user__is_active=True)
    return list(duties.order_by("user_id").values_list("user_id", flat=True).distinct())


def list_duties_of_institution(institution_id: UUID, *, on: date) -> list[UUID]:
    """Duties for an institution that have not ended on a day, those to come included. System use: when it merges."""
    not_ended = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    return list(
        Duty.objects.filter(not_ended, institution_id=institution_id).order_by("id").values_list("pk", flat=True)
    )


def find_duty_in_force(duty_id: UUID, *, on: date) -> Actor | None:
    """The actor that a duty makes on a day, whoever signs in; None when it has ended or its user may not sign in.

    System use: to see whether somebody who gave a duty to another still holds it.
    """
    in_force = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    duty = Duty.objects.filter(in_force, pk=duty_id, user__is_active=True).select_related("user").first()
    return actor_for(duty) if duty is not None else None


def list_colleagues(actor: Actor, *, on: date) -> list[OfficerOnDuty]:
    """Active officials of the actor's office whose areas touch the actor's, by name, each once; not the actor."""
    if actor.office_id is None:
        return []
    in_force = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    duties = Duty.objects.filter(in_force, office_id=actor.office_id, user__is_active=True).exclude(user=actor.user_id)
    found: dict[UUID, OfficerOnDuty] = {}
    for duty in duties.select_related("user").order_by("user__name", "user__username"):
        areas = tuple(AreaCode.parse(code) for code in duty.area_codes)
        if any(own.contains(their) or their.contains(own) for own in actor.areas for their in areas):
            found.setdefault(duty.user_id, OfficerOnDuty(duty.user_id, duty.user.name, duty.role, areas))
    return list(found.values())


def find_user_named(username: str) -> User | None:
    """The active user with this user name."""
    return User.objects.filter(username=username, is_active=True).first()
