"""Taking a batch from the pile: lock, right, state, page revision, due date, and the line in the trail."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.organisation import queries as organisation_queries
from rangkul.platform.audit import queries as audit_queries
from rangkul.platform.audit.actions import record
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.errors import AlreadyDecided, NoSuchProposal, StaleProposal
from rangkul.programmes.events import told_of
from rangkul.programmes.models import Component, Decree, ProposalBatch, ProposalLine, Terms
from rangkul.programmes.policies import proposals as policies
from rangkul.programmes.workflow import PROPOSAL
from rangkul.reference import queries as reference_queries

WORKING_DAYS = {
    "SUBMITTED": ("hari_kerja_kecamatan", 5),
    "CHECKED": ("hari_kerja_verifikasi", 7),
    "VERIFIED": ("hari_kerja_keputusan", 5),
    "RETURNED": ("hari_kerja_desa", 5),
}
"""Working days for the one whose turn it is: the parameter of the component's terms, and what holds without it."""


def office_day(at: datetime) -> date:
    """The day on the office's wall."""
    return clock.local_date(at, organisation_queries.get_office().time_zone)


def lock_words(*words: object) -> None:
    """Make everybody who names the same words wait for the end of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", ["/".join(map(str, words))])


def take_batch(batch_id: UUID, *, step: str, by: Actor, revision: int | None = None) -> ProposalBatch:
    """The batch, locked, after right and state were checked for a transition of the workflow.

    Raises NoSuchProposal, Denied, UnableToMove (AlreadyDecided when it is decided), StaleProposal when `revision`
    (what the page showed) is no longer the batch's.
    """
    batch = _locked(batch_id)
    policies.check_can_move(by, batch, step)
    if batch.state == "DECIDED":
        raise _already_decided(batch)
    PROPOSAL.move(batch.state, step)
    _check_revision(batch, revision)
    return batch


def take_batch_for_lines(
    batch_id: UUID, *, step: str, states: tuple[str, ...], by: Actor, revision: int | None = None
) -> ProposalBatch:
    """The batch, locked, after right and state were checked for a change of its lines. Raises as `take_batch`."""
    batch = _locked(batch_id)
    policies.check_can_move(by, batch, step)
    if batch.state == "DECIDED":
        raise _already_decided(batch)
    if batch.state not in states:
        allowed = " atau ".join(str(PROPOSAL.state(code).label) for code in states)
        raise Refused(
            field="Status usulan",
            value=PROPOSAL.state(batch.state).label,
            expected=allowed,
            remedy="muat ulang halaman; usulan ini sedang di meja lain",
        )
    _check_revision(batch, revision)
    return batch


def move(
    batch: ProposalBatch,
    step: str,
    *,
    by: Actor,
    at: datetime,
    terms: Terms | None = None,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
) -> None:
    """Put the batch into the step's target state, with the new due date, and write it into the trail."""
    batch.state = PROPOSAL.move(batch.state, step)
    batch.due_on = due_after(batch.state, terms, office_day(at))
    touch(batch, at=at)
    record(
        f"programmes.proposal.{step}",
        by=by,
        at=at,
        on=batch,
        kind="proposal",
        subjects=[("proposal", batch.pk), *subjects_of(batch)],
        area=batch.area_code,
        reason=reason,
        data={"number": batch.number, **told_of(batch.component), "revision": batch.revision, **(data or {})},
    )


def touch(batch: ProposalBatch, *, at: datetime) -> None:
    """Save the batch as changed: pages opened before are stale from now on."""
    batch.revision += 1
    batch.updated_at = at
    batch.save()


def due_after(state: str, terms: Terms | None, day: date) -> date | None:
    """By when the next one has to act, in working days of the official calendar; None when nobody has to."""
    name, usual = WORKING_DAYS.get(state, ("", 0))
    days = terms.parameters.get(name, usual) if terms is not None else usual
    return reference_queries.add_working_days(day, int(days)) if days else None


def subjects_of(batch: ProposalBatch) -> list[tuple[str, UUID]]:
    """(kind, id) of everybody who still stands in the batch, for their timelines."""
    lines = ProposalLine.objects.filter(batch=batch).exclude(state="REMOVED")
    return [(line.subject_kind, line.subject_id) for line in lines]


def lock_component(component_id: UUID) -> Component:
    """The component, locked so that decisions about it come one after the other (quota, nobody enrolled twice)."""
    # no_key: rows that merely refer to the component need not wait.
    locked = Component.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("programme__division").get(pk=component_id)


def _locked(batch_id: UUID) -> ProposalBatch:
    locked = ProposalBatch.objects.select_for_update(of=("self",)).select_related("component__programme")
    batch = locked.filter(pk=batch_id).first()
    if batch is None:
        raise NoSuchProposal(batch_id)
    return batch


def _check_revision(batch: ProposalBatch, revision: int | None) -> None:
    if revision is not None and revision != batch.revision:
        raise StaleProposal(number=batch.number)


def _already_decided(batch: ProposalBatch) -> AlreadyDecided:
    event = audit_queries.list_events_about([("proposal", batch.pk)]).filter(name="programmes.proposal.decide").first()
    decree = Decree.objects.filter(batch=batch).first()
    return AlreadyDecided(
        number=batch.number,
        who=event.actor_name if event else "petugas lain",
        at=event.at if event else None,
        zone=organisation_queries.get_office().time_zone,
        decree=decree.number if decree else "–",
    )
