"""How many live in institutions on a day, and how many beds are held: figures without persons, from a function that sees across all areas."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import connection

_ASK_HELD = "SELECT institution_id, bed_group_id, held FROM institutions_held(%s, %s, %s)"
_ASK = "SELECT institution_id, bed_group_id, residents FROM institutions_occupancy(%s, %s)"


def occupancy(ids: Iterable[UUID], on: date) -> dict[UUID, dict[UUID | None, int]]:
    """{institution: {bed group (None without): residents}} on a day; an institution that never had any is left out."""
    return _counted(_ASK, list(ids), on)


def held_beds(ids: Iterable[UUID], on: date, *, but_for: UUID | None = None) -> dict[UUID, dict[UUID | None, int]]:
    """{institution: {bed group (None without): beds}} held on a day by accepted requests, but those of one referral."""
    return _counted(_ASK_HELD, list(ids), on, but_for)


def _counted(ask: str, ids: list[UUID], *more: date | UUID | None) -> dict[UUID, dict[UUID | None, int]]:
    if not ids:
        return {}
    found: dict[UUID, dict[UUID | None, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(ask, [ids, *more])
        for institution, group, count in cursor.fetchall():
            found[institution][group] = count
    return dict(found)


def residents_on(ids: Iterable[UUID], on: date) -> dict[UUID, int]:
    """{institution: residents} on a day; an institution whose register was never begun is left out."""
    return {institution: sum(groups.values()) for institution, groups in occupancy(ids, on).items()}
