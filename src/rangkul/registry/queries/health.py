"""What the health office told of a person, after a stated purpose."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rangkul.platform import crypto
from rangkul.platform.audit.actions import note_access
from rangkul.platform.policy.actor import Actor
from rangkul.registry import numbers, policies
from rangkul.registry.errors import NoSuchRecord
from rangkul.registry.models import HealthRecord
from rangkul.registry.queries.merged import records_of


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthView:
    """One status as it was told."""

    id: UUID
    kind: str
    kind_label: str
    status: str
    status_label: str
    measured_on: date
    until_on: date | None
    source_label: str
    reported_period: str
    note: str
    recorded_by_name: str


@dataclass(frozen=True, slots=True)
class HealthPage:
    """A person's health rows, newest first, at most a hundred."""

    person_id: UUID
    name: str
    area_code: str
    rows: tuple[HealthView, ...]


def get_health(actor: Actor, person_id: UUID, *, on: date | None = None) -> HealthPage:
    """Health rows of a person (measured until `on`), merged records included; the look is logged.

    Raises Denied without the permission or a purpose, whether or not there are rows; NoSuchRecord.
    """
    policies.check_can_view_health(actor)
    person = policies.visible_to(actor).filter(pk=person_id).first()
    if person is None:
        raise NoSuchRecord("person", person_id)
    note_access(by=actor, kind="person", subject_id=person_id, fields=["health"])
    found = HealthRecord.objects.filter(person_id__in=list(records_of([person_id])))
    if on is not None:
        found = found.filter(measured_on__lte=on)
    rows = tuple(
        HealthView(
            id=row.pk,
            kind=row.kind,
            kind_label=str(row.get_kind_display()),
            status=row.status,
            status_label=str(row.get_status_display()),
            measured_on=row.measured_on,
            until_on=row.until_on,
            source_label=str(row.get_source_display()),
            reported_period=row.reported_period,
            note=crypto.unseal(bytes(row.note_cipher), context=numbers.NOTE) if row.note_cipher else "",
            recorded_by_name=row.recorded_by_name,
        )
        for row in found.order_by("-measured_on", "-pk")[:100]
    )
    return HealthPage(person_id, person.name, person.area_code, rows)
