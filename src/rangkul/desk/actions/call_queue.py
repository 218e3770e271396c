"""Calling numbers: the next one, one again, and what becomes of who does not come."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from rangkul.desk.errors import NobodyWaits, NoSuchTicket, StillCalling
from rangkul.desk.models import QueueTicket
from rangkul.desk.policies import check_can_queue
from rangkul.desk.queries.queues import get_queue_post
from rangkul.desk.workflow import QUEUE
from rangkul.kernel import clock
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor


@action("desk.queue.call")
def call_next(*, post_id: UUID, counter: str = "", by: Actor, at: datetime) -> QueueTicket:
    """Call who is next: emergencies, then those with priority, then whoever has waited longest.

    Two officials who call at the same moment get two numbers: what one has taken the other skips. Raises `NobodyWaits`,
    and `StillCalling` while the actor's last number is neither served nor absent.
    """
    post = get_queue_post(by, post_id)
    check_can_queue(by, "call", post.area_code)
    today = clock.local_date(at, settings.TIME_ZONE)
    here = QueueTicket.objects.filter(post_id=post_id, day=today)
    mine = here.filter(state="CALLED", called_by=by.user_id).first()
    if mine is not None:
        raise StillCalling(_still(mine.label))
    waiting = here.filter(state="WAITING").order_by("rank", "taken_at", "id")
    ticket = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if ticket is None:
        raise NobodyWaits("Tidak ada yang menunggu dipanggil.")
    ticket.counter = clean(counter)[:20]
    _call(ticket, "call", by, at)
    record("desk.queue.call", by=by, at=at, on=ticket, area=ticket.area_code, data=_said(ticket))
    return ticket


@action("desk.queue.recall")
def recall_ticket(*, ticket_id: UUID, counter: str = "", by: Actor, at: datetime) -> QueueTicket:
    """Call a number once more: one's own that has not come yet, or one who was absent and is there now."""
    ticket = lock_ticket(ticket_id)
    check_can_queue(by, "recall", ticket.area_code)
    check_is_mine(ticket, by)
    ticket.counter = clean(counter)[:20] or ticket.counter
    _call(ticket, "recall", by, at)
    record("desk.queue.recall", by=by, at=at, on=ticket, area=ticket.area_code, data=_said(ticket))
    return ticket


@action("desk.queue.skip")
def skip_ticket(*, ticket_id: UUID, by: Actor, at: datetime) -> QueueTicket:
    """Whoever was called is not there; they may be called again later. Raises `UnableToMove`, `StillCalling`."""
    ticket = lock_ticket(ticket_id)
    check_can_queue(by, "skip", ticket.area_code)
    check_is_mine(ticket, by)
    ticket.state = QUEUE.move(ticket.state, "skip")
    ticket.ended_at = at
    ticket.save()
    record("desk.queue.skip", by=by, at=at, on=ticket, area=ticket.area_code, data=_said(ticket))
    return ticket


def lock_ticket(ticket_id: UUID) -> QueueTicket:
    """The queue ticket, locked until the transaction ends. Raises `NoSuchTicket`."""
    ticket = QueueTicket.objects.select_for_update(of=("self",)).filter(pk=ticket_id).first()
    if ticket is None:
        raise NoSuchTicket(ticket_id)
    return ticket


def check_is_mine(ticket: QueueTicket, by: Actor) -> None:
    """Raise `StillCalling` when a colleague is serving this number right now."""
    if ticket.state == "CALLED" and ticket.called_by != by.user_id:
        raise StillCalling(f"{ticket.label} sedang dilayani {ticket.called_by_name or 'petugas lain'}.")


def _call(ticket: QueueTicket, verb: str, by: Actor, at: datetime) -> None:
    ticket.state = QUEUE.move(ticket.state, verb)
    ticket.called_by, ticket.called_by_name = by.user_id, by.name[:200]
    ticket.called_at = ticket.called_at or at
    ticket.last_called_at, ticket.ended_at = at, None
    ticket.call_count += 1
    try:
        with transaction.atomic():
            ticket.save()
    except IntegrityError:
        # The same official pressed twice at one moment, or has somebody else at the counter.
        raise StillCalling(_still("Nomor sebelumnya")) from None


def _still(label: str) -> str:
    return f"{label} masih Anda panggil. Catat dulu: selesai dilayani, atau tidak hadir."


def _said(ticket: QueueTicket) -> dict[str, str]:
    return {"number": ticket.label, "counter": ticket.counter}
