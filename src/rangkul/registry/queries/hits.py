"""From ids with a likeness to hits that a list can show, in a bounded number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from rangkul.platform.policy.actor import Actor
from rangkul.registry import numbers, policies
from rangkul.registry.models import Membership, Person
from rangkul.registry.queries.areas import area_labels
from rangkul.registry.queries.views import PersonHit


@dataclass(frozen=True, slots=True)
class Why:
    """How alike a found person is, and the reasons in Indonesian."""

    likeness: float
    reasons: tuple[str, ...]


def hits_for(actor: Actor, found: Mapping[UUID, Why]) -> list[PersonHit]:
    """Hits for the persons the actor may see, the most alike first; three queries however many."""
    persons = list(policies.visible_to(actor).filter(pk__in=found))
    memberships = present_memberships(person.pk for person in persons)
    labels = area_labels(person.area_code for person in persons)
    hits = [_hit(person, memberships.get(person.pk), labels, found[person.pk]) for person in persons]
    return sorted(hits, key=lambda hit: (-hit.likeness, hit.name, str(hit.id)))


def present_memberships(persons: Iterable[UUID]) -> dict[UUID, Membership]:
    """The membership that is still running, per person."""
    rows: QuerySet[Membership] = Membership.objects.filter(
        person_id__in=list(persons), period__endswith__isnull=True
    ).select_related("family")
    return {row.person_id: row for row in rows}


def _hit(person: Person, membership: Membership | None, labels: Mapping[str, str], why: Why) -> PersonHit:
    return PersonHit(
        id=person.pk,
        name=person.name,
        masked_nik=numbers.masked(person.nik_cipher, numbers.NIK),
        nik_status=person.nik_status,
        sex=person.sex,
        birth_date=person.birth_date,
        area_code=person.area_code,
        area_label=labels.get(person.area_code, person.area_code),
        died_on=person.died_on,
        family_id=membership.family_id if membership else None,
        head_name=membership.family.head_name if membership else "",
        relation=membership.get_relation_display() if membership else "",
        likeness=round(why.likeness, 3),
        reasons=why.reasons,
    )
