"""Records that were merged: which person they belong to now, and which records one person has."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies

_RECORDS = """
    WITH RECURSIVE record AS (
        SELECT id, id AS survivor FROM registry_person WHERE id = ANY(%s)
        UNION ALL
        SELECT older.id, record.survivor FROM registry_person AS older JOIN record ON older.merged_into_id = record.id
    ) SELECT id, survivor FROM record
"""
_SURVIVORS = """
    WITH RECURSIVE step AS (
        SELECT id AS asked, id, merged_into_id FROM registry_person WHERE id = ANY(%s)
        UNION ALL
        SELECT step.asked, next.id, next.merged_into_id
        FROM step JOIN registry_person AS next ON next.id = step.merged_into_id
    ) SELECT asked, id FROM step WHERE merged_into_id IS NULL
"""
_TOGETHER = """
    WITH RECURSIVE step AS (
        SELECT id, merged_into_id FROM registry_person WHERE id = ANY(%s)
        UNION
        SELECT next.id, next.merged_into_id FROM step JOIN registry_person AS next ON next.id = step.merged_into_id
    ), record AS (
        SELECT id, id AS survivor FROM step WHERE merged_into_id IS NULL
        UNION ALL
        SELECT older.id, record.survivor
        FROM registry_person AS older JOIN record ON older.merged_into_id = record.id
    ) SELECT id, survivor FROM record
"""


def records_of(person_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """{record: person} for the persons themselves and every record merged into them; one query."""
    return _pairs(_RECORDS, person_ids)


def survivors_of(person_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """{record: the person it is now}; a record that was never merged is its own person; one query."""
    return _pairs(_SURVIVORS, person_ids)


def records_with(person_id: UUID) -> list[UUID]:
    """Every record of the person whom this one belongs to, itself and the surviving one among them; one query.

    Rows of rooms above stay with the record they were written for: who lists them asks for all of these.
    """
    return list(persons_of_records([person_id]))


def persons_of_records(ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """{record: person} for every record of the persons whom these belong to; one query."""
    wanted = list(ids)
    return {each: each for each in wanted} | _pairs(_TOGETHER, wanted)


def find_survivor(actor: Actor, person_id: UUID) -> UUID | None:
    """The person a merged record belongs to, when the actor may see them; None when nothing was merged."""
    survivor = survivors_of([person_id]).get(person_id)
    if survivor is None or survivor == person_id:
        return None
    return survivor if policies.visible_to(actor).filter(pk=survivor).exists() else None


def _pairs(sql: str, ids: Iterable[UUID]) -> dict[UUID, UUID]:
    wanted = list(ids)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(sql, [wanted])
        return dict(cursor.fetchall())
