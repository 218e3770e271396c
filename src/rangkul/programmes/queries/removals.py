"""Reading removal batches: the list by whose turn it is, one batch with its lines, and the list for outside owners."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise

from rangkul.accounts.roles import BY_CODE
from rangkul.platform.audit import queries as audit_queries
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area
from rangkul.platform.workflow import Transition
from rangkul.programmes.enums import RemovalState
from rangkul.programmes.errors import NoSuchProposal
from rangkul.programmes.models import Reinstatement, RemovalBatch, RemovalDecree, RemovalLine
from rangkul.programmes.policies import removal as policies
from rangkul.programmes.queries.candidate_words import programme_name, why_in_words
from rangkul.programmes.queries.proposals import VIEWS, Mark
from rangkul.programmes.queries.subjects import Label, labels_of
from rangkul.programmes.workflow import REMOVAL
from rangkul.reference import queries as reference_queries

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalRow:
    """A removal batch in a list; `lines` counts recipients still in it."""

    id: UUID
    number: str
    name: str
    is_own: bool
    area_code: str
    area_label: str
    state: str
    state_label: str | Promise
    turn: str | Promise
    due_on: date | None
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalLineView:
    """A line as pages show it, with who may manage the aid instead (`successors`, only where a family lost its head)."""

    line: RemovalLine
    label: Label
    why: str
    successors: tuple[tuple[UUID, str], ...] = ()
    successor_name: str = ""
    reinstated: Reinstatement | None = None
    may_reinstate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalView:
    """A removal batch with everything its page shows; `steps` are what this actor may do now."""

    row: RemovalRow
    batch: RemovalBatch
    lines: tuple[RemovalLineView, ...]
    steps: tuple[Transition, ...]
    may_change_lines: bool
    may_keep_lines: bool
    marks: tuple[Mark, ...]
    decree: RemovalDecree | None

    @property
    def open_lines(self) -> tuple[RemovalLineView, ...]:
        """Lines still to be decided on."""
        return tuple(each for each in self.lines if each.line.state == RemovalState.PROPOSED)


@dataclass(frozen=True, slots=True)
class RemovalPage:
    """One page, newest first; `after` leads to older ones."""

    rows: tuple[RemovalRow, ...]
    after: UUID | None = None


def list_removals(
    actor: Actor, *, view: str = "mine", after: UUID | None = None, limit: int = PAGE_SIZE
) -> RemovalPage:
    """A page of batches the actor may see; `view` is a key of VIEWS."""
    found = _in_view(actor, view)
    if after is not None:
        found = found.filter(pk__lt=after)
    batches = list(found.order_by("-pk")[: limit + 1])
    more, batches = len(batches) > limit, batches[:limit]
    return RemovalPage(_rows(batches), batches[-1].pk if more else None)


def count_removals(actor: Actor) -> dict[str, int]:
    """{view: number of batches} for the tabs."""
    return {view: _in_view(actor, view).count() for view in VIEWS}


def list_waiting_for(actor: Actor, *, limit: int = 5) -> tuple[int, tuple[RemovalRow, ...]]:
    """How many batches wait for this actor, and the first ones by due date."""
    found = _in_view(actor, "mine")
    return found.count(), _rows(list(found.order_by("due_on", "pk")[:limit]))


def get_removal(actor: Actor, batch_id: UUID, *, on: date) -> RemovalView:
    """One batch with its lines. Raises NoSuchProposal when there is none that the actor may see. Bounded queries."""
    batch = policies.visible_to(actor).select_related("component__programme__division").filter(pk=batch_id).first()
    if batch is None:
        raise NoSuchProposal(batch_id)
    lines = list(
        RemovalLine.objects.filter(batch=batch)
        .exclude(state=RemovalState.DROPPED)
        .select_related("candidate__enrolment__component", "successor", "family", "decree")
        .order_by("id")
    )
    return RemovalView(
        row=_rows([batch])[0],
        batch=batch,
        lines=_views(actor, batch, lines, on=on),
        steps=tuple(step for step in REMOVAL.available(batch.state) if policies.can_move(actor, batch, step.name)),
        may_change_lines=batch.state in ("DRAFT", "RETURNED") and policies.can_move(actor, batch, "add_line"),
        may_keep_lines=batch.state == "CHECKED" and policies.can_move(actor, batch, "refuse_line"),
        marks=_marks(batch),
        decree=RemovalDecree.objects.filter(batch=batch).first(),
    )


def find_line(actor: Actor, line_id: UUID) -> RemovalLine:
    """A line of a batch the actor may see. Raises NoSuchProposal."""
    found = RemovalLine.objects.filter(pk=line_id, batch__in=policies.visible_to(actor))
    line = found.select_related("batch__component__programme", "candidate__enrolment__component", "decree").first()
    if line is None:
        raise NoSuchProposal(line_id)
    return line


def recommendations(actor: Actor, *, programme: str = "", area: str = "") -> QuerySet[RemovalLine]:
    """Lines recommended to outside owners and not taken back, in the actor's areas, by village."""
    found = RemovalLine.objects.filter(state=RemovalState.RECOMMENDED, batch__in=policies.visible_to(actor))
    if programme:
        found = found.filter(batch__outside_programme=programme)
    if area:
        found = found.filter(inside_area(area, "batch__area_code"))
    return found.select_related("batch", "decree", "candidate").order_by("batch__area_code", "id")


def successors_of(line: RemovalLine, on: date) -> list[tuple[UUID, str]]:
    """(person, name) of the living members of the line's family on a day; the line's own check has been done."""
    if line.family is None:
        return []
    members = line.family.memberships.filter(period__contains=on, person__merged_into__isnull=True).filter(
        Q(person__died_on__isnull=True) | Q(person__died_on__gt=on)
    )
    return list(members.order_by("person__birth_date").values_list("person_id", "person__name"))


def name_of(batch: RemovalBatch) -> str:
    """The list it is about: own component or outside programme."""
    return batch.component.name if batch.component else programme_name(batch.outside_programme)


def _in_view(actor: Actor, view: str) -> QuerySet[RemovalBatch]:
    conditions = {
        "mine": policies.turn_of(actor),
        "open": Q(state__in=REMOVAL.open_states),
        "decided": Q(state="DECIDED"),
        "withdrawn": Q(state="WITHDRAWN"),
    }
    found = policies.visible_to(actor).filter(conditions.get(view, Q()))
    return found.select_related("component__programme")


def _rows(batches: Sequence[RemovalBatch]) -> tuple[RemovalRow, ...]:
    places = reference_queries.labels_of({batch.area_code for batch in batches})
    lines = RemovalLine.objects.filter(batch__in=[batch.pk for batch in batches]).exclude(state=RemovalState.DROPPED)
    counted = dict(lines.order_by().values_list("batch_id").annotate(total=Count("pk")))
    return tuple(
        RemovalRow(
            id=batch.pk,
            number=batch.number,
            name=name_of(batch),
            is_own=batch.component_id is not None,
            area_code=batch.area_code,
            area_label=places.get(batch.area_code, batch.area_code),
            state=batch.state,
            state_label=REMOVAL.state(batch.state).label,
            turn=_turn(batch),
            due_on=batch.due_on,
            lines=counted.get(batch.pk, 0),
        )
        for batch in batches
    )


def _turn(batch: RemovalBatch) -> str | Promise:
    owner = REMOVAL.state(batch.state).owner
    return BY_CODE[owner].label if owner in BY_CODE else owner


def _views(actor: Actor, batch: RemovalBatch, lines: Sequence[RemovalLine], *, on: date) -> tuple[RemovalLineView, ...]:
    labels = labels_of(lines)
    back = {each.line_id: each for each in Reinstatement.objects.filter(line__in=[line.pk for line in lines])}
    # Every line of a batch has the same division and the same hands: asked once.
    may_reinstate = bool(lines) and batch.state == "DECIDED" and policies.can_reinstate(actor, _in(batch, lines[0]))
    successors = _successors([line for line in lines if line.advice == "GANTI_PENGURUS"], on)
    return tuple(
        RemovalLineView(
            line=_in(batch, line),
            label=labels.get(line.subject_id, Label(name=line.candidate.subject_name or "–")),
            why=why_in_words(line.candidate),
            successors=successors.get(line.family_id, ()),
            successor_name=line.successor.name if line.successor else "",
            reinstated=back.get(line.pk),
            may_reinstate=may_reinstate and line.state in (RemovalState.STRUCK_OFF, RemovalState.RECOMMENDED),
        )
        for line in lines
    )


def _in(batch: RemovalBatch, line: RemovalLine) -> RemovalLine:
    line.batch = batch
    return line


def _successors(lines: Sequence[RemovalLine], on: date) -> dict[UUID | None, tuple[tuple[UUID, str], ...]]:
    return {line.family_id: tuple(successors_of(line, on)) for line in lines}


def _marks(batch: RemovalBatch) -> tuple[Mark, ...]:
    names = {f"programmes.removal.{step}": step for step in ("create", *(each.name for each in REMOVAL.transitions))}
    events = audit_queries.list_events_about([("removal", batch.pk)]).filter(name__in=names)
    last: dict[str, Mark] = {}
    for event in events:
        last.setdefault(event.name, Mark(names[event.name], event.actor_name, event.at))
    return tuple(sorted(last.values(), key=lambda mark: mark.at))
