"""Register a family with its members, and add members to one."""

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
from rangkul.registry.actions.members import join
from rangkul.registry.enums import Relation, Source
from rangkul.registry.errors import AlreadyRegistered
from rangkul.registry.models import Family


@action("registry.family.register")
def register_family(
    *,
    area: str,
    members: Sequence[tuple[UUID, str]],
    by: Actor,
    at: datetime,
    kk: str | None = None,
    address: str = "",
    hamlet: str = "",
    rt: str = "",
    rw: str = "",
    livelihood: str = "",
    on: date | None = None,
    source: str = Source.DESK,
    reason: str = "",
    form_id: UUID | None = None,
) -> Family:
    """Register a family of (person, relation) members, exactly one of them HEAD, from `on` (today) on.

    The card number is optional. Raises Refused, Denied, AlreadyRegistered, KkAlreadyRegistered, AlreadyInFamily.
    """
    where = steps.read_area(area)
    policies.check_can_register_family(by, where)
    steps.check_form_id(form_id)
    if form_id is not None and Family.objects.filter(pk=form_id).exists():
        raise AlreadyRegistered(form_id)
    start = on or steps.day_of(at)
    steps.check_not_future("Tanggal", start, at)
    check_one_head([relation for _, relation in members])
    number = steps.read_kk(kk)
    if number:
        steps.check_kk_is_free(number)
    sealed = numbers.seal_kk(number) if number else None
    family = Family(
        pk=form_id or new_id(),
        kk_cipher=sealed.cipher if sealed else None,
        kk_index=sealed.index if sealed else None,
        area_code=where,
        address=clean(address)[:300],
        hamlet=clean(hamlet)[:100],
        rt=clean(rt)[:5],
        rw=clean(rw)[:5],
        livelihood=livelihood,
        formed_on=on,
        source=source,
        created_at=at,
        updated_at=at,
    )
    with steps.readable(kk=number or "", record_id=family.pk):
        family.save(force_insert=True)
    for person_id, relation in members:
        person = steps.lock_person(person_id)
        policies.check_can_register_family(by, person.area_code)
        join(family, person, relation, start)
    family.save(update_fields=["head_name"])
    record(
        "registry.family.register",
        by=by,
        at=at,
        on=family,
        subjects=steps.subjects_of_family(family.pk, start),
        area=where,
        reason=reason,
        data={"members": len(members), "has_kk": number is not None, "source": source},
    )
    return family


@action("registry.family.add_member")
def add_member(
    *,
    family_id: UUID,
    person_id: UUID,
    relation: str,
    by: Actor,
    at: datetime,
    on: date | None = None,
    revision: int | None = None,
    reason: str = "",
) -> Family:
    """Add a person to a family from `on` (today) on. Raises AlreadyInFamily, Refused, Denied, StalePage."""
    start = on or steps.day_of(at)
    steps.check_not_future("Tanggal masuk KK", start, at)
    family = steps.lock_family(family_id)
    person = steps.lock_person(person_id)
    policies.check_can_change_family(by, family)
    policies.check_can_change_person(by, person)
    steps.check_revision(family, revision)
    row = join(family, person, relation, start)
    steps.save_next(family, at, ["head_name"])
    record(
        "registry.family.add_member",
        by=by,
        at=at,
        on=family,
        subjects=[("family", family.pk), ("person", person.pk)],
        area=family.area_code,
        reason=reason,
        data={"name": person.name, "relation": row.relation, "on": start.isoformat()},
    )
    return family


def check_one_head(relations: Sequence[str]) -> None:
    """Raise Refused unless exactly one of the members is the head."""
    heads = sum(relation == Relation.HEAD for relation in relations)
    if heads != 1:
        raise Refused(
            field="Anggota",
            value=f"{heads} kepala keluarga",
            expected="tepat satu kepala keluarga",
            remedy="pilih satu orang sebagai kepala keluarga",
        )
