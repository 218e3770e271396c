"""Who may be added to a batch: found by search, or suggested by the latest screening of everybody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps

from rangkul.platform.policy.actor import Actor
from rangkul.programmes.enums import EnrolmentState, LineState
from rangkul.programmes.models import Enrolment, ProposalBatch, ProposalLine
from rangkul.programmes.queries.screenings import latest_runs, list_met_not_enrolled
from rangkul.programmes.queries.subjects import served_among
from rangkul.programmes.verdicts import subject_kind
from rangkul.programmes.workflow import PROPOSAL
from rangkul.registry import queries as registry_queries

FEW = 12


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be proposed; `taken` says why not, "" when nothing is known against it."""

    kind: str
    id: UUID
    name: str
    number: str = ""
    note: str = ""
    taken: str = ""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Who met the rule in a run and is neither enrolled nor proposed; `as_of` is the day of the run, None without one."""

    as_of: object
    found: tuple[Candidate, ...] = ()


def search_candidates(actor: Actor, batch: ProposalBatch, text: str) -> list[Candidate]:
    """Persons, families or institutions (as the component counts) of the batch's village who fit what was typed."""
    kind = subject_kind(batch.component)
    if kind == "institution":
        houses = apps.get_model("institutions", "Institution").objects.filter(
            area_code=batch.area_code, is_active=True, name__icontains=text.strip()
        )
        found = [Candidate(kind, house.pk, house.name, note=house.get_kind_display()) for house in houses[:FEW]]
        return _marked(batch, kind, found)
    hits = registry_queries.search_persons(actor, text, area=batch.area_code, limit=FEW)
    here = [hit for hit in hits if hit.area_code == batch.area_code]
    if kind == "person":
        found = [Candidate(kind, hit.id, hit.name, hit.masked_nik, hit.head_name) for hit in here]
        return _marked(batch, kind, found)
    families = {hit.family_id: hit for hit in reversed(here) if hit.family_id is not None}
    labels = registry_queries.labels_for(kind, families)
    found = [
        Candidate(kind, family_id, labels[family_id].name, labels[family_id].masked_nik, families[family_id].name)
        for family_id in reversed(families)
        if family_id in labels
    ]
    return _marked(batch, kind, found)


def suggest_candidates(actor: Actor, batch: ProposalBatch) -> Suggestions:
    """Who met the rule in the latest screening of everybody, has the required id, and is not in any open list."""
    run = latest_runs(actor).get(batch.component_id)
    if run is None:
        return Suggestions(None)
    kind = subject_kind(batch.component)
    page = list_met_not_enrolled(actor, run, area=batch.area_code, registry_id="yes", limit=FEW * 4)
    found = [
        Candidate(kind, row.subject_id, row.label.name, row.label.masked_nik)
        for row in page.rows
        if row.label is not None
    ]
    free = [each for each in _marked(batch, kind, found) if not each.taken]
    return Suggestions(run.as_of, tuple(free[:FEW]))


def _marked(batch: ProposalBatch, kind: str, found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with what is known against them; three queries."""
    ids = [each.id for each in found]
    key = f"{kind}_id"
    lines = ProposalLine.objects.filter(
        batch__component_id=batch.component_id,
        batch__state__in=PROPOSAL.open_states,
        state=LineState.PROPOSED,
        **{f"{key}__in": ids},
    )
    taken = _by_key(lines.values_list(key, "batch__number"), "ada dalam usulan {}")
    active = Enrolment.objects.filter(component_id=batch.component_id, state=EnrolmentState.ACTIVE)
    taken |= _by_key(served_among(kind, ids, active).items(), "sudah menerima, SK {}")
    return [Candidate(each.kind, each.id, each.name, each.number, each.note, taken.get(each.id, "")) for each in found]


def _by_key(pairs: Iterable[tuple[UUID | None, str]], words: str) -> dict[UUID, str]:
    return {key: words.format(number) for key, number in pairs if key is not None}
