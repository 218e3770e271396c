"""Who may see and change persons and families, and which ones."""

from typing import Any

from django.db.models import Q, QuerySet

from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas
from rangkul.registry.models import (
    ChangeRequest,
    Community,
    DisabilityProfile,
    DuplicatePair,
    Family,
    GroupMark,
    LinkageRun,
    Person,
    SourceRecord,
)

VIEW_PERSON = "registry.person.view"
VIEW_FAMILY = "registry.family.view"
SEARCH = "registry.person.search"
VIEW_IDENTITY = "registry.person.view_identity"
VIEW_HEALTH = "registry.person.view_health"
REGISTER_PERSON = "registry.person.register"
REGISTER_FAMILY = "registry.family.register"
CORRECT = "registry.person.correct"
RECORD = "registry.person.record"
PROOF = "registry.proof.issue"
ASK_CHANGE = "registry.change.ask"
CHECK_CHANGE = "registry.change.check"

VALIDATE = "registry.disability.validate"
MEET_DEVICE = "registry.device.meet"
VIEW_HOME = "registry.family.view_home"
VIEW_PAIRS = "registry.pair.view"
DECIDE_PAIR = "registry.pair.decide"
LINK = "registry.linkage.request"
TAKE_OUT = "registry.export.make"

_OUTSIDE = "Data ini berada di luar wilayah tugas Anda."
_WITHOUT = {
    CORRECT: "Peran Anda tidak mengubah data ini secara langsung. Ajukan perubahan; petugas Dinas memeriksa dan menerapkannya."
}


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


def check_can_take_snapshot_out(actor: Actor, area: str) -> None:
    """Raise `Denied` unless the role takes data out, sees health (a snapshot holds it), and the area is its own."""
    actor.check_may(TAKE_OUT)
    actor.check_may(VIEW_HEALTH)
    if not actor.covers(area):
        raise Denied(permission=TAKE_OUT, message=_OUTSIDE)


def can_correct_person(actor: Actor, person: Person) -> bool:
    """Whether the actor may change this person directly; everybody else asks (`ASK_CHANGE`), and the office applies."""
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


def can_record_person(actor: Actor, person: Person) -> bool:
    """Whether the actor may add to what is known of this person: a number, a status, a condition, a profile, a mark."""
    return _may(actor, RECORD) and actor.covers(person.area_code)


def check_can_record_person(actor: Actor, person: Person) -> None:
    """Raise `Denied` unless the actor may record something about this person."""
    _check(actor, RECORD, can_record_person(actor, person))


def can_record_family(actor: Actor, family: Family) -> bool:
    """Whether the actor may add to what is known of this family: a number, a status, its house, a mark, a first card."""
    return _may(actor, RECORD) and actor.covers(family.area_code)


def check_can_record_family(actor: Actor, family: Family) -> None:
    """Raise `Denied` unless the actor may record something about this family."""
    _check(actor, RECORD, can_record_family(actor, family))


def can_merge_person(actor: Actor, person: Person) -> bool:
    """Whether the actor may say that this record is another's double: who corrects, or who decides on doubles."""
    return may_merge(actor, person.area_code)


def may_merge(actor: Actor, area: str) -> bool:
    """As `can_merge_person`, by the place where the person lives."""
    return (_may(actor, CORRECT) or _may(actor, DECIDE_PAIR)) and actor.covers(area)


def check_can_merge_person(actor: Actor, person: Person) -> None:
    """Raise `Denied` unless the actor may merge this record, take a merge back or split it."""
    _check(actor, CORRECT, can_merge_person(actor, person), or_else=DECIDE_PAIR)


def check_can_move_family(actor: Actor, family: Family, to_area: str) -> None:
    """Raise `Denied` unless the actor works in both villages: nobody pushes a family into one that is not theirs."""
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


def check_can_view_people(actor: Actor) -> None:
    """Raise `Denied` unless the role sees persons at all; figures about them start here."""
    _check(actor, VIEW_PERSON, _may(actor, VIEW_PERSON))


def hidden_events(actor: Actor) -> Q:
    """Events that an actor's timelines leave out: deeds about health, stays whose place tells of it, what was bought."""
    bought = Q(pk__in=[]) if _may(actor, "delivery.ewarong.view") else Q(name__startswith="delivery.purchase.")
    if can_view_health(actor):
        return bought
    rooms = Q(name__startswith="registry.") | Q(name__startswith="institutions.resident.")
    rooms |= Q(name__startswith="programmes.cover.")  # its lists are made of persons with disability
    mine = rooms & Q(data__contains={"is_sensitive": True})
    return bought | mine | Q(name="registry.condition.record", data__contains={"kind": ""})


def check_can_record_health(actor: Actor, person: Person) -> None:
    """Raise `Denied` unless the actor may write health data of this person."""
    check_can_record_person(actor, person)
    _check(actor, VIEW_HEALTH, can_view_health(actor))


def check_sees_health(actor: Actor) -> None:
    """Raise `Denied` unless the role sees health data at all, purpose or not."""
    _check(actor, VIEW_HEALTH, can_view_health(actor))


def check_can_view_health(actor: Actor) -> None:
    """Raise `Denied` unless the role sees health data and a purpose was stated; each look is logged with it."""
    _check(actor, VIEW_HEALTH, can_view_health(actor))
    if not actor.is_system and not actor.purpose.strip():
        raise Denied(permission=VIEW_HEALTH, message="Tulis dulu keperluan melihat data kesehatan atau disabilitas.")


def can_validate_profile(actor: Actor, profile: DisabilityProfile) -> bool:
    """Whether the actor may validate: in the area, with the permission, and not the one who recorded it."""
    return (
        _may(actor, VALIDATE)
        and can_view_health(actor)
        and actor.covers(profile.person.area_code)
        and (profile.recorded_by is None or profile.recorded_by != actor.user_id)
    )


def check_can_validate_profile(actor: Actor, profile: DisabilityProfile) -> None:
    """Raise `Denied` unless the actor may validate this profile."""
    if _may(actor, VALIDATE) and profile.recorded_by is not None and profile.recorded_by == actor.user_id:
        message = "Profil ini Anda sendiri yang mencatat. Mintalah petugas lain memvalidasinya."
        raise Denied(permission=VALIDATE, message=message)
    _check(actor, VALIDATE, can_validate_profile(actor, profile))


def can_meet_device(actor: Actor, area: str) -> bool:
    """Whether the actor may record that a device was given to somebody of this area."""
    return _may(actor, MEET_DEVICE) and can_view_health(actor) and actor.covers(area)


def check_can_meet_device(actor: Actor, area: str) -> None:
    """Raise `Denied` unless `can_meet_device`."""
    _check(actor, MEET_DEVICE, can_meet_device(actor, area))


def communities_visible_to(actor: Actor) -> QuerySet[Community]:
    """Marked communities in the actor's areas."""
    if not _may(actor, VIEW_FAMILY):
        return Community.objects.none()
    return Community.objects.filter(inside_areas(actor))


def marks_visible_to(actor: Actor) -> QuerySet[GroupMark]:
    """Marks of PPKS and PSKS about whom the actor may see; those of sensitive types only with the right to health."""
    # by the areas of whom they are about, which costs as many rows as there are marks, not persons
    about = Q(pk__in=[])
    if _may(actor, VIEW_PERSON):
        about |= Q(person__merged_into__isnull=True) & inside_areas(actor, "person__area_code")
        about |= inside_areas(actor, "person__merged_into__area_code")
    if _may(actor, VIEW_FAMILY):
        about |= inside_areas(actor, "family__area_code") | inside_areas(actor, "community__area_code")
    found = GroupMark.objects.filter(about)
    return found if can_view_health(actor) else found.filter(is_sensitive=False)


def can_view_home(actor: Actor) -> bool:
    """Whether photos of houses and their place on the map may be shown; each such look is logged."""
    return _may(actor, VIEW_HOME)


def check_can_record_home(actor: Actor, family: Family) -> None:
    """Raise `Denied` unless the actor may keep photos and the map point of this family."""
    check_can_record_family(actor, family)
    _check(actor, VIEW_HOME, can_view_home(actor))


def _may(actor: Actor, permission: str) -> bool:
    return actor.is_system or actor.may(permission)


def _check(actor: Actor, permission: str, allowed: Any, *, or_else: str = "") -> None:
    if allowed:
        return
    if not _may(actor, permission) and not (or_else and _may(actor, or_else)):
        if permission in _WITHOUT:
            raise Denied(permission=permission, message=_WITHOUT[permission])
        actor.check_may(permission)
    raise Denied(permission=permission, message=_OUTSIDE)


def can_issue_proof(actor: Actor) -> bool:
    """Whether the actor may issue the proof of registration to people of their areas."""
    return _may(actor, PROOF)


def check_can_issue_proof(actor: Actor) -> None:
    """Raise `Denied` unless the role issues proofs of registration."""
    _check(actor, PROOF, can_issue_proof(actor))


def changes_visible_to(actor: Actor) -> QuerySet[ChangeRequest]:
    """Change requests of the actor's areas, for whoever may see families."""
    if not _may(actor, VIEW_FAMILY):
        return ChangeRequest.objects.none()
    return ChangeRequest.objects.filter(inside_areas(actor))


def can_view_change(actor: Actor, change: ChangeRequest) -> bool:
    """Whether `change in changes_visible_to(actor)`, without a query."""
    return _may(actor, VIEW_FAMILY) and actor.covers(change.area_code)


def can_ask_change(actor: Actor, area: str) -> bool:
    """Whether the actor may ask for changes of families and persons who live in `area`."""
    return _may(actor, ASK_CHANGE) and actor.covers(area)


def check_can_ask_change(actor: Actor, area: str) -> None:
    """Raise `Denied` unless the actor may ask for changes there."""
    _check(actor, ASK_CHANGE, can_ask_change(actor, area))


def can_edit_change(actor: Actor, change: ChangeRequest) -> bool:
    """Whether the actor may fill in, submit or withdraw: anybody of the village who may ask, not only the first."""
    return can_ask_change(actor, change.area_code)


def check_can_edit_change(actor: Actor, change: ChangeRequest) -> None:
    """Raise `Denied` unless the actor may fill in, submit or withdraw the request."""
    _check(actor, ASK_CHANGE, can_edit_change(actor, change))


def can_check_change(actor: Actor, change: ChangeRequest) -> bool:
    """Whether the actor may check, return or refuse: in the area, and neither the asker nor the one who submitted."""
    own = actor.user_id is not None and actor.user_id in (change.asked_by, change.submitted_by)
    return _may(actor, CHECK_CHANGE) and actor.covers(change.area_code) and not own


def check_can_check_change(actor: Actor, change: ChangeRequest) -> None:
    """Raise `Denied` unless the actor may decide on the request with fresh eyes (four eyes)."""
    if can_check_change(actor, change):
        return
    if _may(actor, CHECK_CHANGE) and actor.covers(change.area_code):
        message = "Permohonan ini Anda ajukan sendiri. Orang lain yang memeriksanya."
        raise Denied(permission=CHECK_CHANGE, message=message)
    _check(actor, CHECK_CHANGE, False)


def can_apply_change(actor: Actor, change: ChangeRequest) -> bool:
    """Whether the check may be followed by applying: the actor works in every place the change touches."""
    return can_check_change(actor, change) and (not change.to_area or actor.covers(change.to_area))


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
