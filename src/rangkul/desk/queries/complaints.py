"""Complaints for the office: the register in views, and one complaint as the actor may read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Count, DateField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from rangkul.accounts import queries as accounts_queries
from rangkul.desk import policies
from rangkul.desk.enums import Against, CaseKind, Channel, ComplaintOutcome, Reach
from rangkul.desk.errors import NoSuchComplaint
from rangkul.desk.models import Complaint
from rangkul.desk.models.cases import NEVER
from rangkul.desk.queries.complaint_categories import labels_of_categories
from rangkul.desk.workflow import COMPLAINT
from rangkul.kernel import clock
from rangkul.platform import crypto
from rangkul.platform.audit.actions import note_access
from rangkul.platform.audit.queries import list_events_about
from rangkul.platform.audit.wording import sentence_of
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries

COMPLAINT_VIEWS = ("open", "late", "objected", "answered", "all")
_OPEN = ("RECEIVED", "CHECKING", "OBJECTED")
_CIPHERS = ("story_cipher", "about_cipher", "reporter_cipher", "answer_cipher", "objection_cipher", "review_cipher")
TIMELINE_LENGTH = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintRow:
    """A complaint as one line of the register; nothing of its words. `age` is in days, until it was answered."""

    id: UUID
    ticket: str
    category: str
    category_label: str
    area_label: str
    state: str
    state_label: str
    outcome_label: str
    due_on: date | None
    age: int
    is_late: bool
    is_of_staff: bool
    assigned_to_name: str


@dataclass(frozen=True, slots=True)
class ComplaintPage:
    """One page of the register; `next_mark` continues after its last row, "" at the end."""

    rows: tuple[ComplaintRow, ...] = ()
    next_mark: str = ""


@dataclass(frozen=True, slots=True)
class ComplaintDeed:
    """One line of the timeline."""

    title: str
    at: datetime
    by: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintView:
    """A complaint. Words, names and phone are "" for an actor who may not read them (`hides_story`).

    `allowed` holds what this actor may do in this state: take, tie, answer, review, name.
    """

    id: UUID
    ticket: str
    area_code: str
    area_label: str
    kind_label: str
    channel_label: str
    category: str
    category_label: str
    programme: str
    against_label: str
    is_of_staff: bool
    reach_label: str
    is_anonymous: bool
    story: str
    about: str
    reporter_name: str
    phone: str
    email: str
    may_be_told: bool
    hides_story: bool
    person_id: UUID | None
    family_id: UUID | None
    state: str
    state_label: str
    owner: str
    assigned_to_name: str
    due_on: date | None
    outcome: str
    outcome_label: str
    answer: str
    answered_by_name: str
    answered_at: datetime | None
    objection: str
    objected_at: datetime | None
    review: str
    reviewed_by_name: str
    registered_at: datetime
    closed_at: datetime | None
    revision: int
    timeline: tuple[ComplaintDeed, ...] = field(default_factory=tuple)
    allowed: frozenset[str] = frozenset()


def list_complaints(
    actor: Actor,
    view: str = "open",
    *,
    category: str = "",
    outcome: str = "",
    ticket: str = "",
    after: str = "",
    limit: int = 25,
    labels: Mapping[str, str] | None = None,
) -> ComplaintPage:
    """One page of the register, in five queries whatever its size: open work by due day, the rest by the newest.

    `ticket` is any part of a ticket; `after` the `next_mark` of the page before (an unreadable one begins anew);
    `labels` those of the categories, for who has them.
    """
    today = _today()
    found = policies.complaints_visible_to(actor).filter(_condition(view, today))
    found = found.filter(category=category) if category else found
    found = found.filter(outcome=outcome) if outcome else found
    found = found.filter(ticket__icontains=ticket.strip()) if ticket.strip() else found
    rows = list(_after(_ordered(found, view), view, after).defer(*_CIPHERS)[: limit + 1])
    shown = rows[:limit]
    return ComplaintPage(_rows(shown, today, labels), _mark(shown[-1], view) if len(rows) > limit else "")


def count_complaint_views(actor: Actor) -> dict[str, int]:
    """How many complaints stand in each view, in one query."""
    today = _today()
    counts = {view: Count("pk", filter=_condition(view, today)) for view in COMPLAINT_VIEWS}
    return policies.complaints_visible_to(actor).aggregate(**counts)


def get_complaint(actor: Actor, complaint_id: UUID, *, at: datetime | None = None) -> ComplaintView:
    """One complaint as the actor may see it; reading its words is logged. Raises `NoSuchComplaint`."""
    found = policies.complaints_visible_to(actor).filter(pk=complaint_id).first()
    if found is None:
        raise NoSuchComplaint(complaint_id)
    reads = policies.can_read_complaint(actor, found)
    if reads:
        purpose = actor.purpose or f"menjawab pengaduan {found.ticket}"
        note_access(by=actor.for_purpose(purpose), kind="complaint", subject_id=found.pk, fields=["pengaduan"], at=at)
    state = COMPLAINT.state(found.state)
    return ComplaintView(
        id=found.pk,
        ticket=found.ticket,
        area_code=found.area_code,
        area_label=reference_queries.area_label(found.area_code),
        kind_label=str(CaseKind(found.kind).label),
        channel_label=str(Channel(found.channel).label),
        category=found.category,
        category_label=labels_of_categories().get(found.category, found.category),
        programme=found.programme,
        against_label=str(Against(found.against).label) if found.against != Against.NOBODY else "",
        is_of_staff=found.against != Against.NOBODY,
        reach_label=str(Reach(found.reach).label),
        is_anonymous=found.is_anonymous,
        story=_opened(found.story_cipher, "desk.story", reads),
        about=_opened(found.about_cipher, "desk.about", reads),
        reporter_name=_opened(found.reporter_cipher, "desk.reporter", reads),
        phone=_opened(found.phone_cipher, "desk.phone", reads),
        email=_opened(found.email_cipher, "desk.email", reads),
        may_be_told=found.may_be_told,
        hides_story=not reads,
        person_id=found.person_id,
        family_id=found.family_id,
        state=found.state,
        state_label=str(state.label),
        owner=state.owner,
        assigned_to_name=found.assigned_to_name,
        due_on=found.due_on,
        outcome=found.outcome,
        outcome_label=str(ComplaintOutcome(found.outcome).label) if found.outcome else "",
        answer=_opened(found.answer_cipher, "desk.answer", reads),
        answered_by_name=found.answered_by_name,
        answered_at=found.answered_at,
        objection=_opened(found.objection_cipher, "desk.story", reads),
        objected_at=found.objected_at,
        review=_opened(found.review_cipher, "desk.answer", reads),
        reviewed_by_name=found.reviewed_by_name,
        registered_at=found.registered_at,
        closed_at=found.closed_at,
        revision=found.revision,
        timeline=_timeline(found),
        allowed=_allowed(actor, found),
    )


def list_nameable(actor: Actor, view: ComplaintView) -> list[tuple[str, str]]:
    """Officials whom the complaint could be about, as choices: those on duty where it comes from, without the actor."""
    found = accounts_queries.list_officers_on_duty("desk.complaint.view", within=view.area_code, on=_today())
    return [(str(each.user_id), each.name) for each in found if each.user_id != actor.user_id]


def _opened(cipher: bytes | memoryview | None, context: str, reads: bool) -> str:
    return crypto.unseal(bytes(cipher), context=context) if reads and cipher is not None else ""


def _timeline(found: Complaint) -> tuple[ComplaintDeed, ...]:
    events = list_events_about([("complaint", found.pk)])[:TIMELINE_LENGTH]
    return tuple(ComplaintDeed(sentence_of(e.name, e.data), e.at, e.actor_name, e.reason) for e in events)


def _allowed(actor: Actor, found: Complaint) -> frozenset[str]:
    may = {step.name for step in COMPLAINT.available(found.state) if policies.can_complaint(actor, step.name, found)}
    if "review" in may and actor.user_id is not None and actor.user_id == found.answered_by:
        may.discard("review")
    if found.state in _OPEN:
        may |= {verb for verb in ("tie", "name") if policies.can_complaint(actor, verb, found)}
    if not found.is_anonymous and policies.can_complaint(actor, "contact", found):
        may.add("contact")
    return frozenset(may - {"accept", "object"})


def _today() -> date:
    return clock.local_date(clock.now(), settings.TIME_ZONE)


def _condition(view: str, today: date) -> Q:
    return {
        "open": Q(state__in=_OPEN),
        "late": Q(state__in=_OPEN, due_on__lt=today),
        "objected": Q(state="OBJECTED"),
        "answered": Q(state="ANSWERED"),
    }.get(view, Q())


def _ordered(found: QuerySet[Complaint], view: str) -> QuerySet[Complaint]:
    if view in ("all", "answered"):
        return found.order_by("-id")
    key = Coalesce(F("due_on"), Value(NEVER), output_field=DateField())
    return found.annotate(due_key=key).order_by("due_key", "id")


def _mark(row: Complaint, view: str) -> str:
    return str(row.pk) if view in ("all", "answered") else f"{(row.due_on or NEVER).isoformat()}~{row.pk}"


def _after(found: QuerySet[Complaint], view: str, mark: str) -> QuerySet[Complaint]:
    try:
        if view in ("all", "answered"):
            return found.filter(id__lt=UUID(mark)) if mark else found
        due, _sign, last = mark.partition("~")
        if not last:
            return found
        day, key = date.fromisoformat(due), UUID(last)
    except ValueError:
        return found
    return found.filter(Q(due_key__gt=day) | Q(due_key=day, id__gt=key))


def _rows(found: list[Complaint], today: date, labels: Mapping[str, str] | None) -> tuple[ComplaintRow, ...]:
    if not found:
        return ()
    areas = reference_queries.labels_of({each.area_code for each in found})
    labels = labels_of_categories() if labels is None else labels
    return tuple(
        ComplaintRow(
            id=each.pk,
            ticket=each.ticket,
            category=each.category,
            category_label=labels.get(each.category, each.category),
            area_label=areas.get(each.area_code, each.area_code),
            state=each.state,
            state_label=str(COMPLAINT.state(each.state).label),
            outcome_label=str(ComplaintOutcome(each.outcome).label) if each.outcome else "",
            due_on=each.due_on,
            age=_age(each, today),
            is_late=bool(each.due_on and each.due_on < today and each.state in _OPEN),
            is_of_staff=each.against != Against.NOBODY,
            assigned_to_name=each.assigned_to_name,
        )
        for each in found
    )


def _age(each: Complaint, today: date) -> int:
    end = clock.local_date(each.answered_at, settings.TIME_ZONE) if each.answered_at else today
    return (end - clock.local_date(each.registered_at, settings.TIME_ZONE)).days
