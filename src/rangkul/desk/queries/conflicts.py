"""Cases in conflict: two open ones about one person or family, and those that two officials changed at once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet

from rangkul.desk.models import Case
from rangkul.desk.models.conflicts import Conflict
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas
from rangkul.registry import queries as registry_queries


class _IsSamePerson(Func):
    """Whether two records are one person: the same one, or one merged into the other (migration 0012)."""

    template = "(%(expressions)s])))"
    arg_joiner = " = ANY (desk_records_with(ARRAY["
    output_field = BooleanField()


class _IsOneOf(Func):
    """Whether a value is in an array: a list that PostgreSQL gathers once for the statement, before any twin is looked for."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY ("
    output_field = BooleanField()


def kept_conflicts(actor: Actor) -> QuerySet[Conflict]:
    """The conflicts that the database keeps in the actor's areas, whoever the twin is about."""
    return Conflict.objects.filter(inside_areas(actor))


def in_conflict(actor: Actor, seen: QuerySet[Case]) -> QuerySet[Case]:
    """Open cases with an open twin (same person or same family) among `seen`, or contested by two officials."""
    open_ones = seen.exclude(state="CLOSED")
    others = open_ones.order_by().exclude(pk=OuterRef("pk"))
    same_family = Exists(others.filter(family_id=OuterRef("family_id")))
    same_record = Exists(others.filter(person_id=OuterRef("person_id")))
    same_person = Exists(others.filter(_IsSamePerson(F("person_id"), OuterRef("person_id"))))
    kept = open_ones.filter(_IsOneOf(F("pk"), ArraySubquery(kept_conflicts(actor).values("pk"))))
    # Asked in this order: following merged records costs a function call, and few twins are found by that alone.
    return kept.filter(Q(contested_at__isnull=False) | same_family | same_record | same_person)


def twins_of(seen: QuerySet[Case], cases: Sequence[Any]) -> dict[UUID, tuple[str, ...]]:
    """For each of the cases the tickets of its open twins among `seen`; two queries for all."""
    persons = {case.person_id for case in cases if case.person_id}
    families = {case.family_id for case in cases if case.family_id}
    if not persons and not families:
        return {}
    now = registry_queries.persons_of_records(persons)
    open_ones = seen.exclude(state="CLOSED").filter(Q(person_id__in=list(now)) | Q(family_id__in=families))
    rows = list(open_ones.order_by("id").values_list("pk", "ticket", "person_id", "family_id")[:500])
    return {
        case.pk: tuple(
            ticket
            for pk, ticket, person_id, family_id in rows
            if pk != case.pk
            and (
                (case.person_id and person_id and now.get(person_id) == now[case.person_id])
                or (case.family_id and family_id == case.family_id)
            )
        )
        for case in cases
    }


def open_twins(seen: QuerySet[Case], case: Case) -> QuerySet[Case]:
    """The other open cases among `seen` about the same person or family, the oldest first."""
    about = Q(pk__in=[])
    if case.person_id:
        about |= Q(person_id__in=registry_queries.records_with(case.person_id))
    if case.family_id:
        about |= Q(family_id=case.family_id)
    return seen.exclude(state="CLOSED").exclude(pk=case.pk).filter(about).order_by("id")
