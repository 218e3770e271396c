"""Registry ids in force on a day: what R018 asks for at proposal and at handover."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from rangkul.registry.enums import IdentityKind, Source
from rangkul.registry.models import Identity, Membership
from rangkul.registry.queries.merged import records_of, records_with, survivors_of

_KIND_OF_SOURCE = {Source.DTKS: IdentityKind.DTKS_ID, Source.DTSEN: IdentityKind.DTKS_ID}


def registry_id_in_force(kind: str, *, person_id: UUID | None = None, family_id: UUID | None = None, on: date) -> str:
    """The id in a register that is in force on a day; "" when there is none.

    `kind` is a source (DTKS) or an identity kind (ID_DTKS, KKS …). For a family: the family's own, else of any member
    present on that day. For a person: their own, merged records included, else that of their family.
    System use: scoped by row-level security only.
    """
    families = {family_id} if family_id else set()
    people: set[UUID] = set(records_with(person_id)) if person_id else set()
    if family_id:
        members = Membership.objects.filter(family_id=family_id, period__contains=on)
        people |= set(records_of(members.values_list("person_id", flat=True)))
    elif people:
        own = Membership.objects.filter(person_id__in=people, period__contains=on)
        families = set(own.values_list("family_id", flat=True))
    found = Identity.objects.filter(
        Q(person_id__in=people) | Q(family_id__in=families),
        kind=identity_kind(kind),
        period__contains=on,
    ).order_by("-period", "pk")
    rows = list(found)
    first = "family_id" if family_id else "person_id"
    return next((row.value for row in sorted(rows, key=lambda row: getattr(row, first) is None)), "")


def identity_kind(kind: str) -> str:
    """The identity kind that a source gives; an identity kind is itself."""
    return _KIND_OF_SOURCE[Source(kind)] if kind in _KIND_OF_SOURCE else str(IdentityKind(kind))


def registry_ids_in_force(kind: str, subject_kind: str, ids: Iterable[UUID], *, on: date) -> dict[UUID, str]:
    """`registry_id_in_force` for many persons or families at once: {subject id: id}, without those who have none.

    A merged record has what the person has whom it belongs to now. At most five queries whatever the number. System use: scoped by row-level security only.
    """
    wanted = set(ids)
    present = Membership.objects.filter(period__contains=on)
    of_person: dict[UUID, list[UUID]] = {}
    of_family: dict[UUID, list[UUID]] = {}
    if subject_kind == "family":
        of_family = {family: [family] for family in wanted}
        for family, person in present.filter(family_id__in=wanted).values_list("family_id", "person_id"):
            of_person.setdefault(person, []).append(family)
    else:
        now = survivors_of(wanted)
        for asked in wanted:
            of_person.setdefault(now.get(asked, asked), []).append(asked)
        for family, person in present.filter(person_id__in=of_person).values_list("family_id", "person_id"):
            of_family.setdefault(family, []).extend(of_person[person])
    rows = Identity.objects.filter(
        Q(person_id__in=of_person) | Q(family_id__in=of_family), kind=identity_kind(kind), period__contains=on
    ).order_by("period", "-pk")
    through: dict[UUID, str] = {}
    own: dict[UUID, str] = {}
    for row in rows:
        is_own = (row.family_id is not None) == (subject_kind == "family")
        targets = (
            of_person.get(row.person_id, [])
            if row.person_id
            else of_family.get(row.family_id, [])
            if row.family_id
            else []
        )
        for target in targets:
            (own if is_own else through)[target] = row.value
    return through | own
