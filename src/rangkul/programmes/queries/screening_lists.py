"""A list that can be screened again: whose names stand on a proposal or a list of candidates, and what is known of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from rangkul.platform.policy.actor import Actor
from rangkul.programmes.enums import EnrolmentState, LineState, Verdict
from rangkul.programmes.models import Component, Enrolment, ProposalLine, Screening
from rangkul.programmes.policies import screening as policies
from rangkul.programmes.queries.candidate_rows import candidates_in
from rangkul.programmes.queries.candidate_rows import get_run as get_candidate_run
from rangkul.programmes.queries.proposals import get_proposal
from rangkul.programmes.queries.subjects import Label, labels_of, served_among
from rangkul.programmes.verdicts import subject_kind
from rangkul.registry import queries as registry


@dataclass(frozen=True, slots=True)
class ListedSubject:
    """One name: what was decided, the screening it was decided by, and the newest one as of the day asked.

    `to_review`: proposed, accepted or served, and by the newest screening no longer entitled: a candidate for somebody
    to look at. Nothing follows from it by itself.
    """

    subject_id: UUID
    label: Label | None
    standing: str
    is_served: bool
    before: Screening | None
    now: Screening | None

    @property
    def to_review(self) -> bool:
        return self.now is not None and self.now.verdict == Verdict.NOT_MET and (self.is_served or bool(self.standing))


@dataclass(frozen=True, slots=True)
class ListToScreen:
    """A list's names that fit the component's unit; `others` counts those of another kind."""

    component: Component
    title: str
    area_code: str
    as_of: date
    rows: tuple[ListedSubject, ...] = field(default_factory=tuple)
    others: int = 0

    @property
    def subject_ids(self) -> list[UUID]:
        return [row.subject_id for row in self.rows]


def list_of_proposal(actor: Actor, batch_id: UUID, as_of: date) -> ListToScreen:
    """The people or families of a proposal the actor may see. Raises NoSuchProposal."""
    view = get_proposal(actor, batch_id)
    lines = list(ProposalLine.objects.filter(batch=view.batch).select_related("screening").order_by("rank", "id"))
    rows = _rows(actor, view.component, [line.subject_id for line in lines], as_of, lines)
    return ListToScreen(view.component, view.batch.number, view.batch.area_code, as_of, rows)


def list_of_candidates(
    actor: Actor, run_id: UUID, component: Component, as_of: date, *, area: str = ""
) -> ListToScreen:
    """Those on a list of candidates that the actor may see and whom the component counts. Raises NoSuchProposal."""
    run = get_candidate_run(actor, run_id)
    kind = subject_kind(component)
    found = dict.fromkeys(candidates_in(actor, run, area=area).values_list("subject_kind", "subject_id"))
    ids = [subject_id for each, subject_id in found if each == kind]
    return ListToScreen(
        component,
        run.get_kind_display(),
        run.area_code,
        as_of,
        _rows(actor, component, ids, as_of, ()),
        len(found) - len(ids),
    )


def _rows(
    actor: Actor, component: Component, ids: Sequence[UUID], as_of: date, lines: Sequence[ProposalLine]
) -> tuple[ListedSubject, ...]:
    kind = subject_kind(component)
    about: dict[str, Any] = {f"{kind}_id__in": list(ids)}
    newest: dict[UUID, Screening] = {}
    before = {line.screening_id for line in lines if line.screening_id}
    kept = policies.visible_to(actor).filter(component=component, as_of=as_of, **about).exclude(pk__in=before)
    for each in kept.select_related("terms").order_by("created_at", "id"):
        newest[each.subject_id] = each
    served = served_among(kind, ids, Enrolment.objects.filter(component=component, state=EnrolmentState.ACTIVE))
    labels: dict[UUID, Label] = labels_of(lines)
    if not lines and kind != "institution":
        labels = {
            key: Label(each.name, each.masked_nik, each.url) for key, each in registry.labels_for(kind, ids).items()
        }
    of_line = {line.subject_id: line for line in lines}
    return tuple(
        ListedSubject(
            each,
            labels.get(each),
            _standing(of_line.get(each)),
            each in served,
            of_line[each].screening if each in of_line else None,
            newest.get(each),
        )
        for each in ids
    )


def _standing(line: ProposalLine | None) -> str:
    """The line's state in words while it stands for help, "" when it was refused or there is none."""
    if line is None or line.state not in (LineState.PROPOSED, LineState.ACCEPTED, LineState.WAITING):
        return ""
    return str(LineState(line.state).label)
