"""Handing out a number at the counter."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection

from rangkul.desk.enums import LETTERS, RANKS, QueuePriority, QueuePurpose
from rangkul.desk.models import QueueTicket
from rangkul.desk.policies import check_can_queue
from rangkul.desk.queries.queues import get_queue_post
from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor

MOST_A_DAY = 999
_NEXT = timedelta(microseconds=1)


@action("desk.queue.take")
def take_number(
    *,
    post_id: UUID,
    form_key: UUID,
    purpose: str = QueuePurpose.NEED,
    priority: str = QueuePriority.NONE,
    by: Actor,
    at: datetime,
) -> QueueTicket:
    """The next number of a post today ("A-012"); numbers have no gaps, and the same form sent again gives the same one.

    Nothing is asked about whoever takes it. Raises `NoSuchTicket` for a post that is not the actor's, `Refused`.
    """
    post = get_queue_post(by, post_id)
    check_can_queue(by, "take", post.area_code)
    for field, value, known in (
        ("Keperluan", purpose, QueuePurpose.values),
        ("Prioritas", priority, QueuePriority.values),
    ):
        if value not in known:
            raise Refused(field=field, value=value, expected="salah satu pilihan pada formulir", remedy="pilih lagi")
    today = clock.local_date(at, settings.TIME_ZONE)
    letter = LETTERS[QueuePurpose(purpose)]
    _one_at_a_time(f"{post_id}:{today}:{letter}")
    known_one = QueueTicket.objects.filter(form_key=form_key).first()
    if known_one is not None:
        record("desk.queue.repeat", by=by, at=at, on=known_one, area=known_one.area_code)
        return known_one
    last = QueueTicket.objects.filter(post_id=post_id, day=today, letter=letter).order_by("-number").first()
    if last is not None and last.number >= MOST_A_DAY:
        raise Refused(
            field="Nomor antrean", value=letter, expected=f"paling banyak {MOST_A_DAY} sehari", remedy="lanjutkan besok"
        )
    ticket = QueueTicket.objects.create(
        form_key=form_key,
        post_id=post_id,
        area_code=post.area_code,
        day=today,
        letter=letter,
        number=last.number + 1 if last else 1,
        purpose=purpose,
        priority=priority,
        rank=RANKS.get(QueuePriority(priority), 1),
        # Of two numbers asked for at one moment the smaller one came first.
        taken_at=max(at, last.taken_at + _NEXT) if last else at,
    )
    record("desk.queue.take", by=by, at=at, on=ticket, area=ticket.area_code, data={"number": ticket.label})
    return ticket


def _one_at_a_time(key: str) -> None:
    """Until the transaction ends nobody else hands out a number of this post, day and letter."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 5))", [f"desk.queue:{key}"])
