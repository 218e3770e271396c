"""Reading the lines of a proposal: what the page shows of each, their declared order, what stands against them today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from rangkul.platform.policy.actor import Actor
from rangkul.programmes.enums import LineState, RefusalReason, Verdict
from rangkul.programmes.errors import NoSuchProposal
from rangkul.programmes.models import ProposalBatch, ProposalLine
from rangkul.programmes.policies import proposals as policies
from rangkul.programmes.policies.catalogue import can_view_health
from rangkul.programmes.queries.catalogue import terms_in_force
from rangkul.programmes.queries.overlaps import from_json, needs_reason, overlaps_of, sentences_for
from rangkul.programmes.queries.ranking_words import decided_in_words, order_in_words, values_in_words
from rangkul.programmes.queries.reasons import Reason, reasons_of
from rangkul.programmes.queries.subjects import Label, labels_of
from rangkul.programmes.ranking import place_lines
from rangkul.programmes.verdicts import subject_kind

if TYPE_CHECKING:
    from rangkul.programmes.queries.proposals import ProposalView


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """A line as the batch page shows it; `reasons` hold only what the actor may see."""

    id: UUID
    rank: int
    kind: str
    subject_id: UUID
    label: Label
    state: str
    state_label: str
    registry_id: str
    verdict: str
    verdict_label: str
    reasons: tuple[Reason, ...]
    screening_id: UUID | None
    screened_on: date | None
    override_reason: str
    computed_rank: int | None
    rank_values: tuple[str, ...]
    rank_decided: str
    overlaps: tuple[str, ...]
    overlap_reason: str
    cost: int | None
    refusal_label: str
    refusal_note: str
    case_id: UUID | None

    @property
    def verdict_tone(self) -> str:
        """Tone of the verdict's tag."""
        return {"MET": "good", "NOT_MET": "bad"}.get(self.verdict, "warn")

    @property
    def moved(self) -> int:
        """How many places the musyawarah put the line before (positive) or behind the declared order."""
        return 0 if self.computed_rank is None else self.computed_rank - self.rank


@dataclass(frozen=True, slots=True)
class FoundOrder:
    """A line's place in the declared order with its values in words and what decided."""

    rank: int
    values: tuple[str, ...]
    decided: str


@dataclass(frozen=True, slots=True)
class FoundToday:
    """What stands against one line today: sentences, whether one forbids it, and whether a reason is still asked for."""

    sentences: tuple[str, ...]
    is_forbidden: bool
    asks: bool


def find_line(actor: Actor, line_id: UUID) -> tuple[ProposalLine, LineView]:
    """One line of a batch the actor may see. Raises NoSuchProposal."""
    line = (
        ProposalLine.objects.filter(pk=line_id, batch__in=policies.visible_to(actor))
        .select_related("screening", "batch__component__programme")
        .first()
    )
    if line is None:
        raise NoSuchProposal(line_id)
    return line, line_views(actor, [line], line.batch)[0]


def overlaps_today(actor: Actor, view: "ProposalView", on: date) -> dict[UUID, FoundToday]:
    """{line: what the decision would find} of the open lines that overlap with something; for the page that decides."""
    lines = list(ProposalLine.objects.filter(batch=view.batch, state=LineState.PROPOSED))
    kind = subject_kind(view.component)
    found = overlaps_of(view.component, kind, [line.subject_id for line in lines], on)
    return {
        line.pk: FoundToday(
            tuple(sentences_for(actor, found[line.subject_id])),
            any(each.is_forbidden for each in found[line.subject_id]),
            bool(needs_reason(found[line.subject_id], line.overlaps, line.overlap_reason)),
        )
        for line in lines
        if line.subject_id in found
    }


def computed_today(view: "ProposalView", on: date) -> tuple[tuple[str, ...], dict[UUID, FoundOrder]]:
    """The declared order of a batch that is not submitted yet: (its words, {line: place}); empty where none is declared.

    From the same frozen facts as submitting it, so that the page and what is kept say the same.
    """
    terms = terms_in_force(view.component, on)
    if not terms.ranking:
        return (), {}
    lines = list(ProposalLine.objects.filter(batch=view.batch, state=LineState.PROPOSED).select_related("screening"))
    ranking = place_lines(lines, terms, view.component.unit)
    return tuple(order_in_words(ranking)), {
        line.pk: FoundOrder(
            line.computed_rank or 0,
            tuple(values_in_words(ranking, line, reveals_health=False)),
            decided_in_words(ranking, line),
        )
        for line in lines
    }


def line_views(actor: Actor, lines: Sequence[ProposalLine], batch: ProposalBatch) -> tuple[LineView, ...]:
    """Lines of a batch as pages show them."""
    labels = labels_of(lines)
    sees_health = can_view_health(actor)
    unknown = Label(name="–")
    return tuple(
        LineView(
            id=line.pk,
            rank=line.rank,
            kind=line.subject_kind,
            subject_id=line.subject_id,
            label=labels.get(line.subject_id, unknown),
            state=line.state,
            state_label=str(LineState(line.state).label),
            registry_id=line.registry_id,
            verdict=line.screening.verdict if line.screening else "",
            verdict_label=str(Verdict(line.screening.verdict).label) if line.screening else "",
            reasons=tuple(reasons_of(actor, line.screening)) if line.screening else (),
            screening_id=line.screening_id,
            screened_on=line.screening.as_of if line.screening else None,
            override_reason=line.override_reason,
            computed_rank=line.computed_rank,
            rank_values=tuple(values_in_words(batch.ranking, line, reveals_health=sees_health)),
            rank_decided=decided_in_words(batch.ranking, line),
            overlaps=tuple(sentences_for(actor, from_json(line.overlaps))),
            overlap_reason=line.overlap_reason,
            cost=line.cost,
            refusal_label=str(RefusalReason(line.refusal_reason).label) if line.refusal_reason else "",
            refusal_note=line.refusal_note,
            case_id=line.case_id,
        )
        for line in lines
    )
