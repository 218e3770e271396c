"""Who may see and change persons and families, and which ones."""

from typing import Any

from django.db.models import QuerySet

from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas
from rangkul.registry.enums import SENSITIVE_CONDITIONS
from rangkul.registry.models import DuplicatePair, Family, LinkageRun, Person, SourceRecord

VIEW_PERSON = "registry.person.view"
VIEW_FAMILY = "registry.family.view"
SEARCH = "registry.person.search"
VIEW_IDENTITY = "registry.person.view_identity"
VIEW_HEALTH = "registry.person.view_health"
REGISTER_PERSON = "registry.person.register"
REGISTER_FAMILY = "registry.family.register"
CORRECT = "registry.person.correct"
PROOF = "registry.proof.issue"
VIEW_PAIRS = "registry.pair.view"
DECIDE_PAIR = "registry.pair.decide"
LINK = "registry.linkage.request"

_OUTSIDE = "Data ini berada di luar wilayah tugas Anda."


def visible_to(actor: Actor) -> QuerySet[Person]:
    """Persons in the actor's areas whom the role may view. Records merged into another are no persons of their own."""
    if not _may(actor, VIEW_PERSON):
        return Person.objects.none()
    return Person.objects.filter(inside_areas(actor), merged_into__isnull=True)


def families_visible_to(actor: Actor) -> QuerySet[Family]:
    """Families in the actor's areas, those that ended included."""
    if not _may(actor, VIEW_FAMILY):
        return Family.objects.none()
    return Family.objects.filter(inside_areas(actor))


def may_view_persons(actor: Actor) -> bool:
    """Whether the role views persons at all, wherever."""
    return _may(actor, VIEW_PERSON)


def can_view_person(actor: Actor, person: Person) -> bool:
    """Whether `person in visible_to(actor)`, without a query."""
    return _may(actor, VIEW_PERSON) and actor.covers(person.area_code) and person.merged_into_id is None


def check_can_view_person(actor: Actor, person: Person) -> None:
    """Raise `Denied` unless the actor may see this person."""
    _check(actor, VIEW_PERSON, can_view_person(actor, person))


def can_view_family(actor: Actor, family: Family) -> bool:
    """Whether `family in families_visible_to(actor)`, without a query."""
    return _may(actor, VIEW_FAMILY) and actor.covers(family.area_code)


def check_can_view_family(actor: Actor, family: Family) -> None:
    """Raise `Denied` unless the actor may see this family."""
    _check(actor, VIEW_FAMILY, can_view_family(actor, family))


def check_can_search(actor: Actor) -> None:
    """Raise `Denied` unless the role may search the registry."""
    _check(actor, SEARCH, _may(actor, SEARCH))


def can_register_person(actor: Actor, area: str) -> bool:
    """Whether the actor may register somebody who lives in `area`."""
    return _may(actor, REGISTER_PERSON) and actor.covers(area)


def check_can_register_person(actor: Actor, area: str) -> None:
    """Raise `Denied` unless the actor may register somebody who lives in `area`."""
    _check(actor, REGISTER_PERSON, can_register_person(actor, area))


def can_register_family(actor: Actor, area: str) -> bool:
    """Whether the actor may register a family that lives in `area`."""
    return _may(actor, REGISTER_FAMILY) and actor.covers(area)


def check_can_register_family(actor: Actor, area: str) -> None:
    """Raise `Denied` unless the actor may register a family that lives in `area`."""
    _check(actor, REGISTER_FAMILY, can_register_family(actor, area))


def can_correct_person(actor: Actor, person: Person) -> bool:
    """Whether the actor may correct this person, record a death, an identity, a status or a condition."""
    return _may(actor, CORRECT) and actor.covers(person.area_code)


def check_can_correct_person(actor: Actor, person: Person) -> None:
    """Raise `Denied` unless the actor may correct this person."""
    _check(actor, CORRECT, can_correct_person(actor, person))


def can_correct_family(actor: Actor, family: Family) -> bool:
    """Whether the actor may move, split or change this family and its members."""
    return _may(actor, CORRECT) and actor.covers(family.area_code)


def check_can_correct_family(actor: Actor, family: Family) -> None:
    """Raise `Denied` unless the actor may change this family."""
    _check(actor, CORRECT, can_correct_family(actor, family))


def can_move_family(actor: Actor, family: Family, to_area: str) -> bool:
    """Moving needs both places: nobody pushes a family into a village that is not theirs."""
    return can_correct_family(actor, family) and actor.covers(to_area)


def check_can_move_family(actor: Actor, family: Family, to_area: str) -> None:
    """Raise `Denied` unless the actor works in both the old and the new village."""
    check_can_correct_family(actor, family)
    if not actor.covers(to_area):
        message = "Tujuan pindah di luar wilayah tugas Anda. Mintalah petugas yang bertugas di kedua wilayah."
        raise Denied(permission=CORRECT, message=message)


def can_view_identity(actor: Actor) -> bool:
    """Whether whole NIK and KK may be shown: the role allows it and a purpose was stated (UU 27/2022)."""
    return _may(actor, VIEW_IDENTITY) and bool(actor.purpose.strip())


def check_can_view_identity(actor: Actor) -> None:
    """Raise `Denied` unless whole NIK and KK may be shown to the actor now."""
    _check(actor, VIEW_IDENTITY, _may(actor, VIEW_IDENTITY))
    if not actor.purpose.strip():
        raise Denied(permission=VIEW_IDENTITY, message="Tulis dulu keperluan melihat NIK atau nomor KK.")


def can_view_health(actor: Actor) -> bool:
    """Whether sensitive conditions (health, UU 27/2022 pasal 4) may be shown; each such look is logged."""
    return _may(actor, VIEW_HEALTH)


def can_view_condition(actor: Actor, kind: str) -> bool:
    """Whether a condition of this kind may be shown to the actor."""
    return kind not in SENSITIVE_CONDITIONS or can_view_health(actor)


def _may(actor: Actor, permission: str) -> bool:
    return actor.is_system or actor.may(permission)


def _check(actor: Actor, permission: str, allowed: Any) -> None:
    if allowed:
        return
    if not _may(actor, permission):
        raise Denied(permission=permission, message=f"Peran {actor.role} tidak berwenang untuk tindakan ini.")
    raise Denied(permission=permission, message=_OUTSIDE)


def can_issue_proof(actor: Actor) -> bool:
    """Whether the actor may issue the proof of registration to people of their areas."""
    return _may(actor, PROOF)


def check_can_issue_proof(actor: Actor) -> None:
    """Raise `Denied` unless the role issues proofs of registration."""
    _check(actor, PROOF, can_issue_proof(actor))


def pairs_visible_to(actor: Actor) -> QuerySet[DuplicatePair]:
    """Pairs of which both persons lie in the actor's areas; a pair with a neighbour's person is for the level above."""
    if not _may(actor, VIEW_PAIRS):
        return DuplicatePair.objects.none()
    return DuplicatePair.objects.filter(inside_areas(actor, "left__area_code"), inside_areas(actor, "right__area_code"))


def check_can_view_pairs(actor: Actor) -> None:
    """Raise `Denied` unless the role sees the worklist of possible doubles."""
    _check(actor, VIEW_PAIRS, _may(actor, VIEW_PAIRS))


def can_decide_pair(actor: Actor, pair: DuplicatePair) -> bool:
    """Whether the actor may say of both records what they are."""
    return _may(actor, DECIDE_PAIR) and actor.covers(pair.left.area_code) and actor.covers(pair.right.area_code)


def check_can_decide_pair(actor: Actor, pair: DuplicatePair) -> None:
    """Raise `Denied` unless the actor may decide this pair."""
    _check(actor, DECIDE_PAIR, can_decide_pair(actor, pair))


def runs_visible_to(actor: Actor) -> QuerySet[LinkageRun]:
    """Searches for duplicates in the actor's areas."""
    if not _may(actor, VIEW_PAIRS):
        return LinkageRun.objects.none()
    return LinkageRun.objects.filter(inside_areas(actor))


def can_link(actor: Actor, area: str) -> bool:
    """Whether the actor may have an area searched for duplicates."""
    return _may(actor, LINK) and actor.covers(area)


def check_can_link(actor: Actor, area: str) -> None:
    """Raise `Denied` unless the actor may have this area searched for duplicates."""
    _check(actor, LINK, can_link(actor, area))


def source_records_visible_to(actor: Actor) -> QuerySet[SourceRecord]:
    """What other registers write of the persons the actor may see."""
    return SourceRecord.objects.filter(person__in=visible_to(actor))
