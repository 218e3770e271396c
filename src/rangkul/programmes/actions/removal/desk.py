"""Taking a removal batch from the pile: lock, right, state, page revision, due date, and the line in the trail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import record
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.batch_desk import due_after, office_day
from rangkul.programmes.enums import RemovalState
from rangkul.programmes.errors import NoSuchProposal, StaleProposal
from rangkul.programmes.events import told_of_list
from rangkul.programmes.models import RemovalBatch, RemovalLine
from rangkul.programmes.policies import removal as policies
from rangkul.programmes.workflow import REMOVAL

OPEN_FOR_LINES = ("DRAFT", "RETURNED")


def take(batch_id: UUID, *, step: str, by: Actor, revision: int | None = None) -> RemovalBatch:
    """The batch, locked, after right and state were checked for a transition.

    Raises NoSuchProposal, Denied, UnableToMove, StaleProposal.
    """
    batch = _locked(batch_id)
    policies.check_can_move(by, batch, step)
    REMOVAL.move(batch.state, step)
    if revision is not None and revision != batch.revision:
        raise StaleProposal(number=batch.number)
    return batch


def take_line(line_id: UUID, *, step: str, states: tuple[str, ...], by: Actor) -> RemovalLine:
    """A proposed line in its locked batch, after right and state were checked. Raises NoSuchProposal, Denied, Refused."""
    found = RemovalLine.objects.filter(pk=line_id).values_list("batch_id", flat=True).first()
    if found is None:
        raise NoSuchProposal(line_id)
    batch = _locked(found)
    policies.check_can_move(by, batch, step)
    if batch.state not in states:
        raise Refused(
            field="Status daftar",
            value=REMOVAL.state(batch.state).label,
            expected=" atau ".join(str(REMOVAL.state(code).label) for code in states),
            remedy="muat ulang halaman; daftar ini sedang di meja lain",
        )
    line = RemovalLine.objects.select_related("candidate").get(pk=line_id)
    line.batch = batch
    if line.state != RemovalState.PROPOSED:
        raise Refused(
            field="Status baris",
            value=line.get_state_display(),
            expected="diusulkan dicoret",
            remedy="muat ulang halaman; baris ini sudah diproses",
        )
    return line


def move(
    batch: RemovalBatch, step: str, *, by: Actor, at: datetime, reason: str = "", data: Mapping[str, Any] | None = None
) -> None:
    """Put the batch into the step's target state, with the new due date, and write it into the trail."""
    batch.state = REMOVAL.move(batch.state, step)
    batch.due_on = due_after(batch.state, None, office_day(at))
    touch(batch, at=at)
    lines = RemovalLine.objects.filter(batch=batch).exclude(state=RemovalState.DROPPED)
    record(
        f"programmes.removal.{step}",
        by=by,
        at=at,
        on=batch,
        kind="removal",
        subjects=[("removal", batch.pk), *((line.subject_kind, line.subject_id) for line in lines)],
        area=batch.area_code,
        reason=reason,
        data={"number": batch.number, **told_of_list(batch), "revision": batch.revision, **(data or {})},
    )


def note(
    name: str, line: RemovalLine, *, by: Actor, at: datetime, reason: str = "", data: Mapping[str, Any] | None = None
) -> None:
    """Write what happened to one line into the trail and on the timeline of its subject."""
    record(
        f"programmes.removal.{name}",
        by=by,
        at=at,
        on=line,
        kind="removal_line",
        subjects=[("removal", line.batch_id), (line.subject_kind, line.subject_id)],
        area=line.batch.area_code,
        reason=reason,
        data={"number": line.batch.number, **told_of_list(line.batch), "code": line.reason, **(data or {})},
    )


def touch(batch: RemovalBatch, *, at: datetime) -> None:
    """Save the batch as changed: pages opened before are stale from now on."""
    batch.revision += 1
    batch.updated_at = at
    batch.save()


def _locked(batch_id: UUID) -> RemovalBatch:
    locked = RemovalBatch.objects.select_for_update(of=("self",)).select_related("component__programme")
    batch = locked.filter(pk=batch_id).first()
    if batch is None:
        raise NoSuchProposal(batch_id)
    return batch
