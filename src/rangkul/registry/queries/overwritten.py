"""What imports have overwritten of persons and families, as far as the areas of whoever asks reach."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection


@dataclass(frozen=True, slots=True)
class Overwritten:
    """How a person or a family was when an import changed them: `fields` as JSON, numbers of identity left out."""

    subject_id: UUID
    batch_id: UUID
    file_name: str
    applied_at: datetime
    approved_by_name: str
    fields: dict[str, Any]


def list_overwritten(subjects: Iterable[UUID], *, since: date | None = None) -> list[Overwritten]:
    """Images by imports of files that speak of a day after `since` (None: of all), the newest first. One query."""
    ids = list(dict.fromkeys(subjects))
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_id, batch_id, file_name, applied_at, approved_by_name, fields FROM registry_import_before(%s, %s)"
            " ORDER BY applied_at DESC, batch_id DESC",
            [ids, since],
        )
        return [
            Overwritten(subject, batch, file, at, by, _read(told))
            for subject, batch, file, at, by, told in cursor.fetchall()
        ]


def moves_by_imports(area: str, *, since: date) -> list[tuple[UUID, str, datetime]]:
    """(family, area before, when) of families that an import moved into or out of the area. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT family_id, area_before, applied_at FROM registry_import_moves(%s, %s)", [area, since])
        return [(family_id, before, at) for family_id, before, at in cursor.fetchall()]


def _read(fields: Any) -> dict[str, Any]:
    return json.loads(fields) if isinstance(fields, str) else dict(fields or {})
