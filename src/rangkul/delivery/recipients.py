"""Whom a list is about: names and registry ids of many subjects at once, as they stand on a day."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from rangkul.institutions import queries as institutions_queries
from rangkul.registry import queries as registry_queries


def names_for(kind: str, ids: Iterable[UUID]) -> dict[UUID, str]:
    """{subject id: name} of persons, families or institutions; at most two queries."""
    wanted = list(ids)
    if kind == "institution":
        return institutions_queries.names_of(wanted)
    return {key: label.name for key, label in registry_queries.labels_for(kind, wanted).items()}


def registry_ids_for(required: str, kind: str, ids: Iterable[UUID], *, on: date) -> dict[UUID, str]:
    """{subject id: registry id in force on the day}; empty for institutions and where no registry is required."""
    if not required or kind == "institution":
        return {}
    return registry_queries.registry_ids_in_force(required, kind, ids, on=on)
