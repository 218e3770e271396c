"""What a person has who was merged from two records: every row, and whose it was."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from rangkul.kernel.clock import format_date, local_date
from rangkul.platform.audit.actions import note_access
from rangkul.platform.policy.actor import Actor
from rangkul.registry import groups, policies
from rangkul.registry.enums import SENSITIVE_CONDITIONS, DisabilityType
from rangkul.registry.errors import NoSuchRecord
from rangkul.registry.merging import LEFT, ROWS, done_merge, rows_apart
from rangkul.registry.models import (
    Condition,
    DisabilityFinding,
    DisabilityProfile,
    GroupMark,
    HealthRecord,
    Membership,
    Person,
)
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
    both, sees_health = [kept.pk, merged.pk], policies.can_view_health(actor)
    found = {name: list(rows_apart(name, both, sees_health=sees_health)) for name in (*ROWS, *LEFT)}
    if any(_tells_of_health(row) for rows in found.values() for row in rows):
        looking = actor if actor.purpose.strip() else actor.for_purpose("memisahkan data yang digabungkan")
        note_access(
            by=looking, kind="person", subject_id=kept.pk, fields=["conditions", "groups", "disability", "health"]
        )
    rows = [_row(row, merged, moved) for rows in found.values() for row in sorted(rows, key=_begins)]
    return SplitView(kept.pk, kept.name, merged.pk, merged.name, (*_memberships(kept, merged, moved), *rows))


def _row(row: Any, merged: Person, moved: set[UUID]) -> SplitRow:
    told_at = row.recorded_at if isinstance(row, DisabilityProfile) else row.created_at
    of_merged = row.pk in moved or row.person_id == merged.pk
    period = getattr(row, "period", None)
    told = _period(period) if period is not None else format_date(_begins(row))
    return SplitRow(row.pk, _label(row), told, of_merged, not of_merged and told_at > merged.updated_at)


def _begins(row: Any) -> date:
    """The day from which a row counts, or on which somebody measured, asked or wrote it down."""
    if isinstance(row, DisabilityProfile):
        return local_date(row.recorded_at, settings.TIME_ZONE)
    if isinstance(row, HealthRecord):
        return row.measured_on
    return row.found_on if isinstance(row, DisabilityFinding) else start_of(row.period) or date.min


def _tells_of_health(row: Any) -> bool:
    if isinstance(row, GroupMark):
        return row.is_sensitive
    if isinstance(row, Condition):
        return row.kind in SENSITIVE_CONDITIONS
    return isinstance(row, DisabilityProfile | DisabilityFinding | HealthRecord)


def _memberships(kept: Person, merged: Person, moved: set[UUID]) -> Iterable[SplitRow]:
    for row in Membership.objects.filter(person__in=[kept, merged]).select_related("family").order_by("period"):
        label = f"Keluarga {row.family.head_name} ({row.get_relation_display()})"
        yield SplitRow(
            row.pk, label, _period(row.period), row.pk in moved or row.person_id == merged.pk, is_newer=False
        )


def _label(row: Any) -> str:
    if isinstance(row, GroupMark):
        kind = groups.find_type(row.type_code)
        return _("Tanda %(kind)s") % {"kind": kind.name if kind else row.type_code}
    if isinstance(row, DisabilityProfile):
        types = ", ".join(str(DisabilityType(each).label) for each in row.types)
        return _("Profil disabilitas (%(types)s), dicatat oleh %(name)s") % {
            "types": types,
            "name": row.recorded_by_name,
        }
    if isinstance(row, HealthRecord):
        return f"{row.get_kind_display()}: {row.get_status_display()}"
    if isinstance(row, DisabilityFinding):
        return str(row.get_instrument_display())
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
