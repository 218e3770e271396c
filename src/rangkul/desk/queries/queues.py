"""The queue of a post today: who is next, who is called, how many and how long they waited; the public screen."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Avg, Count, F, Q

from rangkul.desk.enums import QueuePriority, QueuePurpose
from rangkul.desk.errors import NoSuchTicket
from rangkul.desk.models import QueueTicket
from rangkul.desk.policies import displays_visible_to, queue_visible_to
from rangkul.desk.workflow import QUEUE
from rangkul.kernel import clock
from rangkul.organisation import queries as organisation_queries
from rangkul.platform.policy.actor import Actor

SHOWN = 12
_SCREEN = "SELECT post_name, waiting, label, counter, state FROM desk_queue_screen(%s, %s)"


@dataclass(frozen=True, slots=True)
class QueuePost:
    """A post with a queue."""

    id: UUID
    name: str
    area_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """A number as the counter sees it."""

    id: UUID
    post_id: UUID
    post_name: str
    area_code: str
    day: date
    label: str
    purpose_label: str
    priority: str
    priority_label: str
    state: str
    state_label: str
    counter: str
    called_by: UUID | None
    called_by_name: str
    taken_at: datetime
    called_at: datetime | None
    case_id: UUID | None


@dataclass(frozen=True, slots=True)
class QueueFigures:
    """A day in numbers; the waits are from taking a number to its first call, None before anybody was called."""

    taken: int = 0
    waiting: int = 0
    called: int = 0
    served: int = 0
    absent: int = 0
    average_wait: timedelta | None = None
    average_service: timedelta | None = None


@dataclass(frozen=True, slots=True)
class QueueDay:
    """The queue of a post on a day: `mine` is the number the actor has called and not ended."""

    post: QueuePost
    day: date
    mine: QueueRow | None
    called: tuple[QueueRow, ...]
    waiting: tuple[QueueRow, ...]
    absent: tuple[QueueRow, ...]
    figures: QueueFigures
    address: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """What the waiting room sees: numbers and counters, nothing about anybody."""

    post_name: str
    now: tuple[tuple[str, str], ...] = field(default_factory=tuple)
    before: tuple[tuple[str, str], ...] = field(default_factory=tuple)
    waiting: int = 0


def list_queue_posts(actor: Actor) -> list[QueuePost]:
    """Posts in the actor's areas that are not closed, by area; none for a role without the queue."""
    office = organisation_queries.find_office()
    if office is None or not actor.may("desk.queue.view"):
        return []
    found = organisation_queries.list_posts(office).exclude(status="CLOSED")
    return [QueuePost(each.pk, each.name, each.area_code) for each in found if actor.covers(each.area_code)]


def get_queue_post(actor: Actor, post_id: UUID) -> QueuePost:
    """The post, when it is one of the actor's. Raises `NoSuchTicket`."""
    found = next((each for each in list_queue_posts(actor) if each.id == post_id), None)
    if found is None:
        raise NoSuchTicket(post_id)
    return found


def get_queue_ticket(actor: Actor, ticket_id: UUID) -> QueueRow:
    """One number of a post the actor may see. Raises `NoSuchTicket`."""
    found = queue_visible_to(actor).select_related("post").filter(pk=ticket_id).first()
    if found is None:
        raise NoSuchTicket(ticket_id)
    return _row(found, found.post.name)


def count_before(actor: Actor, row: QueueRow) -> int:
    """How many of the same day and post are called before this number, as things stand."""
    own = queue_visible_to(actor).get(pk=row.id)
    ahead = Q(rank__lt=own.rank) | Q(rank=own.rank, taken_at__lt=own.taken_at)
    same = queue_visible_to(actor).filter(post_id=own.post_id, day=own.day, state="WAITING")
    return same.filter(ahead).exclude(pk=own.pk).count()


def queue_of(actor: Actor, post_id: UUID, *, at: datetime | None = None) -> QueueDay:
    """The queue of a post today, next first. Raises `NoSuchTicket` for a post that is not the actor's."""
    post = get_queue_post(actor, post_id)
    today = clock.local_date(at or clock.now(), settings.TIME_ZONE)
    here = queue_visible_to(actor).filter(post_id=post_id, day=today)
    waiting = here.filter(state="WAITING").order_by("rank", "taken_at", "id")[:SHOWN]
    called = [_row(each, post.name) for each in here.filter(state="CALLED").order_by("-last_called_at")]
    absent = here.filter(state="ABSENT").order_by("-ended_at")[:SHOWN]
    display = displays_visible_to(actor).filter(post_id=post_id).first()
    return QueueDay(
        post=post,
        day=today,
        mine=next((each for each in called if each.called_by == actor.user_id), None),
        called=tuple(called),
        waiting=tuple(_row(each, post.name) for each in waiting),
        absent=tuple(_row(each, post.name) for each in absent),
        figures=figures_of(actor, post_id, today),
        address=display.address if display else "",
    )


def figures_of(actor: Actor, post_id: UUID, day: date) -> QueueFigures:
    """A post's day in numbers, in one query."""
    found = queue_visible_to(actor).filter(post_id=post_id, day=day)
    told = found.aggregate(
        taken=Count("pk"),
        waiting=Count("pk", filter=Q(state="WAITING")),
        called=Count("pk", filter=Q(state="CALLED")),
        served=Count("pk", filter=Q(state="SERVED")),
        absent=Count("pk", filter=Q(state="ABSENT")),
        average_wait=Avg(F("called_at") - F("taken_at"), filter=Q(called_at__isnull=False)),
        average_service=Avg(F("ended_at") - F("last_called_at"), filter=Q(state="SERVED")),
    )
    return QueueFigures(**told)


def screen_at(address: str, *, at: datetime | None = None) -> Screen | None:
    """What the screen with this address shows, or None: numbers called, the last ones before them, how many wait.

    Asked without signing in: one function of the database answers it and tells nothing else (migration 0005).
    """
    today = clock.local_date(at or clock.now(), settings.TIME_ZONE)
    with connection.cursor() as cursor:
        cursor.execute(_SCREEN, [address, today])
        rows = cursor.fetchall()
    if not rows:
        return None
    told = [(str(label), str(counter or ""), state) for _name, _waiting, label, counter, state in rows if label]
    return Screen(
        post_name=rows[0][0],
        now=tuple((label, counter) for label, counter, state in told if state == "CALLED"),
        before=tuple((label, counter) for label, counter, state in told if state != "CALLED"),
        waiting=rows[0][1],
    )


def _row(ticket: QueueTicket, post_name: str) -> QueueRow:
    return QueueRow(
        id=ticket.pk,
        post_id=ticket.post_id,
        post_name=post_name,
        area_code=ticket.area_code,
        day=ticket.day,
        label=ticket.label,
        purpose_label=str(QueuePurpose(ticket.purpose).label),
        priority=ticket.priority,
        priority_label="" if ticket.priority == QueuePriority.NONE else str(QueuePriority(ticket.priority).label),
        state=ticket.state,
        state_label=str(QUEUE.state(ticket.state).label),
        counter=ticket.counter,
        called_by=ticket.called_by,
        called_by_name=ticket.called_by_name,
        taken_at=ticket.taken_at,
        called_at=ticket.called_at,
        case_id=ticket.case_id,
    )
