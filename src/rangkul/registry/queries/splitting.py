"""What a person has who was merged from two records: every row, and whose it was."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from rangkul.kernel.clock import format_date
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies
from rangkul.registry.errors import NoSuchRecord
from rangkul.registry.merging import ROWS, done_merge
from rangkul.registry.models import Membership, Person
from rangkul.registry.queries.rows import end_of, start_of


@dataclass(frozen=True, slots=True)
class SplitRow:
    """One row that either record may keep; `of_merged` is what the merge says, `is_newer` that it came after it."""

    id: UUID
    label: str
    period: str
    of_merged: bool
    is_newer: bool


@dataclass(frozen=True, slots=True)
class SplitView:
    """Two records of one person before they are taken apart."""

    kept_id: UUID
    kept_name: str
    merged_id: UUID
    merged_name: str
    rows: tuple[SplitRow, ...]


def get_split(actor: Actor, merged_id: UUID) -> SplitView:
    """Rows of the person that `merged_id` was merged into. Raises NoSuchRecord, UnableToMerge."""
    merged = Person.objects.filter(pk=merged_id, merged_into__isnull=False).select_related("merged_into").first()
    if merged is None or merged.merged_into is None:
        raise NoSuchRecord("person", merged_id)
    kept = policies.visible_to(actor).filter(pk=merged.merged_into.pk).first()
    if kept is None:
        raise NoSuchRecord("person", merged_id)
    done = done_merge(kept, merged)
    moved = {UUID(each) for name in (*ROWS, "moved_memberships", "closed_memberships") for each in done[name]}
    rows = [row for model in ROWS.values() for row in _of(model, kept, merged, moved)]
    return SplitView(kept.pk, kept.name, merged.pk, merged.name, (*_memberships(kept, merged, moved), *rows))


def _of(model: Any, kept: Person, merged: Person, moved: set[UUID]) -> Iterable[SplitRow]:
    for row in model.objects.filter(person__in=[kept, merged]).order_by("period"):
        newer = row.created_at is not None and row.pk not in moved and row.created_at > merged.updated_at
        yield SplitRow(row.pk, _label(row), _period(row.period), row.pk in moved or row.person_id == merged.pk, newer)


def _memberships(kept: Person, merged: Person, moved: set[UUID]) -> Iterable[SplitRow]:
    for row in Membership.objects.filter(person__in=[kept, merged]).select_related("family").order_by("period"):
        label = f"Keluarga {row.family.head_name} ({row.get_relation_display()})"
        yield SplitRow(
            row.pk, label, _period(row.period), row.pk in moved or row.person_id == merged.pk, is_newer=False
        )


def _label(row: Any) -> str:
    for field in ("kind", "programme", "source"):
        display = getattr(row, f"get_{field}_display", None)
        if display is not None:
            return f"{display()} {getattr(row, 'value', '') or getattr(row, 'number', '') or ''}".strip()
    return str(row)


def _period(period: object) -> str:
    start, end = start_of(period), end_of(period)
    return f"{_day(start)} – {_day(end)}" if end else f"sejak {_day(start)}"


def _day(day: date | None) -> str:
    return format_date(day) if day else "?"
