"""Dated membership: joining, leaving, changing place in a family; used by the actions on families."""

from datetime import date
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.registry.actions import steps
from rangkul.registry.enums import EndReason, Relation
from rangkul.registry.errors import AlreadyInFamily, NotAMember
from rangkul.registry.models import Family, Membership, Person


def join(family: Family, person: Person, relation: str, on: date) -> Membership:
    """The person belongs to the family from a day on. Raises AlreadyInFamily, Refused (a second head)."""
    place = Relation(relation)
    if person.died_on is not None and person.died_on < on:
        raise Refused(
            field="Anggota", value=person.name, expected="orang yang masih hidup", remedy="periksa tanggal masuk KK"
        )
    other = Membership.objects.filter(person=person, period__endswith__isnull=True).first()
    if other is not None:
        raise AlreadyInFamily(name=person.name, since=other.period.lower)
    if place == Relation.HEAD:
        _check_no_head(family, on)
    row = Membership(person=person, family=family, relation=place, period=steps.since(on))
    with steps.readable(name=person.name):
        row.save(force_insert=True)
    if place == Relation.HEAD:
        family.head_name = person.name
    return row


def leave(family: Family, person_id: UUID, on: date, reason: EndReason) -> Membership:
    """End a membership on a day; the day itself no longer counts. Raises NotAMember."""
    row = steps.present_membership(person_id, on)
    if row is None or row.family_id != family.pk:
        raise NotAMember(Person.objects.get(pk=person_id).name)
    steps.close_at(row, on, what="Tanggal keluar dari KK")
    row.end_reason = reason
    row.save(update_fields=["period", "end_reason"])
    return row


def change_place(family: Family, person: Person, relation: str, on: date) -> None:
    """Another place in the same family from a day on: the former row ends, a new one begins."""
    row = steps.present_membership(person.pk, on)
    if row is None or row.family_id != family.pk:
        raise NotAMember(person.name)
    if row.relation == relation:
        return
    if row.period.lower == on:
        row.relation = Relation(relation)
        row.save(update_fields=["relation"])
        return
    steps.close_at(row, on, what="Tanggal perubahan")
    row.end_reason = EndReason.CORRECTION
    row.save(update_fields=["period", "end_reason"])
    Membership.objects.create(person=person, family=family, relation=Relation(relation), period=steps.since(on))


def head_of(family: Family, on: date) -> Membership | None:
    """Who heads the family on a day."""
    return family.memberships.filter(relation=Relation.HEAD, period__contains=on).select_related("person").first()


def _check_no_head(family: Family, on: date) -> None:
    head = head_of(family, on)
    if head is not None:
        raise Refused(
            field="Hubungan",
            value="kepala keluarga",
            expected="satu kepala keluarga dalam satu KK",
            remedy=f"kepala keluarga ini {head.person.name}; pakai “Ganti kepala keluarga” bila berganti",
        )
