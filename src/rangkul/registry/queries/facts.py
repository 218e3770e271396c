"""Facts of one family or person for the rules, exactly as the snapshot of everybody has them."""

from datetime import date
from uuid import UUID

from rangkul.registry import snapshot
from rangkul.registry.errors import NoSuchRecord
from rangkul.registry.queries.views import SubjectFacts


def facts_for_family(family_id: UUID, as_of: date) -> SubjectFacts:
    """Facts of a family and its members on a day; null means unknown. Raises NoSuchRecord when it did not live then.

    System use: the caller has shown that the actor may see the family; row-level security applies besides.
    """
    found = snapshot.facts_of_family(family_id, as_of)
    if found is None:
        raise NoSuchRecord("family", family_id)
    return SubjectFacts(dict(found.facts), [dict(member) for member in found.members])


def facts_for_person(person_id: UUID, as_of: date) -> SubjectFacts:
    """Facts of a person, those of the family as "keluarga.…"; see `facts_for_family`."""
    found = snapshot.facts_of_person(person_id, as_of)
    if found is None:
        raise NoSuchRecord("person", person_id)
    return SubjectFacts(dict(found.facts), [dict(member) for member in found.members])
