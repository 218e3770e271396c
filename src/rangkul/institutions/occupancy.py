"""How many live in institutions on a day: figures without persons, from a function that sees across all areas."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import connection

_ASK = "SELECT institution_id, bed_group_id, residents FROM institutions_occupancy(%s, %s)"


def occupancy(ids: Iterable[UUID], on: date) -> dict[UUID, dict[UUID | None, int]]:
    """{institution: {bed group (None without): residents}} on a day; an institution that never had any is left out."""
    wanted = list(ids)
    if not wanted:
        return {}
    found: dict[UUID, dict[UUID | None, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_ASK, [wanted, on])
        for institution, group, residents in cursor.fetchall():
            found[institution][group] = residents
    return dict(found)


def residents_on(ids: Iterable[UUID], on: date) -> dict[UUID, int]:
    """{institution: residents} on a day; an institution whose register was never begun is left out."""
    return {institution: sum(groups.values()) for institution, groups in occupancy(ids, on).items()}
