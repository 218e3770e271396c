"""Subjects: an enumerator's worklist, a reviewer's queue, one subject with its visits, and a person's validation status."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area, inside_areas
from rangkul.reference import queries as reference_queries
from rangkul.registry import queries as registry_queries
from rangkul.registry.queries.records import today
from rangkul.verivali import policies
from rangkul.verivali.departed import departed_of, reasons_of
from rangkul.verivali.enums import Result, SubjectKind
from rangkul.verivali.errors import NoSuchVerivali
from rangkul.verivali.models import Subject, Visit
from rangkul.verivali.workflow import SUBJECT

VIEWS = ("todo", "second", "done")
_STATES = {
    "todo": ("TO_VISIT", "RETURNED"),
    "second": ("SECOND_VISIT", "REVISIT"),
    "done": ("SUBMITTED", "APPROVED", "DROPPED"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectRow:
    """A subject as one line of a list; `gone` says why nobody may be there any more, `drop_reason` why it was taken out."""

    id: UUID
    name: str
    campaign_id: UUID
    campaign_title: str
    due_on: date | None
    area_code: str
    area_label: str
    rt: str
    rw: str
    state: str
    state_label: str
    result_label: str
    assigned_to_name: str
    visit_count: int
    is_drawn: bool
    gone: str = ""
    drop_reason: str = ""


@dataclass(frozen=True, slots=True)
class SubjectPage:
    """One page of a list; `next_mark` continues after its last row, "" at the end."""

    rows: tuple[SubjectRow, ...] = field(default_factory=tuple)
    next_mark: str = ""


@dataclass(frozen=True, slots=True)
class SubjectView:
    """One subject: what it is called, what may be done, its visits newest first (those the actor may open)."""

    subject: Subject
    row: SubjectRow
    url: str
    visits: tuple[Visit, ...]
    hides_visits: bool
    may_visit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationStatus:
    """How far a person or family is validated in one campaign; the title is "" where it would tell of health."""

    title: str
    subject_id: UUID
    state: str
    state_label: str
    result_label: str
    approved_at: datetime | None
    may_open: bool


def list_mine(
    actor: Actor, view: str = "todo", *, village: str = "", rt: str = "", after: str = "", limit: int = 50
) -> SubjectPage:
    """A page of the subjects assigned to the actor, by village, RW and RT. Drafts stand among "todo"."""
    mine = _mine(actor).filter(state__in=_STATES.get(view, _STATES["todo"]))
    if village:
        mine = mine.filter(area_code=village)
    if rt:
        mine = mine.filter(rt=rt)
    return _page(mine, after, limit)


def count_mine(actor: Actor) -> dict[str, int]:
    """How many of the actor's subjects stand in each view, in one query."""
    counts: dict[str, int] = _mine(actor).aggregate(
        **{view: Count("pk", filter=Q(state__in=states)) for view, states in _STATES.items()}
    )
    return counts


def places_of_mine(actor: Actor) -> list[tuple[str, str, int]]:
    """(village, label, how many still to visit) of the actor's subjects."""
    open_ones = _mine(actor).filter(state__in=(*_STATES["todo"], *_STATES["second"]))
    rows = list(open_ones.values_list("area_code").annotate(n=Count("pk")).order_by("area_code"))
    labels = reference_queries.labels_of({code for code, _n in rows})
    return [(code, labels.get(code, code), n) for code, n in rows]


def list_to_review(actor: Actor, *, campaign_id: UUID | None = None, after: str = "", limit: int = 50) -> SubjectPage:
    """A page of the subjects that wait for a review the actor may give; those visited by themselves are left out."""
    return _page(_to_review(actor, campaign_id), after, limit)


def count_to_review(actor: Actor) -> int:
    """How many subjects wait for a review the actor may give."""
    return _to_review(actor, None).count()


def list_of_campaign(
    actor: Actor,
    campaign_id: UUID,
    *,
    area: str = "",
    state: str = "",
    only_departed: bool = False,
    after: str = "",
    limit: int = 50,
) -> SubjectPage:
    """A page of the subjects of a campaign that the actor may see; `only_departed`: those who left since."""
    found = policies.visible_to(actor).filter(campaign_id=campaign_id)
    if area:
        found = found.filter(inside_area(area))
    if state:
        found = found.filter(state=state)
    if only_departed:
        found = found.filter(pk__in=_departed(actor, campaign_id, area).values("pk"))
    return _page(found, after, limit)


def count_departed(actor: Actor, campaign_id: UUID, *, area: str = "") -> int:
    """How many still to be visited moved, died or ended since the campaign was made."""
    return _departed(actor, campaign_id, area).count()


def get_subject(actor: Actor, subject_id: UUID) -> SubjectView:
    """One subject. Raises NoSuchVerivali when the actor may not see it."""
    subject = policies.visible_to(actor).select_related("campaign").filter(pk=subject_id).first()
    if subject is None:
        raise NoSuchVerivali("subject", subject_id)
    visits = tuple(
        policies.visits_visible_to(actor).filter(subject=subject).defer("answers", "answers_cipher").order_by("-number")
    )
    (row,) = _rows([subject])
    label = registry_queries.labels_for(*_about(subject))
    url = next((each.url for each in label.values()), "")
    may_visit = policies.can_visit(actor, subject) and subject.campaign.state == "OPEN"
    return SubjectView(subject, row, url, visits, len(visits) < subject.visits.count(), may_visit)


def status_of(actor: Actor, kind: str, record_id: UUID) -> list[ValidationStatus]:
    """The validation of a person or family in every campaign that visits or visited it, the newest first.

    For everybody who may see that person: that they were validated, when and with which result is no secret; the
    title of a campaign about health is.
    """
    records = registry_queries.records_of([record_id]) if kind == "person" else [record_id]
    found = Subject.objects.filter(**{f"{kind}_id__in": list(records)}).exclude(campaign__state="CANCELLED")
    opened = set(policies.visible_to(actor).filter(pk__in=found.values("pk")).values_list("pk", flat=True))
    tells = actor.may("registry.person.view_health")
    return [
        ValidationStatus(
            title="" if each.campaign.is_sensitive and not tells and each.pk not in opened else each.campaign.title,
            subject_id=each.pk,
            state=each.state,
            state_label=str(SUBJECT.state(each.state).label),
            result_label=str(Result(each.result).label) if each.result else "",
            approved_at=each.approved_at,
            may_open=each.pk in opened,
        )
        for each in found.select_related("campaign").order_by("-id")[:10]
    ]


def _departed(actor: Actor, campaign_id: UUID, area: str) -> QuerySet[Subject]:
    campaign = policies.campaigns_visible_to(actor).get(pk=campaign_id)
    return departed_of(campaign, on=today(), area=area or campaign.area_code).filter(inside_areas(actor))


def _mine(actor: Actor) -> QuerySet[Subject]:
    if actor.user_id is None or not actor.may(policies.SUBMIT):
        return Subject.objects.none()
    return policies.visible_to(actor).filter(assigned_to=actor.user_id, campaign__state="OPEN")


def _to_review(actor: Actor, campaign_id: UUID | None) -> QuerySet[Subject]:
    if actor.user_id is None or not actor.may(policies.APPROVE):
        return Subject.objects.none()
    own = Visit.objects.filter(enumerator=actor.user_id, state="SUBMITTED").values("subject")
    found = policies.visible_to(actor).filter(state="SUBMITTED", campaign__state="OPEN").exclude(pk__in=own)
    return found.filter(campaign_id=campaign_id) if campaign_id else found


def _page(found: QuerySet[Subject], after: str, limit: int) -> SubjectPage:
    found = found.select_related("campaign").order_by("area_code", "rw", "rt", "id")
    mark = after.split("~")
    if len(mark) == 4 and _is_uuid(mark[3]):
        area, rw, rt, last = mark
        beyond = Q(rt=rt, id__gt=last) | Q(rt__gt=rt)
        beyond = Q(rw=rw) & beyond | Q(rw__gt=rw)
        found = found.filter(Q(area_code=area) & beyond | Q(area_code__gt=area))
    rows = list(found[: limit + 1])
    last_row = rows[limit - 1] if len(rows) > limit else None
    mark_text = "~".join([last_row.area_code, last_row.rw, last_row.rt, str(last_row.pk)]) if last_row else ""
    return SubjectPage(_rows(rows[:limit]), mark_text)


def _rows(subjects: list[Subject]) -> tuple[SubjectRow, ...]:
    names, gone = _names(subjects), reasons_of(subjects, on=today())
    places = reference_queries.labels_of({each.area_code for each in subjects})
    return tuple(
        SubjectRow(
            id=each.pk,
            name=names.get(each.person_id or each.family_id, "–"),
            campaign_id=each.campaign_id,
            campaign_title=each.campaign.title,
            due_on=each.campaign.due_on,
            area_code=each.area_code,
            area_label=places.get(each.area_code, each.area_code),
            rt=each.rt,
            rw=each.rw,
            state=each.state,
            state_label=str(SUBJECT.state(each.state).label),
            result_label=str(Result(each.result).label) if each.result else "",
            assigned_to_name=each.assigned_to_name,
            visit_count=each.visit_count,
            is_drawn=each.is_drawn,
            gone=gone.get(each.pk, ""),
            drop_reason=each.drop_reason,
        )
        for each in subjects
    )


def _names(subjects: Iterable[Subject]) -> dict[UUID | None, str]:
    names: dict[UUID | None, str] = {}
    persons = [each.person_id for each in subjects if each.person_id]
    families = [each.family_id for each in subjects if each.family_id]
    for kind, ids in (("person", persons), ("family", families)):
        if ids:
            names |= {key: label.name for key, label in registry_queries.labels_for(kind, ids).items()}
    return names


def _about(subject: Subject) -> tuple[str, list[UUID]]:
    kind = "person" if subject.campaign.kind == SubjectKind.PERSON else "family"
    return kind, [each for each in (subject.person_id, subject.family_id) if each]


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
