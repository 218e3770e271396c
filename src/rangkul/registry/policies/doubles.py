"""Who may merge records, decide on doubles and have them searched for."""

from django.db.models import QuerySet

from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas
from rangkul.registry.models import DuplicatePair, LinkageRun, Person, SourceRecord
from rangkul.registry.policies.people import visible_to
from rangkul.registry.policies.rights import DECIDE_PAIR, LINK, VIEW_PAIRS, check, may


def can_merge_person(actor: Actor, person: Person) -> bool:
    """Whether the actor may say that this record is another's double: who decides on doubles."""
    return may_merge(actor, person.area_code)


def may_merge(actor: Actor, area: str) -> bool:
    """As `can_merge_person`, by the place where the person lives."""
    return may(actor, DECIDE_PAIR) and actor.covers(area)


def check_can_merge_person(actor: Actor, person: Person) -> None:
    """Raise `Denied` unless the actor may merge this record, take a merge back or split it."""
    check(actor, DECIDE_PAIR, can_merge_person(actor, person))


def pairs_visible_to(actor: Actor) -> QuerySet[DuplicatePair]:
    """Pairs of which both persons lie in the actor's areas; a pair with a neighbour's person is for the level above."""
    if not may(actor, VIEW_PAIRS):
        return DuplicatePair.objects.none()
    return DuplicatePair.objects.filter(inside_areas(actor, "left__area_code"), inside_areas(actor, "right__area_code"))


def check_can_view_pairs(actor: Actor) -> None:
    """Raise `Denied` unless the role sees the worklist of possible doubles."""
    check(actor, VIEW_PAIRS, may(actor, VIEW_PAIRS))


def can_decide_pair(actor: Actor, pair: DuplicatePair) -> bool:
    """Whether the actor may say of both records what they are."""
    return may(actor, DECIDE_PAIR) and actor.covers(pair.left.area_code) and actor.covers(pair.right.area_code)


def check_can_decide_pair(actor: Actor, pair: DuplicatePair) -> None:
    """Raise `Denied` unless the actor may decide this pair."""
    check(actor, DECIDE_PAIR, can_decide_pair(actor, pair))


def runs_visible_to(actor: Actor) -> QuerySet[LinkageRun]:
    """Searches for duplicates in the actor's areas."""
    if not may(actor, VIEW_PAIRS):
        return LinkageRun.objects.none()
    return LinkageRun.objects.filter(inside_areas(actor))


def can_link(actor: Actor, area: str) -> bool:
    """Whether the actor may have an area searched for duplicates."""
    return may(actor, LINK) and actor.covers(area)


def check_can_link(actor: Actor, area: str) -> None:
    """Raise `Denied` unless the actor may have this area searched for duplicates."""
    check(actor, LINK, can_link(actor, area))


def check_can_mark_difference(actor: Actor, person: Person) -> None:
    """Raise `Denied` unless the actor may say what was done about a difference between registers, as of doubles."""
    check(actor, DECIDE_PAIR, may_merge(actor, person.area_code) and person.merged_into_id is None)


def source_records_visible_to(actor: Actor) -> QuerySet[SourceRecord]:
    """What other registers write of the persons the actor may see."""
    return SourceRecord.objects.filter(person__in=visible_to(actor))
