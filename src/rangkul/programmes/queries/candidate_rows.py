"""Reading lists of candidates: runs, one run by village and reason, page by page, and one candidate with its why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area
from rangkul.programmes.enums import Advice, CandidateKind, ExitReason, ProposeReason, RemovalState
from rangkul.programmes.errors import NoSuchProposal
from rangkul.programmes.models import Candidate, CandidateRun, ProposalLine, RemovalLine
from rangkul.programmes.policies import removal as policies
from rangkul.programmes.queries.candidate_words import evidence_in_words, list_name, why_in_words
from rangkul.reference import queries as reference_queries
from rangkul.registry import queries as registry
from rangkul.registry.queries.records import today

PAGE_SIZE = 50
REASONS = {**dict(ExitReason.choices), **dict(ProposeReason.choices)}


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateRow:
    """One candidate in a list; `status` says what became of it, "" while nothing was done.

    `gone` says why somebody to be proposed no longer can be: moved, died, family ended since the list was made.
    """

    id: UUID
    kind: str
    subject_id: UUID
    name: str
    area_code: str
    area_label: str
    reason: str
    reason_label: str
    advice: str
    advice_label: str
    list: str
    number: str
    why: str
    evidence: str
    evidence_on: date | None
    status: str
    batch_id: UUID | None
    gone: str = ""


@dataclass(frozen=True, slots=True)
class CandidatePage:
    """One page by id; `after` leads on, None at the end."""

    rows: tuple[CandidateRow, ...]
    after: UUID | None = None


def list_runs(actor: Actor, *, kind: str = "") -> QuerySet[CandidateRun]:
    """Runs the actor may see, newest first."""
    found = policies.runs_visible_to(actor)
    return (found.filter(kind=kind) if kind else found).order_by("-created_at", "-id")


def get_run(actor: Actor, run_id: UUID) -> CandidateRun:
    """A run the actor may see. Raises NoSuchProposal."""
    found = policies.runs_visible_to(actor).filter(pk=run_id).first()
    if found is None:
        raise NoSuchProposal(run_id)
    return found


def candidates_in(
    actor: Actor, run: CandidateRun, *, area: str = "", reason: str = "", only_open: bool = False
) -> QuerySet[Candidate]:
    """The run's candidates that the actor may see, filtered, by village; `only_open`: nothing was done yet.

    Of a list to propose, who left since is not open any more.
    """
    found = policies.candidates_visible_to(actor).filter(run=run)
    if area:
        found = found.filter(inside_area(area))
    if reason:
        found = found.filter(reason=reason)
    if only_open:
        found = found.filter(~_was_taken(run))
        if run.kind == CandidateKind.PROPOSE:
            found = found.filter(_is_here())
    return found.select_related("enrolment__component", "run").order_by("id")


def list_candidates(
    actor: Actor,
    run: CandidateRun,
    *,
    area: str = "",
    reason: str = "",
    only_open: bool = False,
    after: UUID | None = None,
    limit: int = PAGE_SIZE,
) -> CandidatePage:
    """A page of candidates with their why and what became of them; a bounded number of queries."""
    found = candidates_in(actor, run, area=area, reason=reason, only_open=only_open)
    if after is not None:
        found = found.filter(pk__gt=after)
    rows = list(found[: limit + 1])
    more, rows = len(rows) > limit, rows[:limit]
    return CandidatePage(rows_of(rows), rows[-1].pk if more else None)


def get_candidate(actor: Actor, candidate_id: UUID) -> tuple[CandidateRun, CandidateRow]:
    """One candidate with its run. Raises NoSuchProposal when there is none that the actor may see."""
    found = policies.candidates_visible_to(actor).select_related("enrolment__component", "run")
    candidate = found.filter(pk=candidate_id).first()
    if candidate is None:
        raise NoSuchProposal(candidate_id)
    return candidate.run, rows_of([candidate])[0]


def counts_by_reason(actor: Actor, run: CandidateRun, *, area: str = "") -> list[tuple[str, str, int]]:
    """(reason, label, candidates), the most frequent first."""
    found = candidates_in(actor, run, area=area).order_by().values_list("reason").annotate(total=Count("pk"))
    return [(code, str(REASONS.get(code, code)), total) for code, total in found.order_by("-total", "reason")]


def counts_by_village(actor: Actor, run: CandidateRun, *, reason: str = "") -> list[tuple[str, str, int, int]]:
    """(area, label, candidates, distinct people and families) by village."""
    found = candidates_in(actor, run, reason=reason).order_by().values_list("area_code")
    rows = list(found.annotate(total=Count("pk"), who=Count("subject_id", distinct=True)).order_by("area_code"))
    places = reference_queries.labels_of({code for code, _total, _who in rows})
    return [(code, places.get(code, code), total, who) for code, total, who in rows]


def count_open(actor: Actor) -> tuple[int, CandidateRun | None]:
    """Candidates of the newest strike-off list of the actor's area that nobody has taken up yet."""
    run = list_runs(actor, kind=CandidateKind.STRIKE_OFF).first()
    if run is None:
        return 0, None
    return candidates_in(actor, run, only_open=True).count(), run


def rows_of(candidates: Sequence[Candidate]) -> tuple[CandidateRow, ...]:
    """The rows with places, reasons in words, what became of each and who is gone; at most ten queries."""
    places = reference_queries.labels_of({each.area_code for each in candidates})
    lines = RemovalLine.objects.filter(candidate__in=[each.pk for each in candidates])
    taken = {
        line.candidate_id: line
        for line in lines.exclude(state=RemovalState.DROPPED).select_related("batch").order_by("id")
    }
    proposed = _proposed([each for each in candidates if each.reason in ProposeReason.values])
    gone = _gone([each for each in candidates if each.reason in ProposeReason.values])
    rows = []
    for each in candidates:
        line = taken.get(each.pk)
        batch_id, status = proposed.get(each.subject_id, (None, ""))
        if line is not None:
            batch_id, status = line.batch_id, f"{line.get_state_display()} ({line.batch.number})"
        rows.append(
            CandidateRow(
                id=each.pk,
                kind=each.subject_kind,
                subject_id=each.subject_id,
                name=each.subject_name or "–",
                area_code=each.area_code,
                area_label=places.get(each.area_code, each.area_code),
                reason=each.reason,
                reason_label=str(REASONS.get(each.reason, each.reason)),
                advice=each.advice,
                advice_label=str(Advice(each.advice).label),
                list=list_name(each),
                number=each.outside_number,
                why=why_in_words(each),
                evidence=evidence_in_words(each),
                evidence_on=each.evidence_on,
                status=status,
                batch_id=batch_id,
                gone="" if status else gone.get(each.pk, ""),
            )
        )
    return tuple(rows)


def count_gone(actor: Actor, run: CandidateRun, *, area: str = "") -> int:
    """How many on a list to propose left, died or ended since it was made; 0 for other lists."""
    if run.kind != CandidateKind.PROPOSE:
        return 0
    return candidates_in(actor, run, area=area).exclude(_is_here()).count()


def _is_here() -> Q:
    day = today()
    kinds = ("person", "family")
    return Q(*(Q(subject_kind=kind) & registry.lives_here(kind, on=day) for kind in kinds), _connector=Q.OR)


def _gone(candidates: Sequence[Candidate]) -> dict[UUID, str]:
    found: dict[UUID, str] = {}
    for kind in ("person", "family"):
        own = [each for each in candidates if each.subject_kind == kind]
        left = registry.departures_of(kind, {each.subject_id: each.area_code for each in own}, on=today())
        found |= {each.pk: left[each.subject_id].words for each in own if each.subject_id in left}
    return found


def _was_taken(run: CandidateRun) -> Q:
    if run.kind == CandidateKind.STRIKE_OFF:
        return Q(Exists(RemovalLine.objects.filter(candidate=OuterRef("pk")).exclude(state=RemovalState.DROPPED)))
    lines = ProposalLine.objects.filter(
        Q(family=OuterRef("subject_id")) | Q(person=OuterRef("subject_id")), created_at__gte=run.created_at
    )
    return Q(Exists(lines))


def _proposed(candidates: Sequence[Candidate]) -> dict[UUID, tuple[UUID | None, str]]:
    if not candidates:
        return {}
    ids, since = [each.subject_id for each in candidates], candidates[0].run.created_at
    lines = ProposalLine.objects.filter(Q(family__in=ids) | Q(person__in=ids), created_at__gte=since)
    return {
        line.subject_id: (line.batch_id, f"{line.get_state_display()} ({line.batch.number})")
        for line in lines.select_related("batch").order_by("id")
    }
