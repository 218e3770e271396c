"""Who may see, register, record and correct persons and families, and whose numbers."""

from django.db.models import QuerySet

from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas
from rangkul.registry.models import Family, Person
from rangkul.registry.policies.rights import (
    APPLY_CHANGE,
    CORRECT,
    OUTSIDE,
    RECORD,
    REGISTER_FAMILY,
    REGISTER_PERSON,
    SEARCH,
    TAKE_OUT,
    VIEW_FAMILY,
    VIEW_HEALTH,
    VIEW_IDENTITY,
    VIEW_PERSON,
    check,
    may,
)


def visible_to(actor: Actor) -> QuerySet[Person]:
    """Persons in the actor's areas whom the role may view. Records merged into another are no persons of their own."""
    if not may(actor, VIEW_PERSON):
        return Person.objects.none()
    return Person.objects.filter(inside_areas(actor), merged_into__isnull=True)


def families_visible_to(actor: Actor) -> QuerySet[Family]:
    """Families in the actor's areas, those that ended included."""
    if not may(actor, VIEW_FAMILY):
        return Family.objects.none()
    return Family.objects.filter(inside_areas(actor))


def may_view_persons(actor: Actor) -> bool:
    """Whether the role views persons at all, wherever."""
    return may(actor, VIEW_PERSON)


def can_view_person(actor: Actor, person: Person) -> bool:
    """Whether `person in visible_to(actor)`, without a query."""
    return may(actor, VIEW_PERSON) and actor.covers(person.area_code) and person.merged_into_id is None


def check_can_view_person(actor: Actor, person: Person) -> None:
    """Raise `Denied` unless the actor may see this person."""
    check(actor, VIEW_PERSON, can_view_person(actor, person))


def can_view_family(actor: Actor, family: Family) -> bool:
    """Whether `family in families_visible_to(actor)`, without a query."""
    return may(actor, VIEW_FAMILY) and actor.covers(family.area_code)


def check_can_view_family(actor: Actor, family: Family) -> None:
    """Raise `Denied` unless the actor may see this family."""
    check(actor, VIEW_FAMILY, can_view_family(actor, family))


def check_can_search(actor: Actor) -> None:
    """Raise `Denied` unless the role may search the registry."""
    check(actor, SEARCH, may(actor, SEARCH))


def check_can_view_people(actor: Actor) -> None:
    """Raise `Denied` unless the role sees persons at all; figures about them start here."""
    check(actor, VIEW_PERSON, may(actor, VIEW_PERSON))


def can_register_person(actor: Actor, area: str) -> bool:
    """Whether the actor may register somebody who lives in `area`."""
    return may(actor, REGISTER_PERSON) and actor.covers(area)


def check_can_register_person(actor: Actor, area: str) -> None:
    """Raise `Denied` unless the actor may register somebody who lives in `area`."""
    check(actor, REGISTER_PERSON, can_register_person(actor, area))


def can_register_family(actor: Actor, area: str) -> bool:
    """Whether the actor may register a family that lives in `area`."""
    return may(actor, REGISTER_FAMILY) and actor.covers(area)


def check_can_register_family(actor: Actor, area: str) -> None:
    """Raise `Denied` unless the actor may register a family that lives in `area`."""
    check(actor, REGISTER_FAMILY, can_register_family(actor, area))


def can_correct_person(actor: Actor, person: Person) -> bool:
    """Whether the actor may correct what does not tell who this person is; everybody else asks (`ASK_CHANGE`)."""
    return may(actor, CORRECT) and actor.covers(person.area_code)


def check_can_correct_person(actor: Actor, person: Person) -> None:
    """Raise `Denied` unless the actor may correct this person."""
    check(actor, CORRECT, can_correct_person(actor, person))


def check_can_change_person(actor: Actor, person: Person) -> None:
    """Raise `Denied` unless the actor applies what two officials agreed on: who somebody is, a death, a family."""
    check(actor, APPLY_CHANGE, may(actor, APPLY_CHANGE) and actor.covers(person.area_code))


def check_can_change_family(actor: Actor, family: Family) -> None:
    """Raise `Denied` unless the actor applies what two officials agreed on about this family and its members."""
    check(actor, APPLY_CHANGE, may(actor, APPLY_CHANGE) and actor.covers(family.area_code))


def can_record_person(actor: Actor, person: Person) -> bool:
    """Whether the actor may add to what is known of this person: a number, a status, a condition, a profile, a mark."""
    return may(actor, RECORD) and actor.covers(person.area_code)


def check_can_record_person(actor: Actor, person: Person) -> None:
    """Raise `Denied` unless the actor may record something about this person."""
    check(actor, RECORD, can_record_person(actor, person))


def can_record_family(actor: Actor, family: Family) -> bool:
    """Whether the actor may add to what is known of this family: a number, a status, its house, a mark, a first card."""
    return may(actor, RECORD) and actor.covers(family.area_code)


def check_can_record_family(actor: Actor, family: Family) -> None:
    """Raise `Denied` unless the actor may record something about this family."""
    check(actor, RECORD, can_record_family(actor, family))


def check_can_move_family(actor: Actor, family: Family, to_area: str) -> None:
    """Raise `Denied` unless the actor works in both villages: nobody pushes a family into one that is not theirs."""
    check_can_change_family(actor, family)
    if not actor.covers(to_area):
        message = "Tujuan pindah di luar wilayah tugas Anda. Mintalah petugas yang bertugas di kedua wilayah."
        raise Denied(permission=APPLY_CHANGE, message=message)


def can_view_identity(actor: Actor) -> bool:
    """Whether whole NIK and KK may be shown: the role allows it and a purpose was stated (UU 27/2022)."""
    return may(actor, VIEW_IDENTITY) and bool(actor.purpose.strip())


def check_can_view_identity(actor: Actor) -> None:
    """Raise `Denied` unless whole NIK and KK may be shown to the actor now."""
    check(actor, VIEW_IDENTITY, may(actor, VIEW_IDENTITY))
    if not actor.purpose.strip():
        raise Denied(permission=VIEW_IDENTITY, message="Tulis dulu keperluan melihat NIK atau nomor KK.")


def check_can_take_snapshot_out(actor: Actor, area: str) -> None:
    """Raise `Denied` unless the role takes data out, sees health (a snapshot holds it), and the area is its own."""
    actor.check_may(TAKE_OUT)
    actor.check_may(VIEW_HEALTH)
    if not actor.covers(area):
        raise Denied(permission=TAKE_OUT, message=OUTSIDE)
