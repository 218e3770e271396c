"""What happens to families: they move, split, get another head."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.kernel.ids import new_id
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.registry import numbers, policies
from rangkul.registry.actions import steps
from rangkul.registry.actions.members import change_place, head_of, join, leave
from rangkul.registry.actions.register_family import check_one_head
from rangkul.registry.enums import EndReason, Relation, Source
from rangkul.registry.models import Family, Membership, Person


@action("registry.family.move")
def move_family(
    *,
    family_id: UUID,
    to_area: str,
    by: Actor,
    at: datetime,
    on: date | None = None,
    address: str = "",
    hamlet: str = "",
    rt: str = "",
    rw: str = "",
    revision: int | None = None,
    reason: str = "",
) -> Family:
    """The family and its present members live elsewhere from a day on; the old address stays in the trail.

    The actor must work in both places. Raises Refused, Denied, StalePage.
    """
    where = steps.read_area(to_area)
    moved_on = on or steps.day_of(at)
    steps.check_not_future("Tanggal pindah", moved_on, at)
    family = steps.lock_family(family_id)
    policies.check_can_move_family(by, family, where)
    steps.check_revision(family, revision)
    _check_lives(family)
    before = {"area": family.area_code, **{name: getattr(family, name) for name in ("address", "hamlet", "rt", "rw")}}
    new = {
        "area_code": str(where),
        "address": clean(address)[:300],
        "hamlet": clean(hamlet)[:100],
        "rt": clean(rt)[:5],
        "rw": clean(rw)[:5],
    }
    if all(getattr(family, name) == value for name, value in new.items()):
        raise Refused(
            field="Alamat", value=family.address, expected="alamat yang berbeda", remedy="isi alamat yang baru"
        )
    for name, value in new.items():
        setattr(family, name, value)
    present = Membership.objects.filter(family=family, period__endswith__isnull=True).values_list(
        "person_id", flat=True
    )
    for person in Person.objects.select_for_update(of=("self",)).filter(pk__in=list(present)).order_by("pk"):
        for name, value in new.items():
            setattr(person, name, value)
        steps.save_next(person, at, new)
    subjects = [("family", family.pk), *(("person", person_id) for person_id in present)]
    steps.save_next(family, at, new)
    record(
        "registry.family.move",
        by=by,
        at=at,
        on=family,
        subjects=subjects,
        area=where,
        reason=reason,
        data={"before": before, "to_area": where, "address": family.address, "on": moved_on.isoformat()},
    )
    return family


@action("registry.family.split")
def split_family(
    *,
    family_id: UUID,
    members: Sequence[tuple[UUID, str]],
    by: Actor,
    at: datetime,
    on: date | None = None,
    kk: str | None = None,
    new_head_id: UUID | None = None,
    revision: int | None = None,
    reason: str = "",
    form_id: UUID | None = None,
) -> Family:
    """Some members form a family of their own (pecah KK) from a day on; returns the new family.

    `members` are (person, relation) in the new family, exactly one HEAD. When the head leaves and others stay,
    `new_head_id` says who heads those who stay. When nobody stays, the old family ends that day.
    Raises Refused, Denied, NotAMember, KkAlreadyRegistered, StalePage.
    """
    split_on = on or steps.day_of(at)
    steps.check_not_future("Tanggal pecah KK", split_on, at)
    steps.check_form_id(form_id)
    check_one_head([relation for _, relation in members])
    old = steps.lock_family(family_id)
    policies.check_can_change_family(by, old)
    policies.check_can_register_family(by, old.area_code)
    steps.check_revision(old, revision)
    _check_lives(old)
    number = steps.read_kk(kk)
    if number:
        steps.check_kk_is_free(number)
    sealed = numbers.seal_kk(number) if number else None
    everybody = steps.subjects_of_family(old.pk, split_on)
    new = Family(
        pk=form_id or new_id(),
        kk_cipher=sealed.cipher if sealed else None,
        kk_index=sealed.index if sealed else None,
        **{name: getattr(old, name) for name in ("area_code", "address", "hamlet", "rt", "rw", "livelihood")},
        formed_on=split_on,
        source=Source.DESK,
        created_at=at,
        updated_at=at,
    )
    with steps.readable(kk=number or "", record_id=new.pk):
        new.save(force_insert=True)
    for person_id, relation in members:
        leave(old, person_id, split_on, EndReason.SPLIT)
        join(new, steps.lock_person(person_id), relation, split_on)
    new.save(update_fields=["head_name"])
    settle_those_who_stay(old, split_on, new_head_id)
    steps.save_next(old, at, ["head_name", "ended_on"])
    record(
        "registry.family.split",
        by=by,
        at=at,
        on=old,
        subjects=[*everybody, ("family", new.pk)],
        area=old.area_code,
        reason=reason,
        data={"new_family": str(new.pk), "head": new.head_name, "members": len(members), "on": split_on.isoformat()},
    )
    return new


@action("registry.family.change_head")
def change_head(
    *,
    family_id: UUID,
    person_id: UUID,
    by: Actor,
    at: datetime,
    former_relation: str = Relation.OTHER,
    on: date | None = None,
    revision: int | None = None,
    reason: str = "",
) -> Family:
    """A member heads the family from a day on; the former head, if still there, takes `former_relation`.

    Raises Refused, Denied, NotAMember, StalePage.
    """
    changed_on = on or steps.day_of(at)
    steps.check_not_future("Tanggal perubahan", changed_on, at)
    family = steps.lock_family(family_id)
    policies.check_can_change_family(by, family)
    steps.check_revision(family, revision)
    _check_lives(family)
    if former_relation == Relation.HEAD:
        raise Refused(field="Hubungan", value="kepala keluarga", expected="hubungan lain", remedy="pilih hubungan baru")
    former = head_of(family, changed_on)
    if former is not None and former.person_id == person_id:
        raise Refused(
            field="Kepala keluarga", value=former.person.name, expected="anggota lain", remedy="pilih anggota"
        )
    if former is not None:
        change_place(family, former.person, former_relation, changed_on)
    person = steps.lock_person(person_id)
    change_place(family, person, Relation.HEAD, changed_on)
    family.head_name = person.name
    steps.save_next(family, at, ["head_name"])
    record(
        "registry.family.change_head",
        by=by,
        at=at,
        on=family,
        subjects=[
            ("family", family.pk),
            ("person", person.pk),
            *([("person", former.person_id)] if former is not None else []),
        ],
        area=family.area_code,
        reason=reason,
        data={"head": person.name, "former": former.person.name if former else "", "on": changed_on.isoformat()},
    )
    return family


def _check_lives(family: Family) -> None:
    if family.ended_on is not None:
        raise Refused(
            field="Keluarga", value=family.head_name, expected="keluarga yang masih ada", remedy="KK ini sudah berakhir"
        )


def settle_those_who_stay(family: Family, on: date, new_head_id: UUID | None) -> None:
    """Who heads those who stay; nobody left ends the family that day. Raises Refused when a head is missing."""
    remaining = Membership.objects.filter(family=family, period__contains=on)
    if not remaining.exists():
        family.ended_on = on
        return
    if head_of(family, on) is not None:
        return
    if new_head_id is None:
        raise Refused(
            field="Kepala keluarga",
            value="",
            expected="kepala bagi anggota yang tetap tinggal",
            remedy="pilih siapa yang mengepalai keluarga lama",
        )
    person = steps.lock_person(new_head_id)
    change_place(family, person, Relation.HEAD, on)
    family.head_name = person.name
