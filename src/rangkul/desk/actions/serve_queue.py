"""The end of a queue ticket, the case it led to, and the screen of the waiting room."""

import secrets
from datetime import datetime
from uuid import UUID

from rangkul.desk.actions.call_queue import check_is_mine, lock_ticket
from rangkul.desk.models import Case, QueueDisplay, QueueTicket
from rangkul.desk.policies import check_can_queue
from rangkul.desk.queries.queues import get_queue_post
from rangkul.desk.workflow import QUEUE
from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor

ADDRESS_BYTES = 24
"""192 bits of chance: an address that nobody finds by trying."""


@action("desk.queue.serve")
def serve_ticket(*, ticket_id: UUID, by: Actor, at: datetime) -> QueueTicket:
    """Whoever was called has been served. Raises `UnableToMove`, and `StillCalling` for a colleague's number."""
    return _serve(lock_ticket(ticket_id), by, at)


def end_with_case(ticket_id: UUID, case: Case, *, by: Actor, at: datetime) -> QueueTicket:
    """Note on a queue ticket which case it led to and end it; the same intake sent again changes nothing.

    Raises `Refused` for a ticket of another village or one that led to another case.
    """
    ticket = lock_ticket(ticket_id)
    check_can_queue(by, "serve", ticket.area_code)
    if ticket.case_id == case.pk:
        return ticket
    if ticket.case_id is not None:
        raise Refused(
            field="Nomor antrean",
            value=ticket.label,
            expected="nomor yang belum dipakai untuk kasus lain",
            remedy="buka formulir dari halaman antrean",
        )
    ticket.case = case
    if ticket.state == "CALLED":
        return _serve(ticket, by, at)
    ticket.save(update_fields=["case"])
    return ticket


def _serve(ticket: QueueTicket, by: Actor, at: datetime) -> QueueTicket:
    check_can_queue(by, "serve", ticket.area_code)
    check_is_mine(ticket, by)
    ticket.state = QUEUE.move(ticket.state, "serve")
    ticket.ended_at = at
    ticket.save()
    record("desk.queue.serve", by=by, at=at, on=ticket, area=ticket.area_code, data={"number": ticket.label})
    return ticket


@action("desk.queue.display")
def open_display(*, post_id: UUID, by: Actor, at: datetime) -> QueueDisplay:
    """Make the address of a post's waiting-room screen, or a new one: the address before it shows nothing any more."""
    post = get_queue_post(by, post_id)
    check_can_queue(by, "display", post.area_code)
    display, _made = QueueDisplay.objects.update_or_create(
        post_id=post_id,
        defaults={"area_code": post.area_code, "address": secrets.token_urlsafe(ADDRESS_BYTES), "made_at": at},
    )
    record("desk.queue.display", by=by, at=at, on=display, area=display.area_code)
    return display
