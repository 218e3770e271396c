"""Reading activities: the list, and one with its participants counted by role and by village."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from rangkul.kernel.errors import Denied
from rangkul.organisation.enums import ParticipantRole
from rangkul.organisation.models import Activity, Participant
from rangkul.organisation.policies import VIEW, participants_visible_to, visible_to
from rangkul.organisation.policies.activities import SIGN
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas
from rangkul.reference import queries as reference_queries

MOST_WAITING = 20
_UNSEEN = "Kegiatan ini tidak ada atau di luar wilayah tugas Anda."


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """An activity with, inside the actor's areas, its participants, those present, and their villages (all counts)."""

    activity: Activity
    people: int
    present: int
    villages: int


@dataclass(frozen=True, slots=True)
class Group:
    """Participants of one role or one place: `people` on the list, `present` of them there; `code` of role or area."""

    code: str
    label: str
    people: int
    present: int


@dataclass(frozen=True, slots=True)
class PlacedParticipant:
    """A participant with the label of the place."""

    participant: Participant
    place: str


@dataclass(frozen=True, slots=True)
class ActivityView:
    """One activity with its list inside the actor's areas, by area code and name, counted by role and by place."""

    activity: Activity
    place: str
    by_role: list[Group]
    by_village: list[Group]
    participants: list[PlacedParticipant]

    @property
    def people(self) -> int:
        return len(self.participants)

    @property
    def present(self) -> int:
        return sum(each.participant.attended for each in self.participants)

    @property
    def is_marked(self) -> bool:
        """Whether attendance was marked at all: before that nobody is present or absent."""
        return self.activity.attendance_at is not None


def list_activities(
    actor: Actor, *, kind: str = "", after: UUID | None = None, limit: int = 25
) -> tuple[list[ActivityLine], UUID | None]:
    """Activities the actor may see, the newest day first, after the one with id `after`; and where the next page starts."""
    seen = visible_to(actor)
    last = seen.filter(pk=after).first() if after else None
    if kind:
        seen = seen.filter(kind=kind)
    if last is not None:
        seen = seen.filter(Q(held_on__lt=last.held_on) | Q(held_on=last.held_on, pk__lt=last.pk))
    found = list(seen.order_by("-held_on", "-pk")[: limit + 1])
    shown = found[:limit]
    people: Counter[UUID] = Counter()
    present: Counter[UUID] = Counter()
    villages: dict[UUID, set[str]] = {}
    rows = participants_visible_to(actor).filter(activity__in=shown)
    for activity_id, area, attended in rows.values_list("activity_id", "area_code", "attended"):
        people[activity_id] += 1
        present[activity_id] += attended
        villages.setdefault(activity_id, set()).add(area)
    lines = [
        ActivityLine(
            activity=each, people=people[each.pk], present=present[each.pk], villages=len(villages.get(each.pk, ()))
        )
        for each in shown
    ]
    return lines, shown[-1].pk if len(found) > limit else None


def get_activity(actor: Actor, activity_id: UUID) -> ActivityView:
    """One activity with its list; raises `Denied` when it is not the actor's to see."""
    activity = visible_to(actor).select_related("office", "division", "partner").filter(pk=activity_id).first()
    if activity is None:
        raise Denied(permission=VIEW, message=_UNSEEN)
    people = list(participants_visible_to(actor).filter(activity=activity).order_by("area_code", "name", "pk"))
    places = reference_queries.labels_of({each.area_code for each in people})
    roles = {str(value): str(label) for value, label in ParticipantRole.choices}
    return ActivityView(
        activity=activity,
        place=reference_queries.area_label(activity.area_code),
        by_role=_groups([(each.role, each.attended) for each in people], roles),
        by_village=_groups([(each.area_code, each.attended) for each in people], dict(sorted(places.items()))),
        participants=[PlacedParticipant(participant=each, place=places[each.area_code]) for each in people],
    )


def lock_activity(actor: Actor, activity_id: UUID) -> Activity:
    """The activity, locked for a change in the running transaction; raises `Denied` when it is not the actor's to see.

    An activity of an area above the actor's is seen but cannot be locked: the wall of the database lets only its own
    area change it, and so it is denied as well.
    """
    seen = visible_to(actor).select_related("office").select_for_update(of=("self",))
    activity = seen.filter(pk=activity_id).first()
    if activity is None:
        raise Denied(permission=VIEW, message=_UNSEEN)
    return activity


def _groups(rows: list[tuple[str, bool]], labels: dict[str, str]) -> list[Group]:
    people = Counter(code for code, _attended in rows)
    present = Counter(code for code, attended in rows if attended)
    return [
        Group(code=code, label=label, people=people[code], present=present[code])
        for code, label in labels.items()
        if people[code]
    ]


def list_certificates_to_sign(actor: Actor) -> list[Activity]:
    """Activities whose certificates somebody else asked this actor to sign, the longest waiting first."""
    if not actor.may(SIGN):
        return []
    waiting = visible_to(actor).filter(inside_areas(actor), certificates_asked_at__isnull=False)
    return list(
        waiting.exclude(certificates_asked_by=actor.user_id).order_by("certificates_asked_at", "pk")[:MOST_WAITING]
    )
